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
 * anything before the caller knows.
 */
export class Guests {
  readonly #caller: CallLeg;
  readonly #watch: GuestsWatch;
  readonly #listeners = new Set<CallLeg>();
  #taker: CallLeg | null = null;
  #listening = false;

  constructor(caller: CallLeg, watch: GuestsWatch) {
    this.#caller = caller;
    this.#watch = watch;
  }

  /** Somebody would like to take the call. False: somebody else does already. */
  take(leg: CallLeg, userId: string | null): boolean {
    if (this.#taker) return false;
    this.#taker = leg;
    leg.listen(({ type }) => {
      if (type === 'answered') this.#watch.asks('take_over', userId);
      if (type === 'ended' && this.#taker === leg) {
        this.#taker = null;
        this.#watch.takerLeft();
      }
    });
    leg.answer();
    return true;
  }

  /** Whoever takes the call, now that the caller knows; nobody listens any more. Null: they are not there. */
  handOver(): CallLeg | null {
    const taker = this.#taker;
    this.#taker = null;
    return taker?.state === 'answered' ? taker : null;
  }

  listen(leg: CallLeg, userId: string | null): void {
    this.#listeners.add(leg);
    leg.listen(({ type }) => {
      if (type === 'answered' && this.#listening) leg.overhear(this.#caller);
      if (type === 'ended') this.#listeners.delete(leg);
    });
    leg.answer();
    this.#watch.asks('listen_in', userId);
  }

  /** The caller has heard that somebody listens. */
  beginToListen(): void {
    if (this.#listening) return;
    this.#listening = true;
    for (const leg of this.#listeners) if (leg.state === 'answered') leg.overhear(this.#caller);
  }

  /** Two people speak, or the call is over: nobody listens any more. */
  endListening(): void {
    for (const leg of this.#listeners) leg.hangUp();
    this.#listeners.clear();
  }

  /** The call is over. */
  leave(): void {
    this.#taker?.hangUp();
    this.endListening();
  }
}
