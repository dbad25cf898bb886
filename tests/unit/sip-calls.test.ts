import { describe, expect, test } from 'vitest';
import { joinPcm } from '../../src/call/audio.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { header } from '../../src/telephony/sip/message.ts';
import { FakeFlow, OFFER, request, testAgent, toTagOf } from '../support/sip.ts';

async function answeredCall(clock = new VirtualClock(), body = OFFER, headers: string[] = []) {
  const made = testAgent(clock, (leg) => leg.answer());
  const flow = new FakeFlow();
  made.agent.receive(request({ body, headers }), flow);
  await clock.advance(1);
  const ok = flow.responses.at(-1);
  if (!ok) throw new Error('no answer');
  const toTag = toTagOf(ok);
  return { ...made, flow, clock, ok, toTag };
}

async function establishedCall(clock = new VirtualClock()) {
  const call = await answeredCall(clock);
  call.agent.receive(request({ method: 'ACK', toTag: call.toTag, branch: 'z9hG4bK-ack' }), call.flow);
  await clock.advance(1);
  return call;
}

describe('a call', () => {
  test('is answered with 100, then 200 with an SDP answer; the ACK makes it answered', async () => {
    const { flow, ok, events, agent, toTag, clock, media } = await answeredCall();
    expect(flow.statuses).toEqual([100, 200]);
    expect(ok.body.toString()).toContain('m=audio 40002 RTP/AVP 8 101');
    expect(header(ok, 'Contact')).toBe('<sip:192.0.2.10:5060>');
    expect(header(ok, 'Via')).toContain('rport=5080;received=192.0.2.99');
    expect(events).toEqual([]);
    agent.receive(request({ method: 'ACK', toTag, branch: 'z9hG4bK-ack' }), flow);
    await clock.advance(1);
    expect(events).toEqual([{ type: 'answered' }]);
    expect(media.ofType('connect')[0]?.settings).toMatchObject({
      codec: 'PCMA',
      telephoneEventType: 101,
      remote: { address: '192.0.2.99', port: 6000 },
    });
  });

  test('repeats its 200 until the ACK, doubling up to T2, and hangs up after 64*T1', async () => {
    const { flow, clock, events, agent } = await answeredCall();
    await clock.advance(31_990);
    // 0.5, 1.5, 3.5, 7.5, 11.5, ... 31.5 s
    expect(flow.statuses.filter((status) => status === 200)).toHaveLength(1 + 10);
    await clock.advance(20);
    expect(flow.requests.map((one) => one.method)).toEqual(['BYE']);
    expect(events.at(-1)).toEqual({ type: 'ended', by: 'failure', reason: 'no_ack' });
    await clock.advance(100_000);
    expect(agent.busy).toBe(0);
    expect(clock.waiting).toBe(0);
  });

  test('ignores retransmissions of the INVITE', async () => {
    const { agent, flow, legs, clock } = await answeredCall();
    agent.receive(request({ body: OFFER }), flow);
    await clock.advance(1);
    expect(legs).toHaveLength(1);
    expect(flow.statuses).toEqual([100, 200]);
  });

  test('ends with the BYE of the caller', async () => {
    const { agent, flow, events, toTag, clock } = await establishedCall();
    agent.receive(request({ method: 'BYE', toTag, cseq: 2, branch: 'z9hG4bK-bye' }), flow);
    await clock.advance(1);
    expect(flow.statuses.at(-1)).toBe(200);
    expect(events.at(-1)).toEqual({ type: 'ended', by: 'remote', reason: 'hung_up' });
  });

  test('ends with our BYE, which is repeated until it is answered', async () => {
    const { flow, events, legs, clock, agent } = await establishedCall();
    legs[0]?.hangUp();
    await clock.advance(1_600);
    const byes = flow.requests.filter((one) => one.method === 'BYE');
    expect(byes.length).toBe(3);
    expect(byes[0]?.uri).toBe('sip:peer@192.0.2.99:5080');
    expect(events.at(-1)).toEqual({ type: 'ended', by: 'local', reason: 'hung_up' });
    const via = header(byes[0]!, 'Via') ?? '';
    const okToBye = `SIP/2.0 200 OK\r\nVia: ${via}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: call-1\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n`;
    agent.receive(Buffer.from(okToBye), flow);
    await clock.advance(60_000);
    expect(flow.requests.filter((one) => one.method === 'BYE').length).toBe(3);
    expect(clock.waiting).toBe(0);
  });

  test('waits with its BYE for the ACK (RFC 3261 section 15)', async () => {
    const { flow, legs, clock, agent, toTag } = await answeredCall();
    legs[0]?.hangUp();
    await clock.advance(100);
    expect(flow.requests).toEqual([]);
    agent.receive(request({ method: 'ACK', toTag, branch: 'z9hG4bK-ack' }), flow);
    await clock.advance(1);
    expect(flow.requests.map((one) => one.method)).toEqual(['BYE']);
  });

  test('rings, and is cancelled', async () => {
    const clock = new VirtualClock();
    const { agent, events } = testAgent(clock, (leg) => leg.ring());
    const flow = new FakeFlow();
    agent.receive(request({ body: OFFER }), flow);
    agent.receive(request({ method: 'CANCEL' }), flow);
    await clock.advance(1);
    expect(flow.statuses).toEqual([100, 180, 487, 200]);
    expect(events).toEqual([{ type: 'ended', by: 'remote', reason: 'cancelled' }]);
    agent.receive(request({ method: 'ACK', toTag: toTagOf(flow.responses[2]!) }), flow);
    await clock.advance(40_000);
    expect(flow.statuses.filter((status) => status === 487)).toHaveLength(1);
    expect(agent.busy).toBe(0);
  });

  test('that another phone took is told from one that was given up (RFC 3326)', async () => {
    const clock = new VirtualClock();
    const { agent, events } = testAgent(clock, (leg) => leg.ring());
    agent.receive(request({ body: OFFER }), new FakeFlow());
    agent.receive(request({ method: 'CANCEL', headers: ['Reason: SIP;cause=200;text="Call completed elsewhere"'] }), new FakeFlow());
    await clock.advance(1);
    expect(events[0]).toMatchObject({ reason: 'answered_elsewhere' });
  });

  test('repeats a 486 until its ACK', async () => {
    const clock = new VirtualClock();
    const { agent } = testAgent(clock, (leg) => leg.decline('busy'));
    const flow = new FakeFlow();
    agent.receive(request({ body: OFFER }), flow);
    await clock.advance(3_600);
    expect(flow.statuses.filter((status) => status === 486)).toHaveLength(4);
    agent.receive(request({ method: 'ACK', toTag: toTagOf(flow.responses.at(-1)!) }), flow);
    await clock.advance(60_000);
    expect(flow.statuses.filter((status) => status === 486)).toHaveLength(4);
    expect(clock.waiting).toBe(0);
  });

  test('without an offer gets ours, and the ACK brings the answer', async () => {
    const { agent, flow, ok, toTag, events, clock, media } = await answeredCall(new VirtualClock(), '');
    expect(ok.body.toString()).toContain('m=audio 40002 RTP/AVP 8 0 101');
    agent.receive(request({ method: 'ACK', toTag, branch: 'z9hG4bK-ack', body: OFFER.replace('8 0 101', '0 101') }), flow);
    await clock.advance(1);
    expect(events).toEqual([{ type: 'answered' }]);
    expect(media.ofType('connect')[0]?.settings.codec).toBe('PCMU');
  });

  test('without offer and without answer ends with a BYE', async () => {
    const { agent, flow, toTag, events, clock } = await answeredCall(new VirtualClock(), '');
    agent.receive(request({ method: 'ACK', toTag, branch: 'z9hG4bK-ack' }), flow);
    await clock.advance(1);
    expect(flow.requests.map((one) => one.method)).toEqual(['BYE']);
    expect(events.at(-1)).toMatchObject({ type: 'ended', by: 'failure' });
  });

  test('is put on hold and taken back by re-INVITE, with a growing SDP version', async () => {
    const { agent, flow, toTag, events, clock, media } = await establishedCall();
    const held = OFFER.replace('a=rtpmap', 'a=sendonly\r\na=rtpmap');
    agent.receive(request({ toTag, cseq: 2, branch: 'z9hG4bK-hold', body: held }), flow);
    agent.receive(request({ method: 'ACK', toTag, cseq: 2, branch: 'z9hG4bK-ack2' }), flow);
    await clock.advance(1);
    expect(flow.responses.at(-1)?.body.toString()).toContain('a=recvonly');
    expect(flow.responses.at(-1)?.body.toString()).toMatch(/o=- \d+ 2 /u);
    agent.receive(request({ toTag, cseq: 3, branch: 'z9hG4bK-back', body: OFFER }), flow);
    agent.receive(request({ method: 'ACK', toTag, cseq: 3, branch: 'z9hG4bK-ack3' }), flow);
    await clock.advance(1);
    expect(events.map((event) => event.type)).toEqual(['answered', 'held', 'resumed']);
    expect(media.ofType('connect').map(({ settings }) => settings.send)).toEqual([true, false, true]);
  });

  test.each([
    ['an old CSeq', { cseq: 1 }, 500],
    ['a body that is no SDP', { cseq: 2, body: 'nonsense' }, 488],
  ])('refuses a re-INVITE with %s and goes on', async (_, parts, status) => {
    const { agent, flow, toTag, clock, events } = await establishedCall();
    agent.receive(request({ toTag, branch: 'z9hG4bK-re', body: OFFER, ...parts }), flow);
    await clock.advance(1);
    expect(flow.statuses.at(-1)).toBe(status);
    expect(events.map((event) => event.type)).toEqual(['answered']);
  });

  test('ends when no RTP comes any more, with a BYE', async () => {
    const { media, flow, events, clock } = await establishedCall();
    media.report({ type: 'media_timeout', session: 1 });
    await clock.advance(1);
    expect(flow.requests.map((one) => one.method)).toEqual(['BYE']);
    expect(events.at(-1)).toEqual({ type: 'ended', by: 'failure', reason: 'media_timeout' });
  });

  test.each([
    [{ type: 'media_failed', session: 1, reason: 'media_fault' }, 'media_fault'],
    [{ type: 'worker_died' }, 'media_worker_died'],
  ] as const)('ends with a BYE when its sound cannot go on: %o', async (report, reason) => {
    const { media, flow, events, clock } = await establishedCall();
    media.report(report);
    await clock.advance(1);
    expect(flow.requests.map((one) => one.method)).toEqual(['BYE']);
    expect(events.at(-1)).toEqual({ type: 'ended', by: 'failure', reason });
  });

  test('tells the media worker when the ACK has come, of the INVITE and of each that follows; an UPDATE needs none', async () => {
    const { agent, media, flow, toTag, clock } = await answeredCall();
    const confirmed = (): [boolean | undefined, number] => [
      media.ofType('connect').at(-1)?.settings.confirmed,
      media.ofType('confirm').length,
    ];
    expect(confirmed()).toEqual([false, 0]);
    agent.receive(request({ method: 'ACK', toTag, branch: 'z9hG4bK-ack' }), flow);
    await clock.advance(1);
    expect(confirmed()).toEqual([false, 1]);
    agent.receive(request({ toTag, cseq: 2, branch: 'z9hG4bK-re', body: OFFER.replace('6000', '6100') }), flow);
    await clock.advance(1);
    expect(confirmed()).toEqual([false, 1]);
    agent.receive(request({ method: 'ACK', toTag, cseq: 2, branch: 'z9hG4bK-re-ack' }), flow);
    await clock.advance(1);
    expect(confirmed()).toEqual([false, 2]);
    agent.receive(request({ method: 'UPDATE', toTag, cseq: 3, branch: 'z9hG4bK-up', body: OFFER.replace('6000', '6200') }), flow);
    await clock.advance(1);
    expect(confirmed()).toEqual([true, 2]);
  });

  test('of keys in messages and in packets together a dozen a second are taken, and 200 in a call', async () => {
    const { agent, media, flow, toTag, events, clock } = await establishedCall();
    const keys = (): number => events.filter(({ type }) => type === 'key').length;
    let cseq = 1;
    const press = async (): Promise<void> => {
      const headers = ['Content-Type: application/dtmf-relay'];
      agent.receive(request({ method: 'INFO', toTag, cseq: ++cseq, branch: `z9hG4bK-i${cseq}`, headers, body: 'Signal=5\r\n' }), flow);
      media.report({ type: 'key', session: 1, digit: '6' });
      await clock.advance(10);
    };
    for (let pressed = 0; pressed < 90; pressed++) await press();
    expect(keys()).toBe(12);
    for (let pressed = 0; pressed < 2_500; pressed++) await press();
    expect(keys()).toBe(200);
  });

  test('fails with 503 when no media port is free', async () => {
    const clock = new VirtualClock();
    const { agent, media, events } = testAgent(clock, (leg) => leg.answer());
    media.refuses = true;
    const flow = new FakeFlow();
    agent.receive(request({ body: OFFER }), flow);
    await clock.advance(1);
    expect(flow.statuses).toEqual([100, 503]);
    expect(events.at(-1)).toMatchObject({ type: 'ended', by: 'failure' });
  });

  test('keeps the Record-Route and routes its BYE by it', async () => {
    const clock = new VirtualClock();
    const call = await answeredCall(clock, OFFER, ['Record-Route: <sip:192.0.2.50:5062;lr>, <sip:192.0.2.51;lr>']);
    expect(call.ok.headers.filter((one) => one.name === 'Record-Route').map((one) => one.value)).toEqual([
      '<sip:192.0.2.50:5062;lr>',
      '<sip:192.0.2.51;lr>',
    ]);
    call.agent.receive(request({ method: 'ACK', toTag: call.toTag, branch: 'z9hG4bK-ack' }), call.flow);
    await clock.advance(1);
    call.legs[0]?.hangUp();
    const bye = call.flow.sent.at(-1);
    expect(bye?.to).toEqual({ address: '192.0.2.50', port: 5062 });
    expect(bye?.message.headers.filter((one) => one.name === 'Route')).toHaveLength(2);
  });

  test('reports what was played before its end', async () => {
    const { legs, media, events, agent, flow, toTag, clock } = await establishedCall();
    legs[0]?.play(1, joinPcm([new Int16Array(800)]));
    expect(media.ofType('play')).toHaveLength(1);
    media.report({ type: 'clip_ended', session: 1, clipId: 1, playedMs: 60, complete: false });
    agent.receive(request({ method: 'BYE', toTag, cseq: 2, branch: 'z9hG4bK-bye' }), flow);
    await clock.advance(1);
    expect(events.slice(-2).map((event) => event.type)).toEqual(['clip_ended', 'ended']);
  });

  test('takes keys from INFO as older boxes send them', async () => {
    const { agent, flow, toTag, events, clock } = await establishedCall();
    const headers = ['Content-Type: application/dtmf-relay'];
    agent.receive(request({ method: 'INFO', toTag, cseq: 2, branch: 'z9hG4bK-i', headers, body: 'Signal=5\r\nDuration=160\r\n' }), flow);
    await clock.advance(1);
    expect(events.at(-1)).toEqual({ type: 'key', digit: '5' });
  });
});

describe('the user agent', () => {
  test('tells a merged request by 482 (RFC 3261 section 8.2.2.2)', async () => {
    const clock = new VirtualClock();
    const { agent, legs } = testAgent(clock, (leg) => leg.ring());
    const flow = new FakeFlow();
    agent.receive(request({ body: OFFER, branch: 'z9hG4bK-a' }), flow);
    agent.receive(request({ body: OFFER, branch: 'z9hG4bK-b' }), flow);
    await clock.advance(1);
    expect(legs).toHaveLength(1);
    expect(flow.statuses).toContain(482);
  });

  test.each([
    ['OPTIONS', 200],
    ['BYE', 481],
    ['CANCEL', 481],
    ['REGISTER', 405],
    ['FOO', 501],
  ])('answers a %s outside any dialog with %s', async (method, status) => {
    const clock = new VirtualClock();
    const { agent } = testAgent(clock);
    const flow = new FakeFlow();
    agent.receive(request({ method }), flow);
    await clock.advance(1);
    expect(flow.statuses).toEqual([status]);
  });

  test('answers OPTIONS over TCP on the same connection and forgets it at once', async () => {
    const clock = new VirtualClock();
    const { agent } = testAgent(clock);
    const flow = new FakeFlow('TCP');
    agent.receive(request({ method: 'OPTIONS' }), flow);
    await clock.advance(1);
    expect(flow.statuses).toEqual([200]);
    expect(agent.busy).toBe(0);
  });

  test('is silent to strangers, and to a flood', async () => {
    const clock = new VirtualClock();
    const flow = new FakeFlow();
    const { agent } = testAgent(clock, () => {}, { allows: (address) => address !== '192.0.2.99' });
    agent.receive(request({ method: 'OPTIONS' }), flow);
    expect(flow.sent).toEqual([]);
    const limited = testAgent(clock, () => {}, { rateLimit: { perSecond: 10, burst: 5 } });
    for (let i = 0; i < 100; i++) limited.agent.receive(request({ method: 'OPTIONS', branch: `z9hG4bK-${i}`, callId: `c${i}` }), flow);
    expect(flow.sent).toHaveLength(5);
    await clock.advance(1_000);
    limited.agent.receive(request({ method: 'OPTIONS', branch: 'z9hG4bK-later', callId: 'later' }), flow);
    expect(flow.sent).toHaveLength(6);
  });
});
