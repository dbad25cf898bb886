import type { Language } from '../../call/language.ts';
import { NEEDS, type Need } from '../../call/names.ts';
import { normalise, pattern } from '../../call/text.ts';
import { germanNeed } from './de/de.ts';
import { englishNeed } from './en/en.ts';
import type { NeedRules } from './need-rules.ts';

interface Compiled {
  readonly rules: readonly {
    readonly need: Need;
    readonly says: readonly RegExp[];
    readonly unless: RegExp | null;
    readonly plain: boolean;
  }[];
  readonly elsewhere: RegExp;
  readonly shock: RegExp;
  readonly child: RegExp;
}

const COMPILED: Readonly<Record<Language, Compiled>> = { de: compile(germanNeed), en: compile(englishNeed) };

function compile({ rules, elsewhere, shock, child }: NeedRules): Compiled {
  return {
    rules: rules
      .map(({ need, says, all, unless, plain }) => ({
        need,
        says: [...(says ? [says] : []), ...(all ?? [])].map((alternatives) => pattern(alternatives)),
        unless: unless ? pattern(unless) : null,
        plain: plain === true,
      }))
      .toSorted((a, b) => NEEDS.indexOf(a.need) - NEEDS.indexOf(b.need)),
    elsewhere: pattern(elsewhere),
    shock: pattern(shock),
    child: pattern(child),
  };
}

/** What somebody needs, and whether a child speaks. */
export interface Heard {
  readonly need: Need | null;
  readonly child: boolean;
  /** Somebody else is said to be in trouble, as shock callers say. */
  readonly shock: boolean;
}

/**
 * The most pressing need that an utterance gives away, or null. Each sentence is looked at by itself and in its clauses, with
 * the sentence as what the words mean in it, so that "Das war nur ein Film. Aber mein Mann atmet nicht" is danger; then the
 * whole, since recognisers write no punctuation and people pause in the middle of what they say.
 */
export function needIn(text: string, lang: Language): Heard {
  const compiled = COMPILED[lang];
  const whole = normalise(text.replaceAll('?', ' '));
  const found = new Set([needOf([whole], whole, compiled)]);
  let child = compiled.child.test(whole);
  for (const written of text.split(/[.!?;…]+/u)) {
    const sentence = normalise(written);
    if (sentence === '') continue;
    found.add(needOf([sentence, ...written.split(',').map(normalise)], sentence, compiled));
    child ||= compiled.child.test(sentence);
  }
  return { need: NEEDS.find((one) => found.has(one)) ?? null, child, shock: compiled.shock.test(whole) };
}

/** `clauses`: where the words are looked for. `sentence`: what else they may mean is looked for in all of it. */
function needOf(clauses: readonly string[], sentence: string, { rules, elsewhere }: Compiled): Need | null {
  const isElsewhere = elsewhere.test(sentence);
  const rule = rules.find(
    ({ says, unless, plain }) =>
      (plain || !isElsewhere) && clauses.some((clause) => says.every((one) => one.test(clause))) && unless?.test(sentence) !== true,
  );
  return rule?.need ?? null;
}
