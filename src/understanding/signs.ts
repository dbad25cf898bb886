import type { Language } from '../call/language.ts';
import { ACTS, type Act } from '../call/names.ts';
import { german } from './rules/de.ts';
import { english } from './rules/en.ts';
import { SUBJECTS, type Rules, type Subject } from './rules/rule.ts';
import { pattern } from '../call/text.ts';

/** What the rules found in an utterance. */
export interface Signs {
  readonly acts: ReadonlySet<Act>;
  readonly subjects: ReadonlySet<Subject>;
}

interface Compiled {
  readonly acts: readonly (readonly [Act, RegExp])[];
  readonly subjects: readonly (readonly [Subject, RegExp])[];
}

const COMPILED: Readonly<Record<Language, Compiled>> = { de: compile(german), en: compile(english) };

function compile(rules: Rules): Compiled {
  return {
    acts: ACTS.flatMap((act) => (rules.acts[act] ? [[act, pattern(rules.acts[act])] as const] : [])),
    subjects: SUBJECTS.map((subject) => [subject, pattern(rules.subjects[subject])] as const),
  };
}

/** Acts and subjects that the words of a normalised utterance give away. */
export function signsIn(normalised: string, lang: Language): Signs {
  const { acts, subjects } = COMPILED[lang];
  return {
    acts: new Set(acts.filter(([, found]) => found.test(normalised)).map(([act]) => act)),
    subjects: new Set(subjects.filter(([, found]) => found.test(normalised)).map(([subject]) => subject)),
  };
}
