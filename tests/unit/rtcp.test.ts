import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelDbfs } from '../../src/call/audio.ts';
import { seededRandom } from '../../src/call/random.ts';
import { comfortNoise, noiseLevel } from '../../src/telephony/media/comfort-noise.ts';
import { isRtcp, ntpMiddle, parseRtcp, Reception, writeRtcp, type OwnReport, type ReportBlock } from '../../src/telephony/media/rtcp.ts';
import { RtcpSession } from '../../src/telephony/media/rtcp-session.ts';
import type { RtpPacket } from '../../src/telephony/media/rtp.ts';

const block = fc.record<ReportBlock>({
  ssrc: fc.nat(0xffff_ffff),
  lostShare: fc.integer({ min: 0, max: 255 }).map((share) => share / 256),
  lost: fc.integer({ min: -0x80_0000, max: 0x7f_ffff }),
  highest: fc.nat(0xffff_ffff),
  jitter: fc.nat(0xffff_ffff),
  lastReport: fc.nat(0xffff_ffff),
  sinceLastReport: fc.nat(0xffff_ffff),
});
const report = fc.record<OwnReport>({
  ssrc: fc.nat(0xffff_ffff),
  cname: fc.string({ unit: fc.constantFrom(...'abcXYZ019-_'.split('')), minLength: 1, maxLength: 40 }),
  sent: fc.option(
    fc.record({
      wallMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      timestamp: fc.nat(0xffff_ffff),
      packets: fc.nat(0xffff_ffff),
      bytes: fc.nat(0xffff_ffff),
    }),
  ),
  block: fc.option(block),
  goodbye: fc.boolean(),
});

describe('RTCP', () => {
  test('what we write we read', () => {
    fc.assert(
      fc.property(report, (one) => {
        const wire = writeRtcp(one);
        expect(wire.length % 4).toBe(0);
        expect(isRtcp(wire)).toBe(true);
        expect(parseRtcp(wire)).toEqual({ ntpMiddle: one.sent ? ntpMiddle(one.sent.wallMs) : null, blocks: one.block ? [one.block] : [] });
      }),
    );
  });

  test('a sender report as RFC 3550 section 6.4.1 draws it', () => {
    const wire = writeRtcp({
      ssrc: 0x01020304,
      cname: 'ab',
      sent: { wallMs: 500, timestamp: 7, packets: 2, bytes: 320 },
      block: null,
      goodbye: true,
    });
    expect(wire.toString('hex')).toBe(
      [
        '80c80006',
        '01020304',
        '83aa7e80',
        '80000000',
        '00000007',
        '00000002',
        '00000140',
        '81ca0003',
        '01020304',
        '01026162',
        '00000000',
        '81cb0001',
        '01020304',
      ].join(''),
    );
  });

  test('no datagram makes it throw; what is no compound packet is none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => void parseRtcp(Buffer.from(bytes))),
      { numRuns: 5_000 },
    );
    const whole = writeRtcp({ ssrc: 1, cname: 'x', sent: null, block: null, goodbye: false });
    expect(parseRtcp(whole.subarray(0, -1))).toBeNull();
    expect(parseRtcp(whole.subarray(8))).toBeNull();
    expect(parseRtcp(Buffer.alloc(0))).toBeNull();
  });

  test('a touched report is read or not, and never throws', () => {
    fc.assert(
      fc.property(report, fc.nat(200), fc.nat(255), (one, at, value) => {
        const wire = writeRtcp(one);
        wire[at % wire.length] = value;
        parseRtcp(wire);
      }),
    );
  });
});

describe('what came of a source', () => {
  test('losses are counted over the wrap of the sequence numbers, in all and since the last report', () => {
    const reception = new Reception(9, 65_500);
    let sent = 0;
    for (let sequence = 65_500; sequence < 65_500 + 200; sequence++) {
      sent++;
      if (sequence % 4 !== 0) reception.push(sequence & 0xffff, sent * 160, sent * 160);
    }
    const first = reception.block(0, 0);
    expect(first).toMatchObject({ ssrc: 9, highest: 65_536 + ((65_500 + 199) & 0xffff), lost: 50 });
    expect(first.lostShare).toBeCloseTo(0.25, 2);
    for (let i = 0; i < 100; i++) reception.push((65_700 + i) & 0xffff, (sent + i) * 160, (sent + i) * 160);
    expect(reception.block(0, 0)).toMatchObject({ lost: 50, lostShare: 0 });
  });

  test('duplicates are no gain, and packets out of order no loss', () => {
    const reception = new Reception(1, 0);
    for (const sequence of [0, 2, 1, 3, 3]) reception.push(sequence, sequence * 160, sequence * 160);
    expect(reception.block(0, 0)).toMatchObject({ lost: -1, lostShare: 0, highest: 3 });
  });

  test('jitter is none on a steady line, and follows an unsteady one', () => {
    const steady = new Reception(1, 0);
    const unsteady = new Reception(1, 0);
    for (let i = 0; i < 500; i++) {
      steady.push(i, i * 160, i * 160 + 5_000);
      unsteady.push(i, i * 160, i * 160 + (i % 2) * 80);
    }
    expect(steady.jitter).toBe(0);
    expect(unsteady.jitter).toBeGreaterThan(70);
    expect(unsteady.jitter).toBeLessThanOrEqual(80);
  });
});

describe('two ends', () => {
  const packet = (ssrc: number, sequence: number): RtpPacket => ({
    ssrc,
    sequence,
    timestamp: sequence * 160,
    payloadType: 8,
    marker: false,
    payload: Buffer.alloc(160),
  });

  test('learn from each other how much was lost, and how long a packet is on its way', () => {
    let now = 1_000;
    const ends = [1, 2].map((ssrc) => ({ ssrc, session: new RtcpSession(ssrc, seededRandom(ssrc), () => 1_700_000_000_000 + now) }));
    const [one, other] = ends as [(typeof ends)[0], (typeof ends)[0]];
    const late: { at: number; to: RtcpSession; report: Buffer }[] = [];
    let reports = 0;
    for (let sequence = 0; sequence < 1_500; sequence++) {
      now += 20;
      for (const arrived of late.splice(0, late.findIndex(({ at }) => at > now) < 0 ? late.length : late.findIndex(({ at }) => at > now)))
        arrived.to.heard(arrived.report, now);
      for (const [from, to] of [
        [one, other],
        [other, one],
      ] as const) {
        from.session.sent(160);
        // Every tenth packet of the first is lost.
        if (from === other || sequence % 10 !== 0) to.session.received(packet(from.ssrc, sequence), now);
        const due = from.session.due(now, sequence * 160);
        if (due) {
          reports++;
          late.push({ at: now + 60, to: to.session, report: due });
        }
      }
    }
    // Half a minute, each about every five seconds.
    expect(reports).toBeGreaterThanOrEqual(8);
    expect(reports).toBeLessThanOrEqual(24);
    expect(other.session.quality.lostShare).toBeCloseTo(0.1, 2);
    expect(one.session.quality.lostShare).toBe(0);
    expect(one.session.quality.peerLostShare).toBeGreaterThan(0.07);
    expect(other.session.quality.peerLostShare).toBe(0);
    // Sixty milliseconds each way, counted on ticks of twenty.
    expect(one.session.quality.roundTripMs).toBeGreaterThanOrEqual(115);
    expect(one.session.quality.roundTripMs).toBeLessThanOrEqual(165);
  });

  test('a stream of which nothing came and nobody reports has no figures', () => {
    const session = new RtcpSession(1, seededRandom(1), () => 0);
    expect(session.quality).toEqual({ receivedPackets: 0, lostShare: 0, jitterMs: 0, peerLostShare: null, roundTripMs: null });
    session.heard(Buffer.from('nonsense'), 0);
    expect(session.quality.peerLostShare).toBeNull();
  });
});

test.each([
  [40, -40],
  [60, -60],
  [10, -40],
])('comfort noise of -%i dBov is at %i dBFS', (asked, level) => {
  const noise = comfortNoise(noiseLevel(Buffer.from([asked, 1, 2])), seededRandom(2));
  expect(levelDbfs(noise)).toBeGreaterThan(level - 2);
  expect(levelDbfs(noise)).toBeLessThan(level + 2);
});
