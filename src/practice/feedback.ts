import type { Language } from '../call/language.ts';
import { PSEUDO_FEELINGS } from '../nvc/pseudo-feelings.ts';
import { stepsIn, type MixUp, type Step } from '../nvc/steps.ts';
import { normalise } from '../call/text.ts';
import type { Move } from './moves.ts';
import { stateOf, type Talk, type Turn } from './talk.ts';
import type { CallerState } from './state.ts';

/** Moments that made the talk easier. */
export const GOOD_MOMENTS = [
  'kind_no',
  'kept_the_no',
  'empathy_guess',
  'wishes_well',
  'asks_for_no_calls',
  'calls_back_known',
  'asked_who',
  'own_feeling',
  'own_need',
  'own_request',
] as const;
/** Moments that made it harder, or gave something away. */
export const SLIPS = [
  'bare_yes',
  'agrees',
  'gives_data',
  'insults',
  'mocks',
  'calms_down',
  'blames',
  'demands',
  'threatens',
  'turned_away',
  'complains_back',
  'takes_back',
  'pseudo_feeling',
  'thought_as_feeling',
  'strategy_as_need',
  'soft_no',
  'asks_back',
  'late_no',
] as const;

export type GoodMoment = (typeof GOOD_MOMENTS)[number];
export type Slip = (typeof SLIPS)[number];

/** One thing to look at again: what was said, what it did to the caller, and where to try anew. */
export interface Moment {
  readonly kind: GoodMoment | Slip;
  /** It made the talk easier; else it is to be tried differently. */
  readonly helped: boolean;
  /** Of the turn, from 0: trying again begins with what is said in its place. */
  readonly turn: number;
  /** As it was said. */
  readonly sentence: string;
  /** How the turn moved the caller. */
  readonly change: CallerState;
  /** For a pseudo-feeling: what may be felt and needed behind the word. */
  readonly behind: { readonly feelings: readonly string[]; readonly needs: readonly string[] } | null;
}

/** Moves, and mix-ups of the steps, that are slips under the same name. */
const isSlip = (kind: Move | MixUp | Step): kind is Slip & (Move | MixUp) => OF_SLIPS.has(kind);
const GOOD: ReadonlySet<Moment['kind']> = new Set(GOOD_MOMENTS);
/** Enough to remember. */
const MOST_SLIPS = 3;
const MOST_GOOD = 2;
/** The plain no is due by now, counted from 0. */
const NO_IS_DUE = 1;

const OF_SLIPS: ReadonlySet<string> = new Set(SLIPS);
/** Who is wanted may be asked, told and agreed with. */
const FINE_WITH_WANTED: ReadonlySet<Move> = new Set<Move>(['bare_yes', 'agrees', 'gives_data', 'asks_back', 'soft_no']);
const OWN_STEP: Readonly<Partial<Record<Step | MixUp, GoodMoment>>> = { feeling: 'own_feeling', need: 'own_need' };

/** What helped, and what to try differently, in the order in which it happened; no score. */
export function momentsOf(talk: Talk): Moment[] {
  const all = talk.turns.flatMap((turn, index) => momentsIn(talk, turn, index));
  const late = lateNo(talk);
  const slips = chosen([...all, ...(late ? [late] : [])], SLIPS, MOST_SLIPS);
  const good = chosen(all, GOOD_MOMENTS, MOST_GOOD);
  return [...slips, ...good].toSorted((a, b) => a.turn - b.turn);
}

/** The gravest first, each kind once. */
function chosen(moments: readonly Moment[], order: readonly Moment['kind'][], most: number): Moment[] {
  return order.flatMap((kind) => moments.find((moment) => moment.kind === kind) ?? []).slice(0, most);
}

function momentsIn(talk: Talk, turn: Turn, index: number): Moment[] {
  const { lang, persona } = talk.setting;
  const at = (kind: Moment['kind'], sentence: string, behind: Moment['behind'] = null): Moment =>
    momentAt(talk, index, kind, sentence, behind);
  const done = new Map(turn.moves.map(({ move, sentence }) => [move, sentence]));
  const moments: Moment[] = [];
  for (const [move, sentence] of done)
    if (isSlip(move) && !(persona.wanted && FINE_WITH_WANTED.has(move))) moments.push(at(move, sentence));
  const no = done.get('clear_no');
  if (no !== undefined && persona.wanted) moments.push(at('turned_away', no));
  else if (no !== undefined) {
    if (done.has('thanks') || done.has('regrets') || done.has('empathy_guess')) moments.push(at('kind_no', no));
    if (talk.turns.slice(0, index).some((before) => before.moves.some(({ move }) => move === 'clear_no')))
      moments.push(at('kept_the_no', no));
  }
  for (const kind of ['empathy_guess', 'wishes_well', 'asks_for_no_calls', 'calls_back_known'] as const) {
    const sentence = done.get(kind);
    if (sentence !== undefined) moments.push(at(kind, sentence));
  }
  const asked = done.get('asks_who');
  if (asked !== undefined && persona.wanted) moments.push(at('asked_who', asked));
  for (const { kind, sentence } of stepsIn(turn.said, lang)) {
    if (isSlip(kind)) moments.push(at(kind, sentence, kind === 'pseudo_feeling' ? behindOf(sentence, lang) : null));
    const own = OWN_STEP[kind];
    if (own && !done.has('empathy_guess')) moments.push(at(own, sentence));
    if (kind === 'request' && !done.has('asks_for_no_calls')) moments.push(at('own_request', sentence));
  }
  return moments;
}

/** Two answers without a plain no, to somebody who sells. */
function lateNo(talk: Talk): Moment | null {
  const { turns, setting } = talk;
  if (setting.persona.wanted || turns.length <= NO_IS_DUE) return null;
  const inTime = turns
    .slice(0, NO_IS_DUE + 1)
    .some(({ moves }) => moves.some(({ move }) => ['clear_no', 'calls_back_known', 'says_goodbye'].includes(move)));
  return inTime ? null : momentAt(talk, NO_IS_DUE, 'late_no', turns[NO_IS_DUE]?.said ?? '', null);
}

function momentAt(talk: Talk, turn: number, kind: Moment['kind'], sentence: string, behind: Moment['behind']): Moment {
  return { kind, helped: GOOD.has(kind), turn, sentence, change: changeBy(talk, turn), behind };
}

function changeBy({ turns, start }: Talk, index: number): CallerState {
  const before = turns[index - 1]?.state ?? start;
  const after = turns[index]?.state ?? before;
  return {
    tension: after.tension - before.tension,
    hope: after.hope - before.hope,
    pressure: after.pressure - before.pressure,
    liking: after.liking - before.liking,
  };
}

function behindOf(sentence: string, lang: Language): Moment['behind'] {
  const said = normalise(sentence);
  const found = PSEUDO_FEELINGS.find((term) => said.includes(normalise(term[lang])));
  return found ? { feelings: found.feelings[lang], needs: found.needs[lang] } : null;
}

/** What is kept of a practice: figures, and none of the words. */
export interface PracticeSummary {
  readonly personaId: string;
  readonly difficulty: Talk['setting']['difficulty'];
  readonly lang: Language;
  readonly ending: NonNullable<Talk['ending']>;
  readonly turns: number;
  /** In which answer the plain no came, from 1; null: never. */
  readonly noAt: number | null;
  readonly slips: readonly Slip[];
  readonly good: readonly GoodMoment[];
  /** The caller's tension when the call began and ended. */
  readonly tension: { readonly first: number; readonly last: number };
}

/** Null: it has not ended. */
export function summaryOf(talk: Talk): PracticeSummary | null {
  const { setting, turns, ending, start } = talk;
  if (ending === null) return null;
  const kinds = new Set(momentsOf(talk).map(({ kind }) => kind));
  const noAt = turns.findIndex(({ moves }) => moves.some(({ move }) => move === 'clear_no'));
  return {
    personaId: setting.persona.id,
    difficulty: setting.difficulty,
    lang: setting.lang,
    ending,
    turns: turns.length,
    noAt: noAt < 0 ? null : noAt + 1,
    slips: SLIPS.filter((kind) => kinds.has(kind)),
    good: GOOD_MOMENTS.filter((kind) => kinds.has(kind)),
    tension: { first: start.tension, last: stateOf(talk).tension },
  };
}
