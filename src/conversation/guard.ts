import type { Language } from '../call/language.ts';
import type { Utterance } from '../call/utterance.ts';
import { utterance, wordsOf, type Slots } from './phrases/catalogue.ts';

export interface Verdict {
  /** What may be spoken: the utterance itself, or a safe sentence in its place. */
  readonly utterance: Utterance;
  /** Why something was replaced; null when the utterance passed. */
  readonly rejected: Rejection | null;
}

export type Rejection = 'consent' | 'unreleased' | 'key' | 'too_long' | 'unspeakable';

/** Longest spoken segment; three calm sentences and a wish fit. */
const MAX_SEGMENT_CHARACTERS = 260;

const CONSENT: Readonly<Record<Language, ReadonlySet<string>>> = {
  de: new Set('ja jawohl genau okay ok einverstanden richtig stimmt gerne klar natürlich sicher'.split(' ')),
  en: new Set('yes yeah yep okay ok agreed correct right sure certainly absolutely'.split(' ')),
};

const KEY_REQUEST = /\b(drücken|wählen)\s+sie\b|\btaste\b|\bpress\b|\bdial\b/iu;
const LONG_NUMBER = /\d[\d\s/().-]{3,}\d/u;

/**
 * The last look before anything is spoken, whoever worded it: no sentence that can be cut out as a consent, no key
 * that a caller is told to press, no number or name that the household did not release, nothing endless.
 */
export function guard(proposed: Utterance, lang: Language, released: Slots): Verdict {
  for (const segment of proposed) {
    const rejected = rejection(segment, released);
    if (rejected) return { utterance: utterance(lang, released, 'hanging_up'), rejected };
  }
  return { utterance: proposed, rejected: null };
}

function rejection(segment: Utterance[number], released: Slots): Rejection | null {
  for (const [slot, value] of Object.entries(segment.slots ?? {})) {
    if (released[slot as keyof Slots] !== value) return 'unreleased';
  }
  let words: string;
  try {
    words = wordsOf(segment);
  } catch {
    return 'unspeakable';
  }
  if (words.length > MAX_SEGMENT_CHARACTERS) return 'too_long';
  if (KEY_REQUEST.test(words)) return 'key';
  const withoutTheirs = segment.slots?.['number'] === undefined ? words : words.replaceAll(segment.slots['number'], '');
  if (LONG_NUMBER.test(withoutTheirs)) return 'unreleased';
  if (sentencesOf(words).some((sentence) => isConsent(sentence, segment.lang))) return 'consent';
  return null;
}

function sentencesOf(words: string): string[] {
  return words
    .split(/[.!?:;]+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** A sentence whose first clause is nothing but words of consent can be cut out of a recording and used. */
function isConsent(sentence: string, lang: Language): boolean {
  const clause = sentence.split(',')[0] ?? '';
  const words = clause.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length > 0 && words.every((word) => CONSENT[lang].has(word));
}
