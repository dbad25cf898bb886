import type { Purpose, Route } from '../../call/names.ts';
import type { Question, Understood } from '../../call/understood.ts';
import { segmentOf, type DialoguePhraseId } from '../phrases/catalogue.ts';
import type { finding } from './evidence.ts';
import type { Utterance } from '../../call/utterance.ts';
import { guard, type Rejection } from '../guard.ts';
import { WORDED } from '../phrases/phrase.ts';
import { say, spokenSlots, unsaid } from './saying.ts';
import type { DialogueState, DialogueStep, Stage } from './state.ts';

/** What a row of the table looks at. */
export interface Situation {
  readonly state: DialogueState;
  readonly heard: Understood;
  readonly found: ReturnType<typeof finding>;
}

export type Move = (situation: Situation) => DialogueStep;

interface Going {
  readonly route: Route;
  readonly stage?: Stage;
  readonly asks?: Question;
  readonly ended?: boolean;
  readonly alert?: boolean;
  readonly purpose?: Purpose;
  readonly state?: Partial<DialogueState>;
}

/** Says the phrases and goes where the move leads. */
export function go({ state, heard, found }: Situation, phrases: readonly DialoguePhraseId[], going: Going): DialogueStep {
  const ended = going.ended ?? false;
  const stage = ended ? 'ended' : (going.stage ?? state.stage);
  const asked = going.asks ? [...state.asked, going.asks] : state.asked;
  const next = say({ ...state, ...going.state, stage, asked }, ...phrases);
  if (next.utterance.length === 0) return wordsUsedUp({ state, heard, found }, going);
  const last = next.utterance.map(({ phraseId, variant }) => `${phraseId}#${variant}`).filter((one) => !one.startsWith('ack_'));
  const worded = withProposedSentence(next.utterance, heard, next.state);
  return {
    state: { ...next.state, last: last.length > 0 ? last : state.last },
    answer: {
      utterance: worded.utterance,
      heldBack: worded.heldBack,
      route: going.route,
      approach: going.route === 'decline' ? next.state.approach : null,
      purpose: going.purpose ?? found.purpose,
      confidence: Math.round(found.confidence * 1000) / 1000,
      ended,
      alert: going.alert ?? false,
    },
  };
}

/** Says the last answer again, word for word, to somebody who did not hear it. */
export function sayAgain(situation: Situation, route: Route): DialogueStep {
  const { state } = situation;
  const step = go(situation, ['ack_again'], { route });
  const again = state.last.map((one) => {
    const [phraseId = '', variant = '0'] = one.split('#');
    return segmentOf(phraseId as DialoguePhraseId, Number(variant), state.lang, spokenSlots(state));
  });
  return { state: { ...step.state, last: state.last }, answer: { ...step.answer, utterance: [...step.answer.utterance, ...again] } };
}

/** Sentences in whose place another kind one may stand; the no, the safety and the asking stay word for word. */
const MAY_BE_REWORDED = /^(?:guess_|thanks_for_showing$)/u;

/** Puts a proposed sentence in the place of the first that may be reworded, if the guard lets it pass. */
function withProposedSentence(
  utterance: Utterance,
  heard: Understood,
  state: DialogueState,
): { readonly utterance: Utterance; readonly heldBack: Rejection | null } {
  const at = utterance.findIndex(({ phraseId }) => MAY_BE_REWORDED.test(phraseId));
  if (heard.proposedSentence === undefined || at < 0) return { utterance, heldBack: null };
  const worded = { phraseId: WORDED, variant: 0, lang: state.lang, slots: { words: heard.proposedSentence } };
  const { rejected } = guard([worded], state.lang, spokenSlots(state));
  return rejected ? { utterance, heldBack: rejected } : { utterance: utterance.with(at, worded), heldBack: null };
}

/** Every wording was said: the caller is asked to go on, in what is left; after that the call ends. */
function wordsUsedUp(situation: Situation, going: Going): DialogueStep {
  if (!going.ended && unsaid(situation.state, 'go_on')) return go(situation, ['go_on'], going);
  const bye = (['bye_plain', 'message_passed', 'safe_end', 'silence_bye'] as const).find((one) => unsaid(situation.state, one));
  return go(situation, [bye ?? 'noise_bye'], { ...going, ended: true });
}
