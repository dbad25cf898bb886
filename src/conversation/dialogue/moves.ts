import type { Purpose, Route } from '../../call/names.ts';
import type { Question, Understood } from '../../call/understood.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import type { finding } from './evidence.ts';
import { say, unsaid } from './saying.ts';
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
  return {
    state: next.state,
    answer: {
      utterance: next.utterance,
      route: going.route,
      approach: going.route === 'decline' ? next.state.approach : null,
      purpose: going.purpose ?? found.purpose,
      confidence: Math.round(found.confidence * 1000) / 1000,
      ended,
      alert: going.alert ?? false,
    },
  };
}

/** Every wording was said: the caller is asked to go on, in what is left; after that the call ends. */
function wordsUsedUp(situation: Situation, going: Going): DialogueStep {
  if (!going.ended && unsaid(situation.state, 'go_on')) return go(situation, ['go_on'], going);
  const bye = (['bye_plain', 'message_passed', 'safe_end', 'silence_bye'] as const).find((one) => unsaid(situation.state, one));
  return go(situation, [bye ?? 'noise_bye'], { ...going, ended: true });
}
