import { FRAME_SAMPLES, samplesIn, type Pcm } from '../../call/audio.ts';
import { timestampDistance } from './rtp.ts';

/** One second of audio, a power of two for the wrap. */
const CAPACITY = 8192;
const MASK = CAPACITY - 1;

/** Playing starts this long behind the newest sample, so that packets may be late by as much. */
const DELAY = samplesIn(40);
/** A sender whose clock runs faster, or a burst, may not add more delay than this. */
const MAX_DELAY = samplesIn(200);

/**
 * Puts audio in the order of its timestamps and gives out exactly one frame per call of `pull`, whatever the packets'
 * length: late packets are dropped, lost ones are silence.
 */
export class JitterBuffer {
  readonly #samples = new Int16Array(CAPACITY);
  /** Timestamp of the next sample to play and behind the newest one; null until the first packet. */
  #playAt: number | null = null;
  #end = 0;

  push(timestamp: number, pcm: Pcm): void {
    if (pcm.length === 0 || pcm.length > MAX_DELAY * 2) return;
    const ahead = this.#playAt === null ? 0 : timestampDistance(this.#playAt, timestamp);
    if (this.#playAt === null || Math.abs(ahead) > CAPACITY - pcm.length) this.#restart(timestamp);
    const playAt = this.#playAt ?? timestamp;
    for (let i = 0; i < pcm.length; i++) {
      const at = (timestamp + i) >>> 0;
      if (timestampDistance(playAt, at) >= 0) this.#samples[at & MASK] = pcm[i] ?? 0;
    }
    const end = (timestamp + pcm.length) >>> 0;
    if (timestampDistance(this.#end, end) > 0) this.#end = end;
  }

  /** 20 ms, or null when nothing has arrived that could be played. */
  pull(): Pcm | null {
    if (this.#playAt === null) return null;
    const waiting = timestampDistance(this.#playAt, this.#end);
    if (waiting <= 0) {
      this.#playAt = null;
      return null;
    }
    if (waiting > MAX_DELAY) this.#skip(waiting - DELAY);
    return this.#take();
  }

  #take(): Pcm {
    const start = this.#playAt ?? 0;
    const frame = new Int16Array(FRAME_SAMPLES);
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      const at = (start + i) & MASK;
      frame[i] = this.#samples[at] ?? 0;
      this.#samples[at] = 0;
    }
    this.#playAt = (start + FRAME_SAMPLES) >>> 0;
    return frame;
  }

  #skip(samples: number): void {
    for (let skipped = 0; skipped < samples; skipped += FRAME_SAMPLES) this.#take();
  }

  #restart(timestamp: number): void {
    this.#samples.fill(0);
    this.#playAt = (timestamp - DELAY) >>> 0;
    this.#end = timestamp;
  }
}
