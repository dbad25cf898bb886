/**
 * The only source of time. Everything timed uses `now()`; `wallTime()` is for the journal and for people.
 * Tests and simulations pass a virtual clock, so no test waits for, or depends on, the wall.
 */
export interface Clock {
  /** Monotonic milliseconds since an arbitrary start. */
  now(): number;
  /** Milliseconds since 1970-01-01 UTC. May jump; never used to time anything. */
  wallTime(): number;
  /** Calls `run` once, `delayMs` from now (below 0 counts as 0). */
  after(delayMs: number, run: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  after(delayMs, run) {
    const handle = setTimeout(run, Math.max(0, delayMs));
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves when something is done, or after `ms` on the given clock. */
export async function within(clock: Clock, ms: number, done: Promise<unknown>): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const limit = clock.after(ms, resolve);
  await Promise.race([done, over]);
  limit.cancel();
}

/** Calls `run` every `periodMs` until the returned timer is cancelled; a run that throws stops nothing else. */
export function every(clock: Clock, periodMs: number, run: () => void): Timer {
  let timer = clock.after(periodMs, tick);
  function tick(): void {
    timer = clock.after(periodMs, tick);
    run();
  }
  return { cancel: () => timer.cancel() };
}

/** A wall time (ms since 1970 UTC) as libraries want it. */
export function dateOf(at: number): Date {
  return new Date(at);
}
