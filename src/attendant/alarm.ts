import { Bulkhead } from '../call/bulkhead.ts';
import { releasedSlots, utterance, type PhraseId, type Slots } from '../conversation/phrases/catalogue.ts';
import { lineOf, type Household } from '../household/household.ts';
import type { CallLeg } from '../telephony/leg.ts';
import { FamilyVoice } from './family-voice.ts';
import type { PutThroughPlan } from './put-through-plan.ts';
import { PutThrough, type PutThroughTools } from './put-through.ts';

/** Long enough for somebody who is not beside the telephone. */
const RING_MS = 40_000;

export interface AlarmTools extends PutThroughTools {
  readonly household: Household;
}

/**
 * An emergency was claimed in a call: whoever the household named for that is told at once, whatever becomes of the call,
 * with the advice to call back on a known number; who calls about a grandchild in need may be anybody.
 */
export class Alarm {
  readonly #ringing: PutThrough;
  readonly #tools: AlarmTools;
  readonly #plan: PutThroughPlan;

  /** `onTold`: the phone at which somebody takes care of it, counted from 0; null: nobody was reached. */
  constructor(lineId: string | null, tools: AlarmTools, onTold: (phone: number | null) => void) {
    const { household } = tools;
    const lang = lineOf(household, lineId)?.lang ?? household.lang;
    const slots: Slots = releasedSlots(household);
    this.#tools = tools;
    const whose: PhraseId = slots.household === undefined ? 'family_alert_unnamed' : 'family_alert';
    this.#plan = {
      lineId,
      list: 'alert',
      ring: 'together',
      ringMs: RING_MS,
      wish: { shownAs: household.spokenName },
      lang,
      words: utterance(lang, slots, whose, 'family_alert_advice'),
      slots,
      byKey: true,
      messageKey: false,
      taken: 'family_alert_taken',
    };
    this.#ringing = new PutThrough(this.#plan, tools, {
      answered: () => {},
      accepted: (phone, leg) => {
        this.#thank(leg);
        onTold(phone);
      },
      failed: () => onTold(null),
    });
  }

  /** How many phones are rung. */
  get phones(): number {
    return this.#ringing.phones;
  }

  start(): void {
    this.#ringing.start();
  }

  #thank(leg: CallLeg): void {
    const bulkhead = new Bulkhead(this.#tools, () => leg.hangUp());
    const voice = new FamilyVoice(leg, this.#plan.lang, this.#tools, () => leg.hangUp());
    bulkhead.enter(() => {
      leg.listen((event) => bulkhead.enter(() => event.type === 'clip_ended' && voice.clipEnded(event)));
      return voice.say(utterance(this.#plan.lang, {}, 'family_alert_thanks'), {});
    });
  }
}
