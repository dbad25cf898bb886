import type { Clock } from './clock.ts';
import { containedClock, type Faults } from './faults.ts';

export interface BulkheadTools {
  readonly clock: Clock;
  readonly faults: Faults;
}

/**
 * The walls around one thing that is served: a call, a phone that rings for it, a person who listens. Whatever enters it goes
 * through `enter`, and its timers come from `clock`. A fault is counted, and ends that thing alone.
 */
export class Bulkhead {
  readonly clock: Clock;
  readonly #faults: Faults;
  readonly #ends: () => void;

  /** `ends`: what a fault leads to. Told of every fault; a fault of its own is counted, and does not lead to another one. */
  constructor({ clock, faults }: BulkheadTools, ends: () => void) {
    this.clock = containedClock(clock, faults, 'call', ends);
    this.#faults = faults;
    this.#ends = ends;
  }

  /** Runs what comes from outside; a promise that it returns belongs to it. */
  enter(run: () => unknown): void {
    this.#faults.contain('call', run, this.#ends);
  }

  /** Runs one step of an ending: a fault is counted, and the next step is taken all the same. */
  attempt(run: () => unknown): void {
    this.#faults.contain('call', run);
  }
}
