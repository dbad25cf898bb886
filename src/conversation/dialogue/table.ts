import type { Act } from '../../call/names.ts';
import { acknowledge, answerAboutUs } from './acknowledge.ts';
import { care, grieve, isInNeed, urgent } from './caring.ts';
import { declineAgain, declineFirst, declineSilence } from './declining.ts';
import { messageAnyway, nextOfMessage, welcome } from './message.ts';
import { go, sayAgain, type Move, type Situation } from './moves.ts';
import { leaveSafely } from './safety.ts';
import { sameCompany, unsaid } from './saying.ts';
import { demands, leansToSales, sells, turns } from './evidence.ts';
import type { DialogueState, DialogueStep, Reason } from './state.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';

/** A row of the table: in this situation, this is done. The first row that fits decides. */
export interface Row {
  readonly id: Reason;
  readonly when: string;
  readonly is: (situation: Situation) => boolean;
  readonly go: Move;
}

/** The longest conversation, in answers; messages may take longer than a no. */
const LONGEST = { declining: 6, anything: 12 } as const;

const does =
  (...acts: readonly Act[]) =>
  ({ heard }: Situation): boolean =>
    acts.some((act) => heard.acts.includes(act));

/** How a conversation is led, from top to bottom. */
export const TABLE: readonly Row[] = [
  {
    id: 'emergency',
    when: 'somebody in need: the right number first, in fixed words; alert the household; never hang up',
    is: isInNeed,
    go: care,
  },
  {
    id: 'too_long',
    when: 'the conversation has become very long: say goodbye',
    is: ({ state }) => state.turn > LONGEST.anything,
    go: (s) => go(s, ['bye_plain'], { route: routeOf(s), ended: true }),
  },
  {
    id: 'silence',
    when: 'silence: after the no it is an answer; else ask once, then goodbye',
    is: does('silent'),
    go: (s) =>
      s.state.stage === 'declining'
        ? declineSilence(s)
        : s.state.silences > 1
          ? go(s, ['silence_bye'], { route: routeOf(s), ended: true })
          : go(s, ['still_nothing'], { route: routeOf(s) }),
  },
  {
    id: 'machine',
    when: 'a machine speaks: what is wanted is passed on, from the others goodbye',
    is: (s) => does('plays_recording')(s) && s.state.stage === 'finding_out',
    go: (s) =>
      s.found.is === 'wanted' && ['medical', 'delivery', 'authority', 'work'].includes(s.found.purpose)
        ? go(s, ['pass_on', 'safe_bye'], { route: 'take_message', ended: true })
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
      (found.is === 'scam' || (state.stage === 'taking_message' && demands(heard))) && state.stage !== 'declining',
    go: leaveSafely,
  },
  {
    id: 'grief',
    when: 'somebody has died: say so is sad news, and give time',
    is: (s) => s.heard.need === 'grief' && s.found.is !== 'sales' && s.state.stage !== 'leaving_safely',
    go: grieve,
  },
  {
    id: 'urgent',
    when: 'news for the house that cannot wait: ring its phones at once',
    is: (s) => s.heard.need === 'urgent' && s.found.is !== 'sales' && s.state.stage !== 'leaving_safely' && !demands(s.heard),
    go: urgent,
  },
  {
    id: 'again',
    when: 'the last answer was not heard, or not understood: say it again, or more simply',
    is: (s) => s.state.last.length > 0 && (asksForRepetition(s) || asksForSimpler(s)),
    go: (s) => (asksForSimpler(s) ? sayMoreSimply(s) : sayAgain(s, routeOf(s))),
  },
  {
    id: 'turned',
    when: 'after the no something speaks against a sale: ask once whether the caller was misjudged',
    is: (s) => s.state.stage === 'declining' && unsaid(s.state, 'reopen') && turns(s.heard),
    go: (s) => go(s, ['reopen'], { route: 'continue', stage: 'finding_out', asks: 'purpose' }),
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
      found.is === 'sales' || found.is === 'survey' || (state.stage === 'taking_message' && sells(state, heard)),
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
    is: (s) => s.state.stage === 'wrong_number' && s.found.is !== 'wanted' && !namesThisHouse(s),
    go: (s) => go(s, ['wrong_number_bye'], { route: 'continue', purpose: 'wrong_number', ended: true }),
  },
  {
    id: 'wrong_number',
    when: 'somebody wants another number: say so, offer a message all the same',
    is: (s) => s.found.is === 'wrong_number' && s.state.stage !== 'wrong_number' && !namesThisHouse(s),
    go: (s) =>
      does('apologises', 'says_goodbye')(s)
        ? go(s, ['wrong_number_bye'], { route: 'continue', ended: true })
        : go(s, [s.state.setting.slots.household === undefined ? 'wrong_number_unnamed' : 'wrong_number', 'wrong_number_offer'], {
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
    go: (s) => go(s, [...(does('wishes_well')(s) ? (['bye_wished'] as const) : []), 'bye_plain'], { route: 'continue', ended: true }),
  },
  {
    id: 'waits',
    when: 'the caller asks to wait: wait',
    is: (s) => does('asks_to_wait')(s) && unsaid(s.state, 'take_your_time'),
    go: (s) => go(s, ['take_your_time'], { route: 'continue' }),
  },
  {
    id: 'asked_about_us',
    when: 'the caller asks about us before saying what it is about: answer, then ask for what is missing',
    is: (s) => answerAboutUs(s).length > 0,
    go: (s) => go(s, [...answerAboutUs(s), missing(s)], { route: 'continue' }),
  },
  {
    id: 'ask_open',
    when: 'unclear: ask openly for what is missing, once',
    is: ({ state }) => !state.asked.includes('purpose') && !leansToSales(state),
    go: (s) => go(s, [...courtesies(s), missing(s)], { route: 'continue', asks: 'purpose' }),
  },
  {
    id: 'ask_choice',
    when: 'still unclear, and a sale is likely: ask with a choice, once; never somebody who said who they are and why they call',
    is: (s) => !s.state.asked.includes('selling_or_not') && leansToSales(s.state) && !saidWhoAndWhy(s.state),
    go: (s) => go(s, [...courtesies(s), 'ask_closed'], { route: 'continue', asks: 'selling_or_not' }),
  },
  {
    id: 'message_anyway',
    when: 'unclear to the end: a message, never a refusal',
    is: () => true,
    go: messageAnyway,
  },
];

/** What is said before a question: the answer to this line. */
function courtesies(situation: Situation): readonly DialoguePhraseId[] {
  const { state, heard } = situation;
  const clause = acknowledge(situation);
  if (clause.length > 0) return clause;
  const asksToBeHeard = does('asks_yes_question')(situation) && heard.purpose === 'unclear' && state.turn === 1;
  return asksToBeHeard && /* "hören Sie mich?" */ !does('asks_for_person')(situation) ? ['you_are_heard'] : [];
}

/** The question for what is not known yet: who, what, or both. */
function missing({ state }: Situation): DialoguePhraseId {
  const who = state.slots.name !== undefined || state.slots.company !== undefined;
  const what = state.slots.matter !== undefined || state.acts.includes('gives_matter');
  if (who && !what) return 'ask_what';
  return what && !who ? 'ask_who' : 'ask_open';
}

function saidWhoAndWhy({ slots, acts }: DialogueState): boolean {
  return (
    slots.name !== undefined && (slots.matter !== undefined || acts.some((act) => ['gives_matter', 'wants_message_passed'].includes(act)))
  );
}

/** Asks for somebody who lives here, or speaks of a matter of this house: not a wrong number after all. */
function namesThisHouse({ state, heard }: Situation): boolean {
  const { person } = heard.slots;
  return (
    (person !== undefined && state.setting.people.some((one) => sameCompany(one, person))) || heard.acts.includes('wants_message_passed')
  );
}

/** Repeated twice in a call at most. */
function asksForRepetition(situation: Situation): boolean {
  return does('cannot_hear', 'asks_to_repeat', 'does_not_understand')(situation) && unsaid(situation.state, 'ack_again');
}

/** Said once more simply, where there is a simpler sentence. */
function asksForSimpler(situation: Situation): boolean {
  return does('does_not_understand')(situation) && unsaid(situation.state, 'ack_simpler') && unsaid(situation.state, simpler(situation));
}

function simpler({ state }: Situation): DialoguePhraseId {
  return state.stage === 'declining' ? 'plain_no' : 'plain_who';
}

function sayMoreSimply(situation: Situation): DialogueStep {
  return go(situation, ['ack_simpler', simpler(situation)], { route: routeOf(situation) });
}

function routeOf({ state }: Situation): 'continue' | 'decline' | 'end_safely' | 'take_message' {
  if (state.stage === 'declining') return 'decline';
  if (state.stage === 'leaving_safely') return 'end_safely';
  return state.stage === 'taking_message' || state.stage === 'emergency' ? 'take_message' : 'continue';
}
