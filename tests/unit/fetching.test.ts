import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { endpointModel } from '../../src/adapters/ai-sdk/language-model.ts';
import { bytesOf, followed } from '../../src/adapters/fetching.ts';
import { KeptCalendar } from '../../src/adapters/ical/kept-calendar.ts';
import { endpointTranscriber } from '../../src/adapters/openai/transcriber.ts';
import { endpointVoice } from '../../src/adapters/openai/voice.ts';
import { download } from '../../src/adapters/packs/download.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { transcribed } from '../../src/hearing/transcriber.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Another server, which notes what reaches it, and one that sends everybody there. */
async function redirecting(status: number): Promise<{ url: string; reached: IncomingMessage[] }> {
  const reached: IncomingMessage[] = [];
  const elsewhere = await serving((request, response) => {
    reached.push(request);
    response.end('{}');
  });
  const url = await serving((request, response) => response.writeHead(status, { Location: `${elsewhere}${request.url}` }).end());
  return { url, reached };
}

const KEY = { model: 'm', apiKey: 'secret' } as const;
const SOUND = new Int16Array(1_600);
/** Each service that is given a key, asked once. */
const ASKED: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
  model: (url) => endpointModel({ url, ...KEY }).propose({ words: 'hallo', lang: 'de', asked: [] } as never, AbortSignal.timeout(10_000)),
  transcriber: (url) => transcribed(endpointTranscriber({ url, ...KEY }), SOUND, 'de', AbortSignal.timeout(10_000)),
  voice: (url) => endpointVoice({ url, ...KEY, voice: { de: 'a', en: 'a' }, deadlineMs: 10_000 }, new VirtualClock()).render('hallo', 'de'),
};

/** What each of them says of it; messages of failed requests may name the address. */
const FAILS: Readonly<Record<string, RegExp>> = {
  model: /fetch|API|large/u,
  transcriber: /could not be asked/u,
  voice: /could not be asked/u,
};

describe('a service that is given a key', () => {
  test.each(Object.keys(ASKED).flatMap((name) => [301, 302, 307, 308].map((status) => [name, status] as const)))(
    '%s: follows no redirect (%d)',
    async (name, status) => {
      const { url, reached } = await redirecting(status);
      await expect(ASKED[name]?.(url)).rejects.toThrow(FAILS[name]);
      expect(reached).toEqual([]);
    },
  );

  test.each(Object.keys(ASKED))('%s: an answer without an end is cut off', async (name) => {
    let sent = 0;
    const url = await serving((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && sent < 30_000_000) {
          sent += 16_384;
          if (!response.write(' '.repeat(16_384))) return void response.once('drain', more);
        }
      };
      more();
    });
    await expect(ASKED[name]?.(url)).rejects.toThrow(FAILS[name]);
    expect(sent).toBeLessThan(20_000_000);
  });
});

describe('what is fetched', () => {
  test('goes where it is allowed to go, five times at most, and never in a circle', async () => {
    const url = await serving((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) return void response.end('here');
      response.writeHead(302, { Location: `/${left - 1}` }).end();
    });
    expect(await (await followed(`${url}/5`, {}, () => true)).text()).toBe('here');
    await expect(followed(`${url}/6`, {}, () => true)).rejects.toThrow('from one place to the next');
    await expect(followed(`${url}/1`, {}, () => false)).rejects.toThrow('elsewhere');
  });

  test('is as long as it is, whatever its header says, and no longer than allowed', async () => {
    const url = await serving((_, response) => response.end('x'.repeat(100)));
    expect(await bytesOf(await fetch(url), 100)).toHaveLength(100);
    await expect(bytesOf(await fetch(url), 99)).rejects.toThrow('too large');
  });

  test.each(['file:///etc/hostname', 'data:text/calendar,BEGIN:VCALENDAR', 'ftp://127.0.0.1/', '//[', 'javascript:1'])(
    'a calendar goes to no other scheme: %s',
    async (location) => {
      const folder = mkdtempSync(join(tmpdir(), 'danke-fetching-'));
      const url = await serving((_, response) => response.writeHead(302, { Location: location }).end());
      const warned: unknown[] = [];
      const log = { info: () => {}, warn: (what: object) => void warned.push(what) };
      const calendar = new KeptCalendar({ lineId: 'a', from: url, zone: 'Europe/Berlin', word: null }, folder, new VirtualClock(), log);
      await calendar.start();
      calendar.stop();
      rmSync(folder, { recursive: true });
      expect(warned).toEqual([{ line: 'a', why: 'it leads elsewhere' }]);
    },
  );

  test('an archive is not asked for where a redirect leaves HTTPS', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'danke-fetching-'));
    const url = await serving((_, response) => response.writeHead(302, { Location: 'http://192.0.2.1/pack.tar.gz' }).end());
    const wish = { url, file: join(folder, 'a.part'), signal: AbortSignal.timeout(10_000), progress: () => {}, mustFit: async () => {} };
    await expect(download({ ...wish, clock: new VirtualClock() })).rejects.toThrow('refused: it leads elsewhere');
    rmSync(folder, { recursive: true });
  });
});
