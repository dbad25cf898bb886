import type { Language } from '../call/language.ts';
import { germanTerminal } from './terminal-de.ts';
import { englishTerminal } from './terminal-en.ts';

const WORDS: Readonly<Record<Language, typeof germanTerminal>> = { de: germanTerminal, en: englishTerminal };

/** The same as `wordsIn(lang).terminal`, without loading the texts of the console: `help` answers at once. */
export function terminalWords(lang: Language): typeof germanTerminal {
  return WORDS[lang];
}
