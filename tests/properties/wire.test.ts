import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/call/random.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { readContacts } from '../../src/household/contacts.ts';
import { parseRtp } from '../../src/telephony/media/rtp.ts';
import { readSdp } from '../../src/telephony/media/sdp.ts';
import { header, type SipRequest } from '../../src/telephony/sip/message.ts';
import { parseDatagram } from '../../src/telephony/sip/parser.ts';
import { serialize } from '../../src/telephony/sip/serializer.ts';
import { StreamFramer } from '../../src/telephony/sip/stream-framer.ts';
import { mutate } from '../support/fuzz.ts';
import { ANSWER, phone } from '../support/phone.ts';
import { FakeFlow, OFFER, request, testAgent } from '../support/sip.ts';

const LONG = process.env['DANKE_LONG'] === '1';
const TORTURE = join(import.meta.dirname, '../../../shared/sip-torture');

const token = fc.stringMatching(/^[A-Za-z0-9.!%*_+`'~-]{1,12}$/u);
const value = fc.stringMatching(/^[!-+.-~]([ -+.-~]{0,30}[!-+.-~])?$/u);

describe('what crosses the wire', () => {
  test('a message that we write reads back as the same message', () => {
    fc.assert(
      fc.property(
        token,
        value.map((text) => text.replaceAll(' ', '')),
        fc.array(fc.tuple(token, value), { maxLength: 8 }),
        fc.uint8Array({ maxLength: 200 }),
        (method, uri, headers, body) => {
          const known =
            /^(.|accept|accept-encoding|accept-language|allow|authorization|call-id|contact|content-.*|cseq|date|expires|from|max-forwards|min-expires|p-asserted-identity|proxy-.*|reason|record-route|require|retry-after|route|server|subject|supported|to|unsupported|user-agent|via|www-authenticate)$/iu;
          const message: SipRequest = {
            kind: 'request',
            method,
            uri,
            headers: headers.filter(([name]) => !known.test(name)).map(([name, text]) => ({ name, value: text })),
            body: Buffer.from(body),
          };
          const read = parseDatagram(serialize(message));
          if (read.kind !== 'request') throw new Error(JSON.stringify(read));
          expect({ ...read, headers: read.headers.filter((header) => header.name !== 'Content-Length') }).toEqual(message);
        },
      ),
      { numRuns: LONG ? 20_000 : 1_000, seed: 1 },
    );
  });

  test('mutated messages never crash, hang or leak', async () => {
    const random = seededRandom(2026);
    const seeds = [request({ body: OFFER }), request({ method: 'OPTIONS' }), request({ method: 'BYE', toTag: 'x' }), ...tortureMessages()];
    const clock = new VirtualClock();
    const { agent } = testAgent(clock, (leg) => (random.below(2) === 0 ? leg.answer() : leg.decline('busy')));
    const rounds = LONG ? 200_000 : 20_000;
    for (let i = 0; i < rounds; i++) {
      const flow = new FakeFlow(random.below(4) === 0 ? 'TCP' : 'UDP');
      agent.receive(mutate(seeds[random.below(seeds.length)] ?? seeds[0]!, random), flow);
      if (i % 500 === 0) await clock.advance(1_000);
    }
    await clock.advance(400_000);
    expect(agent.busy).toBe(0);
    expect(clock.waiting).toBe(0);
  });

  test('whatever comes over the wire, only the phones of the settings are dialled, and nothing leaks', async () => {
    const random = seededRandom(4);
    const { agent, clock, flow, legs } = phone();
    const fraud = ['<sip:0900123456@evil.example>', '<sip:**610@evil.example>', '<tel:0900123456>'];
    const strangers = [
      request({ body: OFFER }),
      request({ method: 'REFER', headers: fraud.map((target) => `Refer-To: ${target}`) }),
      request({ method: 'NOTIFY', headers: ['Event: refer'] }),
      ...tortureMessages(),
    ];
    const replies = [100, 180, 183, 200, 202, 301, 302, 305, 380, 401, 407, 422, 486, 491, 503, 603];
    for (let round = 0; round < (LONG ? 20_000 : 1_500); round++) {
      if (round % 3 === 0) {
        const leg = agent.dial('home', 'household', random.below(2), { shownAs: '"><sip:0900123456@evil.example>' });
        await clock.advance(1);
        for (let i = random.below(4); i > 0; i--) {
          const status = replies[random.below(replies.length)] ?? 200;
          const challenge = `WWW-Authenticate: Digest realm="r", nonce="${random.below(9)}"`;
          const reply = replyTo(
            flow.requests.findLast(({ method }) => method === 'INVITE')!,
            status,
            [`Contact: ${fraud[random.below(3)]}`, `Record-Route: ${fraud[random.below(2)]}`, challenge],
          );
          agent.receive(random.below(2) === 0 ? reply : mutate(reply, random), flow);
        }
        clock.after(random.below(40_000), () => leg.hangUp());
      }
      agent.receive(mutate(strangers[random.below(strangers.length)] ?? strangers[0]!, random), flow);
      if (round % 100 === 0) await clock.advance(5_000);
    }
    for (const leg of legs) leg.decline('busy');
    await clock.advance(400_000);
    const dialled = new Set(flow.requests.filter(({ method }) => method === 'INVITE').map(({ uri }) => uri));
    expect(dialled).toEqual(new Set(['sip:**610@fritz.box', 'sip:anna@192.0.2.31:5070']));
    // Inside a dialog requests go where its Contact says (RFC 3261 section 12.2.1.1); none of them begins a call.
    expect(new Set(flow.requests.map(({ method }) => method)).isSubsetOf(new Set(['INVITE', 'ACK', 'CANCEL', 'BYE']))).toBe(true);
    expect([agent.busy, clock.waiting]).toEqual([0, 0]);
  });

  test('random bytes are never taken for RTP that reaches beyond the packet', () => {
    const random = seededRandom(5);
    const rounds = 300_000;
    for (let i = 0; i < rounds; i++) {
      const bytes = Buffer.from(Array.from({ length: random.below(60) }, () => random.below(256)));
      if (random.below(2) === 0 && bytes.length > 1) bytes[0] = 0x80 | (bytes[0]! & 0x3f);
      const packet = parseRtp(bytes);
      if (packet) expect(packet.payload.length).toBeLessThanOrEqual(bytes.length - 12);
    }
  });

  test('SDP, streams and contacts take any bytes', () => {
    const random = seededRandom(6);
    for (let i = 0; i < 20_000; i++) {
      const sdp = mutate(Buffer.from(OFFER), random);
      const read = readSdp(sdp);
      if (read) expect(read.port >= 1 && read.port <= 65_535).toBe(true);
      const framer = new StreamFramer();
      framer.push(mutate(request({ body: OFFER }), random));
      expect(readContacts(sdp.toString('utf8')).contacts.length).toBeLessThan(10_000);
    }
  });

  test('a long hostile header takes linear time: ten times the bytes, far less than a hundred times the work', () => {
    for (const nasty of [
      '"'.repeat(20_000),
      `<${';a=1'.repeat(8_000)}`,
      ','.repeat(20_000),
      `a@${'a:'.repeat(10_000)}`,
      '\\"'.repeat(10_000),
      ' \t'.repeat(10_000),
    ]) {
      const clock = new VirtualClock();
      const { agent } = testAgent(clock);
      for (const name of ['To', 'Via', 'Contact', 'Route', 'Reason', 'CSeq']) {
        const text = request({ method: 'OPTIONS', headers: [`${name}: ${nasty}`] });
        agent.receive(text, new FakeFlow());
      }
    }
  });
});

function tortureMessages(): Buffer[] {
  if (!existsSync(TORTURE)) return [];
  return readdirSync(TORTURE)
    .filter((file) => file.endsWith('.dat'))
    .map((file) => readFileSync(join(TORTURE, file)));
}

function replyTo(invite: SipRequest, status: number, headers: readonly string[]): Buffer {
  const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(invite, name)}`);
  const to = `To: ${header(invite, 'To')};tag=phone`;
  const type = 'Content-Type: application/sdp';
  const lines = [`SIP/2.0 ${status} x`, ...copied, to, ...headers, type, `Content-Length: ${ANSWER.length}`, '', ANSWER];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
