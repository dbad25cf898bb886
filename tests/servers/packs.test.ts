import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { treeOf } from '../../bench/machine.ts';
import type { PackReply, PacksPage, SettingsPage, SpokenItem } from '../../src/http/api.ts';
import { catalogueFile, packed, PackSource } from '../support/pack-source.ts';
import { lacks } from '../support/programs.ts';
import { RtpPeer } from '../support/rtp-peer.ts';
import { TestServer, until } from '../support/server.ts';
import { sipp } from '../support/sipp.ts';
import { hearingTokens, TINY_FILES, tones } from '../support/tiny-models.ts';

const OFFER = 'Ich möchte Ihnen einen günstigen Stromvertrag anbieten.';
const GOODBYE = 'Auf Wiederhören.';

describe.skipIf(lacks('sipp'))('a speech pack, from its source to a call', () => {
  let source: PackSource;
  let server: TestServer;
  const seller = { ...TINY_FILES.streaming_transducer, 'tokens.txt': hearingTokens(OFFER, GOODBYE) };
  beforeAll(async () => {
    source = new PackSource();
    const url = await source.start();
    await source.publish('seller', seller);
    const archive = { url: `${url}/seller.tar.gz`, sums: `${url}/checksum.txt`, bytes: 5_000 };
    const about = { name: 'Tones', licence: 'CC0 1.0', home: url, memoryBytes: 1_000_000, goodFor: 'hears_at_once' };
    const entry = { id: 'tones', kind: 'streaming_transducer', languages: ['de'], archive, ...about };
    // Tones are no speech for the model that tells voices from everything else.
    const config = { hearing: { speechModel: false }, conversation: { languages: ['de'] }, packCatalogue: catalogueFile([entry]) };
    server = await TestServer.start({ config });
  });
  afterAll(async () => {
    await server.stop();
    source.stop();
  });

  async function send<Reply>(method: string, path: string, body?: Buffer): Promise<Reply> {
    const headers = { Origin: server.url, 'Content-Type': body ? 'application/octet-stream' : 'application/json' };
    const response = await fetch(`${server.url}/api${path}`, { method, headers, body: body ? new Uint8Array(body) : '{}' });
    expect(response.status).toBeLessThan(300);
    return (await response.json()) as Reply;
  }

  const stateOf = async (id: string): Promise<string | undefined> =>
    (await server.get<PacksPage>('/packs')).packs.find((pack) => pack.id === id)?.state.type;

  /** The processes of models. */
  const engines = (): number[] =>
    treeOf(server.pid).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('sherpa-onnx/child.ts'));

  /** A caller who says a low tone as soon as the attendant has finished. */
  async function call(
    whenFinished: (id: string) => void = () => {},
  ): Promise<{ ear: RtpPeer; id: string; items: () => Promise<readonly SpokenItem[]> }> {
    const before = new Set((await server.calls()).map(({ id }) => id));
    const ear = await RtpPeer.open();
    void sipp('stay', { port: server.sipPort, rtpPort: ear.port }, 60_000);
    const { id } = await until(async () => (await server.calls()).find((one) => !before.has(one.id)) ?? null);
    const items = async (): Promise<readonly SpokenItem[]> => (await server.call(id)).timeline;
    await until(async () => ((await items()).some(({ kind }) => kind === 'attendant_spoke') ? true : null));
    await until(async () => (ear.nowMs > 2_000 && ear.levelBetween(ear.nowMs - 1_000, ear.nowMs) < -60 ? true : null));
    whenFinished(id);
    await ear.speak(tones('ja'));
    return { ear, id, items };
  }

  test('is fetched, tried and used: the next caller’s offer is understood, and answered with a no', async () => {
    expect((await server.state()).hearsWords).toBe(false);
    await send('POST', '/packs/tones/install');
    await until(async () => ((await server.state()).hearsWords ? true : null));
    const page = await server.get<PacksPage>('/packs');
    expect(page.packs).toMatchObject([{ id: 'tones', usedFor: ['de'], state: { type: 'installed', pack: { verified: true } } }]);
    const { changes } = await server.get<SettingsPage>('/settings');
    expect(changes[0]).toMatchObject({ section: 'packs', fields: [{ field: 'hearing.de', from: '', to: 'tones' }] });

    const partials: string[] = [];
    const watching = new AbortController();
    void watch(`${server.url}/api/live`, watching.signal, (says) => partials.push(says));
    const { ear, items } = await call();
    const understood = await until(async () => (await items()).find((item) => item.kind === 'understood') ?? null);
    expect(understood).toMatchObject({ purpose: 'sales' });
    await until(async () => ((await items()).filter(({ kind }) => kind === 'attendant_spoke').length > 3 ? true : null));
    // Inside one of its tokens a model writes a space so.
    expect(partials.map((words) => words.replaceAll('▁', ' '))).toContain(OFFER);
    watching.abort();
    ear.close();
    expect((await server.get<PacksPage>('/packs')).packs[0]?.pace).toBeGreaterThan(0);
  });

  test('its engine dies in the middle of a call: the call goes on without words, and takes a message', async () => {
    const { ear, items } = await call(() => {
      for (const pid of engines()) process.kill(pid, 'SIGKILL');
    });
    await until(async () => ((await items()).some((item) => item.kind === 'moment' && item.what === 'words_failed') ? true : null));
    await until(async () => ((await items()).some((item) => item.kind === 'tone') ? true : null));
    ear.close();
    expect(engines()).toEqual([]);
  });

  test('what cannot be used is refused with what is wrong, and the server goes on', async () => {
    const archive = await packed('own', {
      ...TINY_FILES.vits,
      'model.onnx': 'nonsense',
      'danke-nein-pack.json': JSON.stringify({ id: 'own', name: 'Own', kind: 'vits', languages: ['de'], licence: 'ours' }),
    });
    const reply = await send<PackReply>('POST', '/packs/import?name=own.tar.gz', archive);
    expect(reply).toEqual({ ok: false, problem: 'model_refused', detail: expect.stringMatching(/Protobuf parsing failed/u) });
    expect(await stateOf('own')).toBeUndefined();
  });

  test('a voice is brought, and the greeting is spoken with it; without it the embedded one speaks', async () => {
    const greeting = async (): Promise<number> =>
      (await (await fetch(`${server.url}/api/voice/greeting/audio?lang=de`)).arrayBuffer()).byteLength;
    const embedded = await greeting();
    const manifest = JSON.stringify({ id: 'letters', name: 'Letters', kind: 'vits', languages: ['de'], licence: 'ours' });
    const archive = await packed('letters', { ...TINY_FILES.vits, 'danke-nein-pack.json': manifest });
    expect(await send<PackReply>('POST', '/packs/import?name=letters.tar.gz', archive)).toEqual({ ok: true, id: 'letters' });
    const own = await greeting();
    expect(own).not.toBe(embedded);
    await send('DELETE', '/packs/letters');
    expect(await greeting()).toBe(embedded);
  });

  test('removed, and no words are understood any more', async () => {
    await send('DELETE', '/packs/tones');
    expect(await stateOf('tones')).toBe('absent');
    expect((await server.state()).hearsWords).toBe(false);
    // A process that was ended may be seen for a moment longer.
    await expect.poll(engines).toEqual([]);
  });
});

/** What the caller says as live events tell of it. */
async function watch(url: string, signal: AbortSignal, said: (words: string) => void): Promise<void> {
  try {
    const { body } = await fetch(url, { signal });
    let rest = '';
    for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      rest += part;
      for (const [, words] of rest.matchAll(/"callerSays":"([^"]*)"/gu)) if (words !== undefined) said(words);
      rest = rest.slice(rest.lastIndexOf('\n') + 1);
    }
  } catch {
    // Nobody watches any longer.
  }
}
