import { levelDbfs, type Pcm } from '../call/audio.ts';

/** So long it has to go on, in frames of 20 ms, and so long to be over. */
const WINDOW_FRAMES = 250;
const GONE_FRAMES = 60;
const SOUNDS_DBFS = -50;
/** Of the window, so much has sound, and so little a voice. */
const SOUND_SHARE = 0.85;
const VOICE_SHARE = 0.05;
/** Its loudness moves by so much (standard deviation, dB); a steady noise moves by less than one. */
const MOVES_DB = 2;

/**
 * Hears that somebody was put on hold where there is music: sound that goes on, moves, and is no voice. Singing counts as a
 * voice, so that nobody who sings, or speaks over music, is taken for a record.
 */
export class WaitingMusicEar {
  #frames: { readonly level: number; readonly voiced: boolean }[] = [];
  #plays = false;
  #quietFrames = 0;

  /** Whether music plays. */
  get plays(): boolean {
    return this.#plays;
  }

  /** 20 ms in which nobody of ours speaks. `voiced`: somebody's voice is in it. */
  push(pcm: Pcm, voiced: boolean): void {
    const level = levelDbfs(pcm);
    this.#frames.push({ level, voiced });
    if (this.#frames.length > WINDOW_FRAMES) this.#frames.shift();
    this.#quietFrames = level > SOUNDS_DBFS ? 0 : this.#quietFrames + 1;
    if (this.#plays) this.#plays = this.#quietFrames < GONE_FRAMES;
    else if (this.#frames.length === WINDOW_FRAMES) this.#plays = this.#isMusic();
  }

  /** Somebody speaks, here or there: it was no waiting. */
  reset(): void {
    this.#plays = false;
    this.#frames = [];
  }

  #isMusic(): boolean {
    const sounding = this.#frames.filter(({ level }) => level > SOUNDS_DBFS);
    if (sounding.length < SOUND_SHARE * WINDOW_FRAMES) return false;
    if (this.#frames.filter(({ voiced }) => voiced).length > VOICE_SHARE * WINDOW_FRAMES) return false;
    const mean = sounding.reduce((sum, { level }) => sum + level, 0) / sounding.length;
    const variance = sounding.reduce((sum, { level }) => sum + (level - mean) ** 2, 0) / sounding.length;
    return Math.sqrt(variance) >= MOVES_DB;
  }
}
