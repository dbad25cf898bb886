import type { Clock, Timer } from './clock.ts';

interface Pending {
  at: number;
  order: number;
  run: () => void;
}

/** A clock that moves only when told to: for tests, golden scenarios and simulations. */
export class VirtualClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #startedAt: number;
  readonly #pending = new Set<Pending>();

  /** `startedAt`: what `wallTime()` says at monotonic 0, in ms since 1970-01-01 UTC. */
  constructor(startedAt = 1_767_261_600_000) {
    this.#startedAt = startedAt;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#startedAt + this.#now;
  }

  after(delayMs: number, run: () => void): Timer {
    const pending = { at: this.#now + Math.max(0, delayMs), order: this.#order++, run };
    this.#pending.add(pending);
    return { cancel: () => void this.#pending.delete(pending) };
  }

  /** How many timers wait; 0 after a call has ended means that nothing leaked. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Runs every timer that is due within `ms`, in order of time, and lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#pending.delete(next);
      this.#now = next.at;
      next.run();
      await settle();
    }
    this.#now = until;
  }

  #next(until: number): Pending | undefined {
    let first: Pending | undefined;
    for (const pending of this.#pending) {
      if (pending.at > until) continue;
      if (!first || pending.at < first.at || (pending.at === first.at && pending.order < first.order)) first = pending;
    }
    return first;
  }
}

/** Lets promise callbacks that are ready run; 20 rounds cover the longest chain in our code several times over. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) await Promise.resolve();
}
