import { describe, expect, test } from 'vitest';
import { MAX_SOURCES, RateLimiter } from '../../src/call/rate-limit.ts';
import { seededRandom } from '../../src/call/random.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { KnownAddresses, MAX_KNOWN_ADDRESSES } from '../../src/telephony/sip/known-addresses.ts';
import { LocalAddresses, MAX_LOOKUPS_AT_ONCE, MAX_REMEMBERED_PEERS } from '../../src/telephony/sip/local-addresses.ts';
import { MAX_FORKS } from '../../src/telephony/sip/outgoing-leg.ts';
import { MAX_PENDING_CALLS, MAX_PENDING_PER_STRANGER, MAX_PENDING_STRANGERS } from '../../src/telephony/sip/pending-calls.ts';
import { MAX_SESSION_SECONDS, sessionExpires } from '../../src/telephony/sip/session-timer.ts';
import { MAX_SERVERS, StreamConnections } from '../../src/telephony/sip/stream-connection.ts';
import { MAX_SERVER_TRANSACTIONS, MAX_STRANGERS_TRANSACTIONS } from '../../src/telephony/sip/transaction-layer.ts';
import { ANSWER, HOME_LINE, phone } from '../support/phone.ts';
import { FakeFlow, OFFER, request, testAgent, toTagOf, transportTools } from '../support/sip.ts';

const REGISTRAR = '192.0.2.1';
const AT_REGISTRAR = { ...HOME_LINE, registrar: REGISTRAR };

/** An address of its own for every number. */
function source(number: number): string {
  return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
}

describe('server transactions', () => {
  test('of strangers are bounded, and leave room for registrars, which are bounded too', async () => {
    const told: string[] = [];
    const onRefused = (refusal: string): void => void told.push(refusal);
    const { agent } = testAgent(new VirtualClock(), () => {}, { accounts: [AT_REGISTRAR], onRefused });
    let statuses = 0;
    const ask = (number: number, address: string): boolean => {
      const flow = new FakeFlow('UDP', { address, port: 5060 });
      flow.send = () => statuses++;
      const before = statuses;
      agent.receive(request({ method: 'OPTIONS', branch: `z9hG4bK-${number}`, callId: `c${number}` }), flow);
      return statuses > before;
    };
    for (let i = 0; i < MAX_STRANGERS_TRANSACTIONS; i++) expect(ask(i, source(i))).toBe(true);
    expect(ask(100_000, source(100_000))).toBe(false);
    for (let i = MAX_STRANGERS_TRANSACTIONS; i < MAX_SERVER_TRANSACTIONS; i++) expect(ask(i, REGISTRAR)).toBe(true);
    expect(ask(100_001, REGISTRAR)).toBe(false);
    expect(agent.busy).toBe(MAX_SERVER_TRANSACTIONS);
    expect(agent.refused).toEqual({ too_many_requests: 2 });
    expect(told).toEqual(['too_many_requests', 'too_many_requests']);
  }, 60_000);

  test('give their place back', async () => {
    const clock = new VirtualClock();
    const { agent } = testAgent(clock);
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < MAX_STRANGERS_TRANSACTIONS / 2; i++) {
        const flow = new FakeFlow('TCP', { address: source(i), port: 5060 });
        flow.send = () => {};
        agent.receive(request({ method: 'OPTIONS', branch: `z9hG4bK-${round}-${i}`, callId: `${round}-${i}` }), flow);
      }
      await clock.advance(1);
      expect(agent.busy).toBe(0);
    }
    expect(agent.refused).toEqual({});
  }, 60_000);
});

describe('calls that nobody has answered yet', () => {
  function ringing() {
    const clock = new VirtualClock();
    const made = testAgent(clock, (leg) => leg.ring(), { accounts: [AT_REGISTRAR] });
    const flows: FakeFlow[] = [];
    let count = 0;
    const call = (address: string): number | undefined => {
      const flow = new FakeFlow('UDP', { address, port: 5060 });
      flows.push(flow);
      count++;
      made.agent.receive(request({ body: OFFER, branch: `z9hG4bK-${count}`, callId: `c${count}` }), flow);
      return flow.statuses.at(-1);
    };
    return { ...made, clock, call, flows };
  }

  test('of one stranger are few, of all strangers more, and a registrar still gets through until all are too many', () => {
    const { call, agent, media } = ringing();
    for (let i = 0; i < MAX_PENDING_PER_STRANGER; i++) expect(call('10.0.0.1')).toBe(180);
    expect(call('10.0.0.1')).toBe(503);
    for (let i = MAX_PENDING_PER_STRANGER; i < MAX_PENDING_STRANGERS; i++) expect(call(source(1_000 + i))).toBe(180);
    expect(call('10.9.9.9')).toBe(503);
    for (let i = MAX_PENDING_STRANGERS; i < MAX_PENDING_CALLS; i++) expect(call(REGISTRAR)).toBe(180);
    expect(call(REGISTRAR)).toBe(503);
    expect(agent.refused).toEqual({ too_many_calls: 3 });
    expect(media.commands).toEqual([]);
  });

  test('give their place back when they are answered, declined or cancelled', async () => {
    const { call, legs, clock, agent, media, flows } = ringing();
    for (let i = 0; i < MAX_PENDING_PER_STRANGER; i++) call('10.0.0.1');
    legs[0]?.decline('busy');
    expect([call('10.0.0.1'), call('10.0.0.1')]).toEqual([180, 503]);
    agent.receive(
      request({ method: 'CANCEL', branch: 'z9hG4bK-2', callId: 'c2' }),
      new FakeFlow('UDP', { address: '10.0.0.1', port: 5060 }),
    );
    expect([call('10.0.0.1'), call('10.0.0.1')]).toEqual([180, 503]);
    legs[2]?.answer();
    await clock.advance(1);
    expect(media.ofType('open')).toHaveLength(1);
    const toTag = toTagOf(flows[2]!.responses.at(-1)!);
    agent.receive(request({ method: 'ACK', toTag, branch: 'z9hG4bK-ack', callId: 'c3' }), new FakeFlow());
    expect([call('10.0.0.1'), call('10.0.0.1')]).toEqual([180, 503]);
  });

  test('take no RTP port, and neither do those that are turned away', async () => {
    const clock = new VirtualClock();
    const { agent, media } = testAgent(clock, (leg) => leg.decline('busy'));
    agent.receive(request({ body: OFFER }), new FakeFlow());
    await clock.advance(60_000);
    expect(media.commands).toEqual([]);
  });
});

describe('a phone that answers many times over', () => {
  test('gets an ACK and a BYE for some of its answers only', async () => {
    const { dialled, clock, reply, flow } = phone();
    dialled();
    await clock.advance(1);
    for (let fork = 0; fork < 3 * MAX_FORKS; fork++) await reply(200, { toTag: `fork-${fork}`, body: ANSWER });
    const sent = (method: string): number =>
      new Set(
        flow.requests.filter((one) => one.method === method).map((one) => JSON.stringify(one.headers.find(({ name }) => name === 'To'))),
      ).size;
    expect([sent('ACK'), sent('BYE')]).toEqual([MAX_FORKS, MAX_FORKS - 1]);
  });
});

describe('a rate limit', () => {
  const LIMIT = { perSecond: 1, burst: 5 };

  test('keeps what a source has used up, however many others come', () => {
    const limiter = new RateLimiter(new VirtualClock(), LIMIT);
    for (let i = 0; i < 5; i++) expect(limiter.allows('flooder')).toBe(true);
    for (let i = 0; i < 2 * MAX_SOURCES; i++) limiter.allows(source(i));
    expect(limiter.allows('flooder')).toBe(false);
  });

  test('lets no flood of made-up sources through: those that are too many share one budget', async () => {
    const clock = new VirtualClock();
    const limiter = new RateLimiter(clock, LIMIT);
    for (let i = 0; i < MAX_SOURCES; i++) expect(limiter.allows(source(i))).toBe(true);
    let through = 0;
    for (let i = 0; i < 10_000; i++) if (limiter.allows(source(MAX_SOURCES + i))) through++;
    expect(through).toBe(LIMIT.burst);
    // Once the first are quiet for long enough, nothing is lost with them.
    await clock.advance(1_000);
    expect(limiter.allows('new')).toBe(true);
    for (let i = 0; i < LIMIT.burst - 1; i++) expect(limiter.allows('new')).toBe(true);
    expect(limiter.allows('new')).toBe(false);
  });

  test('of strangers is none of registrars', () => {
    const { agent } = testAgent(new VirtualClock(), () => {}, { accounts: [AT_REGISTRAR], rateLimit: LIMIT });
    const ask = (address: string, number: number): number => {
      const flow = new FakeFlow('UDP', { address, port: 5060 });
      agent.receive(request({ method: 'OPTIONS', branch: `z9hG4bK-${number}`, callId: `c${number}` }), flow);
      return flow.sent.length;
    };
    for (let i = 0; i < MAX_SOURCES + 100; i++) ask(source(i), i);
    expect(ask('10.200.0.1', 200_000)).toBe(0);
    expect(ask(REGISTRAR, 200_001)).toBe(1);
  }, 60_000);
});

describe('what is remembered of peers', () => {
  test('addresses of a name are bounded, the latest stay', () => {
    const known = new KnownAddresses(new VirtualClock());
    const all = Array.from({ length: 3 * MAX_KNOWN_ADDRESSES }, (_, i) => ({ address: source(i), port: 5060 }));
    for (const one of all) known.learn([one]);
    expect(known.all()).toEqual(all.slice(-MAX_KNOWN_ADDRESSES));
  });

  test('connections to servers are bounded, and one that is not open goes first', () => {
    const connections = new StreamConnections({ ...transportTools(new VirtualClock()), random: seededRandom(1), onLost: () => {} });
    const first = connections.flowTo({ address: source(0), port: 5060 }, null);
    for (let i = 1; i < MAX_SERVERS; i++) connections.flowTo({ address: source(i), port: 5060 }, null);
    expect(connections.flowTo({ address: source(0), port: 5060 }, null)).toBe(first);
    connections.flowTo({ address: source(MAX_SERVERS), port: 5060 }, null);
    expect(connections.flowTo({ address: source(0), port: 5060 }, null)).not.toBe(first);
  });

  test('a session of years is counted as a day', () => {
    const message = (seconds: string) =>
      ({
        kind: 'request',
        method: 'INVITE',
        uri: '',
        headers: [{ name: 'Session-Expires', value: seconds }],
        body: Buffer.alloc(0),
      }) as const;
    expect(sessionExpires(message('4294967295'))?.seconds).toBe(MAX_SESSION_SECONDS);
    expect(MAX_SESSION_SECONDS * 1_000).toBeLessThan(2 ** 31);
  });

  test('sockets that find out our own address are few at once, except for peers', async () => {
    const finds: string[] = [];
    const { promise, resolve } = Promise.withResolvers<string>();
    const locals = new LocalAddresses((remote) => (finds.push(remote), promise));
    const answers = Array.from({ length: MAX_LOOKUPS_AT_ONCE + 20 }, (_, i) => locals.towardsStranger(source(i)));
    const peer = locals.towards(REGISTRAR);
    expect(finds).toHaveLength(MAX_LOOKUPS_AT_ONCE + 1);
    resolve('10.0.0.1');
    expect((await Promise.all(answers)).filter((answer) => answer === null)).toHaveLength(20);
    expect(await peer).toBe('10.0.0.1');
    expect(await locals.towardsStranger('10.3.3.3')).toBe('10.0.0.1');
  });

  test('what they found is bounded', async () => {
    const finds: string[] = [];
    const locals = new LocalAddresses(async (remote) => (finds.push(remote), remote));
    for (let i = 0; i <= MAX_REMEMBERED_PEERS; i++) await locals.towards(source(i));
    expect(locals.known(source(0))).toBeUndefined();
    expect(locals.known(source(1))).toBe(source(1));
    await locals.towards(source(1));
    expect(finds).toHaveLength(MAX_REMEMBERED_PEERS + 1);
  });
});
