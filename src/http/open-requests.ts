import type { Clock, Timer } from '../call/clock.ts';

/** Timers take no longer waits (2^31 - 1 ms, 24.8 days). */
const LONGEST_TIMER_MS = 0x7fff_ffff;

/**
 * Ties what outlives its request to the access that let the request in: `end` is called when that access is gone. Resolves with
 * what unties it, once that access was looked at again: it may have gone while the request was being answered.
 */
export type TieToAccess = (end: () => void) => Promise<() => void>;

interface OpenRequest {
  /** Wall time at which its session or token ends; null: it has no end. */
  readonly until: number | null;
  /** Whether what it was let in by would let the same person in now, in the same role. */
  readonly isAllowed: () => Promise<boolean>;
  readonly end: () => void;
}

/**
 * Requests that are being answered, and the calls and listeners that they have left behind. Each lives no longer than what it was let in by: after every
 * change of access all are asked again, and those that would not be let in any more are ended.
 */
export class OpenRequests {
  readonly #clock: Clock;
  readonly #open = new Set<OpenRequest>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** As `admit`, for something whose request was let in a while ago: it has been checked once when this resolves. */
  async admitLate(request: OpenRequest): Promise<() => void> {
    const leave = this.admit(request);
    await this.#check(request);
    return leave;
  }

  /** Watches over one until the function that this returns is called. */
  admit(request: OpenRequest): () => void {
    this.#open.add(request);
    let timer: Timer | null = null;
    const arm = (): void => {
      if (request.until === null || !this.#open.has(request)) return;
      const leftMs = request.until - this.#clock.wallTime();
      timer = this.#clock.after(Math.min(leftMs, LONGEST_TIMER_MS), () => void this.#check(request).then(arm));
    };
    arm();
    return () => {
      timer?.cancel();
      this.#open.delete(request);
    };
  }

  /** Ends those that are not allowed any more. Must have resolved before a change of access is acknowledged. */
  async recheck(): Promise<void> {
    await Promise.all([...this.#open].map((request) => this.#check(request)));
  }

  get size(): number {
    return this.#open.size;
  }

  /** Where nobody can say whether it is allowed, it is not. */
  async #check(request: OpenRequest): Promise<void> {
    const isAllowed = await request.isAllowed().catch(() => false);
    if (isAllowed || !this.#open.delete(request)) return;
    request.end();
  }
}
