import type { Clock, Timer } from './clock.ts';

const PAUSES_MS: readonly number[] = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000];
/** What has run for so long runs: its next fault is a first one again. */
const STEADY_MS = 60_000;

/** Starts something again that died, ever less often while it keeps dying. */
export class BackOff {
  readonly #clock: Clock;
  readonly #start: () => void;
  readonly #pausesMs: readonly number[];
  #failures = 0;
  #startedAt: number | null = null;
  #timer: Timer | null = null;

  /**
   * `start`: begins it; whoever does says by `started` or `failed` what became of it. `pausesMs`: until the next try, after the first
   * failure, the second and so on; the last one stands for all further ones.
   */
  constructor(clock: Clock, start: () => void, pausesMs: readonly number[] = PAUSES_MS) {
    this.#clock = clock;
    this.#start = start;
    this.#pausesMs = pausesMs;
  }

  /** It runs. */
  started(): void {
    this.cancel();
    this.#startedAt = this.#clock.now();
  }

  /** It died, or did not begin. */
  failed(): void {
    this.cancel();
    if (this.#startedAt !== null && this.#clock.now() - this.#startedAt >= STEADY_MS) this.#failures = 0;
    this.#startedAt = null;
    const pause = this.#pausesMs[Math.min(this.#failures++, this.#pausesMs.length - 1)] ?? 0;
    this.#timer = this.#clock.after(pause, () => {
      this.#timer = null;
      this.#start();
    });
  }

  /** It is not started again until it fails the next time. */
  cancel(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
