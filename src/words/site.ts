import type { Language } from '../call/language.ts';
import { germanSite } from './site-de.ts';
import { englishSite } from './site-en.ts';

/** What readers of the public pages see; the console does not need it. */
export type SiteWords = typeof germanSite;

const WORDS: Readonly<Record<Language, SiteWords>> = { de: germanSite, en: englishSite };

export function siteWordsIn(lang: Language): SiteWords {
  return WORDS[lang];
}
