import { FRAME_MS, levelDbfs, type Frame } from '../call/audio.ts';

export type Heard =
  | { readonly type: 'speech_started'; readonly fromMs: number }
  | { readonly type: 'speech_ended'; readonly fromMs: number; readonly toMs: number; readonly levelDbfs: number };

/** Speech begins when this many of the last WINDOW frames carry a voice: a click or a knock does not. */
const START_FRAMES = 5;
const WINDOW_FRAMES = 10;
/** Speech has ended when no voice was heard for so long; the end counts from the last voice. */
const END_FRAMES = 10;

/** Model thresholds with hysteresis (Silero's own iterator uses 0.5 and 0.35). */
const START_PROBABILITY = 0.5;
const STAY_PROBABILITY = 0.35;

/** Quieter than this is never speech, whatever a model says. */
const FLOOR_DBFS = -58;
/** While we speak, our own voice comes back as echo; only what is louder than this counts as the caller's. */
const FLOOR_WHILE_SPEAKING_DBFS = -38;

/**
 * Turns frames into spans of speech for one leg. Frames are consecutive, 20 ms each. Uses the model's probability
 * where there is one, else the energy above the noise.
 */
export class VoiceActivity {
  readonly #energy = new EnergyGate();
  #recent: boolean[] = [];
  #speechFrom: number | null = null;
  #lastVoiceAt = 0;
  #quietFrames = 0;
  #energySum = 0;
  #energyFrames = 0;
  #voiced = false;

  /** Whether the last frame carried a voice. */
  get voiced(): boolean {
    return this.#voiced;
  }

  /** `atMs`: when the frame ended. `weSpeak`: a clip of ours is being played. */
  push(frame: Frame, atMs: number, weSpeak: boolean): Heard | null {
    const level = levelDbfs(frame.pcm);
    const voiced = this.#isVoiced(frame, level, weSpeak);
    this.#voiced = voiced;
    if (voiced) {
      this.#lastVoiceAt = atMs;
      this.#energySum += 10 ** (level / 10);
      this.#energyFrames++;
    }
    return this.#speechFrom === null ? this.#maybeStart(voiced, atMs) : this.#maybeEnd(voiced);
  }

  #isVoiced(frame: Frame, level: number, weSpeak: boolean): boolean {
    const loud = this.#energy.push(level);
    if (level < (weSpeak ? FLOOR_WHILE_SPEAKING_DBFS : FLOOR_DBFS)) return false;
    if (frame.speechProbability === undefined) return loud;
    return frame.speechProbability >= (this.#speechFrom === null ? START_PROBABILITY : STAY_PROBABILITY);
  }

  #maybeStart(voiced: boolean, atMs: number): Heard | null {
    this.#recent.push(voiced);
    if (this.#recent.length > WINDOW_FRAMES) this.#recent.shift();
    if (!voiced) {
      if (!this.#recent.includes(true)) this.#forgetLevel();
      return null;
    }
    if (this.#recent.filter(Boolean).length < START_FRAMES) return null;
    const framesAgo = this.#recent.length - this.#recent.indexOf(true);
    this.#speechFrom = atMs - framesAgo * FRAME_MS;
    this.#quietFrames = 0;
    return { type: 'speech_started', fromMs: this.#speechFrom };
  }

  #maybeEnd(voiced: boolean): Heard | null {
    this.#quietFrames = voiced ? 0 : this.#quietFrames + 1;
    if (this.#quietFrames < END_FRAMES) return null;
    return this.end();
  }

  /** Ends a span that is still open, as when the leg ends or is held; null if none is. */
  end(): Heard | null {
    if (this.#speechFrom === null) return null;
    const ended: Heard = {
      type: 'speech_ended',
      fromMs: this.#speechFrom,
      toMs: this.#lastVoiceAt,
      levelDbfs: 10 * Math.log10(this.#energySum / Math.max(1, this.#energyFrames)),
    };
    this.#speechFrom = null;
    this.#recent = [];
    this.#forgetLevel();
    return ended;
  }

  #forgetLevel(): void {
    this.#energySum = 0;
    this.#energyFrames = 0;
  }
}

/** Speech by energy alone: so far above a noise floor that falls at once and rises slowly. The fallback, not the rule. */
class EnergyGate {
  #floorDbfs = 0;
  #learning = LEARNING_FRAMES;

  push(levelDbfs: number): boolean {
    if (this.#learning > 0) {
      this.#learning--;
      this.#floorDbfs = Math.max(LOWEST_FLOOR_DBFS, Math.min(this.#floorDbfs, levelDbfs));
      return false;
    }
    const above = levelDbfs - this.#floorDbfs;
    this.#floorDbfs += above < 0 ? above * 0.3 : Math.min(above, RISE_DB_PER_FRAME);
    this.#floorDbfs = Math.max(LOWEST_FLOOR_DBFS, this.#floorDbfs);
    return above > GATE_DB && levelDbfs > GATE_DBFS;
  }
}

/** A line begins with a fifth of a second of its own noise, or of silence. */
const LEARNING_FRAMES = 10;
/** 2 dB a second: a steady hum is learned within half a minute, a long sentence is not. */
const RISE_DB_PER_FRAME = 0.04;
const LOWEST_FLOOR_DBFS = -70;
const GATE_DB = 9;
const GATE_DBFS = -48;
