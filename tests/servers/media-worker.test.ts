import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../support/programs.ts';
import { RtpPeer } from '../support/rtp-peer.ts';
import { TestServer, until } from '../support/server.ts';
import { sipp } from '../support/sipp.ts';

describe.skipIf(lacks('sipp'))('a server whose media worker dies in a call', () => {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-kill-'));
  const file = join(folder, 'now');
  let server: TestServer;
  beforeAll(async () => {
    const module = new URL('../support/kill-media-worker.mjs', import.meta.url);
    server = await TestServer.start({ preload: { module, env: { TEST_KILL_MEDIA_WORKER: file } } });
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('ends that call with a BYE, goes on, and answers the next one', async () => {
    const ear = await RtpPeer.open();
    const call = sipp('stay', { port: server.sipPort, rtpPort: ear.port }, 40_000);
    await until(async () => (ear.received.length > 20 ? true : null), 20_000);
    writeFileSync(file, '');
    // The scenario ends well when a BYE comes, and only then.
    const { code, output } = await call;
    expect(code, output).toBe(0);
    ear.close();
    const nextEar = await RtpPeer.open();
    const next = await sipp('call', { port: server.sipPort, rtpPort: nextEar.port });
    expect(next.code, next.output).toBe(0);
    expect(nextEar.received.length).toBeGreaterThan(20);
    nextEar.close();
    expect(await server.closedCalls(2)).toMatchObject([
      { answered: true, endedBy: 'failure', outcome: 'line_failed' },
      { answered: true, endedBy: 'caller' },
    ]);
    expect(server.output).toContain('the media worker died');
  }, 120_000);
});
