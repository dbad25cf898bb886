import type { CallLeg, LegEvent } from '../telephony/leg.ts';

/**
 * Somebody of the household who took a call at a phone of theirs. Once joined, caller and person hear each other; nothing
 * of it is heard, understood or kept by us.
 */
export class Person {
  readonly leg: CallLeg;
  readonly #caller: CallLeg;
  readonly #onLeft: () => void;
  #joined = false;

  constructor(leg: CallLeg, caller: CallLeg, onLeft: () => void) {
    this.leg = leg;
    this.#caller = caller;
    this.#onLeft = onLeft;
    leg.listen((event) => this.#fromLeg(event));
  }

  /** Puts both together; both must be answered. */
  join(): void {
    if (this.#joined || this.leg.state !== 'answered') return;
    this.#joined = true;
    this.#caller.bridge(this.leg);
  }

  #fromLeg(event: LegEvent): void {
    if (event.type === 'key' && this.#joined) this.#caller.sendKey(event.digit);
    if (event.type === 'ended') this.#onLeft();
  }
}
