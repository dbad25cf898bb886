import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../../src/call/random.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { readSdp } from '../../src/telephony/media/sdp.ts';
import { parseHostPort } from '../../src/telephony/sip/grammar.ts';
import { parseVia } from '../../src/telephony/sip/headers.ts';
import { inOrder } from '../../src/telephony/sip/locate.ts';
import { UdpTransport } from '../../src/telephony/sip/udp-transport.ts';
import { parseUri } from '../../src/telephony/sip/uri.ts';
import { FakeFlow, OFFER, request, testAgent, transportTools } from '../support/sip.ts';

const IMPOSSIBLE = ['0', '00000', '65536', '99999999999', '-1', '', '5060x'];

describe('a port that nobody can have', () => {
  test.each(IMPOSSIBLE)('"%s" is malformed in a host, a Via and a URI', (port) => {
    expect(parseHostPort(`192.0.2.1:${port}`)).toBeNull();
    expect(parseHostPort(`[2001:db8::1]:${port}`)).toBeNull();
    expect(parseVia(`SIP/2.0/UDP 192.0.2.1:${port};branch=z9hG4bK1`)).toBeNull();
    expect(parseUri(`sip:a@192.0.2.1:${port}`)).toBe('malformed');
  });

  test.each(['1', '5060', '65535'])('%s can be had', (port) => {
    expect(parseHostPort(`192.0.2.1:${port}`)).toEqual({ host: '192.0.2.1', port: Number(port) });
  });

  test('in a Via gets silence: nobody says where an answer would go', () => {
    const { agent, faults } = testAgent(new VirtualClock());
    const flow = new FakeFlow();
    const text = request({ method: 'OPTIONS' }).toString('latin1').replace(':5080;branch', ':0;branch').replace(';rport', '');
    agent.receive(Buffer.from(text), flow);
    expect(flow.sent).toEqual([]);
    expect(agent.refused).toEqual({ malformed: 1 });
    expect(faults.counts).toEqual({});
  });

  test.each(['Contact', 'From', 'To', 'Request-URI'])('in %s gets 400', async (where) => {
    const clock = new VirtualClock();
    const { agent, legs } = testAgent(clock, (leg) => leg.answer());
    const flow = new FakeFlow();
    const uri = 'sip:a@192.0.2.99:0';
    const lines = request({ body: OFFER, ...(where === 'Request-URI' && { uri }) })
      .toString('latin1')
      .split('\r\n')
      .map((line) => (line.startsWith(`${where}:`) ? `${where}: <${uri}>;tag=x` : line));
    agent.receive(Buffer.from(lines.join('\r\n'), 'latin1'), flow);
    await clock.advance(1);
    expect(flow.statuses).toEqual([400]);
    expect(legs).toEqual([]);
  });

  test.each(['sip:192.0.2.50:0;lr', 'sip:proxy.example:0;lr', 'sip:[2001:db8::1]:0;lr'])(
    'in a Record-Route, such as <%s>, leads nowhere else than back to where the INVITE came from',
    async (route) => {
      const clock = new VirtualClock();
      const { agent, legs } = testAgent(clock, (leg) => leg.answer());
      const flow = new FakeFlow();
      agent.receive(request({ body: OFFER, headers: [`Record-Route: <${route}>`] }), flow);
      await clock.advance(1);
      legs[0]?.hangUp();
      await clock.advance(40_000);
      expect(flow.requests.map(({ method }) => method)).toContain('BYE');
      expect(new Set(flow.sent.map(({ to }) => to.port))).toEqual(new Set([5080]));
    },
  );

  test('in a description is no audio', () => {
    expect(readSdp(Buffer.from(OFFER.replace('audio 6000', 'audio 0')))).toBeNull();
    expect(readSdp(Buffer.from(OFFER.replace('audio 6000', 'audio 65536')))).toBeNull();
    expect(readSdp(Buffer.from(`${OFFER}a=rtcp:0\r\n`))?.rtcp.port).toBe(6000);
    expect(readSdp(Buffer.from(OFFER.replace('audio 6000', 'audio 65535')))?.rtcp.port).toBe(65_535);
  });

  test('in DNS is no server', () => {
    const record = { name: 'sip.example', priority: 1, weight: 1 };
    const ports = inOrder(
      [0, 5060, 70_000].map((port) => ({ ...record, port })),
      seededRandom(1),
    ).map(({ port }) => port);
    expect(ports).toEqual([5060]);
  });
});

describe('a UDP socket', () => {
  async function open() {
    const tools = transportTools(new VirtualClock());
    const transport = await UdpTransport.listen('127.0.0.1', 0, tools);
    return { tools, transport };
  }

  test.each([
    { address: '127.0.0.1', port: 0 },
    { address: '127.0.0.1', port: 65_536 },
    { address: '127.0.0.1', port: Number.NaN },
    { address: '::1', port: 5060 },
    { address: 'not.an.address', port: 5060 },
    { address: '', port: 5060 },
  ])('that cannot send to $address:$port says so once, and not before send has returned', async (remote) => {
    const { tools, transport } = await open();
    onTestFinished(() => transport.close());
    const flow = (await transport.flowTo({ address: '127.0.0.1', port: 9 })).towards(remote);
    let failed = 0;
    flow.send(Buffer.from('x'), () => failed++);
    expect(failed).toBe(0);
    await expect.poll(() => failed).toBe(1);
    flow.send(Buffer.from('x'));
    expect(tools.faults.counts).toEqual({});
  });

  test('that is closed says so too, and contains whatever the news breaks', async () => {
    const { tools, transport } = await open();
    const flow = await transport.flowTo({ address: '127.0.0.1', port: 9 });
    await transport.close();
    flow.send(Buffer.from('x'), () => {
      throw new Error('the transaction broke');
    });
    await expect.poll(() => tools.faults.counts).toEqual({ sip_connection: 1 });
  });

  test('takes what says port 0, and goes on', async () => {
    const { agent, faults } = testAgent(new VirtualClock());
    await agent.start();
    onTestFinished(() => agent.stop());
    const peer = createSocket('udp4').bind(0, '127.0.0.1');
    await once(peer, 'listening');
    onTestFinished(() => void peer.close());
    const heard: string[] = [];
    peer.on('message', (bytes) => heard.push(bytes.toString('latin1').split('\r\n', 1)[0] ?? ''));
    const options = (callId: string): string => request({ method: 'OPTIONS', callId, branch: `z9hG4bK-${callId}` }).toString('latin1');
    const hostile = [
      options('zero').replace(/5080;(.*);rport/u, '0;$1'),
      options('v6').replace(/192.0.2.99:5080;(.*);rport/u, '[::1]:9;$1'),
    ];
    for (const message of [...hostile, options('good')]) peer.send(message, agent.port, '127.0.0.1');
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['SIP/2.0 200 OK']);
    expect(faults.counts).toEqual({});
  });
});
