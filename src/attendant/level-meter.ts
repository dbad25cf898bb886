import { FRAME_MS, levelDbfs, type Pcm } from '../call/audio.ts';

/** Often enough for an eye. */
const EVERY_MS = 240;

/** Of every some frames the loudest, for people who watch. */
export class LevelMeter {
  #frames = 0;
  #loudest = -Infinity;

  /** The level in dBFS, rounded; null: not yet. */
  push(pcm: Pcm): number | null {
    this.#loudest = Math.max(this.#loudest, levelDbfs(pcm));
    this.#frames++;
    if (this.#frames * FRAME_MS < EVERY_MS) return null;
    const level = Math.round(Math.max(this.#loudest, -90));
    this.#frames = 0;
    this.#loudest = -Infinity;
    return level;
  }
}
