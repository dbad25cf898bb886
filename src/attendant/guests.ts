import { Bulkhead, type BulkheadTools } from '../call/bulkhead.ts';
import type { HouseholdCommand } from '../call/events.ts';
import type { CallLeg } from '../telephony/leg.ts';

export interface GuestsWatch {
  /** Somebody is there, and asks for what they came for. */
  asks(command: HouseholdCommand, userId: string | null): void;
  /** Whoever was about to take the call is gone. */
  takerLeft(): void;
}

/**
 * People of the household who come into a running call in their browsers: one may take it, others listen. None of them hears
 * anything before the caller knows. What breaks with one of them costs that one, and the call goes on.
 */
export class Guests {
  readonly #caller: CallLeg;
  readonly #tools: BulkheadTools;
  readonly #watch: GuestsWatch;
  readonly #listeners = new Map<CallLeg, Bulkhead>();
  #taker: CallLeg | null = null;
  #listening = false;

  constructor(caller: CallLeg, tools: BulkheadTools, watch: GuestsWatch) {
    this.#caller = caller;
    this.#tools = tools;
    this.#watch = watch;
  }

  /** Somebody would like to take the call. False: somebody else does already. */
  take(leg: CallLeg, userId: string | null): boolean {
    if (this.#taker) return false;
    this.#taker = leg;
    const bulkhead = new Bulkhead(this.#tools, () => this.#takerBroke(leg, bulkhead));
    bulkhead.enter(() => {
      leg.listen(({ type }) =>
        bulkhead.enter(() => {
          if (type === 'answered') this.#watch.asks('take_over', userId);
          if (type === 'ended') this.#takerEnded(leg);
        }),
      );
      leg.answer();
    });
    return true;
  }

  #takerEnded(leg: CallLeg): void {
    if (this.#taker !== leg) return;
    this.#taker = null;
    this.#watch.takerLeft();
  }

  #takerBroke(leg: CallLeg, bulkhead: Bulkhead): void {
    bulkhead.attempt(() => leg.hangUp());
    this.#takerEnded(leg);
  }

  /** Whoever takes the call, now that the caller knows; nobody listens any more. Null: they are not there. */
  handOver(): CallLeg | null {
    const taker = this.#taker;
    this.#taker = null;
    return taker?.state === 'answered' ? taker : null;
  }

  listen(leg: CallLeg, userId: string | null): void {
    const bulkhead = new Bulkhead(this.#tools, () => {
      this.#listeners.delete(leg);
      bulkhead.attempt(() => leg.hangUp());
    });
    this.#listeners.set(leg, bulkhead);
    bulkhead.enter(() => {
      leg.listen(({ type }) =>
        bulkhead.enter(() => {
          if (type === 'answered' && this.#listening) leg.overhear(this.#caller);
          if (type === 'ended') this.#listeners.delete(leg);
        }),
      );
      leg.answer();
    });
    this.#watch.asks('listen_in', userId);
  }

  /** The caller has heard that somebody listens. */
  beginToListen(): void {
    if (this.#listening) return;
    this.#listening = true;
    for (const [leg, bulkhead] of this.#listeners) bulkhead.enter(() => leg.state === 'answered' && leg.overhear(this.#caller));
  }

  /** Two people speak, or the call is over: nobody listens any more. */
  endListening(): void {
    for (const [leg, bulkhead] of this.#listeners) bulkhead.attempt(() => leg.hangUp());
    this.#listeners.clear();
  }

  /** The call is over. */
  leave(): void {
    this.endListening();
    this.#taker?.hangUp();
  }
}
