import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { samplesIn, type Pcm } from '../../src/call/audio.ts';
import { Baresip } from '../support/baresip.ts';
import { Kamailio } from '../support/kamailio.ts';
import type { LineTestReply } from '../../src/http/api.ts';
import { lacks } from '../support/programs.ts';
import { TestServer, until } from '../support/server.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { sipp } from '../support/sipp.ts';

const WIDE_RATE = 16_000;

function sine(hz: number, ms: number): Pcm {
  return Int16Array.from({ length: (WIDE_RATE * ms) / 1000 }, (_, i) => Math.round(8_000 * Math.sin((2 * Math.PI * hz * i) / WIDE_RATE)));
}

/** The highest level of one of these frequencies in any tenth of a second, in dBFS (Goertzel). */
function strongest(pcm: Pcm, frequencies: readonly number[]): number {
  const block = WIDE_RATE / 10;
  let most = 1e-9;
  for (let at = 0; at + block <= pcm.length; at += block) {
    for (const hz of frequencies) {
      const turn = 2 * Math.cos((2 * Math.PI * hz) / WIDE_RATE);
      let [before, last] = [0, 0];
      for (let i = at; i < at + block; i++) [before, last] = [last, (pcm[i] ?? 0) / 32_768 + turn * last - before];
      most = Math.max(most, (2 * Math.sqrt(before * before + last * last - turn * before * last)) / block);
    }
  }
  return 20 * Math.log10(most / Math.SQRT2);
}

describe.skipIf(lacks('kamailio', 'sipp'))('a line registered at kamailio', () => {
  let kamailio: Kamailio;
  let port: number;
  const servers: TestServer[] = [];

  const line = (password: string) => ({ id: 'home', registrar: '127.0.0.1', port, username: 'home', password, answerAfterSeconds: 1 });
  async function start(password: string): Promise<TestServer> {
    const server = await TestServer.start({ config: { lines: [line(password)] } });
    servers.push(server);
    return server;
  }
  const lineState = async (server: TestServer, state: string) =>
    until(async () => ((await server.state()).lines[0]?.state === state ? true : null));

  beforeAll(async () => {
    kamailio = await Kamailio.start();
    port = kamailio.port;
  });
  // The registrar rings everybody who is registered under the name.
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));
  afterAll(async () => {
    await kamailio.end();
  });

  test('answers the digest challenge, is called through the proxy, and ends with a BYE along the route', async () => {
    const server = await start('geheim');
    await lineState(server, 'registered');
    const { code, output } = await sipp('routed-call', { port, service: 'home' });
    expect(code, output).toBe(0);
    expect((await server.closedCalls(1)).at(-1)).toMatchObject({ kind: 'real', lineId: 'home', answered: true, endedBy: 'caller' });
  });

  test.skipIf(lacks('baresip'))('rings a phone through the proxy, with credentials, and stays on the route to the end', async () => {
    const phone = await Baresip.start('610', new Int16Array(samplesIn(30_000)).fill(900), { registrar: { port, password: 'geheim' } });
    await phone.says(/1 binding/u);
    const server = await TestServer.start({
      config: { lines: [{ ...line('geheim'), mode: 'anteroom', whenOff: 'mailbox_answers', phones: ['610'] }] },
    });
    servers.push(server);
    writeFileSync(join(server.dataDir, 'contacts.csv'), 'Probe;040 123456\n');
    await lineState(server, 'registered');
    const calling = sipp('routed-call', { port, service: 'home' });
    await phone.says(/CALL_INCOMING|incoming/iu);
    phone.command('accept');
    const { code, output } = await calling;
    expect(code, output).toBe(0);
    const call = (await server.closedCalls(1)).at(-1);
    expect(call).toMatchObject({ outcome: 'put_through', endedBy: 'caller', contactName: 'Probe' });
    await phone.says(/session closed|CALL_CLOSED|terminated/iu);
    phone.stop();
  });

  test('calls itself when asked to, and hears itself in both directions', async () => {
    const server = await start('geheim');
    await lineState(server, 'registered');
    const ask = async (id: string) => fetch(`${server.url}/api/lines/${id}/test`, { method: 'POST' });
    const result = (await (await ask('home')).json()) as LineTestReply;
    expect(result).toMatchObject({ ok: true });
    if (result.ok) expect(result.soundMs).toBeLessThan(5_000);
    expect((await ask('nowhere')).status).toBe(404);
    // It is no call of anybody's.
    expect(await server.calls()).toEqual([]);
  });

  test.skipIf(lacks('baresip'))('G.722: is heard and hears; put through, a tone of 6 kHz arrives as it was sent', async () => {
    const server = await TestServer.start({
      config: {
        hearing: { speechModel: false },
        lines: [{ ...line('geheim'), mode: 'anteroom', whenOff: 'mailbox_answers', phones: ['610'] }],
      },
    });
    servers.push(server);
    await lineState(server, 'registered');
    const registrar = { port, password: 'geheim' };
    const wideband = { codecs: 'G722/16000/1', rate: 16_000, registrar } as const;
    const caller = await Baresip.start('621', sine(6_000, 60_000), wideband);
    const phone = await Baresip.start('610', sine(500, 60_000), { ...wideband, codecs: 'G722/16000/1,PCMA/8000/1' });
    try {
      // A phone of another test may be registered still; nobody is there any more.
      await Promise.all([caller, phone].map((one) => one.says(/\d bindings?\]/u)));
      caller.command('dial', `sip:home@127.0.0.1:${port}`);
      const { id } = await until(async () => (await server.calls())[0] ?? null);
      await until(async () => ((await server.call(id)).timeline.some(({ kind }) => kind === 'attendant_spoke') ? true : null));
      // The attendant's voice, as another's decoder hears it: speech, and next to nothing where we send nothing.
      expect(strongest(caller.heard(), [300, 500, 700, 900])).toBeGreaterThan(-40);
      expect(strongest(caller.heard(), [5_500, 6_000, 6_500])).toBeLessThan(-55);
      expect((await fetch(`${server.url}/api/calls/${id}/put-through`, { method: 'POST' })).status).toBe(200);
      await phone.says(/incoming|CALL_INCOMING/iu);
      phone.command('accept');
      await until(async () => (phone.heard().length > 32_000 ? true : null));
      phone.command('sndcode', '1');
      await until(async () =>
        (await server.call(id)).timeline.some((item) => item.kind === 'moment' && item.what === 'connected') ? true : null,
      );
      await until(async () => (strongest(phone.heard(), [6_000]) > -25 ? true : null));
      await until(async () => (strongest(caller.heard(), [500]) > -25 ? true : null));
    } finally {
      caller.stop();
      phone.stop();
    }
  });

  test('says that the password is wrong, and does not ask on', async () => {
    const server = await start('falsch');
    await lineState(server, 'refused');
    expect((await server.state()).lines[0]).toMatchObject({ state: 'refused', code: 401 });
    expect(server.output).not.toContain('falsch');
  });

  test('comes back by itself when the registrar was away', async () => {
    await kamailio.end();
    const server = await start('geheim');
    expect((await server.state()).lines[0]?.state).toBe('registering');
    kamailio.again();
    await lineState(server, 'registered');
  });

  test('is registered again by itself when the registrar has restarted and forgotten everybody', async () => {
    const server = await start('geheim');
    await lineState(server, 'registered');
    await kamailio.end();
    kamailio.again();
    // The registrar grants twenty seconds at most; we renew before they are over.
    const called = async (): Promise<true | null> => ((await sipp('routed-call', { port, service: 'home' })).code === 0 ? true : null);
    expect(await until(called, 2 * PATIENCE_MS)).toBe(true);
    expect((await server.state()).lines[0]?.state).toBe('registered');
  });

  test('a registrar that restarts while a line registers is asked once more, and its new challenge is answered', async () => {
    await kamailio.end();
    const server = await start('geheim');
    await new Promise((resolve) => setTimeout(resolve, 700));
    // Its first answer is a challenge; the process that knows the nonce dies right after it.
    kamailio.again();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await kamailio.end();
    kamailio.again();
    await lineState(server, 'registered');
  });
});
