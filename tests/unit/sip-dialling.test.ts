import { describe, expect, test } from 'vitest';
import { header, type SipRequest } from '../../src/telephony/sip/message.ts';
import { inviteClient, type InviteClientInput, type InviteClientState } from '../../src/telephony/sip/invite-client-transaction.ts';
import { ANSWER, phone } from '../support/phone.ts';

const CHALLENGE = ['WWW-Authenticate: Digest realm="fritz.box", nonce="n1", algorithm=SHA-256, qop="auth,auth-int"'];
const methods = (requests: readonly SipRequest[]): string[] => requests.map(({ method }) => method);
const types = (events: readonly { type: string }[]): string[] => events.map(({ type }) => type);

describe('the INVITE client transaction', () => {
  // RFC 3261 figure 5 with RFC 6026 figure 2.
  const table: readonly [InviteClientState, InviteClientInput, InviteClientState, readonly string[]][] = [
    ['calling', 'timer_a', 'calling', ['send_request', 'retransmit']],
    ['calling', 'timer_b', 'terminated', ['timeout']],
    ['calling', 'transport_error', 'terminated', ['failed']],
    ['calling', 'response_1xx', 'proceeding', ['stop_timers', 'pass_response']],
    ['calling', 'response_2xx', 'accepted', ['stop_timers', 'pass_response', 'timer_m']],
    ['proceeding', 'timer_a', 'proceeding', []],
    ['proceeding', 'timer_b', 'proceeding', []],
    ['proceeding', 'response_1xx', 'proceeding', ['stop_timers', 'pass_response']],
    ['proceeding', 'response_3xx_to_6xx', 'completed', ['stop_timers', 'send_ack', 'pass_response', 'timer_d']],
    ['proceeding', 'timer_end', 'terminated', ['timeout']],
    ['calling', 'timer_end', 'calling', []],
    ['completed', 'response_3xx_to_6xx', 'completed', ['send_ack']],
    ['completed', 'response_2xx', 'completed', []],
    ['completed', 'timer_end', 'terminated', []],
    ['accepted', 'response_2xx', 'accepted', ['pass_response']],
    ['accepted', 'response_3xx_to_6xx', 'accepted', []],
    ['accepted', 'timer_end', 'terminated', []],
    ['terminated', 'response_2xx', 'terminated', []],
  ];
  test.each(table)('%s, %s: %s', (state, input, next, actions) => {
    expect(inviteClient(state, input)).toEqual({ state: next, actions });
  });
});

describe('a phone that we ring', () => {
  test('gets an INVITE at the registrar, in our name; answers the challenge; rings, answers, is confirmed', async () => {
    const { clock, dialled, flow, hosts, invites, media, reply } = phone();
    const leg = dialled();
    await clock.advance(1);
    expect(hosts).toEqual(['fritz.box']);
    const [first] = invites();
    expect(first?.uri).toBe('sip:**610@fritz.box');
    expect(header(first!, 'From')).toMatch(/^"Oma WeiÃ\u009f" <sip:danke@fritz\.box>;tag=/u);
    expect(first?.body.toString()).toContain('m=audio 40002 RTP/AVP 8 0 101');
    await reply(401, { headers: CHALLENGE });
    expect(methods(flow.requests)).toEqual(['INVITE', 'ACK', 'INVITE']);
    const second = invites()[1]!;
    expect(header(second, 'Authorization')).toMatch(
      /username="danke".*uri="sip:\*\*610@fritz\.box".*algorithm=SHA-256.*qop=auth, nc=00000001/u,
    );
    expect(header(second, 'Call-ID')).toBe(header(first!, 'Call-ID'));
    expect(header(second, 'CSeq')).toBe('2 INVITE');
    await reply(180);
    expect(leg.state).toBe('ringing');
    await reply(200, { body: ANSWER });
    expect(leg.state).toBe('answered');
    expect(types(leg.events)).toEqual(['ringing', 'answered']);
    const ack = flow.requests.at(-1)!;
    expect([ack.method, ack.uri, header(ack, 'CSeq')]).toEqual(['ACK', 'sip:phone@192.0.2.1:5060', '2 ACK']);
    expect(header(ack, 'Authorization')).toBe(header(second, 'Authorization'));
    expect(header(ack, 'Via')).not.toBe(header(second, 'Via'));
    expect(media.ofType('connect')[0]?.settings).toMatchObject({ remote: { address: '192.0.2.1', port: 7078 }, codec: 'PCMA' });
  });

  test('that repeats its 200 gets the ACK again; its BYE ends the leg; nothing is left behind', async () => {
    const { agent, clock, dialled, flow, reply, send } = phone();
    const leg = dialled();
    await clock.advance(1);
    await reply(200, { body: ANSWER });
    await reply(200, { body: ANSWER });
    expect(methods(flow.requests)).toEqual(['INVITE', 'ACK', 'ACK']);
    await send('BYE');
    expect(flow.statuses).toEqual([200]);
    expect(leg.events.at(-1)).toEqual({ type: 'ended', by: 'remote', reason: 'hung_up' });
    await clock.advance(60_000);
    expect([agent.busy, clock.waiting]).toEqual([0, 0]);
  });

  test('is repeated to until it answers, and given up after 64*T1', async () => {
    const { agent, clock, dialled, flow } = phone();
    const leg = dialled();
    await clock.advance(31_900);
    // 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s: timer A doubles without a cap.
    expect(flow.requests).toHaveLength(7);
    await clock.advance(200);
    expect(leg.events).toEqual([{ type: 'ended', by: 'failure', reason: 'unreachable' }]);
    await clock.advance(60_000);
    expect([agent.busy, clock.waiting]).toEqual([0, 0]);
  });

  test.each([
    [486, 'busy'],
    [600, 'busy'],
    [603, 'declined'],
    [480, 'no_answer'],
    [408, 'no_answer'],
    [404, 'unreachable'],
    [503, 'unreachable'],
  ])('that says %i is %s', async (status, reason) => {
    const { clock, dialled, flow, reply } = phone();
    const leg = dialled();
    await clock.advance(1);
    await reply(180);
    await reply(status);
    expect(leg.events.at(-1)).toEqual({ type: 'ended', by: 'remote', reason });
    expect(methods(flow.requests)).toEqual(['INVITE', 'ACK']);
    await clock.advance(60_000);
    expect(clock.waiting).toBe(0);
  });

  test('is offered protected audio through a line that wants it, and never by its own address: there is no TLS on that way', async () => {
    const { clock, dialled, invites } = phone({ encryptMedia: true });
    dialled(0);
    dialled(1);
    await clock.advance(1);
    const offers = new Map(invites().map(({ uri, body }) => [uri, /^m=audio \d+ (\S+)/mu.exec(body.toString())?.[1]]));
    expect(Object.fromEntries(offers)).toEqual({ 'sip:**610@fritz.box': 'RTP/SAVP', 'sip:anna@192.0.2.31:5070': 'RTP/AVP' });
    expect(
      invites()
        .find(({ uri }) => uri.includes('anna'))
        ?.body.toString(),
    ).not.toContain('a=crypto');
  });

  test('gets one answer to a challenge: a wrong password is not tried again', async () => {
    const { clock, dialled, invites, reply } = phone();
    const leg = dialled();
    await clock.advance(1);
    await reply(407, { headers: ['Proxy-Authenticate: Digest realm="r", nonce="a"'] });
    expect(header(invites()[1]!, 'Proxy-Authorization')).toContain('nonce="a"');
    await reply(407, { headers: ['Proxy-Authenticate: Digest realm="r", nonce="b"'] });
    expect(invites()).toHaveLength(2);
    expect(leg.events.at(-1)).toMatchObject({ type: 'ended', reason: 'unreachable' });
  });

  test('at an address of its own never sees the answer to a challenge', async () => {
    const { clock, dialled, hosts, invites, reply } = phone();
    const leg = dialled(1);
    await clock.advance(1);
    expect(hosts).toEqual(['192.0.2.31']);
    expect(invites()[0]?.uri).toBe('sip:anna@192.0.2.31:5070');
    await reply(401, { headers: CHALLENGE });
    expect(invites()).toHaveLength(1);
    expect(leg.events.at(-1)).toMatchObject({ type: 'ended', reason: 'unreachable' });
  });

  test('is cancelled as soon as it has shown itself, and told why', async () => {
    const { agent, clock, dialled, flow, reply } = phone();
    const leg = dialled();
    await clock.advance(1);
    leg.hangUp('answered_elsewhere');
    await clock.advance(1);
    expect(leg.events).toEqual([{ type: 'ended', by: 'local', reason: 'answered_elsewhere' }]);
    expect(methods(flow.requests)).toEqual(['INVITE']);
    await reply(180);
    const cancel = flow.requests.at(-1)!;
    expect(cancel.method).toBe('CANCEL');
    expect(header(cancel, 'Reason')).toBe('SIP;cause=200;text="Call completed elsewhere"');
    const [invite] = flow.requests;
    for (const name of ['Via', 'From', 'To', 'Call-ID']) expect(header(cancel, name)).toBe(header(invite!, name));
    expect(header(cancel, 'CSeq')).toBe('1 CANCEL');
    await reply(180);
    await reply(200, { method: 'CANCEL' });
    await reply(487);
    expect(methods(flow.requests)).toEqual(['INVITE', 'CANCEL', 'ACK']);
    await clock.advance(60_000);
    expect([agent.busy, clock.waiting]).toEqual([0, 0]);
  });

  test('that answers in the moment of the CANCEL gets ACK and BYE', async () => {
    const { agent, clock, dialled, flow, reply } = phone();
    const leg = dialled();
    await clock.advance(1);
    await reply(180);
    leg.hangUp();
    await reply(200, { body: ANSWER });
    expect(methods(flow.requests)).toEqual(['INVITE', 'CANCEL', 'ACK', 'BYE']);
    expect(types(leg.events)).toEqual(['ringing', 'ended']);
    await reply(200, { method: 'BYE' });
    await reply(200, { method: 'CANCEL' });
    await clock.advance(60_000);
    expect([agent.busy, clock.waiting]).toEqual([0, 0]);
  });

  test('that never answers a CANCEL is forgotten after 64*T1', async () => {
    const { agent, clock, dialled, reply } = phone();
    const leg = dialled();
    await clock.advance(1);
    await reply(180);
    leg.hangUp();
    await clock.advance(1_000);
    // It rings on, as if it had not heard; that keeps nothing alive.
    await reply(180);
    await clock.advance(70_000);
    expect([agent.busy, clock.waiting]).toEqual([0, 0]);
  });

  test('is one of several behind a fork: the first has the call, the second gets a BYE, once', async () => {
    const { clock, dialled, flow, reply } = phone();
    const leg = dialled();
    await clock.advance(1);
    await reply(200, { body: ANSWER, toTag: 'first' });
    await reply(200, { body: ANSWER, toTag: 'second' });
    await reply(200, { body: ANSWER, toTag: 'second' });
    expect(methods(flow.requests)).toEqual(['INVITE', 'ACK', 'ACK', 'BYE', 'ACK']);
    expect(header(flow.requests[3]!, 'To')).toContain('tag=second');
    expect(leg.state).toBe('answered');
  });

  test('that names another target (3xx) is not followed', async () => {
    const { clock, dialled, hosts, invites, reply } = phone();
    const leg = dialled();
    await clock.advance(1);
    await reply(302, { headers: ['Contact: <sip:0900123456@expensive.example>'] });
    expect(invites()).toHaveLength(1);
    expect(hosts).toEqual(['fritz.box']);
    expect(leg.events.at(-1)).toMatchObject({ type: 'ended', reason: 'unreachable' });
  });

  test('that takes a codec of none of ours gets ACK and BYE', async () => {
    const { clock, dialled, flow, reply } = phone();
    const leg = dialled();
    await clock.advance(1);
    await reply(200, { body: ANSWER.replace('RTP/AVP 8 101', 'RTP/AVP 3') });
    expect(methods(flow.requests)).toEqual(['INVITE', 'ACK', 'BYE']);
    expect(leg.events.at(-1)).toEqual({ type: 'ended', by: 'failure', reason: 'no_common_codec' });
  });

  test('holds, resumes and moves its media with re-INVITE and UPDATE', async () => {
    const { clock, dialled, flow, media, reply, send } = phone();
    const leg = dialled();
    await clock.advance(1);
    await reply(200, { body: ANSWER });
    await send('INVITE', { cseq: 1, body: ANSWER.replace('a=rtpmap', 'a=sendonly\r\na=rtpmap') });
    expect(flow.responses.at(-1)?.body.toString()).toContain('a=recvonly');
    await send('ACK', { cseq: 1 });
    await send('UPDATE', { cseq: 2, body: ANSWER.replace('7078', '7090') });
    expect(flow.responses.at(-1)?.body.toString()).toContain('a=sendrecv');
    expect(media.ofType('connect').at(-1)?.settings.remote.port).toBe(7090);
    await send('UPDATE', { cseq: 3 });
    expect([flow.statuses.at(-1), flow.responses.at(-1)?.body.length]).toEqual([200, 0]);
    expect(types(leg.events)).toEqual(['answered', 'held', 'resumed']);
  });

  test('hears the keys that we press, and our BYE along its route', async () => {
    const { agent, clock, flow, media, reply } = phone();
    const leg = agent.dial('home', 'household', 0);
    await clock.advance(1);
    leg.sendKey('1');
    await reply(200, { body: ANSWER, headers: ['Record-Route: <sip:192.0.2.8;lr>', 'Record-Route: <sip:192.0.2.9;lr>'] });
    leg.sendKey('5');
    expect(media.ofType('send_key')).toEqual([{ type: 'send_key', session: 1, digit: '5' }]);
    leg.hangUp();
    await clock.advance(1);
    const bye = flow.sent.at(-1)!;
    expect(bye.to).toEqual({ address: '192.0.2.9', port: 5060 });
    expect(bye.message.headers.filter(({ name }) => name === 'Route').map(({ value }) => value)).toEqual([
      '<sip:192.0.2.9;lr>',
      '<sip:192.0.2.8;lr>',
    ]);
  });

  test('is shown a name, never a line of SIP', async () => {
    const { agent, clock, invites } = phone();
    agent.dial('home', 'household', 0, { shownAs: `Oma"\r\nContact: <sip:0900@evil.example>\r\n\r\n${'x'.repeat(100)}` });
    await clock.advance(1);
    expect(header(invites()[0]!, 'From')).toMatch(/^"Oma\\" Contact: <sip:0900@evil\.example> x{20,40}" <sip:danke@fritz\.box>;tag=/u);
    expect(header(invites()[0]!, 'Contact')).toMatch(/^<sip:line-/u);
  });

  test('is one of the settings, or there is none', () => {
    const { agent, flow } = phone();
    expect(agent.phonesOf('home', 'household')).toBe(2);
    expect(agent.phonesOf(null, 'household')).toBe(0);
    for (const which of [2, -1, 0.5, Number.NaN]) expect(() => agent.dial('home', 'household', which)).toThrow(RangeError);
    expect(() => agent.dial(null, 'household', 0)).toThrow(RangeError);
    expect(() => agent.dial('office', 'household', 0)).toThrow(RangeError);
    expect(flow.sent).toEqual([]);
  });
});
