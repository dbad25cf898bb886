import { FRAME_MS, levelDbfs, SAMPLE_RATE, type Pcm } from '../call/audio.ts';

/** What a line says by itself: a fax machine calls; the caller has hung up, and only their exchange's tone is left. */
export type LineSound = 'fax' | 'hung_up';

interface Tone {
  readonly hz: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Below this nothing is a tone of the line. */
const QUIETEST_DBFS = -45;
/** What a single tone leaves unexplained of a frame; speech leaves more for all but moments. */
const MOST_REST = 0.08;
/** A tone stays where it is; noise shifts what is measured of a low one upwards. */
const SAME_HZ = 40;

/** ITU-T T.30 section 4.3.3.1: the calling tone CNG, 1100 Hz for half a second every three and a half, each within 15 %. */
const FAX = { hz: [1_050, 1_150], onMs: [400, 600], everyMs: [2_950, 4_050] } as const;
/** ITU-T E.180 with supplement 2: busy and congestion are 425 Hz (400 in some countries), on and off alike, 0.15 to 0.6 s. */
const BUSY = { hz: [375, 495], onMs: [120, 640], offMs: [120, 700] } as const;
/** And a tone without end, after a hang-up at some systems, is their dial tone. */
const DIAL_MS = 4_000;
const BUSY_TURNS = 4;

/** Listens to one leg for what is no caller: tones of the line. Consecutive frames of 20 ms. */
export class LineSoundEar {
  #atMs = 0;
  #tone: { hz: number; fromMs: number; toMs: number } | null = null;
  #tones: Tone[] = [];

  /** Says each sound once it is certain: a fax after two of its calls, a hang-up after four beeps. */
  push(pcm: Pcm): LineSound | null {
    this.#atMs += FRAME_MS;
    const hz = toneOf(pcm);
    const tone = this.#tone;
    if (tone && hz !== null && Math.abs(hz - tone.hz) <= SAME_HZ) {
      tone.toMs = this.#atMs;
      tone.hz += 0.2 * (hz - tone.hz);
      return isIn(tone.hz, BUSY.hz) && tone.toMs - tone.fromMs === DIAL_MS ? 'hung_up' : null;
    }
    // A frame between two may hold the end of one and the beginning of nothing.
    if (tone && this.#atMs - tone.toMs <= FRAME_MS) return null;
    this.#tone = hz === null ? null : { hz, fromMs: this.#atMs - FRAME_MS, toMs: this.#atMs };
    if (!tone) return null;
    this.#tones = [...this.#tones.slice(1 - BUSY_TURNS), tone];
    return this.#isFax() ? 'fax' : this.#isBusy() ? 'hung_up' : null;
  }

  #isFax(): boolean {
    const [before, last] = this.#tones.slice(-2);
    if (!before || !last) return false;
    const calls = [before, last].every((tone) => isIn(tone.hz, FAX.hz) && isIn(lengthOf(tone), FAX.onMs));
    return calls && isIn(last.fromMs - before.fromMs, FAX.everyMs);
  }

  #isBusy(): boolean {
    if (this.#tones.length < BUSY_TURNS) return false;
    const beeps = this.#tones.every((tone) => isIn(tone.hz, BUSY.hz) && isIn(lengthOf(tone), BUSY.onMs));
    const pauses = this.#tones.slice(1).map((tone, at) => tone.fromMs - (this.#tones[at]?.toMs ?? 0));
    return beeps && pauses.every((pause) => isIn(pause, BUSY.offMs)) && Math.max(...pauses) - Math.min(...pauses) <= 100;
  }
}

/**
 * The frequency of the single tone that a frame consists of, in Hz; null: it is something else. A tone satisfies
 * x[n] + x[n-2] = 2 cos(w) x[n-1] (Prony); what is left of the frame's energy after the best w says how well.
 */
export function toneOf(pcm: Pcm): number | null {
  if (levelDbfs(pcm) < QUIETEST_DBFS) return null;
  let [product, energy, sum] = [0, 0, 0];
  for (let at = 2; at < pcm.length; at++) {
    const [one, both] = [pcm[at - 1] as number, (pcm[at] as number) + (pcm[at - 2] as number)];
    product += one * both;
    energy += one * one;
    sum += both * both;
  }
  const twiceCos = product / energy;
  // Near a quarter of the sampling rate both sides vanish; no tone of a line lies there.
  if (Math.abs(twiceCos) >= 2 || sum < energy / 100) return null;
  const rest = (sum - twiceCos * product) / sum;
  return rest > MOST_REST ? null : (Math.acos(twiceCos / 2) * SAMPLE_RATE) / (2 * Math.PI);
}

function lengthOf({ fromMs, toMs }: Tone): number {
  return toMs - fromMs;
}

function isIn(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most;
}
