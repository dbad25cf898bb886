import type { CallEvent, CallEventBody } from '../../src/call/events.ts';
import type { SalesApproach } from '../../src/call/names.ts';
import { seededRandom } from '../../src/call/random.ts';
import { answer, beginDialogue, expecting } from '../../src/conversation/dialogue/dialogue.ts';
import { dialogueSetting } from '../../src/conversation/dialogue/setting.ts';
import { wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { PERSONAS } from '../../src/practice/personas.ts';
import { DIFFICULTIES } from '../../src/practice/state.ts';
import { beginTalk, say } from '../../src/practice/talk.ts';
import { PLAIN_CALL, shippedUnderstanding } from './fakes.ts';

/** Callers who sell; who tells lies is met in another way. */
const SELLERS = PERSONAS.filter(({ wanted, id }) => !wanted && id !== 'pretender' && id !== 'yes-trapper');
const TURN_MS = 5_000;
const MOST_TURNS = 12;

/** A call of a simulated seller to the attendant, turn by turn, as the journal would keep it. The same seed is the same call. */
export function simulatedCall(approach: SalesApproach, seed: number): CallEvent[] {
  const random = seededRandom(seed);
  const one = <T>(of: readonly T[]): T => of[random.below(of.length)]!;
  const lang = one(['de', 'en'] as const);
  let talk = beginTalk({ persona: one(SELLERS), difficulty: one(DIFFICULTIES), lang, seed: random.below(1_000) });
  let state = beginDialogue(dialogueSetting({ ...DEFAULT_PROFILE, approach }, { ...PLAIN_CALL, lang }));
  const events: CallEvent[] = [];
  const note = (body: CallEventBody): void => void events.push({ atMs: events.length * TURN_MS, ...body });
  let words: string | null = talk.opener;
  for (let turn = 0; turn < MOST_TURNS && words !== null; turn++) {
    const heard = shippedUnderstanding.understand(words, state.lang, expecting(state));
    note({ type: 'understood', heard });
    if (talk.ending !== null) break;
    const step = answer(state, heard);
    state = step.state;
    for (const segment of step.answer.utterance)
      note({ type: 'segment_played', segment, fromMs: 0, playedMs: TURN_MS, ofMs: TURN_MS, complete: true });
    talk = say(talk, step.answer.utterance.map(wordsOf).join(' '));
    words = talk.turns.at(-1)?.reply ?? null;
    if (step.answer.ended && words !== null) {
      // Last words are heard out.
      note({ type: 'understood', heard: shippedUnderstanding.understand(words, state.lang) });
      note({ type: 'ended', by: 'attendant', reason: 'hung_up' });
      return events;
    }
  }
  note({ type: 'ended', by: 'caller', reason: 'hung_up' });
  return events;
}
