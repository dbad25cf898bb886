import { durationMs, joinPcm, samplesIn, type Pcm } from '../../src/call/audio.ts';
import { flite } from './pocketsphinx.ts';
import { RtpPeer } from './rtp-peer.ts';
import { until, type TestServer } from './server.ts';
import { sipp } from './sipp.ts';

const SPEAKS = -45;
const SILENT = -60;

/** A call that sipp placed, with a mouth of its own that speaks flite's English when the attendant has finished. */
export class SpokenCall {
  static readonly #voice = new Map<string, Pcm>();
  static #placing: Promise<unknown> = Promise.resolve();
  readonly id: string;
  readonly ear: RtpPeer;
  /** What was said, in order. */
  readonly said: string[] = [];
  readonly #turns: { readonly from: number; readonly to: number }[] = [];
  readonly #server: TestServer;

  private constructor(server: TestServer, ear: RtpPeer, id: string) {
    this.#server = server;
    this.ear = ear;
    this.id = id;
  }

  /** One after the other, so that it is clear which call is whose. */
  static place(server: TestServer): Promise<SpokenCall> {
    const placed = SpokenCall.#placing.then(async () => {
      const before = new Set((await server.calls()).map(({ id }) => id));
      const ear = await RtpPeer.open();
      void sipp('stay', { port: server.sipPort, rtpPort: ear.port }, 90_000);
      const { id } = await until(async () => (await server.calls()).find((call) => !before.has(call.id)) ?? null);
      return new SpokenCall(server, ear, id);
    });
    SpokenCall.#placing = placed.catch(() => {});
    return placed;
  }

  /** Says a sentence when the attendant has finished, and waits for an answer to begin. */
  async says(sentence: string): Promise<void> {
    await until(async () => {
      const now = this.ear.nowMs;
      return now > 1_500 && this.#speaks(0, now) && this.ear.levelBetween(now - 700, now) < SILENT ? true : null;
    }, 20_000);
    await this.speak(sentence);
    const from = this.ear.nowMs;
    await until(async () => (this.#speaks(from, this.ear.nowMs) || this.ear.nowMs - from > 10_000 ? true : null));
  }

  /** Says a sentence at once, whoever speaks. */
  async speak(sentence: string): Promise<void> {
    this.said.push(sentence);
    const voice = SpokenCall.#voice.get(sentence) ?? flite(sentence);
    SpokenCall.#voice.set(sentence, voice);
    const from = this.ear.nowMs;
    this.#turns.push({ from, to: from + durationMs(voice.length) });
    await this.ear.speak(joinPcm([voice, new Int16Array(samplesIn(800))]));
  }

  /** Waits for the end. */
  async ended(): ReturnType<TestServer['call']> {
    await until(async () => ((await this.#server.call(this.id)).call.endedAt === null ? null : true));
    this.ear.close();
    return this.#server.call(this.id);
  }

  /** For each of the caller's turns, from the RTP that came: how loud the attendant was in it, in dBFS, and how long after it the attendant began, in ms. */
  turns(): { readonly over: number; readonly answeredAfter: number | null }[] {
    return this.#turns.map(({ from, to }) => ({
      over: this.ear.loudestBetween(from, to),
      answeredAfter: this.ear.firstLouder(SPEAKS, to),
    }));
  }

  #speaks(fromMs: number, toMs: number): boolean {
    return this.ear.levelBetween(fromMs, toMs) > SPEAKS;
  }
}
