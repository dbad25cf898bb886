import type { Language } from '../call/language.ts';
import { LOCALE } from './tools.ts';

/** To make one takes longer than to render a page. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function format(lang: Language, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${lang} ${key}`;
  const known = FORMATS.get(name) ?? new Intl.DateTimeFormat(LOCALE[lang], options);
  FORMATS.set(name, known);
  return known;
}

/** A day, `2026-11-25`, as people write it. */
export function dayOf(dated: string, lang: Language): string {
  return format(lang, 'day', { dateStyle: 'long' }).format(Temporal.PlainDate.from(dated));
}

/** A month, `2026-11`, as people write it. */
export function monthOf(month: string, lang: Language): string {
  return format(lang, 'month', { month: 'long', year: 'numeric' }).format(Temporal.PlainDate.from(`${month}-01`));
}

/** A moment, in ms since 1970 UTC, as people in a time zone write it. */
export function timeOf(at: number, lang: Language, timeZone: string): string {
  return format(lang, timeZone, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
}
