import type { Act } from '../../call/names.ts';
import type { Question, Understood } from '../../call/understood.ts';
import type { Utterance } from '../../call/utterance.ts';
import { segmentOf, type DialoguePhraseId, type PhraseId } from '../phrases/catalogue.ts';
import { ASKS_OF_A_SELLER, believe, finding, WANTED, weigh } from './evidence.ts';
import { sameCompany, wordingsOf } from './saying.ts';
import type { DialogueSetting, DialogueState, DialogueStep } from './state.ts';
import { TABLE } from './table.ts';

/** The state before the first word. */
export function beginDialogue(setting: DialogueSetting): DialogueState {
  return {
    setting,
    lang: setting.lang,
    stage: 'finding_out',
    turn: 0,
    belief: {},
    lastOdds: {},
    acts: [],
    topic: 'other',
    slots: {},
    approach: setting.approach,
    care: null,
    said: [],
    last: [],
    asked: [],
    declinedAs: null,
    comebacks: 0,
    repairMentioned: false,
    lastComeback: [],
    silences: 0,
    unheard: 0,
    reason: null,
  };
}

/** The first sentence: that a computer speaks, and exactly where it is true, what happens to the caller's words. */
export function greeting(setting: DialogueSetting): Utterance {
  const notes: DialoguePhraseId[] = [
    ...(setting.transcribes ? ([setting.keepsWords ? 'speech_is_kept' : 'speech_becomes_text'] as const) : []),
    ...(setting.wordsLeave ? (['words_leave'] as const) : []),
  ];
  const intro: PhraseId = setting.slots.household === undefined ? 'intro_unnamed' : 'intro';
  return [intro, ...notes, 'how_can_i_help' as const].map((phrase) =>
    segmentOf(phrase, phrase === 'how_can_i_help' ? (wordingsOf(phrase, setting)[0] ?? 0) : 0, setting.lang, setting.slots),
  );
}

/**
 * Answers what was heard. Pure: the same state and the same understanding always give the same answer. The table is
 * read from top to bottom; its first row that fits decides.
 */
export function answer(before: DialogueState, heard: Understood): DialogueStep {
  const state = takeIn(before, heard);
  const situation = { state, heard, found: finding(state) };
  const row = TABLE.find((candidate) => candidate.is(situation));
  if (!row) throw new Error('the last row of the table fits everything');
  return row.go({ ...situation, state: { ...state, reason: row.id } });
}

/** True once the caller was told no. */
export function wasDeclined(state: DialogueState): boolean {
  return state.said.some((one) => one.startsWith('no_') || one.startsWith('redirect_no'));
}

/** True once the caller was told no, or met as a scam. */
export function wasTurnedAway(state: DialogueState): boolean {
  return wasDeclined(state) || state.said.some((one) => one.startsWith('safe_'));
}

/** What the attendant asked last. */
export function expecting(state: DialogueState): Question | null {
  return state.asked.at(-1) ?? null;
}

/** What was heard, taken into what is known. */
export function takeIn(state: DialogueState, heard: Understood): DialogueState {
  const silent = heard.acts.includes('silent');
  return {
    ...state,
    lang: state.setting.languages.includes(heard.lang) ? heard.lang : state.lang,
    turn: state.turn + 1,
    belief: silent || sameOdds(state.lastOdds, heard.odds) ? state.belief : knownNames(state, heard, believe(state.belief, heard)),
    lastOdds: heard.odds,
    acts: [...new Set([...state.acts, ...heard.acts])],
    topic: state.stage === 'declining' || heard.topic === 'other' || state.topic !== 'other' ? state.topic : heard.topic,
    slots: { ...heard.slots, ...state.slots, ...(heard.slots.number === undefined ? {} : { number: heard.slots.number }) },
    repairMentioned: state.repairMentioned || heard.remarks.includes('repair') || heard.remarks.includes('visit'),
    silences: silent ? state.silences + 1 : 0,
    unheard: heard.purpose === 'noise' ? state.unheard + 1 : state.unheard,
  };
}

function sameOdds(a: Understood['odds'], b: Understood['odds']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Names that the household wrote down weigh more than any words: who is always wanted, and who never is. */
function knownNames({ setting, slots, acts }: DialogueState, heard: Understood, belief: DialogueState['belief']): DialogueState['belief'] {
  const { name, company, person } = heard.slots;
  // A name that was heard before has had its weight.
  const names = [name, company].filter((one) => one !== undefined && one !== slots.name && one !== slots.company) as string[];
  const listed = (list: readonly string[]): boolean => names.some((one) => list.some((other) => sameCompany(one, other)));
  if (listed(setting.wantedCallers)) return weigh(belief, WANTED, LISTED);
  if (listed(setting.neverWanted)) return weigh(belief, ['sales'], LISTED);
  const asksIn = (list: readonly Act[]): boolean => list.some((act) => ASKS_OF_A_SELLER.includes(act));
  const asks = asksIn(heard.acts);
  // As with a company: without an ask it may as well be somebody else who calls from there.
  if (asks && (listed(setting.toldNoBefore) || (setting.unwanted && !asksIn(acts))))
    return weigh(belief, ['sales', 'survey_pretext'], TOLD_BEFORE);
  const asksForOneOfUs = person !== undefined && slots.person === undefined && setting.people.some((one) => sameCompany(one, person));
  return asksForOneOfUs ? weigh(belief, WANTED, ASKED_FOR) : belief;
}

/** How many times likelier a listed name, and asking for somebody who lives here, make a purpose. */
const LISTED = 400;
const ASKED_FOR = 2;
/** A company that was told no and asks again; without an ask it may as well be its technician. */
const TOLD_BEFORE = 12;
