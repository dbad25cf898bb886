import { PURPOSES, type Act, type Purpose } from '../../call/names.ts';
import type { Understood } from '../../call/understood.ts';
import { SHOWN_PERCENT } from '../../understanding/weights.ts';
import type { DialogueState } from './state.ts';

/** Purposes that a call can have; noise and unclear are what single utterances are. */
const CALL_PURPOSES = PURPOSES.filter((purpose) => purpose !== 'noise' && purpose !== 'unclear');

/** What an unlisted call may be before a word was said: as likely unwanted as wanted. */
const BEFORE: Readonly<Partial<Record<Purpose, number>>> = {
  sales: 0.27,
  survey_pretext: 0.07,
  scam: 0.12,
  private: 0.15,
  medical: 0.09,
  delivery: 0.07,
  authority: 0.07,
  work: 0.05,
  neighbour: 0.04,
  returned_call: 0.04,
  wrong_number: 0.03,
};

/** The share of utterances that tell nothing about the call's purpose, such as "ja" or a greeting. */
const TELLS_NOTHING = 0.3;

/** What is asked for decides: nobody is refused easily who asked for none of these. */
export const ASKS_OF_A_SELLER: readonly Act[] = ['pitches', 'admits_selling', 'asks_for_data', 'asks_for_money', 'announces_survey'];
const ASKS_OF_A_SCAMMER: readonly Act[] = [
  'asks_for_data',
  'asks_for_money',
  'asks_for_access',
  'asks_for_secrecy',
  'asks_who_is_home',
  'asks_for_consent',
  'plays_recording',
];

/** What an act says about the purpose, as a factor on its odds. */
const ACT_FACTORS: Readonly<Partial<Record<Act, Readonly<Partial<Record<Purpose, number>>>>>> = {
  admits_selling: { sales: 25 },
  denies_selling: { sales: 0.35, private: 1.6, medical: 1.3, authority: 1.3, delivery: 1.3, work: 1.3, neighbour: 1.3 },
  asks_for_access: { scam: 8 },
  asks_for_secrecy: { scam: 4 },
  asks_who_is_home: { scam: 3 },
  asks_for_consent: { scam: 6 },
  asks_to_guess: { scam: 3 },
  asks_for_patience: { private: 4, scam: 0.3, sales: 0.3 },
  needs_no_data: { scam: 0.15, authority: 3, sales: 0.6 },
  claims_confidential: { medical: 2, authority: 2, private: 2 },
};

/** Takes what an utterance says about the call's purpose into the belief. */
export function believe(belief: DialogueState['belief'], heard: Understood): DialogueState['belief'] {
  const shown = (purpose: Purpose): number => SHOWN_PERCENT[purpose] / 100;
  const odds = (purpose: Purpose): number => (heard.odds[purpose] ?? 0.3) / 1000 / shown(purpose);
  const nothing = (((heard.odds.unclear ?? 0) + (heard.odds.noise ?? 0)) / 1000 / (shown('unclear') + shown('noise'))) * TELLS_NOTHING;
  const next: Partial<Record<Purpose, number>> = {};
  for (const purpose of CALL_PURPOSES) {
    let factor = (1 - TELLS_NOTHING) * odds(purpose) + nothing + 0.02;
    for (const act of heard.acts) factor *= ACT_FACTORS[act]?.[purpose] ?? 1;
    next[purpose] = (belief[purpose] ?? Math.log(BEFORE[purpose] ?? 0.01)) + Math.log(factor);
  }
  const highest = Math.max(...Object.values(next));
  for (const purpose of CALL_PURPOSES) next[purpose] = Math.max(-12, (next[purpose] ?? 0) - highest);
  return next;
}

/** Makes some purposes so many times likelier. */
export function weigh(belief: DialogueState['belief'], purposes: readonly Purpose[], factor: number): DialogueState['belief'] {
  const heavier = Object.fromEntries(purposes.map((purpose) => [purpose, (belief[purpose] ?? 0) + Math.log(factor)]));
  return { ...belief, ...heavier };
}

/** The probability of every purpose that a call can have. */
export function probabilities(belief: DialogueState['belief']): Readonly<Record<Purpose, number>> {
  const highest = Math.max(0, ...Object.values(belief));
  const powers = PURPOSES.map((purpose) => {
    const log = belief[purpose];
    return log === undefined ? 0 : Math.exp(log - highest);
  });
  const sum = powers.reduce((total, power) => total + power, 0) || 1;
  return Object.fromEntries(PURPOSES.map((purpose, index) => [purpose, (powers[index] ?? 0) / sum])) as Record<Purpose, number>;
}

export const WANTED: readonly Purpose[] = ['private', 'medical', 'delivery', 'authority', 'work', 'neighbour', 'returned_call'];

/** No probability reaches this. */
const NEVER = 2;

/** What is established about the call. */
export type Finding = 'sales' | 'survey' | 'scam' | 'wanted' | 'wrong_number' | 'unclear';

/** What sellers hardly ever say: an order, a message for somebody, a request to be called back. */
const SIGNS_OF_THE_WANTED: readonly Act[] = [
  'names_institution',
  'refers_to_order',
  'wants_to_order',
  'wants_message_passed',
  'asks_for_callback',
  'claims_confidential',
  'claims_emergency',
  'asks_for_patience',
  'needs_no_data',
  'denies_selling',
];
/** Scammers name courts, ask for calls back and claim emergencies: that raises no bar for them. */
const SIGNS_AGAINST_A_SCAM: readonly Act[] = [
  'refers_to_order',
  'wants_to_order',
  'wants_message_passed',
  'asks_for_patience',
  'needs_no_data',
];
/** Sellers say "Sie"; only those who pretend acquaintance do not, and for them the bar is higher. Scammers often do. */
const SIGNS_AGAINST_A_SALE: readonly Act[] = [...SIGNS_OF_THE_WANTED, 'speaks_familiarly'];

function did(acts: readonly Act[], list: readonly Act[]): boolean {
  return acts.some((act) => list.includes(act));
}

/**
 * From these probabilities on a call is refused: at the first words, once the caller was asked, and while a message is
 * taken. What was asked for lowers the bar, a sign of somebody wanted raises it; with such a sign and no ask nobody is
 * refused at all. At the first words only a plain sale is: the no has time until the second answer.
 */
const SURE = {
  asked: { first: 0.95, later: 0.7, message: 0.93 },
  askedBySomebodyWanted: { first: 0.97, later: 0.85, message: 0.97 },
  /** Who says that it is no sale is believed, unless what they ask for leaves no doubt. */
  askedAfterDenying: 0.99,
  /** One utterance by itself, whatever came before. */
  sells: 0.8,
  sellsAfterDenying: 0.97,
  unasked: { first: 0.99, later: 0.93, message: NEVER },
  /** Asked whether it is a sale, the caller did not say no. */
  undenied: 0.8,
  wanted: { first: 0.8, later: 0.72 },
  wrongNumber: 0.6,
} as const;

/** What the evidence so far establishes. Route by what is asked for, not by brand or keyword. */
export function finding(state: DialogueState): { readonly is: Finding; readonly purpose: Purpose; readonly confidence: number } {
  const p = probabilities(state.belief);
  const wanted = WANTED.reduce((sum, purpose) => sum + p[purpose], 0);
  const selling = p.sales + p.survey_pretext;
  const top = (list: readonly Purpose[]): Purpose => list.reduce((best, purpose) => (p[purpose] > p[best] ? purpose : best));
  const found = (is: Finding, purpose: Purpose, confidence: number): ReturnType<typeof finding> => ({ is, purpose, confidence });

  const barFor = (asked: boolean, signsAgainst: readonly Act[]): number => sureFrom(state, asked, did(state.acts, signsAgainst));
  if (did(state.acts, ASKS_OF_A_SCAMMER) && p.scam >= barFor(true, SIGNS_AGAINST_A_SCAM)) return found('scam', 'scam', p.scam);
  const asked = did(state.acts, ASKS_OF_A_SELLER);
  if (selling + (asked ? p.scam : 0) >= barFor(asked, SIGNS_AGAINST_A_SALE)) {
    const purpose = top(['sales', 'survey_pretext', 'scam']);
    return found(purpose === 'scam' ? 'scam' : purpose === 'sales' ? 'sales' : 'survey', purpose, p[purpose]);
  }
  if (p.wrong_number >= SURE.wrongNumber) return found('wrong_number', 'wrong_number', p.wrong_number);
  if (wanted >= SURE.wanted[state.turn <= 1 ? 'first' : 'later']) return found('wanted', top(WANTED), p[top(WANTED)]);
  return found('unclear', 'unclear', 1 - Math.max(selling, wanted, p.scam));
}

/** The probability from which a call is refused. */
function sureFrom({ stage, turn, acts, asked: questions }: DialogueState, asked: boolean, perhapsWanted: boolean): number {
  const when = stage === 'taking_message' || stage === 'emergency' ? 'message' : turn <= 1 ? 'first' : 'later';
  // Whose message is being taken after a denial is refused for a plain pitch alone (`sells`), not for saying the same again.
  if (acts.includes('denies_selling')) return asked && when !== 'message' ? SURE.askedAfterDenying : NEVER;
  if (perhapsWanted) return asked ? SURE.askedBySomebodyWanted[when] : NEVER;
  if (asked) return SURE.asked[when];
  return when === 'later' && questions.includes('selling_or_not') ? SURE.undenied : SURE.unasked[when];
}

/** True when this utterance by itself sells: a friendly beginning does not make a product welcome. */
export function sells(state: DialogueState, heard: Understood): boolean {
  const odds = ((heard.odds.sales ?? 0) + (heard.odds.survey_pretext ?? 0)) / 1000;
  const bar = did(state.acts, ['denies_selling']) ? SURE.sellsAfterDenying : SURE.sells;
  const asks = did(heard.acts, ['pitches', 'admits_selling', 'announces_survey']);
  const p = probabilities(state.belief);
  return odds >= bar && asks && !did(heard.acts, SIGNS_OF_THE_WANTED) && p.sales + p.survey_pretext >= 0.5;
}

/** True when this utterance by itself asks for what only a scam asks for, whoever the caller was taken for. */
export function demands(heard: Understood): boolean {
  return did(heard.acts, ASKS_OF_A_SCAMMER) && (heard.odds.scam ?? 0) >= 700 && !did(heard.acts, SIGNS_AGAINST_A_SCAM);
}

/** What speaks against a sale once a no was said: sellers hardly ever do it. */
const TURNING: readonly Act[] = [
  'needs_no_data',
  'denies_selling',
  'claims_confidential',
  'refers_to_order',
  'wants_message_passed',
  'asks_for_patience',
];
const TURNING_TOGETHER: readonly Act[] = [
  'gives_number',
  'asks_for_callback',
  'names_institution',
  'asks_for_person',
  'gives_matter',
  'names_self',
];

/** True when this utterance speaks against a sale so plainly that a no has to be asked about. */
export function turns(heard: Understood): boolean {
  if (did(heard.acts, ASKS_OF_A_SELLER) || did(heard.acts, ASKS_OF_A_SCAMMER) || did(heard.acts, ['presses', 'objects', 'insults']))
    return false;
  const selling = ((heard.odds.sales ?? 0) + (heard.odds.survey_pretext ?? 0)) / 1000;
  const together = TURNING_TOGETHER.filter((act) => heard.acts.includes(act)).length;
  return selling < 0.5 && (did(heard.acts, TURNING) || together >= 2);
}

/** True when what was heard points to a sale, though not yet surely enough. */
export function leansToSales(state: DialogueState): boolean {
  const p = probabilities(state.belief);
  return p.sales + p.survey_pretext >= 0.4;
}
