import { careFor, needsCare, type CareStep } from '../care/care.ts';
import { segmentOf } from '../phrases/catalogue.ts';
import { go, type Situation } from './moves.ts';
import { takeMessage } from './message.ts';
import { spokenSlots } from './saying.ts';
import type { DialogueState, DialogueStep } from './state.ts';

/** Somebody in need speaks, or has spoken: nothing else is looked at. */
export function isInNeed({ state, heard }: Situation): boolean {
  return needsCare(state.care, heard);
}

/** The words for somebody in need. They are fixed, may be repeated, and never end the call. */
export function care(situation: Situation): DialogueStep {
  const { state, heard, found } = situation;
  const next = careFor(state.care, heard, { hasViolenceLine: state.setting.careNumbers.violence !== null });
  const cared: DialogueState = { ...state, care: next.care, stage: 'emergency' };
  const utterance = wordsOfCare(next, cared).map((phrase) => segmentOf(phrase, 0, cared.lang, spokenSlots(cared)));
  const last = utterance.map(({ phraseId }) => `${phraseId}#0`);
  return {
    state: { ...cared, last },
    answer: {
      utterance,
      route: next.rings && state.setting.canRing ? 'put_through' : 'take_message',
      approach: null,
      purpose: found.purpose,
      confidence: found.confidence,
      ended: false,
      heldBack: null,
      alert: next.alert,
    },
  };
}

/** On the telephone a message is left after a tone. */
function wordsOfCare({ phrases, invites, care: { child } }: CareStep, { setting }: DialogueState): CareStep['phrases'] {
  if (!invites || setting.messageBy !== 'tone') return phrases;
  return phrases.map((phrase) =>
    phrase === 'care_message' || phrase === 'care_message_du' ? (child ? 'care_tone_du' : 'care_tone') : phrase,
  );
}

/** Urgent news rings the household's phones, also in quiet hours. Without phones to ring a message is taken. */
export function urgent(situation: Situation): DialogueStep {
  const { setting } = situation.state;
  if (setting.canRing) return go(situation, ['urgent_news'], { route: 'put_through', alert: true });
  return takeMessage(situation, ['urgent_news'], true);
}

/** Somebody has died: time to speak, and no question. */
export function grieve(situation: Situation): DialogueStep {
  if (situation.state.setting.messageBy === 'tone') return takeMessage(situation, ['sad_news'], false);
  return go(situation, ['sad_news'], { route: 'take_message', stage: 'taking_message' });
}
