import type { Act } from '../../call/names.ts';
import type { Understood } from '../../call/understood.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import type { Situation } from './moves.ts';
import { unsaid, wasSaid } from './saying.ts';
import type { DialogueState } from './state.ts';

type Clause = readonly [Act, (situation: Situation) => DialoguePhraseId | null];

const always = (phrase: DialoguePhraseId) => (): DialoguePhraseId => phrase;

/** What is asked about us, the most telling first; each is answered before the call goes on. */
const ASKED_ABOUT_US: readonly Clause[] = [
  ['asks_if_computer', always('ack_computer')],
  ['asks_if_recorded', ({ state }) => recording(state)],
  ['asks_who_listens', always('ack_who_listens')],
  ['asks_what_happens_to_words', ({ state }) => (state.setting.keepsWords ? 'ack_text_kept' : 'ack_your_words')],
  ['asks_whose_line', ({ state }) => (state.setting.slots.household === undefined ? 'ack_line_unnamed' : 'ack_line')],
  ['wants_human', always('ack_human')],
];

/** What a caller does beside their matter. Anger and a threat come before a kindness in the same breath. */
const DONE: readonly Clause[] = [
  ['threatens', always('ack_threat')],
  ['insults', always('ack_anger')],
  ['shouts', always('ack_anger')],
  ['blames', always('ack_anger')],
  ['thanks_for_gift', always('ack_gift_thanks')],
  ['apologises', always('ack_no_trouble')],
  ['says_tired', ({ state }) => (wasGuessed(state) ? null : 'ack_tired')],
  ['compliments', always('ack_compliment')],
  ['makes_small_talk', always('ack_small_talk')],
  ['asks_to_wait', always('take_your_time')],
  ['asks_for_patience', always('take_your_time')],
];

const EVERYTHING: readonly Clause[] = [...ASKED_ABOUT_US, ...DONE];

/** The clause that answers this line, or none: what fits no clause is answered by the position alone. */
export function acknowledge(situation: Situation): readonly DialoguePhraseId[] {
  return clauseFor(situation, EVERYTHING);
}

/** The clause for what was asked about us alone. */
export function answerAboutUs(situation: Situation): readonly DialoguePhraseId[] {
  return clauseFor(situation, ASKED_ABOUT_US);
}

/** Thanks to somebody who has just said who they are; once in a call. */
export function thanksByName({ state, heard }: Situation): readonly DialoguePhraseId[] {
  const { name } = heard.slots;
  if (name === undefined || state.slots.name !== name || wasSaid(state, 'thanks_named')) return [];
  return mayBeSaid(name, state, heard) ? ['thanks_named'] : [];
}

/** A bare family name is no address in German; with a title it is, and so is a first name among people who say "du". */
function mayBeSaid(name: string, { lang }: DialogueState, heard: Understood): boolean {
  return lang === 'en' || /^(?:Frau|Herr|Dr\.|Professor)/u.test(name) || heard.acts.includes('speaks_familiarly');
}

function clauseFor(situation: Situation, clauses: readonly Clause[]): readonly DialoguePhraseId[] {
  for (const [act, clause] of clauses) {
    if (!situation.heard.acts.includes(act)) continue;
    const phrase = clause(situation);
    if (phrase !== null && unsaid(situation.state, phrase)) return [phrase];
  }
  return [];
}

function recording({ setting }: DialogueState): DialoguePhraseId {
  if (!setting.transcribes) return 'ack_not_recorded';
  return setting.keepsWords ? 'ack_text_kept' : 'ack_becomes_text';
}

/** At most one guess at what somebody feels in a call: a second one makes the first a trick. */
export function wasGuessed({ said }: DialogueState): boolean {
  return said.some((one) => one.startsWith('guess_') || one.startsWith('ack_tired'));
}
