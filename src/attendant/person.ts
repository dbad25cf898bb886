import type { CallLeg, LegEvent } from '../telephony/leg.ts';

export interface PersonWatch {
  /** They hung up. */
  left(): void;
  /** The telephone system has joined both; our two legs are not needed any more. */
  transferred(): void;
}

/**
 * Somebody of the household who took a call at a phone of theirs. Once joined, caller and person hear each other; nothing
 * of it is heard, understood or kept by us.
 */
export class Person {
  readonly leg: CallLeg;
  readonly #caller: CallLeg;
  readonly #byLine: boolean;
  readonly #enter: (run: () => unknown) => void;
  readonly #watch: PersonWatch;
  #joined = false;
  /** Whether the telephone system has taken over; as long as that is open, a phone that leaves may have been replaced. */
  #transferred: Promise<boolean> = Promise.resolve(false);

  /** `byLine`: the telephone system is asked to join both itself. `enter`: runs what happens here, for the call to answer for. */
  constructor(leg: CallLeg, caller: CallLeg, byLine: boolean, enter: (run: () => unknown) => void, watch: PersonWatch) {
    this.leg = leg;
    this.#caller = caller;
    this.#byLine = byLine;
    this.#enter = enter;
    this.#watch = watch;
  }

  /** From now on the leg is theirs. */
  begin(): void {
    this.leg.listen((event) => this.#enter(() => this.#fromLeg(event)));
  }

  /** Puts both together; both must be answered. They hear each other at once, whoever joins them in the end. */
  join(): void {
    if (this.#joined || this.leg.state !== 'answered') return;
    this.#joined = true;
    this.#caller.bridge(this.leg);
    if (!this.#byLine) return;
    this.#transferred = this.#caller.transferTo(this.leg);
    this.#enter(() => this.#transferred.then((done) => done && this.#watch.transferred()));
  }

  #fromLeg(event: LegEvent): void {
    if (event.type === 'key' && this.#joined) this.#caller.sendKey(event.digit);
    if (event.type === 'ended') this.#enter(() => this.#transferred.then((done) => done || this.#watch.left()));
  }
}
