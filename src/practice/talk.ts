import type { Language } from '../call/language.ts';
import { COMMON_LINES } from './common-lines.ts';
import { movesIn, type FoundMove, type Move } from './moves.ts';
import type { Occasion, Persona } from './persona.ts';
import { react, startState, type CallerState, type Difficulty } from './state.ts';

/** How a talk ended. `slammed`: shouting. `curt`: a no, and no kind word. `reached`, `lost`: of somebody who is wanted. */
export type Ending = 'laughed' | 'accepted' | 'curt' | 'slammed' | 'sold' | 'reached' | 'lost' | 'you_hung_up';

/** What one talk is: with the same setting and the same words it is the same talk. */
export interface TalkSetting {
  readonly persona: Persona;
  readonly difficulty: Difficulty;
  readonly lang: Language;
  readonly seed: number;
}

/** What the person said, what a caller heard in it, and what came back. */
export interface Turn {
  readonly said: string;
  readonly moves: readonly FoundMove[];
  /** After it. */
  readonly state: CallerState;
  /** Null: the caller has hung up without a word, or was hung up on. */
  readonly reply: string | null;
}

export interface Talk {
  readonly setting: TalkSetting;
  readonly opener: string;
  readonly start: CallerState;
  readonly turns: readonly Turn[];
  readonly ending: Ending | null;
  /** The caller has taken the no; one more word, and both part. */
  readonly parting: 'laughed' | 'accepted' | null;
  /** How often each kind of line was said. */
  readonly used: Readonly<Partial<Record<Occasion, number>>>;
}

/** No caller talks longer, whatever is said. */
export const MOST_TURNS = 12;
/** Of somebody wanted: so many words of theirs were heard, and the matter is told. */
const TURNS_TO_BE_HEARD = 2;

const GIVES_UP_HOPE = 20;
const CURT_TENSION = 45;
const IRRITATED_TENSION = 50;
const LIKES = 50;
const SOLD_HOPE = 95;

/** The phone rings, and the caller says their first sentence. */
export function beginTalk(setting: TalkSetting): Talk {
  const start = startState(setting.persona, setting.difficulty);
  const empty: Talk = { setting, opener: '', start, turns: [], ending: null, parting: null, used: {} };
  const { words, used } = line(empty, 'opener');
  return { ...empty, opener: words, used };
}

/** The person says something, and the caller answers. A talk that has ended stays as it is. */
export function say(talk: Talk, said: string): Talk {
  if (talk.ending !== null) return talk;
  const { persona, difficulty, lang } = talk.setting;
  const moves = movesIn(said, lang);
  const done = new Set(moves.map(({ move }) => move));
  const state = react(stateOf(talk), done, persona, difficulty);
  const answer = persona.wanted ? answerOfWanted(talk, done) : answerOf(talk, done, state);
  const { words, used } = line(talk, answer.occasion);
  return {
    ...talk,
    turns: [...talk.turns, { said, moves, state, reply: words }],
    ending: answer.ending ?? null,
    parting: answer.parting ?? null,
    used,
  };
}

/** The person hangs up. After a goodbye on both sides that is how calls end. */
export function hangUp(talk: Talk): Talk {
  if (talk.ending !== null) return talk;
  return { ...talk, ending: talk.parting ?? 'you_hung_up' };
}

/** All of a talk from what was said in it. */
export function replay(setting: TalkSetting, said: readonly string[]): Talk {
  return said.reduce(say, beginTalk(setting));
}

export function stateOf({ turns, start }: Talk): CallerState {
  return turns.at(-1)?.state ?? start;
}

interface Answer {
  readonly occasion: Occasion;
  readonly ending?: Ending;
  readonly parting?: 'laughed' | 'accepted';
}

/** Read from top to bottom: the first that fits is what the caller does. */
function answerOf(talk: Talk, done: ReadonlySet<Move>, state: CallerState): Answer {
  const { persona } = talk.setting;
  const was = stateOf(talk);
  const yielding = done.has('bare_yes') || done.has('agrees') || done.has('gives_data');
  if (state.tension >= persona.breaking) return { occasion: 'slamming', ending: 'slammed' };
  if (talk.parting !== null && !yielding) return { occasion: done.has('wishes_well') ? 'farewell' : 'goodbye', ending: talk.parting };
  if (state.hope >= SOLD_HOPE && yielding) return { occasion: 'sold', ending: 'sold' };
  if (done.has('complains_back') && !done.has('blames') && talk.turns.length + 1 < MOST_TURNS) return { occasion: 'deflecting' };
  if (state.hope <= GIVES_UP_HOPE || talk.turns.length + 1 >= MOST_TURNS) return givingUp(talk, done, state);
  if (state.tension >= IRRITATED_TENSION && state.tension > was.tension)
    return { occasion: state.tension >= (IRRITATED_TENSION + persona.breaking) / 2 ? 'shouting' : 'irritated' };
  if (done.has('empathy_guess')) return { occasion: 'softened' };
  if (yielding) return { occasion: 'closing' };
  if (done.has('clear_no') || done.has('asks_for_no_calls') || done.has('says_goodbye')) return { occasion: 'objection' };
  if (done.has('soft_no')) return { occasion: 'booking' };
  if (done.has('asks_who')) return { occasion: 'introduction' };
  return { occasion: 'pitch' };
}

function givingUp({ turns }: Talk, done: ReadonlySet<Move>, state: CallerState): Answer {
  if (state.tension >= CURT_TENSION) return { occasion: 'curt', ending: 'curt' };
  const warm = state.liking >= LIKES;
  const ending = warm ? 'laughed' : 'accepted';
  if (turns.length + 1 >= MOST_TURNS) return { occasion: 'goodbye', ending };
  if (done.has('says_goodbye') && done.has('wishes_well')) return { occasion: 'farewell', ending };
  return warm ? { occasion: 'laughing', parting: 'laughed' } : { occasion: 'accepting', parting: 'accepted' };
}

const TURNS_AWAY: readonly Move[] = ['clear_no', 'asks_for_no_calls', 'demands', 'insults', 'threatens', 'mocks', 'says_goodbye', 'blames'];

function answerOfWanted(talk: Talk, done: ReadonlySet<Move>): Answer {
  const turnedAway = TURNS_AWAY.some((move) => done.has(move));
  const before = talk.used.objection ?? 0;
  if (turnedAway && before > 0) return { occasion: 'lost', ending: 'lost' };
  if (turnedAway) return { occasion: 'objection' };
  if (talk.turns.length + 1 >= TURNS_TO_BE_HEARD + before) return { occasion: 'reached', ending: 'reached' };
  return done.has('asks_who') ? { occasion: 'introduction' } : { occasion: 'pitch' };
}

/** The next line for an occasion; which comes first, the seed decides. */
function line(talk: Talk, occasion: Occasion): { words: string; used: Talk['used'] } {
  const { persona, lang, seed } = talk.setting;
  const lines = persona.lines[lang][occasion] ?? COMMON_LINES[lang][occasion];
  const before = talk.used[occasion] ?? 0;
  const words = lines[(seed + before) % lines.length] ?? '';
  return { words, used: { ...talk.used, [occasion]: before + 1 } };
}
