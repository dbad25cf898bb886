import type { CallSummary, Language } from '../src/http/api.ts';
import type { Words } from '../src/words/words.ts';

const LOCALE: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

export function timeOfDay(lang: Language, at: number): string {
  return new Intl.DateTimeFormat(LOCALE[lang], { hour: '2-digit', minute: '2-digit' }).format(at);
}

export function dayName(lang: Language, words: Words['console'], at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return words.calls.today;
  if (days === 1) return words.calls.yesterday;
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(LOCALE[lang], { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(at);
}

export function longDate(lang: Language, at: number): string {
  return new Intl.DateTimeFormat(LOCALE[lang], { dateStyle: 'long' }).format(at);
}

/** The day of a moment in the browser's own zone, as `2026-11-25`. */
export function localDay(at: number): string {
  return localInput(at).slice(0, 10);
}

/** A day without a time, as `2026-11-25`. */
export function dayAsWritten(lang: Language, day: string): string {
  return new Intl.DateTimeFormat(LOCALE[lang], { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

export function dateAndTime(lang: Language, at: number): string {
  return new Intl.DateTimeFormat(LOCALE[lang], { dateStyle: 'full', timeStyle: 'short' }).format(at);
}

/** A moment that lies ahead: the time alone where no other day can be meant. */
export function aheadAt(lang: Language, words: Words['console'], at: number, now: number): string {
  const time = timeOfDay(lang, at);
  return at - now < 20 * 3_600_000 ? time : `${dayName(lang, words, at, now)}, ${time}`;
}

/** A length as 0:07 or 1:23. */
export function minutes(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function seconds(lang: Language, ms: number): string {
  return new Intl.NumberFormat(LOCALE[lang], { style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 1 }).format(
    ms / 1000,
  );
}

export function decibels(lang: Language, level: number): string {
  return new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: 0 }).format(level).replace('-', '−');
}

/** A share from 0 to 1. */
export function percent(lang: Language, share: number): string {
  return new Intl.NumberFormat(LOCALE[lang], { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** A difference with its sign. */
export function signed(lang: Language, value: number): string {
  return new Intl.NumberFormat(LOCALE[lang], { signDisplay: 'exceptZero', maximumFractionDigits: 1 }).format(value);
}

/** As a field for date and time takes it, in the browser's own zone. */
export function localInput(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Who called, in the best words that there are. */
export function callerName(
  call: Pick<CallSummary, 'contactName' | 'callerName' | 'callerNumber' | 'kind'>,
  words: Words['console'],
): string {
  if (call.contactName !== null) return call.contactName;
  if (call.callerNumber === null) return call.kind === 'try' ? words.calls.typed : words.calls.suppressed;
  if (call.callerName !== null && call.callerName !== call.callerNumber) return `${call.callerName} (${call.callerNumber})`;
  return call.callerNumber;
}

export function startOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
