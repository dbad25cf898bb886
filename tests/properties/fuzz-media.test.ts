import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/call/random.ts';
import type { MediaReport } from '../../src/telephony/media/protocol.ts';
import type { SrtpKey } from '../../src/telephony/media/srtp.ts';
import { seedsOf, type Seed } from '../support/corpus.ts';
import { mutate } from '../support/fuzz.ts';
import { audio, MediaRig, PHONE, streamSettings, type At, type OpenedStream } from '../support/media-rig.ts';

const MUTATIONS = process.env['DANKE_LONG'] === '1' ? 200_000 : 5_000;
const KEY: SrtpKey = { suite: 'AES_CM_128_HMAC_SHA1_80', key: Buffer.alloc(30, 1).toString('base64'), mkiBytes: 0 };
/** More than this, for a stream that was sent nonsense, is a leak. */
const MOST_MEGABYTES = 64;

/** Streams that are sent nonsense, one of each kind, and a running call beside them. */
class UnderAttack {
  readonly rig: MediaRig;
  readonly plain: OpenedStream;
  readonly sealed: OpenedStream;
  readonly bridged: OpenedStream;
  readonly neighbour: OpenedStream;
  #spoken = 0;

  private constructor(rig: MediaRig, [plain, sealed, bridged, neighbour]: [OpenedStream, OpenedStream, OpenedStream, OpenedStream]) {
    this.rig = rig;
    [this.plain, this.sealed, this.bridged, this.neighbour] = [plain, sealed, bridged, neighbour];
  }

  static async begin(): Promise<UnderAttack> {
    // Nonsense is no sign of life, and here it goes on for hours.
    const rig = new MediaRig({ timeoutMs: 1_000_000_000 });
    const other = { address: '192.0.2.21', port: 6_010 };
    const streams: [OpenedStream, OpenedStream, OpenedStream, OpenedStream] = [
      await rig.stream(),
      await rig.stream(streamSettings({ srtp: { send: KEY, receive: KEY } })),
      await rig.stream(streamSettings({ codec: 'G722', rtcp: { port: PHONE.port, mux: true } })),
      await rig.stream(streamSettings({ remote: other })),
    ];
    rig.plane.handle({ type: 'bridge', session: streams[0].id, other: streams[2].id });
    rig.plane.handle({ type: 'listen_along', session: streams[0].id });
    return new UnderAttack(rig, streams);
  }

  send(bytes: Buffer, from: At): void {
    for (const { rtp, rtcp } of [this.plain, this.sealed, this.bridged]) for (const socket of [rtp, rtcp]) socket.receive(bytes, from);
  }

  /** The neighbour speaks and is heard, frame by frame, and hears us. */
  async probe(after: string): Promise<void> {
    const { rtp } = this.neighbour;
    const before = rtp.sent.length;
    rtp.receive(audio(++this.#spoken, { ssrc: 5 }), { address: '192.0.2.21', port: 6_010 });
    await this.rig.clock.advance(20);
    const { frames, loudest } = this.rig.heard(this.neighbour);
    expect([after, frames, rtp.sent.length - before]).toEqual([after, 1, 1]);
    // The buffer waits for 40 ms before it plays.
    if (this.#spoken > 3) expect([after, loudest > 1_000]).toEqual([after, true]);
    expect([after, this.rig.faults.counts, this.rig.found]).toEqual([after, {}, []]);
    // What was sent is not kept, as it would not be on a wire.
    for (const stream of [this.plain, this.sealed, this.bridged, this.neighbour])
      for (const socket of [stream.rtp, stream.rtcp]) socket.sent.length = 0;
  }

  /** None of the streams has ended, and nothing else was reported than what streams report. */
  end(): Set<MediaReport['type']> {
    return new Set(this.rig.reports.map(({ type }) => type));
  }
}

const SOURCES: readonly At[] = [
  PHONE,
  { ...PHONE, port: 6_001 },
  { address: '192.0.2.10', port: 5_004 },
  { address: '198.51.100.66', port: 7_000 },
];

describe('a media plane that is sent nonsense', () => {
  const corpus: readonly Seed[] = ['rtp', 'rtcp', 'stun', 'srtp'].flatMap(seedsOf);

  test('has seeds of every kind', () => {
    const count = (kind: string): number => corpus.filter(({ name }) => name.startsWith(`${kind}/`)).length;
    expect(count('rtp')).toBeGreaterThanOrEqual(20);
    expect(count('rtcp')).toBeGreaterThanOrEqual(20);
    expect(count('stun')).toBeGreaterThanOrEqual(15);
    expect(count('srtp')).toBeGreaterThanOrEqual(15);
    expect(corpus.filter(({ bytes }) => bytes.length === 0)).toEqual([]);
  });

  test('goes on, whatever of the corpus comes, from wherever', async () => {
    const attack = await UnderAttack.begin();
    for (const { name, bytes } of corpus)
      for (const from of SOURCES) {
        attack.send(bytes, from);
        await attack.probe(name);
      }
    expect(attack.end()).toEqual(new Set(['opened', 'key']));
  });

  test('goes on when the corpus is mutated, and takes no more memory for it', async () => {
    const random = seededRandom(18);
    const attack = await UnderAttack.begin();
    const before = process.memoryUsage().heapUsed;
    for (let round = 0; round < MUTATIONS; round++) {
      const seed = corpus[random.below(corpus.length)];
      if (!seed) continue;
      const bytes = mutate(seed.bytes, random);
      attack.send(bytes, SOURCES[random.below(SOURCES.length)] ?? PHONE);
      await attack.probe(`${seed.name} mutated in round ${round}: ${bytes.toString('hex')}`);
    }
    expect(attack.end()).toEqual(new Set(['opened', 'key']));
    expect((process.memoryUsage().heapUsed - before) / 2 ** 20).toBeLessThan(MOST_MEGABYTES);
  }, 600_000);
});
