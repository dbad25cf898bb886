import type { Clock, Timer } from './clock.ts';

/** Until the next try, in ms; the last one stands for all further ones. */
const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000] as const;
/** What has run for so long runs: its next fault is a first one again. */
const STEADY_MS = 60_000;

/** Starts something again that died, ever less often while it keeps dying. */
export class BackOff {
  readonly #clock: Clock;
  readonly #start: () => void;
  #failures = 0;
  #startedAt: number | null = null;
  #timer: Timer | null = null;

  /** `start`: begins it; whoever does says by `started` or `failed` what became of it. */
  constructor(clock: Clock, start: () => void) {
    this.#clock = clock;
    this.#start = start;
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
    const pause = PAUSES_MS[Math.min(this.#failures++, PAUSES_MS.length - 1)] ?? 0;
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
