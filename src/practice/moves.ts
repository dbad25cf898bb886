import type { Language } from '../call/language.ts';
import { normalise } from '../call/text.ts';
import { sentencesOf, stepsIn } from '../nvc/steps.ts';
import { ENGLISH_MOVES } from './moves-en.ts';
import { GERMAN_MOVES } from './moves-de.ts';

/** What somebody who is called does with an utterance, as a caller would take it. */
export const MOVES = [
  'clear_no',
  'soft_no',
  'thanks',
  'regrets',
  'wishes_well',
  'empathy_guess',
  'asks_for_no_calls',
  'asks_who',
  'asks_back',
  'takes_back',
  'complains_back',
  'calls_back_known',
  'blames',
  'demands',
  'calms_down',
  'mocks',
  'insults',
  'threatens',
  'bare_yes',
  'agrees',
  'gives_data',
  'says_goodbye',
] as const;
export type Move = (typeof MOVES)[number];

export interface FoundMove {
  readonly move: Move;
  /** The sentence in which it was found, as it was said. */
  readonly sentence: string;
}

/** Moves that a language's patterns find; the others come of the steps, or of a bare word. */
export type MoveRules = Readonly<Record<Exclude<Move, 'bare_yes'>, RegExp>> & {
  /** Words that alone are a yes that can be cut out of a recording. */
  readonly yes: ReadonlySet<string>;
};

const RULES: Readonly<Record<Language, MoveRules>> = { de: GERMAN_MOVES, en: ENGLISH_MOVES };
const FOUND_BY_PATTERN = MOVES.filter((move): move is Exclude<Move, 'bare_yes'> => move !== 'bare_yes');

/** What an utterance does, sentence by sentence, each move once; empty: it says nothing that a caller could hold on to. */
export function movesIn(text: string, lang: Language): FoundMove[] {
  const found = new Map<Move, FoundMove>();
  for (const sentence of sentencesOf(text))
    for (const move of movesOf(sentence, lang)) if (!found.has(move)) found.set(move, { move, sentence });
  // An open no is no soft one, whatever else was said.
  if (found.has('clear_no')) found.delete('soft_no');
  if (found.has('agrees')) found.delete('clear_no');
  return [...found.values()];
}

function movesOf(sentence: string, lang: Language): Move[] {
  const said = normalise(sentence);
  const rules = RULES[lang];
  const moves = new Set<Move>(FOUND_BY_PATTERN.filter((move) => rules[move].test(said)));
  if (isBareYes(said, rules.yes)) moves.add('bare_yes');
  // A guess at what the other feels is no verdict on them, nor a demand.
  if (!moves.has('empathy_guess'))
    for (const { kind } of stepsIn(sentence, lang)) {
      if (kind === 'evaluation') moves.add('blames');
      if (kind === 'demand' && !moves.has('asks_for_no_calls')) moves.add('demands');
    }
  if (/\d[\d\s/-]{4,}\d/u.test(sentence)) moves.add('gives_data');
  if (moves.has('mocks') || moves.has('insults')) moves.delete('thanks');
  return [...moves];
}

/** Nothing but words of consent. */
function isBareYes(said: string, yes: ReadonlySet<string>): boolean {
  const words = said.split(' ').filter((word) => word !== '');
  return words.length > 0 && words.every((word) => yes.has(word));
}
