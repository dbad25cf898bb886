import type { CallLeg } from '../telephony/leg.ts';

/** People of the household who hear a call in their browsers. None of them hears anything before the caller knows. */
export class Listeners {
  readonly #caller: CallLeg;
  readonly #legs = new Set<CallLeg>();
  #begun = false;

  constructor(caller: CallLeg) {
    this.#caller = caller;
  }

  add(leg: CallLeg): void {
    this.#legs.add(leg);
    leg.listen(({ type }) => {
      if (type === 'answered' && this.#begun) leg.overhear(this.#caller);
      if (type === 'ended') this.#legs.delete(leg);
    });
    leg.answer();
  }

  /** The caller has heard that somebody listens. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    for (const leg of this.#legs) if (leg.state === 'answered') leg.overhear(this.#caller);
  }

  /** Two people speak, or the call is over: nobody listens any more. */
  end(): void {
    for (const leg of this.#legs) leg.hangUp();
    this.#legs.clear();
  }
}
