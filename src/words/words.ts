import type { Language } from '../call/language.ts';
import { german } from './de.ts';
import { english } from './en.ts';

/** Every text that people read, in the console and on the terminal. A language that lacks one does not compile. */
export type Words = typeof german;

const WORDS: Readonly<Record<Language, Words>> = { de: german, en: english };

export function wordsIn(lang: Language): Words {
  return WORDS[lang];
}
