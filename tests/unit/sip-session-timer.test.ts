import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { header, headerValues, type SipRequest } from '../../src/telephony/sip/message.ts';
import { ANSWER, phone } from '../support/phone.ts';
import { FakeFlow, OFFER, request, testAgent, toTagOf } from '../support/sip.ts';

/** A call that came in with these headers, answered and confirmed. */
async function incoming(headers: readonly string[]) {
  const clock = new VirtualClock();
  const made = testAgent(clock, (leg) => leg.answer());
  const flow = new FakeFlow();
  made.agent.receive(request({ body: OFFER, headers }), flow);
  await clock.advance(1);
  const ok = flow.responses.at(-1);
  if (!ok) throw new Error('no answer');
  const toTag = toTagOf(ok);
  made.agent.receive(request({ method: 'ACK', toTag, branch: 'z9hG4bK-ack' }), flow);
  await clock.advance(1);
  let cseq = 1;
  const sends = async (method: string, more: readonly string[] = [], body = ''): Promise<void> => {
    cseq++;
    made.agent.receive(request({ method, toTag, cseq, branch: `z9hG4bK-${cseq}`, headers: more, body }), flow);
    await clock.advance(1);
  };
  const answers = async (status: number, more: readonly string[] = [], body = '', last = flow.requests.at(-1)): Promise<void> => {
    if (!last) throw new Error('no request');
    const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(last, name)}`);
    const type = body === '' ? [] : ['Content-Type: application/sdp'];
    const lines = [
      `SIP/2.0 ${status} x`,
      ...copied,
      'Contact: <sip:peer@192.0.2.99:5080>',
      ...more,
      ...type,
      `Content-Length: ${body.length}`,
      '',
      body,
    ];
    made.agent.receive(Buffer.from(lines.join('\r\n'), 'latin1'), flow);
    await clock.advance(1);
  };
  const requests = (method: string): SipRequest[] => {
    const seen = new Set<string>();
    return flow.requests.filter(
      (one) => one.method === method && !seen.has(header(one, 'CSeq') ?? '') && seen.add(header(one, 'CSeq') ?? ''),
    );
  };
  return { ...made, flow, clock, ok, sends, answers, requests };
}

describe('session timers (RFC 4028), a call that came in', () => {
  test.each([
    [[], undefined, undefined],
    [['Supported: timer'], undefined, undefined],
    [['Supported: timer', 'Session-Expires: 1800'], '1800;refresher=uac', 'timer'],
    [['Supported: 100rel, timer', 'Session-Expires: 600;refresher=uas'], '600;refresher=uas', undefined],
    [['k: timer', 'x: 600 ; refresher=UAC'], '600;refresher=uac', 'timer'],
    [['Require: timer', 'Session-Expires: 90'], '90;refresher=uac', 'timer'],
    // A proxy put it in: the caller knows nothing of it.
    [['Session-Expires: 600'], '600;refresher=uas', undefined],
    [['Supported: timer', 'Session-Expires: soon'], undefined, undefined],
  ])('%j is answered with %s', async (headers, expires, require) => {
    const { ok, legs } = await incoming(headers);
    expect(ok.status).toBe(200);
    expect(header(ok, 'Session-Expires')).toBe(expires);
    expect(header(ok, 'Require')).toBe(require);
    expect(headerValues(ok, 'Supported')).toContain('timer');
    expect(legs[0]?.state).toBe('answered');
  });

  test('sessions shorter than 90 s are refused with 422, at the beginning and inside', async () => {
    const clock = new VirtualClock();
    const { agent, legs } = testAgent(clock);
    const flow = new FakeFlow();
    agent.receive(request({ body: OFFER, headers: ['Supported: timer', 'Session-Expires: 60'] }), flow);
    expect(flow.statuses).toEqual([422]);
    expect(header(flow.responses[0]!, 'Min-SE')).toBe('90');
    expect(legs).toEqual([]);
    const call = await incoming([]);
    await call.sends('UPDATE', ['Session-Expires: 89']);
    expect(call.flow.statuses.at(-1)).toBe(422);
  });

  test('the caller who refreshes keeps the call, and loses it by silence, a little before the end', async () => {
    const { clock, sends, requests, legs, events, flow } = await incoming(['Supported: timer', 'Session-Expires: 600;refresher=uac']);
    await clock.advance(300_000);
    await sends('UPDATE', ['Supported: timer', 'Session-Expires: 600;refresher=uac']);
    expect(flow.statuses.at(-1)).toBe(200);
    expect(header(flow.responses.at(-1)!, 'Session-Expires')).toBe('600;refresher=uac');
    await clock.advance(567_000);
    expect(legs[0]?.state).toBe('answered');
    await clock.advance(2_000);
    expect(requests('BYE')).toHaveLength(1);
    expect(events.at(-1)).toEqual({ type: 'ended', by: 'failure', reason: 'session_expired' });
    await clock.advance(60_000);
    expect(clock.waiting).toBe(0);
  });

  test.each(['86401', '4000000', '4294967295'])(
    'a session of %s seconds is shortened to a day, and is not over at once',
    async (seconds) => {
      const { clock, ok, legs } = await incoming(['Supported: timer', `Session-Expires: ${seconds}`]);
      expect(header(ok, 'Session-Expires')).toBe('86400;refresher=uac');
      await clock.advance(86_300_000);
      expect(legs[0]?.state).toBe('answered');
      await clock.advance(100_000);
      expect(legs[0]?.state).toBe('ended');
    },
  );

  test('where it is ours we refresh by UPDATE at half the time, again and again', async () => {
    const { clock, requests, answers, legs } = await incoming(['Allow: INVITE, ACK, BYE, UPDATE', 'Session-Expires: 600;refresher=uas']);
    for (let round = 1; round <= 3; round++) {
      await clock.advance(299_990);
      expect(requests('UPDATE')).toHaveLength(round - 1);
      await clock.advance(20);
      expect(requests('UPDATE')).toHaveLength(round);
      const update = requests('UPDATE').at(-1)!;
      expect(header(update, 'Session-Expires')).toBe('600;refresher=uac');
      expect(update.body).toHaveLength(0);
      await answers(200, ['Session-Expires: 600;refresher=uac']);
    }
    await clock.advance(1_000);
    expect(legs[0]?.state).toBe('answered');
  });

  test('a peer without UPDATE gets a re-INVITE, its ACK, and may move its audio with it', async () => {
    const { clock, requests, answers, media, legs, flow } = await incoming(['Session-Expires: 600;refresher=uas']);
    await clock.advance(300_000);
    const [invite] = requests('INVITE');
    expect(invite?.body.toString()).toContain('m=audio 40002 RTP/AVP 8 0 101');
    const moved = OFFER.replace('m=audio 6000', 'm=audio 6100');
    await answers(200, ['Session-Expires: 600;refresher=uac'], moved);
    expect(requests('ACK')).toHaveLength(1);
    expect(header(requests('ACK')[0]!, 'CSeq')).toBe(`${header(invite!, 'CSeq')?.split(' ')[0]} ACK`);
    expect(media.ofType('connect').at(-1)?.settings.remote.port).toBe(6100);
    // Its 200 once more: the ACK was lost.
    await answers(200, ['Session-Expires: 600;refresher=uac'], moved, invite);
    expect(flow.requests.filter(({ method }) => method === 'ACK')).toHaveLength(2);
    expect(legs[0]?.state).toBe('answered');
  });

  test('an offer of the peer while ours is under way meets 491', async () => {
    const { clock, sends, flow, answers } = await incoming(['Session-Expires: 600;refresher=uas']);
    await clock.advance(300_000);
    await sends('INVITE', [], OFFER);
    expect(flow.statuses.at(-1)).toBe(491);
    await answers(200, ['Session-Expires: 600;refresher=uac'], OFFER);
    await sends('UPDATE');
    expect(flow.statuses.at(-1)).toBe(200);
  });

  test('491 and other troubles are tried again; a longer time is agreed to; the session is not ended before its time', async () => {
    const { clock, requests, answers, legs } = await incoming(['Allow: UPDATE', 'Session-Expires: 200;refresher=uas']);
    await clock.advance(100_000);
    await answers(491);
    await clock.advance(3_000);
    expect(requests('UPDATE')).toHaveLength(2);
    await answers(500);
    await clock.advance(3_000);
    await answers(422, ['Min-SE: 900']);
    expect(header(requests('UPDATE').at(-1)!, 'Session-Expires')).toBe('900;refresher=uac');
    await answers(200, ['Session-Expires: 900;refresher=uac']);
    await clock.advance(449_000);
    expect(legs[0]?.state).toBe('answered');
    expect(requests('UPDATE')).toHaveLength(4);
  });

  test.each([481, 408])('%i to a refresh ends the session', async (status) => {
    const { clock, answers, events } = await incoming(['Allow: UPDATE', 'Session-Expires: 200;refresher=uas']);
    await clock.advance(100_000);
    await answers(status);
    expect(events.at(-1)).toEqual({ type: 'ended', by: 'failure', reason: 'session_expired' });
  });

  test('no answer to a refresh ends the session', async () => {
    const { clock, events } = await incoming(['Allow: UPDATE', 'Session-Expires: 200;refresher=uas']);
    await clock.advance(140_000);
    expect(events.at(-1)).toEqual({ type: 'ended', by: 'failure', reason: 'session_expired' });
    await clock.advance(60_000);
    expect(clock.waiting).toBe(0);
  });

  test('a challenge of a caller is never answered: it would hand out a hash of the password', async () => {
    const { clock, answers, requests } = await incoming(['Allow: UPDATE', 'Session-Expires: 200;refresher=uas']);
    await clock.advance(100_000);
    await answers(407, ['Proxy-Authenticate: Digest realm="x", nonce="n", qop="auth"']);
    await clock.advance(5_000);
    for (const update of requests('UPDATE')) expect(headerValues(update, 'Proxy-Authorization')).toEqual([]);
  });
});

describe('session timers, a phone that we rang', () => {
  async function talking(headers: readonly string[]) {
    const made = phone();
    const leg = made.dialled();
    await made.clock.advance(1);
    await made.reply(200, { body: ANSWER, headers });
    return { ...made, leg };
  }

  test('we say that we know timers, and ask for none', async () => {
    const { invites } = await talking([]);
    expect(headerValues(invites()[0]!, 'Supported')).toEqual(['timer']);
    expect(header(invites()[0]!, 'Session-Expires')).toBeUndefined();
  });

  test('we refresh when the phone asks us to, and answer its challenge', async () => {
    const { clock, flow, reply, leg } = await talking(['Allow: UPDATE', 'Require: timer', 'Session-Expires: 600;refresher=uac']);
    await clock.advance(300_000);
    await reply(401, { method: 'UPDATE', headers: ['WWW-Authenticate: Digest realm="fritz.box", nonce="n1"'] });
    const update = flow.requests.findLast(({ method }) => method === 'UPDATE')!;
    expect(header(update, 'Authorization')).toContain('nonce="n1"');
    await reply(200, { method: 'UPDATE', headers: ['Session-Expires: 600;refresher=uac'] });
    await clock.advance(290_000);
    expect(leg.state).toBe('answered');
  });

  test('a phone that says it refreshes, and does not, is hung up on', async () => {
    const { clock, leg } = await talking(['Session-Expires: 600;refresher=uas']);
    await clock.advance(569_000);
    expect(leg.state).toBe('ended');
  });

  test('a challenged BYE is sent again with the answer', async () => {
    const { flow, reply, leg } = await talking([]);
    leg.hangUp();
    await reply(407, { method: 'BYE', headers: ['Proxy-Authenticate: Digest realm="fritz.box", nonce="n2"'] });
    const byes = flow.requests.filter(({ method }) => method === 'BYE');
    expect(header(byes.at(-1)!, 'Proxy-Authorization')).toContain('nonce="n2"');
  });
});
