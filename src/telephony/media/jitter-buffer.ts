import { FRAME_SAMPLES, levelDbfs, samplesIn, type Pcm } from '../../call/audio.ts';
import { Concealment } from './concealment.ts';
import { timestampDistance } from './rtp.ts';

/** One second of audio, a power of two for the wrap. */
const CAPACITY = 8192;
const MASK = CAPACITY - 1;

/** Playing starts this long behind the newest sample, so that packets may be late by as much. */
const FIRST_DELAY = samplesIn(40);
/** More delay than this disturbs a conversation more than a lost word (ITU-T G.114); a burst or a fast clock adds no more. */
const MAX_DELAY = samplesIn(200);
/** Delay is taken back a frame at a time, when no packet of so many needed it, and only while it is quiet. */
const WATCHED_PACKETS = 150;
const SPARE = samplesIn(20);
const QUIET_DBFS = -45;
/** Nothing to play for so many frames: the sender pauses, and its next packet begins anew. */
const PAUSE_FRAMES = 5;

export interface JitterStatistics {
  /** Frames given out, those of them in which something was made up, and those that were put in to wait longer. */
  readonly frames: number;
  readonly concealed: number;
  readonly waited: number;
  /** Packets that came when their time was over. */
  readonly late: number;
}

/**
 * Puts audio in the order of its timestamps and gives out exactly one frame per call of `pull`, whatever the packets'
 * length. It waits as long as the line needs: longer as soon as packets come too late, shorter again in a quiet moment.
 * What never came is made up.
 */
export class JitterBuffer {
  readonly #samples = new Int16Array(CAPACITY);
  /** Which of the samples are there. */
  readonly #filled = new Uint8Array(CAPACITY);
  readonly #concealment = new Concealment();
  /** Timestamp of the next sample to play and behind the newest one; null until the first packet. */
  #playAt: number | null = null;
  #end = 0;
  #delay = FIRST_DELAY;
  /** Samples of waiting that are still to be put in. */
  #wait = 0;
  #mayShorten = false;
  #dry = 0;
  #leastHeadroom = CAPACITY;
  #watched = 0;
  #frames = 0;
  #concealed = 0;
  #waited = 0;
  #late = 0;

  get statistics(): JitterStatistics {
    return { frames: this.#frames, concealed: this.#concealed, waited: this.#waited, late: this.#late };
  }

  push(timestamp: number, pcm: Pcm): void {
    if (pcm.length === 0 || pcm.length > MAX_DELAY * 2) return;
    const ahead = this.#playAt === null ? 0 : timestampDistance(this.#playAt, timestamp);
    if (this.#playAt === null || Math.abs(ahead) > CAPACITY - pcm.length) this.#restart(timestamp);
    const playAt = this.#playAt ?? timestamp;
    const headroom = timestampDistance(playAt, timestamp);
    this.#learn(headroom);
    for (let i = 0; i < pcm.length; i++) {
      const at = (timestamp + i) >>> 0;
      if (timestampDistance(playAt, at) < 0) continue;
      this.#samples[at & MASK] = pcm[i] ?? 0;
      this.#filled[at & MASK] = 1;
    }
    const end = (timestamp + pcm.length) >>> 0;
    if (timestampDistance(this.#end, end) > 0) this.#end = end;
  }

  /** What comes next is of another stream, whose timestamps begin anywhere. The line is the same, and so is how long it is waited for. */
  beginAnew(): void {
    this.#playAt = null;
  }

  /** 20 ms, or null when nothing has arrived that could be played. */
  pull(): Pcm | null {
    if (this.#playAt === null) return null;
    if (this.#wait > 0) return this.#putIn();
    const waiting = timestampDistance(this.#playAt, this.#end);
    if (waiting <= 0 && ++this.#dry > PAUSE_FRAMES) {
      this.#playAt = null;
      return null;
    }
    if (waiting > 0) this.#dry = 0;
    if (waiting > MAX_DELAY) this.#skip(waiting - this.#delay);
    const frame = this.#take();
    if (this.#mayShorten && levelDbfs(frame) < QUIET_DBFS) {
      this.#mayShorten = false;
      this.#delay -= FRAME_SAMPLES;
      return this.#take();
    }
    return frame;
  }

  /** How long before its time a packet came: whether the delay is too short, or longer than it need be. */
  #learn(headroom: number): void {
    if (headroom < 0) {
      this.#late++;
      const longer = Math.ceil(-headroom / FRAME_SAMPLES) * FRAME_SAMPLES;
      this.#wait = Math.max(this.#wait, Math.min(longer, MAX_DELAY - this.#delay));
    }
    this.#leastHeadroom = Math.min(this.#leastHeadroom, headroom);
    if (++this.#watched < WATCHED_PACKETS) return;
    this.#mayShorten = this.#leastHeadroom >= FRAME_SAMPLES + SPARE && this.#delay > FIRST_DELAY;
    this.#leastHeadroom = CAPACITY;
    this.#watched = 0;
  }

  /** Time stands still for a frame: what follows is played later by as much. */
  #putIn(): Pcm {
    this.#wait -= FRAME_SAMPLES;
    this.#delay += FRAME_SAMPLES;
    this.#leastHeadroom = CAPACITY;
    this.#watched = 0;
    this.#mayShorten = false;
    this.#frames++;
    this.#waited++;
    return this.#concealment.lost();
  }

  #take(): Pcm {
    const start = this.#playAt ?? 0;
    const frame = new Int16Array(FRAME_SAMPLES);
    let there = 0;
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      const at = (start + i) & MASK;
      frame[i] = this.#samples[at] ?? 0;
      there += this.#filled[at] ?? 0;
      this.#samples[at] = 0;
      this.#filled[at] = 0;
    }
    this.#playAt = (start + FRAME_SAMPLES) >>> 0;
    this.#frames++;
    // Half a frame and more is worth hearing; of less, nobody makes out a sound.
    if (there * 2 >= FRAME_SAMPLES) return this.#concealment.arrived(frame);
    this.#concealed++;
    return this.#concealment.lost();
  }

  #skip(samples: number): void {
    for (let skipped = 0; skipped < samples; skipped += FRAME_SAMPLES) this.#take();
  }

  #restart(timestamp: number): void {
    this.#samples.fill(0);
    this.#filled.fill(0);
    this.#playAt = (timestamp - this.#delay) >>> 0;
    this.#end = timestamp;
    this.#dry = 0;
    this.#wait = 0;
    // The time before the first packet is silence that is known, not sound that is lost.
    for (let i = 0; i < this.#delay; i++) this.#filled[(this.#playAt + i) & MASK] = 1;
  }
}
