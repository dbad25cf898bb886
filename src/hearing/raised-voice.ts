import { FRAME_MS, joinPcm, levelDbfs, type Pcm } from '../call/audio.ts';
import type { RaisedVoice } from '../call/events.ts';
import { pitchOf } from './pitch.ts';

/** So much of a caller's own voice is what later speech is compared with. */
const BASE_FRAMES = 5_000 / FRAME_MS;
/** Shorter speech tells too little. */
const LEAST_FRAMES = 800 / FRAME_MS;
const LEAST_PITCHES = 6;

/**
 * No calm sentence of real German speech was so far from another in two of them (60 clips of one reader). Two of these must agree: a telephone's automatic gain hides the level, a question raises the pitch,
 * haste the rate.
 */
const LOUDER_DB = 6;
const HIGHER_PCT = 12;
const FASTER_PCT = 25;

/** A syllable's nucleus rises and falls by so much, or it is the same one. */
const NUCLEUS_DB = 3;
/** Pitch is looked for in some frames, at most so many in a span, and only where it could be the second sign: it is what costs. */
const PITCH_EVERY = 4;
const MOST_PITCHES = 60;

/** Compares a caller's speech with their own first five seconds of it, for one leg. */
export class RaisedVoiceEar {
  #base = new Speech();
  #now = new Speech();
  #last: Pcm | null = null;

  /** Takes consecutive frames of 20 ms. `voiced`: the caller speaks in it, and nobody over them. */
  push(pcm: Pcm, voiced: boolean): void {
    const into = this.#base.frames < BASE_FRAMES ? this.#base : this.#now;
    if (voiced) into.push(pcm, this.#last);
    this.#last = voiced ? pcm : null;
  }

  /** A span of speech has ended: how it was; null where nothing was raised, or too little is known. */
  spanEnded(fromMs: number, toMs: number): RaisedVoice | null {
    const [base, now] = [this.#base, this.#now];
    if (base.frames < BASE_FRAMES || now.frames < LEAST_FRAMES) return null;
    this.#now = new Speech();
    const db = now.levelDb - base.levelDb;
    const ratePct = percentMore(now.syllablesPerSecond, base.syllablesPerSecond);
    const [louder, faster] = [db >= LOUDER_DB, ratePct >= FASTER_PCT];
    if (!louder && !faster) return null;
    const pitchPct = now.pitchHz === null || base.pitchHz === null ? null : percentMore(now.pitchHz, base.pitchHz);
    const higher = pitchPct !== null && pitchPct >= HIGHER_PCT;
    if (!higher && !(louder && faster)) return null;
    return { fromMs, toMs, db: Math.round(db), pitchPct: pitchPct === null ? null : Math.round(pitchPct), ratePct: Math.round(ratePct) };
  }
}

/** Some speech, in figures. */
class Speech {
  frames = 0;
  #energy = 0;
  /** Sounds of 40 ms in which pitch can be looked for. */
  readonly #sounds: Pcm[] = [];
  #pitch: number | null | undefined;
  #nuclei = 0;
  #smoothed: number | null = null;
  #rises = false;
  /** The highest level of a rise, or the lowest of a fall, so far. */
  #turn = Infinity;

  push(pcm: Pcm, before: Pcm | null): void {
    const level = levelDbfs(pcm);
    this.frames++;
    this.#energy += 10 ** (level / 10);
    this.#countNuclei(level);
    if (before !== null && this.frames % PITCH_EVERY === 0 && this.#sounds.length < MOST_PITCHES) this.#sounds.push(joinPcm([before, pcm]));
  }

  /** Mean level in dB. */
  get levelDb(): number {
    return 10 * Math.log10(this.#energy / Math.max(1, this.frames) + 1e-10);
  }

  /** The median, so that a few slips of an octave do not count. */
  get pitchHz(): number | null {
    if (this.#pitch !== undefined) return this.#pitch;
    const pitches = this.#sounds.map((sound) => pitchOf(sound)).filter((pitch) => pitch !== null);
    this.#sounds.length = 0;
    this.#pitch = pitches.length < LEAST_PITCHES ? null : (pitches.toSorted((a, b) => a - b)[Math.floor(pitches.length / 2)] ?? null);
    return this.#pitch;
  }

  get syllablesPerSecond(): number {
    return this.#nuclei / Math.max(0.02, (this.frames * FRAME_MS) / 1_000);
  }

  /** Rises and falls of the smoothed level (after de Jong & Wempe 2009, without their voicing). */
  #countNuclei(level: number): void {
    const smoothed = this.#smoothed === null ? level : (this.#smoothed + level) / 2;
    this.#smoothed = smoothed;
    this.#turn = this.#rises ? Math.max(this.#turn, smoothed) : Math.min(this.#turn, smoothed);
    if (Math.abs(smoothed - this.#turn) < NUCLEUS_DB) return;
    if (this.#rises) this.#nuclei++;
    this.#rises = !this.#rises;
    this.#turn = smoothed;
  }
}

function percentMore(now: number, then: number): number {
  return then <= 0 ? 0 : (100 * (now - then)) / then;
}
