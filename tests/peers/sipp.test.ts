import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkInterfaces } from 'node:os';
import { lacks } from '../support/programs.ts';
import { EasyRegistrar } from '../support/registrar.ts';
import { RtpPeer } from '../support/rtp-peer.ts';
import { TestServer } from '../support/server.ts';
import { sipp } from '../support/sipp.ts';

/** Containers may have none. */
function hasIpv6(): boolean {
  return networkInterfaces()['lo']?.some(({ family }) => family === 'IPv6') ?? false;
}

describe.skipIf(lacks('sipp'))('sipp calls', () => {
  let registrar: EasyRegistrar;
  let server: TestServer;
  beforeAll(async () => {
    registrar = await EasyRegistrar.open();
    const line = { id: 'home', registrar: '127.0.0.1', port: registrar.port, username: 'home', password: 'x', answerAfterSeconds: 2 };
    server = await TestServer.start({ config: { lines: [line] } });
  });
  afterAll(async () => {
    await server.stop();
    registrar.close();
  });

  const last = async (count = 1) => (await server.calls()).slice(-count);

  test.each([
    ['call', 'udp'],
    ['call', 'tcp'],
    ['early-bye', 'udp'],
    ['early-bye', 'tcp'],
    ['hold', 'udp'],
    ['hold', 'tcp'],
    ['delayed-offer', 'udp'],
  ] as const)('%s over %s: goes as written, and is in the journal', async (scenario, transport) => {
    const before = (await server.calls()).length;
    const { code, output } = await sipp(scenario, { port: server.sipPort, transport });
    expect(code, output).toBe(0);
    const calls = await server.closedCalls(before + 1);
    expect(calls.at(-1)).toMatchObject({
      kind: 'try',
      answered: true,
      endedBy: 'caller',
      outcome: 'ended_before_no',
      callerNumber: '+4940123456',
      callerName: 'Probe',
    });
    if (scenario !== 'hold') return;
    const { timeline } = await server.call(calls.at(-1)?.id ?? '');
    const held = timeline.find((item) => item.kind === 'held');
    expect((held?.toMs ?? 0) - (held?.fromMs ?? 0)).toBeGreaterThan(900);
  });

  test.skipIf(!hasIpv6()).each(['udp', 'tcp'] as const)(
    'a call with IPv6 over %s: audio is agreed on with IPv6 and goes both ways',
    async (transport) => {
      const before = (await server.calls()).length;
      const ear = await RtpPeer.open('::1');
      const { code, output } = await sipp('call', { port: server.sipPort, transport, address: '::1', rtpPort: ear.port });
      expect(code, output).toBe(0);
      expect(ear.received.length).toBeGreaterThan(50);
      ear.close();
      expect((await server.closedCalls(before + 1)).at(-1)).toMatchObject({ kind: 'try', answered: true, endedBy: 'caller' });
    },
  );

  test.each(['udp', 'tcp'] as const)('OPTIONS over %s is answered with what we can do', async (transport) => {
    const { code, output } = await sipp('options', { port: server.sipPort, transport });
    expect(code, output).toBe(0);
  });

  test('a line rings first; who gives up meanwhile was never answered', async () => {
    const before = (await server.calls()).length;
    const { code, output } = await sipp('cancel', { port: server.sipPort, service: await registrar.contactUser() });
    expect(code, output).toBe(0);
    await server.closedCalls(before + 1);
    expect(await last()).toMatchObject([{ kind: 'real', lineId: 'home', answered: false, endedBy: 'caller', outcome: 'gave_up_ringing' }]);
  });

  test('a line answers after its seconds', async () => {
    const before = (await server.calls()).length;
    const { code, output } = await sipp('call', { port: server.sipPort, service: await registrar.contactUser() });
    expect(code, output).toBe(0);
    const [call] = (await server.closedCalls(before + 1)).slice(-1);
    const { timeline } = await server.call(call?.id ?? '');
    const answered = timeline.find((item) => item.kind === 'moment' && item.what === 'answered');
    expect(answered?.fromMs).toBeGreaterThanOrEqual(1_990);
    expect(answered?.fromMs).toBeLessThan(8_000);
  });

  test('whoever calls the line again at once is left to the phones', async () => {
    const before = (await server.calls()).length;
    const { code, output } = await sipp('cancel', { port: server.sipPort, service: await registrar.contactUser() });
    expect(code, output).toBe(0);
    const [call] = (await server.closedCalls(before + 1)).slice(-1);
    expect(call).toMatchObject({ answered: false, outcome: 'gave_up_ringing' });
    const { timeline } = await server.call(call?.id ?? '');
    expect(timeline.map((item) => (item.kind === 'moment' ? item.what : item.kind))).toEqual(['left_second_call', 'ended_by_caller']);
  });

  test('forty calls at once all come through', async () => {
    const before = (await server.calls()).length;
    const { code, output } = await sipp('call', { port: server.sipPort, calls: 40, rate: 40 });
    expect(code, output).toBe(0);
    // The journal's page holds the newest thirty.
    const calls = await server.closedCalls(Math.min(30, before + 40));
    expect(calls.every((call) => call.endedBy === 'caller')).toBe(true);
  });
});
