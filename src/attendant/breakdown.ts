import type { Timer } from '../call/clock.ts';
import type { Bulkhead } from '../call/bulkhead.ts';
import type { CallLeg } from '../telephony/leg.ts';
import { turnAway } from './turn-away.ts';

/** The sentence takes about five seconds; what has not been said by now will not be, in ms. */
const LONGEST_APOLOGY_MS = 10_000;
/** A leg that was hung up and does not say so is not waited for any longer, in ms. */
const LONGEST_END_MS = 5_000;

export interface BreakdownWatch {
  /** Ends what the call holds besides its leg, and keeps what was recorded. */
  letGo(): void;
  /** Says that something of ours does not work. Rejects when it cannot be said. */
  apologise(): Promise<void>;
  /** The leg has not told of its end; the call is over all the same. */
  isOver(): void;
}

/**
 * How a call ends in which something of ours broke: with one kind sentence where it can be heard, and with a BYE. A second
 * fault hangs up at once, and a leg that answers nothing any more cannot keep the call open.
 */
export class Breakdown {
  readonly #leg: CallLeg;
  readonly #bulkhead: Bulkhead;
  readonly #watch: BreakdownWatch;
  #stage: 'none' | 'apologising' | 'hanging_up' | 'over' = 'none';
  #limit: Timer | null = null;

  constructor(leg: CallLeg, bulkhead: Bulkhead, watch: BreakdownWatch) {
    this.#leg = leg;
    this.#bulkhead = bulkhead;
    this.#watch = watch;
  }

  /** From the first fault on nothing is decided any more. */
  get hasBegun(): boolean {
    return this.#stage !== 'none';
  }

  /** `isHeard`: whether the caller hears what we say now. */
  begin(isHeard: boolean): void {
    if (this.#stage !== 'none') return this.hangUp();
    this.#stage = 'apologising';
    this.#limit = this.#bulkhead.clock.after(LONGEST_APOLOGY_MS, () => this.hangUp());
    this.#bulkhead.attempt(() => this.#watch.letGo());
    if (isHeard) this.#bulkhead.enter(() => this.#watch.apologise());
    else this.hangUp();
  }

  hangUp(): void {
    if (this.#stage === 'hanging_up' || this.#stage === 'over') return;
    this.#stage = 'hanging_up';
    this.#limit?.cancel();
    this.#limit = this.#bulkhead.clock.after(LONGEST_END_MS, () => this.#watch.isOver());
    this.#bulkhead.attempt(() => this.#release());
  }

  /** The call is over. */
  end(): void {
    this.#stage = this.#stage === 'none' ? 'none' : 'over';
    this.#limit?.cancel();
  }

  #release(): void {
    if (this.#leg.state === 'answered') this.#leg.hangUp();
    else turnAway(this.#leg, 'gone', this.#bulkhead.clock, true);
  }
}
