import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { Flow } from '../../src/telephony/sip/flow.ts';
import type { Account } from '../../src/telephony/sip/registration.ts';
import { HOME_LINE } from '../support/phone.ts';
import { FakeFlow, OFFER, request, testAgent } from '../support/sip.ts';

const BOX = '192.168.178.1';
const PAI = 'P-Asserted-Identity: <sip:+4930999@provider>';

interface Call {
  readonly address?: string;
  readonly port?: number;
  readonly uri?: string;
  readonly headers?: readonly string[];
  readonly flow?: Flow & FakeFlow;
  readonly via?: string;
}

/** Registered lines, each at its registrar, and the calls that come in. */
async function lines(accounts: readonly Partial<Account>[], located?: () => Promise<readonly Flow[]>) {
  const clock = new VirtualClock();
  const all = accounts.map((account) => ({ ...HOME_LINE, registrar: BOX, ...account }));
  const flows = new Map<string, FakeFlow>();
  const made = testAgent(clock, () => {}, {
    flowsTo:
      located ??
      (async ({ host, port }) => {
        const flow = flows.get(`${host}:${port}`) ?? new FakeFlow('UDP', { address: host, port: port ?? 5060 });
        flows.set(`${host}:${port}`, flow);
        return [flow];
      }),
  });
  await made.agent.setAccounts(all);
  await clock.advance(10);
  let count = 0;
  const call = async ({ address = BOX, port = 5060, uri = 'sip:line@192.0.2.10', headers = [PAI], flow, via }: Call) => {
    const way = flow ?? new FakeFlow('UDP', { address, port });
    const before = made.legs.length;
    count++;
    const invite = request({ uri, headers, branch: `z9hG4bK-${count}`, callId: `call-${count}`, body: OFFER });
    const text = invite.toString('latin1');
    made.agent.receive(via === undefined ? invite : Buffer.from(text.replace(/^Via: .*$/mu, `Via: ${via}`), 'latin1'), way);
    await clock.advance(1);
    const leg = made.legs.length > before ? made.legs.at(-1) : undefined;
    return { line: leg?.info.lineId, caller: leg?.info.from.number, status: way.statuses.at(-1) };
  };
  const contact = (line = 0): string => {
    const register = [...flows.values()].flatMap((flow) => flow.requests).filter(({ method }) => method === 'REGISTER');
    const contacts = new Set(
      register.map(({ headers }) => /sip:(line-[^@]+)@/u.exec(headers.find(({ name }) => name === 'Contact')?.value ?? '')?.[1]),
    );
    return `sip:${[...contacts][line]}@192.0.2.10`;
  };
  return { ...made, clock, call, contact };
}

describe('an INVITE from a registrar', () => {
  test.each(['sip:192.0.2.10', 'sip:line-0123456789abcdef@192.0.2.10', 'sip:anything@192.0.2.10', 'tel:+4930123456'])(
    'is a call on its line, whatever its Request-URI: %s',
    async (uri) => {
      const { call } = await lines([{}]);
      expect(await call({ uri })).toEqual({ line: 'home', caller: '+4930999', status: 100 });
    },
  );

  test('may come from another port than it listens on', async () => {
    const { call } = await lines([{}]);
    expect(await call({ port: 40_123 })).toMatchObject({ line: 'home', caller: '+4930999' });
  });

  test('that has several lines is told by our contact, whatever number stands elsewhere', async () => {
    const { call, contact } = await lines([{ username: 'one' }, { lineId: 'office', username: 'two' }]);
    const called = ['P-Called-Party-ID: <sip:two@box>'];
    expect(await call({ uri: contact(0), headers: called })).toMatchObject({ line: 'home' });
    expect(await call({ uri: contact(1) })).toMatchObject({ line: 'office' });
  });

  test.each([
    ['the Request-URI', { uri: 'sip:two@192.0.2.10' }, 'office'],
    ['the Request-URI, in another notation', { uri: 'sip:+4930123457@192.0.2.10' }, 'office'],
    ['P-Called-Party-ID', { headers: ['P-Called-Party-ID: <tel:+4930123456>'] }, 'home'],
    ['To', { uri: 'sip:you@192.0.2.10' }, 'sales'],
  ])('that has several lines is told by the number dialled, in %s', async (_, parts, line) => {
    const { call } = await lines([
      { username: 'one', ownNumber: '030123456' },
      { lineId: 'office', username: 'two', ownNumber: '030123457' },
      { lineId: 'sales', username: 'you', ownNumber: '030123458' },
    ]);
    expect(await call(parts)).toMatchObject({ line });
  });

  test('for none of its several lines gets 404, and is no trial', async () => {
    const { call, legs } = await lines([{ username: 'one' }, { lineId: 'office', username: 'two' }]);
    expect(await call({})).toMatchObject({ status: 404 });
    expect(legs).toEqual([]);
  });

  test('on the connection that we registered on is told by it', async () => {
    const flow = new FakeFlow('TCP', { address: '198.51.100.7', port: 5060 });
    const { call } = await lines([{ registrar: 'sip.example' }], async () => [flow]);
    expect(await call({ flow })).toMatchObject({ line: 'home', caller: '+4930999' });
  });

  test('that cannot be told from others yet, since its name has no address, is told to try again', async () => {
    const { call } = await lines([{ registrar: 'sip.example' }], () => Promise.reject(new Error('no DNS')));
    const { contact } = await lines([{ registrar: 'sip.example' }]);
    expect(await call({ uri: contact() })).toMatchObject({ status: 480 });
    expect(await call({ uri: 'sip:192.0.2.10' })).toMatchObject({ line: null });
  });
});

describe('anybody else', () => {
  test('is a trial, and asserts no identity, even with the contact of a line', async () => {
    const { call, contact } = await lines([{}]);
    for (const uri of [contact(), 'sip:192.0.2.10'])
      expect(await call({ address: '192.168.178.30', uri })).toEqual({ line: null, caller: '+4940123', status: 100 });
  });

  test('on loopback is told from the registrar by the port, unless it knows our contact', async () => {
    const { call, contact } = await lines([{ registrar: '127.0.0.1' }, { lineId: 'office', registrar: '127.0.0.1', port: 5070 }]);
    expect(await call({ address: '127.0.0.1', port: 5060 })).toMatchObject({ line: 'home' });
    expect(await call({ address: '127.0.0.1', port: 5070 })).toMatchObject({ line: 'office' });
    expect(await call({ address: '127.0.0.1', port: 5080 })).toMatchObject({ line: null, caller: '+4940123' });
    expect(await call({ address: '127.0.0.1', port: 40_000, uri: contact(1) })).toMatchObject({ line: 'office' });
    // What the Via says is the peer's own word.
    expect(await call({ address: '127.0.0.1', port: 5080, via: 'SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK-via' })).toMatchObject({
      line: null,
    });
    expect(await call({ address: '127.0.0.2', port: 5060, uri: contact(1) })).toMatchObject({ line: null });
  });
});

test('an address that DNS once gave stays the registrar’s for a day, and while DNS says nothing', async () => {
  let now = ['198.51.100.1'];
  const { call, clock } = await lines([{ registrar: 'sip.example' }], async () => {
    if (now.length === 0) throw new Error('no DNS');
    return now.map((address) => new FakeFlow('UDP', { address, port: 5060 }));
  });
  const isLine = async (address: string): Promise<boolean> => (await call({ address })).line === 'home';
  now = ['198.51.100.2'];
  await clock.advance(600_000);
  expect([await isLine('198.51.100.1'), await isLine('198.51.100.2'), await isLine('198.51.100.3')]).toEqual([true, true, false]);
  now = [];
  await clock.advance(48 * 3_600_000);
  expect([await isLine('198.51.100.1'), await isLine('198.51.100.2')]).toEqual([true, true]);
  now = ['198.51.100.3'];
  await clock.advance(600_000);
  expect([await isLine('198.51.100.1'), await isLine('198.51.100.3')]).toEqual([false, true]);
});
