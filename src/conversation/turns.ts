import type { Understood } from '../call/understood.ts';
import type { Utterance } from '../call/utterance.ts';
import { answer } from './dialogue/dialogue.ts';
import { offered } from './dialogue/offered.ts';
import { readBackOf } from './dialogue/message.ts';
import { spokenSlots } from './dialogue/saying.ts';
import type { Answer, DialogueState } from './dialogue/state.ts';
import type { CarePhraseId } from './phrases/care-de.ts';
import { utterance } from './phrases/catalogue.ts';
import type { State } from './state.ts';

/** Adds what was understood to what is still unanswered: a caller may say two sentences before we have the word. */
export function hear(state: State, heard: Understood): State {
  const before = state.unanswered;
  return { ...state, unanswered: before === null ? heard : both(before, heard) };
}

function both(first: Understood, second: Understood): Understood {
  const odds = tellsNothing(first) ? second.odds : tellsNothing(second) ? first.odds : between(first.odds, second.odds);
  const clearer = tellsNothing(second) || (first.confidence > second.confidence && !tellsNothing(first)) ? first : second;
  const { ended: _ended, listens: _listens, ...most } = clearer;
  const { ended, listens } = second.listens ? first : second;
  return {
    ...most,
    ...(ended !== undefined && { ended }),
    ...(listens && { listens }),
    lang: second.lang,
    odds,
    acts: [...new Set([...first.acts, ...second.acts])],
    remarks: [...new Set([...first.remarks, ...second.remarks])],
    slots: { ...second.slots, ...first.slots },
    topic: first.topic === 'other' ? second.topic : first.topic,
  };
}

function tellsNothing({ purpose }: Understood): boolean {
  return purpose === 'unclear' || purpose === 'noise';
}

function between(a: Understood['odds'], b: Understood['odds']): Understood['odds'] {
  const odds: Partial<Record<Understood['purpose'], number>> = {};
  for (const part of [a, b]) {
    for (const [purpose, share] of Object.entries(part) as [Understood['purpose'], number][]) {
      odds[purpose] = (odds[purpose] ?? 0) + Math.round(share / 2);
    }
  }
  return odds;
}

/** Says what a person wished, or answers what is unanswered: what was understood, a silence, or speech of which nothing was understood. */
export function replyTo(state: State, dialogue: DialogueState): { readonly dialogue: DialogueState; readonly answer: Answer } {
  const heard = state.unanswered ?? nothing(dialogue, state.spokeSince);
  const step = state.wish ? offered(dialogue, state.unanswered, state.wish) : answer(dialogue, heard);
  return { dialogue: step.state, answer: step.answer };
}

function nothing({ lang }: DialogueState, spoke: boolean): Understood {
  const purpose = spoke ? 'noise' : 'unclear';
  const acts = spoke ? [] : (['silent'] as const);
  return { lang, purpose, confidence: 1, odds: { [purpose]: 1000 }, acts, topic: 'other', remarks: [], slots: {} };
}

/** Somebody in need is on the line. */
export function isCaring({ dialogue }: State): boolean {
  return dialogue !== null && dialogue.care !== null;
}

/** Fixed words for somebody in need, with the numbers of this call. */
export function careWords(dialogue: DialogueState, ...phraseIds: readonly CarePhraseId[]): Utterance {
  return utterance(dialogue.lang, spokenSlots(dialogue), ...phraseIds);
}

/** What callers said of themselves while they left their message, for the reading back. */
export function noteSlots(dialogue: DialogueState, heard: Understood): DialogueState {
  return { ...dialogue, slots: { ...dialogue.slots, ...heard.slots } };
}

/** Name and number as they were understood, read back before the goodbye. */
export function readBack(dialogue: DialogueState): Utterance {
  return utterance(dialogue.lang, spokenSlots(dialogue), ...readBackOf(dialogue));
}
