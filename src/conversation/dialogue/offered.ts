import type { OfferedSentence } from '../../call/events.ts';
import type { Understood } from '../../call/understood.ts';
import { guessFor } from '../approaches/empathy.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import { declineAgain, declineFirst } from './declining.ts';
import { takeIn } from './dialogue.ts';
import { finding } from './evidence.ts';
import { messageAnyway, nextOfMessage } from './message.ts';
import { go, type Move } from './moves.ts';
import { unsaid } from './saying.ts';
import type { DialogueState, DialogueStep } from './state.ts';

/** Guesses that presume nothing of what the caller said. */
const PLAIN_GUESSES: readonly DialoguePhraseId[] = ['guess_pitch', 'guess_long_day', 'guess_not_heard'];

/** What a person in the household may have said next; the words are the attendant's own, and the guard looks at them too. */
const MOVES: Readonly<Record<OfferedSentence, Move>> = {
  no: (situation) => (situation.state.stage === 'declining' ? declineAgain(situation, false) : declineFirst(situation)),
  empathy: (situation) => {
    const { state, heard } = situation;
    const guess = guessFor(state, heard) ?? PLAIN_GUESSES.find((one) => unsaid(state, one));
    return go(situation, [guess ?? 'go_on'], { route: state.stage === 'declining' ? 'decline' : 'continue' });
  },
  wait: (situation) => go(situation, ['take_your_time'], { route: situation.state.stage === 'declining' ? 'decline' : 'continue' }),
  message: (situation) => (situation.state.stage === 'taking_message' ? nextOfMessage(situation) : messageAnyway(situation)),
};

/** The sentence that a person wished. `heard`: what the caller said and nobody has answered; null: nothing. Pure. */
export function offered(before: DialogueState, heard: Understood | null, wish: OfferedSentence): DialogueStep {
  const state = heard === null ? { ...before, turn: before.turn + 1 } : takeIn(before, heard);
  return MOVES[wish]({ state: { ...state, reason: 'wished' }, heard: heard ?? nothingNew(before), found: finding(state) });
}

function nothingNew({ lang, topic }: DialogueState): Understood {
  return { lang, purpose: 'unclear', confidence: 1, odds: { unclear: 1000 }, acts: [], topic, remarks: [], slots: {} };
}
