import type { Language } from '../call/language.ts';
import { FEELINGS } from './feelings.ts';
import { NEEDS } from './needs.ts';
import { PSEUDO_FEELINGS } from './pseudo-feelings.ts';

/** The words of the inventories as alternatives of a rule, the longest first, so that "nicht gehört" wins over "gehört". */
export interface Vocabulary {
  readonly feelings: string;
  readonly needs: string;
  readonly pseudoFeelings: string;
}

const alternatives = (words: readonly string[]): string => `(${words.toSorted((a, b) => b.length - a.length).join('|')})`;

export function vocabularyOf(
  lang: Language,
  more: Readonly<Record<'feelings' | 'needs' | 'pseudoFeelings', readonly string[]>>,
): Vocabulary {
  const of = (groups: Readonly<Record<string, readonly Readonly<Record<Language, string>>[]>>): string[] =>
    Object.values(groups)
      .flat()
      .map((term) => term[lang]);
  return {
    feelings: alternatives([...of(FEELINGS), ...more.feelings]),
    needs: alternatives([...of(NEEDS), ...more.needs]),
    pseudoFeelings: alternatives([...PSEUDO_FEELINGS.map((term) => term[lang]), ...more.pseudoFeelings]),
  };
}
