import { createHash } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { seededRandom } from '../../src/call/random.ts';
import { answerChallenge, chooseChallenge } from '../../src/telephony/sip/digest.ts';
import { header, type SipRequest } from '../../src/telephony/sip/message.ts';
import { Registration, type Account, type RegistrationStatus } from '../../src/telephony/sip/registration.ts';
import { TransactionLayer } from '../../src/telephony/sip/transaction-layer.ts';
import type { Flow } from '../../src/telephony/sip/flow.ts';
import { HOME_LINE } from '../support/phone.ts';
import { CONTACT_KEY, FakeFlow, transportTools } from '../support/sip.ts';

describe('digest', () => {
  // RFC 7616 section 3.9.1: one request, answered with both algorithms.
  const challenge = (algorithm: string): string =>
    `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
  const credentials = { username: 'Mufasa', password: 'Circle of Life' };
  const get = { method: 'GET', uri: '/dir/index.html', body: Buffer.alloc(0) };
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';

  test.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('answers %s as RFC 7616 does', (algorithm, response) => {
    const chosen = chooseChallenge([challenge(algorithm)])!;
    expect(answerChallenge(chosen, credentials, get, 1, cnonce)).toContain(`response="${response}"`);
  });

  test('prefers SHA-256, and passes over what it cannot answer', () => {
    expect(chooseChallenge([challenge('MD5'), challenge('SHA-256')])?.algorithm).toBe('SHA-256');
    expect(chooseChallenge([challenge('SHA-512-256'), 'Basic realm="x"', 'Digest nonce="1"', ''])).toBeNull();
    expect(chooseChallenge(['Digest realm="r", nonce="n", qop="auth-conf"'])).toBeNull();
  });

  test('covers the body where the server wants that (auth-int)', () => {
    const chosen = chooseChallenge(['Digest realm="r", nonce="n", qop="auth-int", algorithm=SHA-256'])!;
    const md = (text: string): string => createHash('sha256').update(text).digest('hex');
    const secret = md('Mufasa:r:Circle of Life');
    const request = { method: 'INVITE', uri: 'sip:a@b', body: Buffer.from('v=0') };
    const wanted = md(`${secret}:n:00000001:c:auth-int:${md(`INVITE:sip:a@b:${md('v=0')}`)}`);
    expect(answerChallenge(chosen, credentials, request, 1, 'c')).toContain(`response="${wanted}"`);
  });
});

interface Reply {
  readonly status: number;
  readonly headers?: readonly string[];
}

/** A registrar on a fake flow: answers each REGISTER with the next reply, or not at all. */
function registering(
  replies: readonly (Reply | null)[],
  registrar = '192.0.2.1',
  before: readonly Flow[] = [],
  account: Partial<Account> = {},
  contactKey: Uint8Array = CONTACT_KEY,
) {
  const clock = new VirtualClock();
  const tools = transportTools(clock);
  const transactions = new TransactionLayer({ ...tools, isPeer: () => false }, { onRequest: () => {}, onAck: () => {} });
  const flow = new FakeFlow('UDP', { address: registrar, port: 5060 });
  const statuses: RegistrationStatus[] = [];
  const requests: SipRequest[] = [];
  const left = [...replies];
  const send = flow.send.bind(flow);
  flow.send = (bytes) => {
    send(bytes);
    const message = flow.sent.at(-1)?.message;
    if (message?.kind !== 'request') return;
    const again = requests.some((one) => header(one, 'CSeq') === header(message, 'CSeq'));
    if (!again) requests.push(message);
    const reply = again ? null : left.shift();
    if (!reply) return;
    const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(message, name)}`);
    const lines = [`SIP/2.0 ${reply.status} x`, ...copied, ...(reply.headers ?? []), 'Content-Length: 0', '', ''];
    clock.after(5, () => transactions.receive(Buffer.from(lines.join('\r\n'), 'latin1'), flow));
  };
  const registration = new Registration(
    { ...HOME_LINE, username: 'müller', phones: [], ...account },
    {
      ...tools,
      contactKey,
      random: seededRandom(3),
      transactions,
      flowsTo: async () => [...before, flow],
      onStatus: (status) => statuses.push(status),
    },
  );
  return { clock, registration, statuses, requests, flow, faults: tools.faults };
}

const CHALLENGE = { status: 401, headers: ['WWW-Authenticate: Digest realm="fritz.box", nonce="n1"'] };
const OK = { status: 200, headers: ['Contact: <sip:line-x@192.0.2.10:5060>;expires=300', 'Expires: 300'] };

describe('registration', () => {
  test('answers the challenge, names the registrar alone in the Request-URI, and renews in time', async () => {
    const { clock, registration, requests, statuses } = registering([CHALLENGE, OK, OK]);
    registration.start();
    await clock.advance(100);
    expect(requests.map((one) => one.uri)).toEqual(['sip:fritz.box', 'sip:fritz.box']);
    expect(header(requests[0]!, 'Authorization')).toBeUndefined();
    expect(header(requests[1]!, 'Authorization')).toContain('Digest username="mÃ¼ller"');
    expect(header(requests[1]!, 'From')).toContain('<sip:m%C3%BCller@fritz.box>');
    expect(statuses).toEqual([{ lineId: 'home', state: 'registered', code: 200, problem: null }]);
    await clock.advance(300_000 * 0.85 - 200);
    expect(requests).toHaveLength(2);
    await clock.advance(200);
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map((one) => header(one, 'Call-ID'))).size).toBe(1);
  });

  test('asks a wrong password once, says so, and does not lock the account out', async () => {
    const { clock, registration, requests, statuses } = registering([CHALLENGE, CHALLENGE, CHALLENGE, CHALLENGE]);
    registration.start();
    await clock.advance(1_000_000);
    expect(requests).toHaveLength(2);
    expect(statuses).toEqual([{ lineId: 'home', state: 'refused', code: 401, problem: null }]);
    await clock.advance(1_000_000);
    expect(requests).toHaveLength(4);
  });

  test('takes a new nonce when the old one is stale', async () => {
    const stale = { status: 401, headers: ['WWW-Authenticate: Digest realm="fritz.box", nonce="n2", stale=true'] };
    const { clock, registration, requests, statuses } = registering([CHALLENGE, OK, stale, OK]);
    registration.start();
    await clock.advance(260_000);
    expect(requests).toHaveLength(4);
    expect(header(requests[3]!, 'Authorization')).toContain('nonce="n2"');
    expect(statuses.map((status) => status.state)).toEqual(['registered']);
  });

  test('backs off while the registrar is away, and comes back', async () => {
    const { clock, registration, requests, statuses } = registering([null, null, { status: 503 }, CHALLENGE, OK]);
    registration.start();
    await clock.advance(33_000);
    expect(statuses.map((status) => status.state)).toEqual(['unreachable']);
    expect(requests).toHaveLength(1);
    await clock.advance(200_000);
    expect(statuses.at(-1)).toEqual({ lineId: 'home', state: 'registered', code: 200, problem: null });
    expect(requests).toHaveLength(5);
  });

  test('takes the longer time that a registrar wants (423)', async () => {
    const { clock, registration, requests } = registering([{ status: 423, headers: ['Min-Expires: 3600'] }, OK]);
    registration.start();
    await clock.advance(100);
    expect(requests.map((one) => header(one, 'Expires'))).toEqual(['600', '3600']);
  });

  test('registers anew at once when asked to, and the answer to an older attempt counts no more', async () => {
    const { clock, registration, requests, statuses } = registering([OK, null, OK]);
    registration.start();
    await clock.advance(100);
    registration.refresh();
    await clock.advance(100);
    registration.refresh();
    await clock.advance(60_000);
    expect(requests).toHaveLength(3);
    expect(statuses).toEqual([{ lineId: 'home', state: 'registered', code: 200, problem: null }]);
  });

  test('a refused account is not asked sooner for a new address', async () => {
    const { clock, registration, requests } = registering([CHALLENGE, CHALLENGE, OK]);
    registration.start();
    await clock.advance(100);
    registration.refresh();
    await clock.advance(10_000);
    expect(requests).toHaveLength(2);
  });

  test('counts the uses of each nonce from one (RFC 7616 section 3.4)', async () => {
    const challenge = (nonce: string): Reply => ({
      status: 401,
      headers: [`WWW-Authenticate: Digest realm="fritz.box", nonce="${nonce}", qop="auth"`],
    });
    const { clock, registration, requests } = registering([challenge('n1'), OK, OK, challenge('n2'), OK]);
    registration.start();
    await clock.advance(700_000);
    const used = requests.map((one) =>
      /nonce="(\w+)".*nc=(\d+)/u
        .exec(header(one, 'Authorization') ?? '')
        ?.slice(1)
        .join(' '),
    );
    expect(used.slice(0, 5)).toEqual([undefined, 'n1 00000001', 'n1 00000002', 'n1 00000003', 'n2 00000001']);
  });

  test('gives up on a server that finds every nonce too old: a third try would be as good as the second', async () => {
    const stale = (nonce: string): Reply => ({
      status: 401,
      headers: [`WWW-Authenticate: Digest realm="fritz.box", nonce="${nonce}", stale=true`],
    });
    const { clock, registration, requests, statuses } = registering(Array.from({ length: 12 }, (_, i) => stale(`n${i}`)));
    registration.start();
    await clock.advance(1_000);
    expect(requests).toHaveLength(3);
    expect(statuses.at(-1)).toMatchObject({ state: 'refused', code: 401 });
  });

  test('has the same contact after every restart, and another for every account and key', async () => {
    const contactOf = async (account: Partial<Account>, contactKey: Uint8Array = CONTACT_KEY): Promise<string> => {
      const { clock, registration, requests } = registering([OK], '192.0.2.1', [], account, contactKey);
      registration.start();
      await clock.advance(10);
      return /sip:(line-[0-9a-f]{20})@/u.exec(header(requests[0]!, 'Contact') ?? '')?.[1] ?? '';
    };
    const first = await contactOf({});
    expect(first).not.toBe('');
    expect(await contactOf({ password: 'other', phones: ['**611'] })).toBe(first);
    const others = [
      contactOf({ lineId: 'office' }),
      contactOf({ username: 'two' }),
      contactOf({ registrar: 'sip.example' }),
      contactOf({}, Buffer.alloc(32, 8)),
    ];
    expect(new Set([first, ...(await Promise.all(others))]).size).toBe(5);
  });

  test('that breaks within is tried again', async () => {
    const { clock, registration, requests, statuses, faults } = registering([OK, OK]);
    vi.spyOn(statuses, 'push').mockImplementationOnce(() => {
      throw new TypeError('whoever is told has a fault');
    });
    registration.start();
    await clock.advance(1_000);
    expect([registration.status.state, faults.counts]).toEqual(['unreachable', { registration: 1 }]);
    await clock.advance(10_000);
    expect([registration.status.state, requests.length]).toEqual(['registered', 2]);
  });

  test('turns to the next server when the first is silent, and stays with it (RFC 3263 section 4.3)', async () => {
    const silent = new FakeFlow('UDP', { address: '192.0.2.7', port: 5060 });
    const { clock, registration, requests, statuses } = registering([OK, OK, OK], '192.0.2.1', [silent]);
    registration.start();
    await clock.advance(33_000);
    expect(statuses).toEqual([{ lineId: 'home', state: 'registered', code: 200, problem: null }]);
    const asked = silent.requests.length;
    expect(asked).toBe(11);
    await clock.advance(600_000);
    expect(requests.length).toBeGreaterThan(2);
    expect(silent.requests).toHaveLength(asked);
    expect(['192.0.2.7', '192.0.2.1', '192.0.2.9'].map((address) => registration.addresses.has(address))).toEqual([true, true, false]);
    expect(registration.flow?.remote.address).toBe('192.0.2.1');
  });

  test('keeps the way open to a registrar on the Internet, and none to one in the house or to one that is away', async () => {
    const there = registering([OK]);
    there.registration.start();
    await there.clock.advance(101_000);
    expect(there.flow.keepAlives).toBe(4);
    const inside = registering([OK], '192.168.178.1');
    inside.registration.start();
    await inside.clock.advance(101_000);
    expect(inside.flow.keepAlives).toBe(0);
    const away = registering([null]);
    away.registration.start();
    await away.clock.advance(101_000);
    expect(away.flow.keepAlives).toBe(0);
  });

  test('takes the registration back when it stops', async () => {
    const { clock, registration, requests } = registering([OK, OK]);
    registration.start();
    await clock.advance(100);
    const stopped = registration.stop();
    await clock.advance(100);
    await stopped;
    expect(header(requests.at(-1)!, 'Expires')).toBe('0');
    await clock.advance(10_000_000);
    expect(requests).toHaveLength(2);
    expect(clock.waiting).toBe(0);
  });

  test('stopped while the registrar thinks, it takes back what comes of it', async () => {
    const { clock, registration, requests } = registering([OK, OK]);
    registration.start();
    await clock.advance(2);
    const stopped = registration.stop();
    await clock.advance(100);
    await stopped;
    expect(requests.map((request) => header(request, 'Expires'))).toEqual(['600', '0']);
    await clock.advance(10_000_000);
    expect(clock.waiting).toBe(0);
  });

  test('other phones change nothing at the registrar, another name or password would', () => {
    const { registration } = registering([]);
    const phones = { ...registration.account, phones: ['**610'], alertPhones: ['**611'] };
    expect(registration.take(phones)).toBe(true);
    expect(registration.account.phones).toEqual(['**610']);
    for (const other of [
      { lineId: 'b' },
      { registrar: 'b' },
      { port: 5 },
      { transport: 'TCP' as const },
      { ca: 'x' },
      { username: 'b' },
      { password: 'b' },
    ])
      expect(registration.take({ ...phones, ...other })).toBe(false);
  });
});
