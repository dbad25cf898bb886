import { releasedSlots, utterance, type PhraseId, type Slots } from '../conversation/phrases/catalogue.ts';
import { lineOf, type Household } from '../household/household.ts';
import { Playout } from '../speaking/playout.ts';
import type { CallLeg } from '../telephony/leg.ts';
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
  readonly #words: (...ids: readonly PhraseId[]) => ReturnType<typeof utterance>;

  /** `onTold`: the phone at which somebody takes care of it, counted from 0; null: nobody was reached. */
  constructor(lineId: string | null, tools: AlarmTools, onTold: (phone: number | null) => void) {
    const { household } = tools;
    const lang = lineOf(household, lineId)?.lang ?? household.lang;
    const slots: Slots = releasedSlots(household);
    this.#tools = tools;
    this.#words = (...ids) => utterance(lang, slots, ...ids);
    const whose: PhraseId = slots.household === undefined ? 'family_alert_unnamed' : 'family_alert';
    const words = this.#words(whose, 'family_alert_advice');
    const plan = {
      lineId,
      list: 'alert',
      ring: 'together',
      ringMs: RING_MS,
      wish: { shownAs: household.spokenName },
      lang,
      words,
      slots,
      byKey: true,
      messageKey: false,
      taken: 'family_alert_taken',
    } as const;
    this.#ringing = new PutThrough(plan, tools, {
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
    const { clock, phrases } = this.#tools;
    const startedAt = clock.now();
    const playout = new Playout(
      leg,
      (segment) => phrases.get(segment),
      ({ type }) => void (type === 'utterance_ended' && leg.hangUp()),
      () => {},
    );
    leg.listen((event) => {
      if (event.type === 'clip_ended') playout.clipEnded(event.clipId, event.playedMs, event.complete, clock.now() - startedAt);
    });
    playout.say(this.#words('family_alert_thanks')).catch(() => leg.hangUp());
  }
}
