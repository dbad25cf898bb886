import type { Utterance } from '../call/utterance.ts';
import { greeting } from './dialogue/dialogue.ts';
import { utterance, type PhraseId } from './phrases/catalogue.ts';
import type { State } from './state.ts';
import { readBack } from './turns.ts';

/** Phrases in the language of the call. */
export function phrases(state: State, ...ids: readonly PhraseId[]): Utterance {
  return utterance(state.dialogue?.lang ?? state.setting.lang, state.setting.slots, ...ids);
}

function introId(state: State): PhraseId {
  return state.setting.slots.household === undefined ? 'intro_unnamed' : 'intro';
}

/** The first sentences to somebody whom nobody knows. */
export function greetingOf(state: State): Utterance {
  return state.setting.dialogue ? greeting(state.setting.dialogue) : fullGreeting(state);
}

function fullGreeting(state: State): Utterance {
  return phrases(state, introId(state), 'message_soon', 'sales_no', 'after_tone');
}

/** The first sentences to a contact. */
export function knownGreeting(state: State): Utterance {
  return phrases(state, state.setting.slots.household === undefined ? 'known_greeting_unnamed' : 'known_greeting');
}

/** That a computer speaks must have been heard before anything else is said or taken (EU AI Act, Art. 50). */
export function disclosure(state: State): readonly PhraseId[] {
  const disclosed = ['intro', 'intro_unnamed', 'known_greeting', 'known_greeting_unnamed'].some((id) => state.heard.has(id));
  return disclosed ? [] : [introId(state)];
}

/** That somebody listens, to whoever has not heard it yet (StGB § 201): before any other word. */
export function announcement(state: State, words: Utterance): Utterance {
  const id = listensId(state);
  if (!state.listenIn || state.heard.has(id) || words[0]?.phraseId === id) return [];
  return phrases(state, ...disclosure(state), id);
}

/** Whether a person may hear the call by now. */
export function isAnnounced(state: State): boolean {
  return state.listenIn === true && state.heard.has(listensId(state));
}

/** Whether what the caller says may be kept: they have heard that it is, and no person speaks with them. */
export function isKept(state: State): boolean {
  return state.heard.has('speech_is_kept') && state.room !== 'connected';
}

function listensId({ setting }: State): PhraseId {
  const name = setting.slots.household;
  return name === undefined || /famil/iu.test(name) ? 'someone_listens' : 'someone_listens_here';
}

/** What is said when a message was kept. */
export function thanks(state: State): Utterance {
  const owesNo = state.setting.approach !== 'known_caller' && !state.dialogue && !state.heard.has('sales_no');
  const ending: readonly PhraseId[] = state.messageFull ? ['message_full', 'goodbye'] : ['saved', 'goodbye'];
  const repeated = state.dialogue ? readBack(state.dialogue) : [];
  return [...repeated, ...phrases(state, ...(owesNo ? (['sales_no'] as const) : []), ...ending)];
}
