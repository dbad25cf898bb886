import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/call/clock.ts';
import { joinPcm, levelDbfs, samplesIn, SAMPLE_RATE, type Pcm } from '../../src/call/audio.ts';
import { systemRandom } from '../../src/call/random.ts';
import { StreamConnection, type TlsIdentity } from '../../src/telephony/sip/stream-connection.ts';
import { Baresip } from '../support/baresip.ts';
import { certificate, type Certificate } from '../support/certificates.ts';
import { Kamailio } from '../support/kamailio.ts';
import { lacks, type Ended } from '../support/programs.ts';
import { TestServer, until } from '../support/server.ts';
import { sipp } from '../support/sipp.ts';
import { transportTools } from '../support/sip.ts';

describe.skipIf(lacks('openssl'))('a server over TLS', () => {
  let provider: Certificate;
  beforeAll(() => {
    provider = certificate('DNS:sip.example,DNS:*.provider.example,IP:127.0.0.1');
  });

  async function connecting(name: string, trusted: Certificate | null, maxVersion: 'TLSv1.3' | 'TLSv1.1' = 'TLSv1.3'): Promise<string> {
    const server = createServer({
      cert: readFileSync(provider.certificate),
      key: readFileSync(provider.key),
      maxVersion,
      minVersion: 'TLSv1',
      ciphers: 'ALL:@SECLEVEL=0',
    });
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const identity: TlsIdentity = { name, ca: trusted && readFileSync(trusted.certificate, 'utf8') };
    const { port } = server.address() as AddressInfo;
    const tools = { ...transportTools(systemClock), random: systemRandom, onLost: () => {} };
    const connection = new StreamConnection({ address: '127.0.0.1', port }, identity, tools);
    try {
      await connection.ready();
      return connection.transport;
    } catch (error) {
      return (error as { problem: string }).problem;
    } finally {
      connection.close();
    }
  }

  test.each(['sip.example', 'voip.provider.example', '127.0.0.1'])('is spoken with when its certificate is for %s', async (name) => {
    expect(await connecting(name, provider)).toBe('TLS');
  });

  test.each(['sip.evil.example', 'provider.example', 'a.b.provider.example', '127.0.0.2'])(
    'is not spoken with when its certificate is for others, and %s was meant',
    async (name) => {
      expect(await connecting(name, provider)).toBe('certificate');
    },
  );

  test('nor when nobody whom we trust vouches for it', async () => {
    expect(await connecting('sip.example', null)).toBe('certificate');
    expect(await connecting('sip.example', certificate('DNS:sip.example'))).toBe('certificate');
  });

  test('nor in a version of TLS that is broken', async () => {
    expect(await connecting('sip.example', provider, 'TLSv1.1')).not.toBe('TLS');
  });
});

describe.skipIf(lacks('openssl', 'kamailio', 'tls.so', 'sipp'))('a line at kamailio over a connection', () => {
  let ca: Certificate;
  let kamailio: Kamailio;
  let server: TestServer;
  const phones: Baresip[] = [];
  beforeEach(async () => {
    ca = certificate('IP:127.0.0.1');
    kamailio = await Kamailio.start(ca);
  });
  afterEach(async () => {
    for (const phone of phones.splice(0)) phone.stop();
    await server.stop();
    await kamailio.end();
  });

  async function start(line: Readonly<Record<string, unknown>>): Promise<void> {
    const port = line['transport'] === 'tls' ? kamailio.port : kamailio.tcpPort;
    const home = { id: 'home', registrar: '127.0.0.1', port, username: 'home', password: 'geheim' };
    // The same number calls again at once here.
    const calls = { answerAfterSeconds: 1, repeatCallMinutes: 0 };
    server = await TestServer.start({ config: { hearing: { speechModel: false }, lines: [{ ...home, ...calls, ...line }] } });
  }
  const lineState = (state: string) => until(async () => ((await server.state()).lines[0]?.state === state ? true : null));

  test.each(['tcp', 'tls'])(
    '%s: is called on the connection that it opened, and is back when the registrar has restarted',
    async (transport) => {
      await start({ transport, ...(transport === 'tls' && { ca: ca.certificate }) });
      await lineState('registered');
      const call = (): Promise<Ended> => sipp('routed-call', { port: kamailio.port, service: 'home' });
      expect(await call()).toMatchObject({ code: 0 });
      expect((await server.closedCalls(1)).at(-1)).toMatchObject({ kind: 'real', lineId: 'home', answered: true, endedBy: 'caller' });
      await kamailio.end();
      await lineState('unreachable');
      expect((await server.state()).lines[0]?.problem).toBe('connection_refused');
      kamailio.again();
      await lineState('registered');
      expect(await call()).toMatchObject({ code: 0 });
    },
  );

  test('somebody else’s certificate: nothing is sent, least of all a password, and the reason is said', async () => {
    await start({ transport: 'tls', ca: certificate('IP:127.0.0.1').certificate });
    await lineState('unreachable');
    expect((await server.state()).lines[0]?.problem).toBe('certificate');
  });

  test.skipIf(lacks('baresip'))('TLS and protected audio with baresip: it calls, is heard, and hears; and it is rung', async () => {
    await start({ transport: 'tls', ca: ca.certificate, mode: 'anteroom', whenOff: 'mailbox_answers', phones: ['610'] });
    await lineState('registered');
    const registrar = { port: kamailio.port, password: 'geheim', ca: ca.certificate };
    // It begins after a moment: a sound that is there from the first frame on is a line's own noise to the energy gate.
    const spoken = joinPcm([new Int16Array(samplesIn(1_000)), tone(2_000), new Int16Array(samplesIn(6_000))]);
    const stranger = await Baresip.start('620', spoken, { registrar });
    const phone = await Baresip.start('610', tone(60_000), { registrar });
    phones.push(stranger, phone);
    await Promise.all(phones.map((one) => one.says(/1 binding/u)));

    stranger.command('dial', `sip:home@127.0.0.1:${kamailio.port};transport=tls`);
    const { id } = await until(async () => (await server.calls())[0] ?? null);
    const heard = async (kind: string): Promise<true> =>
      until(async () => ((await server.call(id)).timeline.some((item) => item.kind === kind) ? (true as const) : null));
    // The stranger's tone is speech to the energy gate: it was opened and decoded.
    await heard('caller_spoke');
    await heard('attendant_spoke');
    expect(loudest(stranger.heard())).toBeGreaterThan(-25);

    const response = await fetch(`${server.url}/api/calls/${id}/put-through`, { method: 'POST' });
    expect(response.status).toBe(200);
    await phone.says(/incoming|CALL_INCOMING/iu);
    phone.command('accept');
    await until(async () => (loudest(phone.heard()) > -25 ? true : null));
    stranger.command('hangup');
    expect((await server.closedCalls(1)).at(-1)).toMatchObject({ kind: 'real', answered: true, endedBy: 'caller' });
  });
});

function tone(ms: number): Pcm {
  return Int16Array.from({ length: samplesIn(ms) }, (_, i) => Math.round(8_000 * Math.sin((2 * Math.PI * 500 * i) / SAMPLE_RATE)));
}

/** The level of the loudest half second, in dBFS. */
function loudest(pcm: Pcm): number {
  const half = samplesIn(500);
  let most = -100;
  for (let at = 0; at + half <= pcm.length; at += half) most = Math.max(most, levelDbfs(pcm.subarray(at, at + half)));
  return most;
}
