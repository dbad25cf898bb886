import type { Purpose } from '../../call/names.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import { acknowledge, thanksByName } from './acknowledge.ts';
import { go, type Move, type Situation } from './moves.ts';
import { wasSaid } from './saying.ts';
import type { DialogueState } from './state.ts';

/** Callers whom the household knows by voice or name need leave no number. */
const KNOWN_TO_THE_HOUSEHOLD: ReadonlySet<Purpose> = new Set<Purpose>(['private', 'neighbour']);

/** What a call is about, in one sentence. */
export const MATTER: Readonly<Partial<Record<Purpose, DialoguePhraseId>>> = {
  private: 'matter_private',
  medical: 'matter_medical',
  delivery: 'matter_delivery',
  authority: 'matter_authority',
  work: 'matter_work',
  neighbour: 'matter_neighbour',
  returned_call: 'matter_returned_call',
};

/** A wanted caller: rung through, or their message is taken. */
export const welcome: Move = (situation) => {
  const { state, heard } = situation;
  if (state.setting.wanted === 'put_through')
    return go(situation, [...thanksByName(situation), 'put_through'], { route: 'put_through', ended: true });
  const upset = heard.acts.some((act) => act === 'shouts' || act === 'insults' || act === 'complains');
  const clause = heard.acts.includes('thanks_for_gift') ? [] : [...acknowledge(situation), ...thanksByName(situation)].slice(0, 1);
  const opening: DialoguePhraseId[] = [
    ...(state.stage === 'declining' ? (['sorry_misheard'] as const) : clause),
    heard.acts.includes('thanks_for_gift') ? 'ack_gift_thanks' : upset ? 'pass_on_upset' : 'pass_on',
  ];
  const confidential: DialoguePhraseId[] = heard.acts.includes('claims_confidential') ? ['no_reason_needed'] : [];
  if (state.setting.messageBy === 'tone')
    return go(situation, [...opening, ...confidential, 'speak_after_tone'], { route: 'take_message', stage: 'taking_message' });
  return takeDown(situation, [...opening, ...confidential]);
};

/** A message after these words: after the tone, or asked for in words. */
export function takeMessage(situation: Situation, opening: readonly DialoguePhraseId[], alert: boolean): ReturnType<Move> {
  const step =
    situation.state.setting.messageBy === 'tone'
      ? go(situation, [...opening, 'care_tone'], { route: 'take_message', stage: 'taking_message' })
      : takeDown(situation, opening);
  return { ...step, answer: { ...step.answer, alert } };
}

/** Nothing was established: whoever it is may leave a message. */
export const messageAnyway: Move = (situation) =>
  go(situation, [...acknowledge(situation), situation.state.setting.messageBy === 'tone' ? 'tone_anyway' : 'message_anyway'], {
    route: 'take_message',
    stage: 'taking_message',
    asks: 'name',
  });

/** The next step of a message: ask once for what is missing, then read it back, then goodbye. */
export const nextOfMessage: Move = (situation) => {
  const { state, heard } = situation;
  const leaves = heard.acts.includes('says_goodbye');
  if (!wasReadBack(state)) return leaves ? readBack(situation, [], true) : takeDown(situation, acknowledge(situation));
  const corrected = heard.slots.number !== undefined || (heard.acts.includes('says_no') && heard.slots.name !== undefined);
  if (corrected && !leaves) return readBackAgain(situation);
  const nothingMore = heard.acts.some((act) => act === 'says_no' || act === 'thanks' || act === 'accepts_no');
  const asked = state.asked.filter((question) => question === 'more').length;
  if (leaves || nothingMore || asked > 1) return go(situation, ['message_passed'], { route: 'take_message', ended: true });
  const wantsToAdd = heard.acts.includes('says_yes') && heard.purpose === 'unclear';
  if (wantsToAdd && !wasSaid(state, 'take_your_time')) return go(situation, ['take_your_time'], { route: 'take_message' });
  return go(situation, ['message_added', 'ask_more'], { route: 'take_message', asks: 'more' });
};

function takeDown(situation: Situation, opening: readonly DialoguePhraseId[]): ReturnType<Move> {
  const { state } = situation;
  const nameMissing = state.slots.name === undefined && state.slots.company === undefined && !state.asked.includes('name');
  const numberMissing = needsNumber(situation) && state.slots.number === undefined && !state.asked.includes('number');
  const taking = { route: 'take_message', stage: 'taking_message' } as const;
  if (nameMissing && numberMissing)
    return go(situation, [...opening, 'ask_name_number'], { ...taking, asks: 'name', state: { asked: [...state.asked, 'number'] } });
  if (nameMissing) return go(situation, [...opening, 'ask_name'], { ...taking, asks: 'name' });
  if (numberMissing) return go(situation, [...opening, 'ask_number'], { ...taking, asks: 'number' });
  return readBack(situation, opening, false);
}

function needsNumber({ found, state }: Situation): boolean {
  if (KNOWN_TO_THE_HOUSEHOLD.has(found.purpose) || found.purpose === 'unclear') return false;
  return found.purpose !== 'delivery' || state.acts.includes('asks_for_callback');
}

function readBack(situation: Situation, opening: readonly DialoguePhraseId[], ended: boolean): ReturnType<Move> {
  const { state, found } = situation;
  const matter = state.acts.includes('claims_confidential') ? undefined : MATTER[found.purpose];
  const close: DialoguePhraseId = ended ? 'message_passed' : 'ask_more';
  return go(situation, [...opening, ...readBackOf(state), ...(matter ? [matter] : []), close], {
    route: 'take_message',
    stage: 'taking_message',
    ended,
    ...(ended ? {} : { asks: 'more' as const }),
  });
}

function readBackAgain(situation: Situation): ReturnType<Move> {
  const again = situation.state.said.filter((one) => !one.startsWith('read_back_'));
  return go({ ...situation, state: { ...situation.state, said: again } }, [...readBackOf(situation.state), 'message_passed'], {
    route: 'take_message',
    ended: true,
  });
}

/** What a caller left of themselves, as it is read back; empty: nothing. */
export function readBackOf({ slots }: DialogueState): readonly DialoguePhraseId[] {
  if (slots.name !== undefined && slots.number !== undefined) return ['read_back_name_number'];
  if (slots.name !== undefined) return ['read_back_name'];
  return slots.number === undefined ? [] : ['read_back_number'];
}

function wasReadBack(state: DialogueState): boolean {
  return state.asked.includes('more');
}
