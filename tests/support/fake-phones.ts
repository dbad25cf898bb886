import type { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { CallLeg, Dialler, DialWish, PhoneList } from '../../src/telephony/leg.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';

/** The household's phones, with people at them who do what a test says. */
export class FakePhones implements Dialler {
  /** Every leg that was dialled, in order. */
  readonly legs: { readonly phone: number; readonly shownAs: string | null; readonly leg: LocalLeg }[] = [];
  /** What was heard at the phones, by the ms of the clock. */
  readonly heard: { atMs: number; text: string }[] = [];
  readonly #clock: VirtualClock;
  readonly #count: number;
  readonly #alertCount: number;

  constructor(clock: VirtualClock, count: number, alertCount = 0) {
    this.#clock = clock;
    this.#alertCount = alertCount;
    this.#count = count;
  }

  phonesOf(_lineId: string | null, list: PhoneList): number {
    return { household: this.#count, alert: this.#alertCount, self: 0 }[list];
  }

  dial(lineId: string | null, list: PhoneList, phone: number, { shownAs = null }: DialWish = {}): CallLeg {
    if (!Number.isInteger(phone) || phone < 0 || phone >= this.phonesOf(lineId, list)) throw new RangeError(`no phone ${phone}`);
    const leg = new LocalLeg(this.#clock, { from: { number: null, displayName: null }, lineId, transport: 'sip' });
    this.legs.push({ phone, shownAs, leg });
    return leg;
  }

  /** The last leg that rang a phone. */
  at(phone: number): LocalLeg | undefined {
    return this.legs.findLast((one) => one.phone === phone)?.leg;
  }

  does(phone: number, what: 'picks up' | 'presses 1' | 'presses 2' | 'hangs up' | 'declines' | 'puts us on hold'): void {
    const leg = this.at(phone);
    if (!leg) throw new Error(`phone ${phone} does not ring`);
    if (what === 'picks up') leg.answer();
    else if (what === 'declines') leg.leave('declined');
    else if (what === 'hangs up') leg.leave();
    else if (what === 'puts us on hold') leg.hold(true);
    else leg.pressKey(what.slice(-1));
  }
}
