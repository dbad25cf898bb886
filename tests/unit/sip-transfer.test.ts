import { describe, expect, onTestFinished, test } from 'vitest';
import type { CallLeg } from '../../src/telephony/leg.ts';
import type { Address } from '../../src/telephony/sip/flow.ts';
import { header, type SipRequest } from '../../src/telephony/sip/message.ts';
import { ANSWER, phone } from '../support/phone.ts';
import { FakeFlow, OFFER, request, toTagOf } from '../support/sip.ts';

const REGISTRAR = { address: '192.0.2.1', port: 5060 };

/** A caller on our line who is answered, and a phone that has taken the call. `from`: whence the caller's INVITE comes. */
async function bothAnswered(from: Address = REGISTRAR) {
  const made = phone();
  const { agent, clock, legs, reply } = made;
  const callersFlow = new FakeFlow('UDP', from);
  await agent.start();
  onTestFinished(() => agent.stop(0));
  await clock.advance(1);
  const line = /<(sip:line-[^>]+)>/u.exec(header(made.flow.requests[0]!, 'Contact') ?? '')?.[1] ?? '';
  agent.onLeg((leg) => {
    legs.push(leg);
    leg.answer();
  });
  agent.receive(request({ uri: line, body: OFFER }), callersFlow);
  await clock.advance(1);
  const toTag = toTagOf(callersFlow.responses.at(-1)!);
  agent.receive(request({ method: 'ACK', toTag, branch: 'z9hG4bK-ack' }), callersFlow);
  const taken = agent.dial('home', 'household', 0);
  await clock.advance(1);
  await reply(200, { body: ANSWER });
  let cseq = 10;
  const fromCaller = async (method: string, headers: readonly string[] = [], body = '') => {
    agent.receive(request({ method, toTag, branch: `z9hG4bK-n${++cseq}`, cseq, headers, body }), callersFlow);
    await clock.advance(1);
    return callersFlow.statuses.at(-1);
  };
  const notify = (line: string, state: string) =>
    fromCaller('NOTIFY', ['Event: refer;id=1', `Subscription-State: ${state}`, 'Content-Type: message/sipfrag;version=2.0'], `${line}\r\n`);
  const answerRefer = async (status: number) => {
    const refer = referOf(callersFlow);
    const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(refer, name)}`);
    agent.receive(Buffer.from([`SIP/2.0 ${status} x`, ...copied, 'Content-Length: 0', '', ''].join('\r\n'), 'latin1'), callersFlow);
    await clock.advance(1);
  };
  const [caller] = legs as [CallLeg];
  return { ...made, caller, taken, callersFlow, notify, answerRefer, fromCaller };
}

function referOf(flow: FakeFlow): SipRequest {
  const refer = flow.requests.find(({ method }) => method === 'REFER');
  if (!refer) throw new Error('no REFER was sent');
  return refer;
}

describe('a transfer by the telephone system', () => {
  test('asks the caller’s side to take our place at the phone, and hears that it did', async () => {
    const { clock, caller, taken, callersFlow, invites, notify, answerRefer } = await bothAnswered();
    const done = caller.transferTo(taken);
    await clock.advance(1);
    const refer = referOf(callersFlow);
    const [invite] = invites();
    const callId = header(invite!, 'Call-ID');
    const ownTag = /tag=([^;>]+)/u.exec(header(invite!, 'From') ?? '')?.[1];
    expect(decodeURIComponent(header(refer, 'Refer-To') ?? '')).toBe(
      `<sip:phone@192.0.2.1:5060?Replaces=${callId};to-tag=phone;from-tag=${ownTag}>`,
    );
    expect(header(refer, 'Contact')).toMatch(/^<sip:/u);
    await answerRefer(202);
    expect(await notify('SIP/2.0 100 Trying', 'active;expires=60')).toBe(200);
    expect(await notify('SIP/2.0 200 OK', 'terminated;reason=noresource')).toBe(200);
    expect(await done).toBe(true);
    expect([caller.state, taken.state]).toEqual(['answered', 'answered']);
    caller.hangUp();
    taken.hangUp();
    await clock.advance(40_000);
  });

  test.each([
    ['the other side knows no REFER', async (made) => made.answerRefer(405)],
    ['a FRITZ!Box says that it is too much', async (made) => made.answerRefer(429)],
    ['nobody answers the REFER', async (made) => made.clock.advance(33_000)],
    ['the new call fails', async (made) => void (await made.notify('SIP/2.0 486 Busy Here', 'terminated;reason=noresource'))],
    ['the news end without an outcome', async (made) => void (await made.notify('SIP/2.0 100 Trying', 'terminated;reason=timeout'))],
    [
      'no news ever come',
      async (made) => {
        await made.answerRefer(202);
        await made.clock.advance(30_000);
      },
    ],
    ['the caller hangs up meanwhile', async (made) => void (await made.fromCaller('BYE'))],
  ] satisfies [string, (made: Awaited<ReturnType<typeof bothAnswered>>) => Promise<unknown>][])(
    'leaves the bridge as it is when %s',
    async (_, happens) => {
      const made = await bothAnswered();
      const done = made.caller.transferTo(made.taken);
      await made.clock.advance(1);
      await happens(made);
      expect(await done).toBe(false);
      expect(made.taken.state).toBe('answered');
      expect(await made.caller.transferTo(made.taken)).toBe(false);
    },
  );

  test('is asked of the registrar alone: nobody else learns where our phones are', async () => {
    const { caller, taken, callersFlow } = await bothAnswered({ address: '192.0.2.66', port: 5060 });
    expect(await caller.transferTo(taken)).toBe(false);
    expect(callersFlow.requests).toEqual([]);
  });

  test('a NOTIFY that nobody asked for is refused, and changes nothing', async () => {
    const { caller, taken, clock, notify, fromCaller } = await bothAnswered();
    expect(await notify('SIP/2.0 200 OK', 'terminated')).toBe(481);
    const done = caller.transferTo(taken);
    await clock.advance(1);
    expect(await fromCaller('NOTIFY', ['Event: presence', 'Subscription-State: terminated'])).toBe(481);
    let open = true;
    void done.then(() => (open = false));
    await clock.advance(1_000);
    expect(open).toBe(true);
  });
});
