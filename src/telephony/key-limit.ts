import type { Clock } from '../call/clock.ts';

/** Nobody presses more in a second: a key lasts 40 ms and the pause behind it as long, at the least (ITU-T Q.24). */
const KEYS_PER_SECOND = 12;
/** More than any menu of ours asks for. */
const KEYS_PER_CALL = 200;

/** Which of the keys that come on one leg are taken: a flood of them costs neither the call nor the journal anything. */
export class KeyLimit {
  readonly #clock: Clock;
  /** When the last ones came, on the clock, oldest first. */
  readonly #recent: number[] = [];
  #taken = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  takes(): boolean {
    if (this.#taken >= KEYS_PER_CALL) return false;
    const now = this.#clock.now();
    const [oldest] = this.#recent;
    if (oldest !== undefined && this.#recent.length >= KEYS_PER_SECOND) {
      if (now - oldest < 1_000) return false;
      this.#recent.shift();
    }
    this.#recent.push(now);
    this.#taken++;
    return true;
  }
}
