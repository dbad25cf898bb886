import type { Act } from '../../call/names.ts';
import { declineAgain, declineFirst } from './declining.ts';
import { messageAnyway, nextOfMessage, welcome } from './message.ts';
import { go, type Move, type Situation } from './moves.ts';
import { leaveSafely } from './safety.ts';
import { wasSaid } from './saying.ts';
import { demands, leansToSales, sells } from './evidence.ts';
import type { DialogueState, Reason } from './state.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';

/** A row of the table: in this situation, this is done. The first row that fits decides. */
export interface Row {
  readonly id: Reason;
  readonly when: string;
  readonly is: (situation: Situation) => boolean;
  readonly go: Move;
}

/** The longest conversation, in answers; emergencies and messages may take longer than a no. */
const LONGEST = { declining: 6, anything: 12 } as const;

const does =
  (...acts: readonly Act[]) =>
  ({ heard }: Situation): boolean =>
    acts.some((act) => heard.acts.includes(act));

/** How a conversation is led, from top to bottom. */
export const TABLE: readonly Row[] = [
  {
    id: 'too_long',
    when: 'the conversation has become very long: say goodbye',
    is: ({ state }) => state.turn > LONGEST.anything,
    go: (s) => go(s, [s.state.stage === 'emergency' ? 'emergency_bye' : 'bye_plain'], { route: routeOf(s), ended: true }),
  },
  {
    id: 'silence',
    when: 'silence: ask once, then goodbye',
    is: does('silent'),
    go: (s) =>
      s.state.silences > 1 ? go(s, ['silence_bye'], { route: routeOf(s), ended: true }) : go(s, ['still_nothing'], { route: routeOf(s) }),
  },
  {
    id: 'machine',
    when: 'a machine speaks: what is wanted is passed on, from the others goodbye',
    is: (s) => does('plays_recording')(s) && s.state.stage === 'finding_out',
    go: (s) =>
      s.found.is === 'wanted' && ['medical', 'delivery', 'authority', 'work'].includes(s.found.purpose)
        ? go(s, ['pass_on_formal', 'safe_bye'], { route: 'take_message', ended: true })
        : go(s, ['machine_bye'], { route: 'end_safely', ended: true }),
  },
  {
    id: 'scam_again',
    when: 'a scam was met before: one more sentence, then goodbye',
    is: ({ state }) => state.stage === 'leaving_safely',
    go: (s) => go(s, ['safe_end'], { route: 'end_safely', purpose: 'scam', ended: true }),
  },
  {
    id: 'scam',
    when: 'money, data, access or secrecy is asked for as in a scam: reveal nothing, agree to nothing, goodbye',
    is: ({ found, state, heard }) =>
      (found.is === 'scam' || (state.stage === 'taking_message' && demands(heard))) &&
      state.stage !== 'declining' &&
      !isPlainEmergency(state),
    go: leaveSafely,
  },
  {
    id: 'emergency',
    when: 'an emergency is claimed: take it down at once, alert the household, never hang up',
    is: (s) =>
      (s.state.stage === 'emergency' && !sells(s.state, s.heard)) ||
      (does('claims_emergency')(s) && isPlainEmergency(s.state) && s.found.is !== 'sales'),
    go: (s) =>
      s.state.stage === 'emergency' && does('says_goodbye')(s)
        ? go(s, ['emergency_bye'], { route: 'take_message', ended: true, alert: true })
        : go(s, [s.state.setting.messageBy === 'tone' ? 'emergency_tone' : 'emergency'], {
            route: 'take_message',
            stage: 'emergency',
            alert: true,
          }),
  },
  {
    id: 'misheard',
    when: 'after the no it turns out that somebody wanted is calling: apologise and take the message',
    is: ({ state, found, heard }) =>
      state.stage === 'declining' && found.is === 'wanted' && heard.acts.includes('denies_selling') && found.confidence > 0.5,
    go: welcome,
  },
  {
    id: 'no_again',
    when: 'the no was said: hold it kindly, turn to empathy where words show upset, end after the second repetition',
    is: ({ state }) => state.stage === 'declining',
    go: (s) => declineAgain(s, s.state.turn >= LONGEST.declining),
  },
  {
    id: 'no',
    when: 'a sale, a donation or a survey is established: the plain, friendly no',
    is: ({ found, state, heard }) =>
      found.is === 'sales' ||
      found.is === 'survey' ||
      ((state.stage === 'taking_message' || state.stage === 'emergency') && sells(state, heard)),
    go: declineFirst,
  },
  {
    id: 'message',
    when: 'a message is being taken: ask for what is missing, read it back, pass it on',
    is: ({ state }) => state.stage === 'taking_message',
    go: nextOfMessage,
  },
  {
    id: 'wrong_number_bye',
    when: 'the caller notices that the number was wrong: a kind goodbye',
    is: (s) => s.state.stage === 'wrong_number' && s.found.is !== 'wanted',
    go: (s) => go(s, ['wrong_number_bye'], { route: 'continue', purpose: 'wrong_number', ended: true }),
  },
  {
    id: 'wrong_number',
    when: 'somebody wants another number: say so, offer a message all the same',
    is: ({ found }) => found.is === 'wrong_number',
    go: (s) =>
      does('apologises', 'says_goodbye')(s)
        ? go(s, ['wrong_number_bye'], { route: 'continue', ended: true })
        : go(s, [s.state.setting.slots.household === undefined ? 'wrong_number_unnamed' : 'wrong_number'], {
            route: 'continue',
            stage: 'wrong_number',
          }),
  },
  {
    id: 'wanted',
    when: 'a wanted caller: put through, or the message is taken',
    is: ({ found }) => found.is === 'wanted',
    go: welcome,
  },
  {
    id: 'noise',
    when: 'only noise came through: ask to repeat, then goodbye',
    is: ({ heard, state }) => heard.purpose === 'noise' && state.asked.length === 0,
    go: (s) =>
      s.state.unheard > 2
        ? go(s, ['noise_bye'], { route: 'continue', purpose: 'noise', ended: true })
        : go(s, ['please_repeat'], { route: 'continue', purpose: 'noise' }),
  },
  {
    id: 'goodbye',
    when: 'the caller says goodbye: goodbye',
    is: (s) => does('says_goodbye')(s) && !does('greets')(s),
    go: (s) => go(s, ['bye_plain'], { route: 'continue', ended: true }),
  },
  {
    id: 'waits',
    when: 'the caller asks to wait: wait',
    is: (s) => does('asks_to_wait')(s) && !wasSaid(s.state, 'take_your_time'),
    go: (s) => go(s, ['take_your_time'], { route: 'continue' }),
  },
  {
    id: 'ask_open',
    when: 'unclear: ask openly, once',
    is: ({ state }) => !state.asked.includes('purpose') && !leansToSales(state),
    go: (s) => {
      const question: DialoguePhraseId = s.state.slots.person === undefined ? 'ask_open' : 'ask_matter';
      return go(s, [...courtesies(s), question], { route: 'continue', asks: 'purpose' });
    },
  },
  {
    id: 'ask_choice',
    when: 'still unclear: ask with a choice, once',
    is: ({ state }) => !state.asked.includes('selling_or_not'),
    go: (s) => go(s, [...courtesies(s), 'ask_closed'], { route: 'continue', asks: 'selling_or_not' }),
  },
  {
    id: 'message_anyway',
    when: 'unclear to the end: a message, never a refusal',
    is: () => true,
    go: messageAnyway,
  },
];

/** An emergency in which neither money nor secrecy nor data was asked for. */
function isPlainEmergency({ acts }: DialogueState): boolean {
  return acts.includes('claims_emergency') && !acts.some((act) => ['asks_for_money', 'asks_for_secrecy', 'asks_for_access'].includes(act));
}

/** What is said before a question, when the caller asked for it. */
function courtesies(situation: Situation): DialoguePhraseId[] {
  const { state, heard } = situation;
  const asksToBeHeard = does('asks_yes_question')(situation) && heard.purpose === 'unclear' && state.turn === 1;
  return [
    ...(does('asks_if_computer')(situation) ? (['i_am_a_computer'] as const) : []),
    ...(does('asks_for_patience')(situation) ? (['take_your_time'] as const) : []),
    ...(does('asks_to_repeat')(situation) ? (['slower'] as const) : []),
    ...(asksToBeHeard && /* "hören Sie mich?" */ !does('asks_for_person', 'asks_if_computer')(situation)
      ? (['you_are_heard'] as const)
      : []),
  ];
}

function routeOf({ state }: Situation): 'continue' | 'decline' | 'end_safely' | 'take_message' {
  if (state.stage === 'declining') return 'decline';
  if (state.stage === 'leaving_safely') return 'end_safely';
  return state.stage === 'taking_message' || state.stage === 'emergency' ? 'take_message' : 'continue';
}
