import { describe, expect, test } from 'vitest';
import { RtpSession } from '../../src/telephony/media/rtp-session.ts';
import { writeRtcp } from '../../src/telephony/media/rtcp.ts';
import { PROOF, SourceLock } from '../../src/telephony/media/source-lock.ts';
import { SrtpSender, type SrtpKey } from '../../src/telephony/media/srtp.ts';
import { audio, MediaRig, PHONE, speak, streamSettings, type At, type OpenedStream } from '../support/media-rig.ts';

const STRANGER: At = { address: '198.51.100.66', port: 7_000 };
/** The phone's packets as its router sends them. */
const BEHIND_NAT: At = { address: '203.0.113.5', port: 50_123 };

const sendsTo = ({ rtp }: OpenedStream): At | undefined => rtp.sent.at(-1)?.to;

describe('whom RTP is taken from', () => {
  test('the address of the description wins with its first packet, and one of the signalling too', async () => {
    for (const from of [PHONE, { ...PHONE, port: 6_200 }, { address: '192.0.2.10', port: 9_000 }]) {
      const rig = new MediaRig();
      const stream = await rig.stream();
      stream.rtp.receive(audio(1), from);
      await rig.clock.advance(60);
      expect(rig.heard(stream).loudest).toBeGreaterThan(1_000);
      expect(sendsTo(stream)).toEqual(from);
    }
  });

  test('a stranger’s first packet before the peer’s is not heard, and takes nothing over', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    stream.rtp.receive(audio(1), STRANGER);
    await rig.clock.advance(100);
    expect(rig.heard(stream).loudest).toBe(0);
    expect(sendsTo(stream)).toEqual(PHONE);
  });

  test('a phone behind NAT is heard, and hears, within 200 ms of its first packet', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    await rig.clock.advance(500);
    rig.heard(stream);
    await speak(rig, stream, BEHIND_NAT, 9);
    expect(rig.heard(stream).loudest).toBeGreaterThan(1_000);
    expect(sendsTo(stream)).toEqual(BEHIND_NAT);
    const first = stream.rtp.sent.find(({ to }) => to.port === BEHIND_NAT.port);
    expect(first?.atMs).toBeLessThanOrEqual(500 + 200);
  });

  test.each([
    ['another payload type', (nth: number) => audio(nth, { payloadType: 0 })],
    ['a new SSRC each time', (nth: number) => audio(nth, { ssrc: nth })],
    ['numbers that jump', (nth: number) => audio(nth, { sequence: (nth * 7_919) & 0xffff })],
    ['numbers that fall', (nth: number) => audio(nth, { sequence: 1_000 - nth })],
    ['the same packet again and again', () => audio(5)],
    ['nothing in them', (nth: number) => audio(nth, { payload: Buffer.alloc(0) })],
  ])('a stranger whose packets have %s is never taken for the peer, and the peer is when it comes', async (_, packet) => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    for (let nth = 1; nth < 200; nth++) {
      stream.rtp.receive(packet(nth), STRANGER);
      if (nth % 10 === 0) await rig.clock.advance(20);
    }
    expect(rig.heard(stream).loudest).toBe(0);
    expect(sendsTo(stream)).toEqual(PHONE);
    await speak(rig, stream, BEHIND_NAT, 6);
    expect(rig.heard(stream).loudest).toBeGreaterThan(1_000);
  });

  test('whom the description named wins over a stranger that got in before', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    await speak(rig, stream, STRANGER, 10);
    expect(sendsTo(stream)).toEqual(STRANGER);
    await speak(rig, stream, PHONE, 1, 500, 8);
    expect(sendsTo(stream)).toEqual(PHONE);
    await speak(rig, stream, STRANGER, 10, 11);
    expect(sendsTo(stream)).toEqual(PHONE);
  });

  test.each([['as described', PHONE] as const, ['behind NAT', BEHIND_NAT] as const])(
    'while a phone (%s) speaks, nobody takes its place',
    async (_, phone) => {
      const rig = new MediaRig();
      const stream = await rig.stream();
      await speak(rig, stream, phone, 10);
      for (let nth = 11; nth < 111; nth++) {
        stream.rtp.receive(audio(nth), phone);
        stream.rtp.receive(audio(nth, { ssrc: 666 }), STRANGER);
        await rig.clock.advance(20);
      }
      expect(sendsTo(stream)).toEqual(phone);
      // The stream went on as one: a second source would have begun it anew.
      const { frames } = rig.heard(stream);
      expect(frames).toBeGreaterThan(100);
      expect(stream.rtp.sent.some(({ to }) => to.address === STRANGER.address)).toBe(false);
    },
  );

  test.each([
    ['to another port', PHONE, { ...PHONE, port: 6_100 }],
    ['behind another router', PHONE, BEHIND_NAT],
    ['from one router to another', BEHIND_NAT, { address: '203.0.113.77', port: 40_000 }],
  ])('a phone that moves %s is heard again in less than a second', async (_, before, after) => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    await speak(rig, stream, before, 20);
    const movedAt = rig.clock.now();
    for (let nth = 21; sendsTo(stream)?.port !== after.port && nth < 200; nth++) await speak(rig, stream, after, 1, nth);
    expect(rig.clock.now() - movedAt).toBeGreaterThanOrEqual(500 - 40);
    expect(rig.clock.now() - movedAt).toBeLessThan(500 + 200);
    rig.heard(stream);
    await speak(rig, stream, after, 10, 300);
    expect(rig.heard(stream).loudest).toBeGreaterThan(1_000);
  });

  test('a phone that sends nothing in its pauses is heard again at once, and strangers are kept out by the kernel while it speaks', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    await speak(rig, stream, PHONE, 5);
    expect(stream.rtp.connectedTo).toEqual(PHONE);
    await rig.clock.advance(3_000);
    expect(stream.rtp.connectedTo).toBeNull();
    rig.heard(stream);
    await speak(rig, stream, PHONE, 3, 155);
    expect(rig.heard(stream).loudest).toBeGreaterThan(1_000);
    expect(stream.rtp.connectedTo).toEqual(PHONE);
    expect(rig.faults.counts).toEqual({});
  });

  test('another SSRC from the same source (a transfer) goes on at once, wherever its timestamps are', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    await speak(rig, stream, PHONE, 20);
    rig.heard(stream);
    // A little before the old stream's time: in the same stream these would be too late to be played.
    await speak(rig, stream, PHONE, 20, 5, 4711);
    expect(rig.heard(stream).loud).toBeGreaterThanOrEqual(18);
    const keys = await rig.stream();
    const press = (ssrc: number): void => keys.rtp.receive(audio(1, { ssrc, payloadType: 101, payload: Buffer.of(3, 0x8a, 1, 0) }), PHONE);
    press(7);
    press(8);
    expect(rig.keys(keys)).toEqual(['3', '3']);
  });

  test('of protected audio the first authenticated packet counts, from wherever it comes, and no other', async () => {
    const key: SrtpKey = { suite: 'AES_CM_128_HMAC_SHA1_80', key: Buffer.alloc(30, 1).toString('base64'), mkiBytes: 0 };
    const rig = new MediaRig();
    const stream = await rig.stream(streamSettings({ srtp: { send: key, receive: key } }));
    const sender = new SrtpSender(key);
    for (let nth = 1; nth < 20; nth++) stream.rtp.receive(audio(nth), PHONE);
    await rig.clock.advance(40);
    expect(rig.heard(stream).loudest).toBe(0);
    const protectedOnes = Array.from({ length: 6 }, (_, index) => sender.protect(audio(index + 1)));
    stream.rtp.receive(protectedOnes[0]!, BEHIND_NAT);
    await rig.clock.advance(20);
    expect(sendsTo(stream)).toEqual(BEHIND_NAT);
    // It moves to another network; replayed packets move nothing.
    stream.rtp.receive(protectedOnes[1]!, PHONE);
    stream.rtp.receive(protectedOnes[1]!, STRANGER);
    stream.rtp.receive(protectedOnes[0]!, STRANGER);
    await rig.clock.advance(20);
    expect(sendsTo(stream)).toEqual(PHONE);
  });

  test('reports are taken from the peer’s host alone, and a goodbye in one ends nothing', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    await speak(rig, stream, BEHIND_NAT, 10);
    const ours = stream.rtp.sent[0]?.wire.readUInt32BE(8) ?? 0;
    const claim = (lost: number): Buffer => {
      const block = { ssrc: ours, lostShare: 0, lost, highest: 0, jitter: 0, lastReport: 0, sinceLastReport: 0 };
      return writeRtcp({ ssrc: 7, cname: 'x', sent: null, block, goodbye: true });
    };
    stream.rtcp.receive(claim(5), { ...BEHIND_NAT, port: 1 });
    stream.rtcp.receive(claim(900), STRANGER);
    stream.rtp.receive(claim(900), STRANGER);
    await speak(rig, stream, BEHIND_NAT, 10, 11);
    expect(rig.heard(stream).loudest).toBeGreaterThan(1_000);
    rig.plane.handle({ type: 'close', session: stream.id });
    const quality = rig.reports.find((report) => report.type === 'quality');
    expect(quality?.type === 'quality' && quality.quality.peerLostShare).toBeCloseTo(5 / 20, 1);
  });

  test('nothing is answered to a packet from port 0', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    await speak(rig, stream, { ...PHONE, port: 0 }, 10);
    expect([sendsTo(stream), rig.faults.counts]).toEqual([PHONE, {}]);
  });
});

describe('the lock itself', () => {
  test('strangers on probation are bounded', () => {
    const lock = new SourceLock();
    for (let port = 1; port < 4 * 256; port++)
      lock.takes({ ssrc: 1, sequence: port }, { address: STRANGER.address, port }, PROOF.none, port / 1_000);
    expect(lock.candidates).toBe(256);
  });

  test('probation is passed by consistent packets that come soon after one another', () => {
    const passes = (stepMs: number, step: number): boolean => {
      const lock = new SourceLock();
      const results = Array.from({ length: 3 }, (_, nth) =>
        lock.takes({ ssrc: 1, sequence: (65_534 + nth * step) & 0xffff }, BEHIND_NAT, PROOF.none, nth * stepMs),
      );
      return results.at(-1) === true && !results.slice(0, -1).includes(true);
    };
    expect([passes(20, 1), passes(60, 1), passes(20, 3), passes(20, 6), passes(201, 1), passes(20, 0)]).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('what is sent before the peer has confirmed anything', () => {
  test('at most four seconds of it, reports included; with the ACK it goes on', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream(streamSettings({ confirmed: false }));
    await rig.clock.advance(32_000);
    const sent = [...stream.rtp.sent, ...stream.rtcp.sent];
    expect(sent.length).toBeGreaterThan(150);
    expect(sent.length).toBeLessThanOrEqual(4_000 / 20 + 1);
    expect(Math.max(...sent.map(({ atMs }) => atMs))).toBeLessThan(4_000);
    rig.plane.handle({ type: 'confirm', session: stream.id });
    const before = stream.rtp.sent.length;
    await rig.clock.advance(1_000);
    expect(stream.rtp.sent.length - before).toBeGreaterThan(45);
  });

  test('the same holds of a new address in a running call, and not of the old one', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    await rig.clock.advance(6_000);
    rig.plane.handle({ type: 'connect', session: stream.id, settings: streamSettings({ confirmed: false }) });
    await rig.clock.advance(6_000);
    expect(stream.rtp.sent.length).toBeGreaterThan(590);
    const moved = streamSettings({ remote: STRANGER, confirmed: false });
    rig.plane.handle({ type: 'connect', session: stream.id, settings: moved });
    await rig.clock.advance(20_000);
    expect(stream.rtp.sent.filter(({ to }) => to.address === STRANGER.address).length).toBeLessThanOrEqual(4_000 / 20 + 1);
    rig.plane.handle({ type: 'connect', session: stream.id, settings: { ...moved, confirmed: true } });
    const before = stream.rtp.sent.length;
    await rig.clock.advance(1_000);
    expect(stream.rtp.sent.length - before).toBeGreaterThan(45);
  });

  test('a stream is not sent to itself, nor where nothing can be sent, and two of ours keep each other up for a minute at the most', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream(null);
    const { port } = stream.rtp.address();
    for (const remote of [
      { address: '127.0.0.1', port },
      { address: '127.9.9.9', port: port + 1 },
      { address: '192.0.2.1', port: 0 },
      { address: '192.0.2.1', port: 70_000 },
      { address: '2001:db8::1', port: 5_000 },
      { address: 'nowhere', port: 5_000 },
    ]) {
      rig.plane.handle({ type: 'connect', session: stream.id, settings: streamSettings({ remote }) });
      await rig.clock.advance(100);
    }
    rig.plane.handle({ type: 'connect', session: stream.id, settings: streamSettings({ rtcp: { port: 0, mux: false } }) });
    await rig.clock.advance(20_000);
    expect([stream.rtp.sent, stream.rtcp.sent, rig.faults.counts]).toEqual([[], [], {}]);
    const other = await rig.stream(null);
    const [one, two] = [stream, other].map(({ rtp }) => ({ address: '127.0.0.1', port: rtp.address().port }));
    rig.plane.handle({ type: 'connect', session: stream.id, settings: streamSettings({ remote: two! }) });
    rig.plane.handle({ type: 'connect', session: other.id, settings: streamSettings({ remote: one! }) });
    for (let nth = 1; nth < 3_100; nth++) {
      stream.rtp.receive(audio(nth), two!);
      other.rtp.receive(audio(nth), one!);
      await rig.clock.advance(20);
    }
    expect(rig.reports.filter(({ type }) => type === 'media_timeout')).toHaveLength(2);
  });
});

describe('floods and faults', () => {
  test('of a flood of keys a dozen a second get through, and 200 in a call', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    let nth = 0;
    const flood = async (count: number, perTick: number): Promise<void> => {
      for (let sent = 0; sent < count; sent++) {
        nth += 10;
        stream.rtp.receive(audio(nth, { payloadType: 101, payload: Buffer.of(nth % 16, 0x8a, 0xff, 0xff) }), PHONE);
        if (sent % perTick === 0) await rig.clock.advance(20);
      }
    };
    await flood(9_000, 200);
    expect(rig.keys(stream).length).toBeGreaterThanOrEqual(12);
    expect(rig.keys(stream)).toHaveLength(12);
    await flood(30_000, 20);
    expect(rig.keys(stream)).toHaveLength(200);
    expect(rig.heard(stream).frames).toBeGreaterThan(1_400);
  });

  test('the same key with a new time in each of its packets is one key; pressed again, it is two; on hold it is none', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    const key = (nth: number, end: boolean): void =>
      stream.rtp.receive(audio(nth, { payloadType: 101, payload: Buffer.of(5, end ? 0x8a : 0x0a, 0xff, 0xff) }), PHONE);
    for (let nth = 1; nth < 20; nth++) key(nth, nth === 19);
    expect(rig.keys(stream)).toEqual(['5']);
    key(20, true);
    expect(rig.keys(stream)).toEqual(['5', '5']);
    rig.plane.handle({ type: 'connect', session: stream.id, settings: streamSettings({ send: false, receive: false }) });
    for (let nth = 100; nth < 200; nth += 10) key(nth, true);
    expect(rig.keys(stream)).toEqual(['5', '5']);
  });

  test('a stream that fails again and again ends alone; the one beside it loses no frame', async () => {
    const rig = new MediaRig();
    const [broken, whole] = [await rig.stream(), await rig.stream()];
    const ticks = withFailingTicks();
    try {
      ticks.failing = broken.id;
      await rig.clock.advance(1_000);
    } finally {
      ticks.restore();
    }
    expect(rig.faults.counts).toEqual({ timer: 10 });
    const ofBroken = rig.reports.filter((report) => 'session' in report && report.session === broken.id).map(({ type }) => type);
    expect(ofBroken).toEqual(['opened', 'media_failed', 'quality', 'closed']);
    expect(rig.heard(whole).frames).toBeGreaterThanOrEqual(49);
    // Whoever closes it as well is answered.
    rig.plane.handle({ type: 'close', session: broken.id });
    expect(rig.reports.at(-1)).toEqual({ type: 'closed', session: broken.id });
  });

  test('a datagram or a command that makes us throw costs itself alone', async () => {
    const rig = new MediaRig();
    const [stream, other] = [await rig.stream(), await rig.stream()];
    for (let i = 0; i < 3 * 10; i++) stream.rtp.emit('message', null, PHONE);
    rig.plane.handle(null as never);
    rig.plane.handle({ type: 'connect', session: stream.id, settings: null as never });
    await speak(rig, stream, PHONE, 20);
    expect(rig.heard(stream).loudest).toBeGreaterThan(1_000);
    rig.plane.handle({ type: 'bridge', session: stream.id, other: 999 });
    expect(rig.heard(other).frames).toBe(0);
    await rig.clock.advance(200);
    expect(rig.heard(other).frames).toBe(10);
    expect(rig.faults.counts).toEqual({ rtp: 3 * 10, media_command: 2 });
  });

  test('clips that wait are bounded; those over it end unplayed', async () => {
    const rig = new MediaRig();
    const stream = await rig.stream();
    const pcm = new Int16Array(160);
    for (let clipId = 1; clipId <= 256 + 3; clipId++) rig.plane.handle({ type: 'play', session: stream.id, clipId, pcm });
    const ended = rig.reports.filter((report) => report.type === 'clip_ended');
    expect(ended).toEqual(
      [1, 2, 3].map((nth) => ({ type: 'clip_ended', session: stream.id, clipId: 256 + nth, playedMs: 0, complete: false })),
    );
  });
});

describe('ports', () => {
  test('as many streams as pairs; when all are taken, that is known without asking for any; what is closed is free again', async () => {
    const rig = new MediaRig({ firstPort: 40_001, lastPort: 40_022 });
    const streams: OpenedStream[] = [];
    for (let stream = await rig.open(); stream; stream = await rig.open()) streams.push(stream);
    expect(streams).toHaveLength(10);
    expect(new Set(streams.map(({ rtp }) => rtp.address().port)).size).toBe(10);
    expect(streams.every(({ rtp }) => rtp.address().port % 2 === 0 && rtp.address().port >= 40_002 && rtp.address().port < 40_022)).toBe(
      true,
    );
    const before = rig.tries;
    for (let attempt = 0; attempt < 1_000; attempt++) expect(await rig.open()).toBeNull();
    expect(rig.tries).toBe(before);
    rig.plane.handle({ type: 'close', session: streams[3]!.id });
    await rig.clock.advance(0);
    expect((await rig.stream()).rtp.address()).toEqual(streams[3]!.rtp.address());
  });

  test('ports of other programs are set aside, and tried again when there are no others, a few at a time', async () => {
    const rig = new MediaRig({ firstPort: 40_000, lastPort: 40_039 });
    for (let port = 40_000; port < 40_040; port += 4) rig.foreign.add(port);
    let opened = 0;
    for (let attempt = 0; attempt < 30; attempt++) if (await rig.open()) opened++;
    expect(opened).toBe(10);
    const before = rig.tries;
    for (let attempt = 0; attempt < 100; attempt++) expect(await rig.open()).toBeNull();
    expect(rig.tries - before).toBe(200);
    rig.foreign.clear();
    expect(await rig.open()).not.toBeNull();
  });

  test('a stream that is closed while its ports are opened, or opened twice, leaves nothing behind', async () => {
    const rig = new MediaRig({ firstPort: 40_000, lastPort: 40_001 });
    rig.plane.handle({ type: 'open', session: 70 });
    rig.plane.handle({ type: 'open', session: 70 });
    rig.plane.handle({ type: 'close', session: 70 });
    await rig.clock.advance(1);
    expect(rig.reports).toEqual([{ type: 'closed', session: 70 }]);
    expect(await rig.open()).not.toBeNull();
    expect(rig.tries).toBe(2);
  });
});

/** Makes every tick of one session throw, as an error of ours would. */
function withFailingTicks(): { failing: number; restore(): void } {
  const tick = Object.getOwnPropertyDescriptor(RtpSession.prototype, 'tick')!;
  const switching = { failing: 0, restore: () => Object.defineProperty(RtpSession.prototype, 'tick', tick) };
  Object.defineProperty(RtpSession.prototype, 'tick', {
    ...tick,
    value(this: RtpSession) {
      if (this.id === switching.failing) throw new TypeError('a bug of ours');
      (tick.value as () => void).call(this);
    },
  });
  return switching;
}
