import type { Language } from '../call/language.ts';
import type { Utterance } from '../call/utterance.ts';
import type { DialogueState } from '../conversation/dialogue/state.ts';
import type { PhraseId, Slots } from '../conversation/phrases/catalogue.ts';
import { announced, whisper } from '../conversation/whisper.ts';
import { lineOf, type Household } from '../household/household.ts';
import type { DialWish, LegInfo, PhoneList } from '../telephony/leg.ts';
import type { Admission } from './admission.ts';

/** How phones are rung for one caller. */
export interface PutThroughPlan {
  readonly lineId: string | null;
  readonly list: PhoneList;
  readonly ring: 'together' | 'in_turn';
  /** How long one phone rings, in ms. */
  readonly ringMs: number;
  /** What a phone's display may show, and how it shall sound. */
  readonly wish: DialWish;
  readonly lang: Language;
  /** Who calls and what about, and what the slots in it may hold. */
  readonly words: Utterance;
  readonly slots: Slots;
  /** The call is taken by pressing 1, so that no answering machine takes it; else by picking up. */
  readonly byKey: boolean;
  /** Whether 2 asks the caller for a message instead. */
  readonly messageKey: boolean;
  /** What is heard at the other phones when one has taken the call. */
  readonly taken: PhraseId;
}

/** A call on no line rings as long as one on a line that says nothing else. */
const RING_SECONDS = 25;

/** The plan for a caller of whom this much is known by now. */
export function planFor(
  { from, lineId, wideband }: LegInfo,
  { knownAs, lang }: Admission,
  household: Household,
  dialogue: DialogueState | null,
): PutThroughPlan {
  const line = lineOf(household, lineId);
  const caller = announced(dialogue, knownAs, from.number);
  // People whom the household knows are not kept waiting for a key.
  const byKey = knownAs === null;
  const { utterance: words, slots } = whisper(lang, caller, byKey);
  const ringMs = (line?.ringPhonesSeconds ?? RING_SECONDS) * 1000;
  return {
    lineId,
    list: 'household',
    ring: line?.ringPhones ?? 'together',
    ringMs,
    wish: { shownAs: caller.name ?? caller.number, wideband: wideband ?? false },
    lang,
    words,
    slots,
    byKey,
    messageKey: true,
    taken: 'family_taken',
  };
}
