import type { Clock } from './clock.ts';

/** The rest that something gets which fails again and again, before it is tried anew: longer each time, until it works once. */
export class Rest {
  readonly #clock: Clock;
  readonly #firstMs: number;
  readonly #longestMs: number;
  #nextMs: number;
  #until = -Infinity;

  constructor(clock: Clock, firstMs: number, longestMs: number) {
    this.#clock = clock;
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
    this.#nextMs = firstMs;
  }

  get isOver(): boolean {
    return this.#clock.now() >= this.#until;
  }

  failed(): void {
    this.#until = this.#clock.now() + this.#nextMs;
    this.#nextMs = Math.min(this.#longestMs, 2 * this.#nextMs);
  }

  worked(): void {
    this.#nextMs = this.#firstMs;
  }
}
