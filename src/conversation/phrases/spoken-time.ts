import type { Language } from '../../call/language.ts';
import { englishOrdinal, germanOrdinal } from '../../call/spoken-numbers.ts';

const LOCALE: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** A time of day as it is said: "14 Uhr 5", "2:05 pm". `zone`: an IANA name. */
export function spokenTime(lang: Language, at: number, zone: string): string {
  const { hour, minute } = local(at, zone);
  if (lang === 'de') return minute === 0 ? `${hour} Uhr` : `${hour} Uhr ${minute}`;
  const half = hour < 12 ? 'am' : 'pm';
  return minute === 0 ? `${hour % 12 || 12} ${half}` : `${hour % 12 || 12}:${String(minute).padStart(2, '0')} ${half}`;
}

/** A moment that is over, as it is said: "Heute um 14 Uhr", "Am Montag um 9 Uhr 30", "Am dritten November um 9 Uhr 30". */
export function spokenMoment(lang: Language, at: number, now: number, zone: string): string {
  const then = local(at, zone);
  const days = then.toPlainDate().until(local(now, zone).toPlainDate()).days;
  const time = spokenTime(lang, at, zone);
  return lang === 'de' ? `${germanDay(then, days)} um ${time}` : `${englishDay(then, days)} at ${time}`;
}

function germanDay(day: Temporal.ZonedDateTime, daysAgo: number): string {
  if (daysAgo === 0) return 'Heute';
  if (daysAgo === 1) return 'Gestern';
  if (daysAgo < 7) return `Am ${day.toLocaleString(LOCALE.de, { weekday: 'long' })}`;
  return `Am ${germanOrdinal(day.day)} ${day.toLocaleString(LOCALE.de, { month: 'long' })}`;
}

function englishDay(day: Temporal.ZonedDateTime, daysAgo: number): string {
  if (daysAgo === 0) return 'Today';
  if (daysAgo === 1) return 'Yesterday';
  if (daysAgo < 7) return `On ${day.toLocaleString(LOCALE.en, { weekday: 'long' })}`;
  return `On the ${englishOrdinal(day.day)} of ${day.toLocaleString(LOCALE.en, { month: 'long' })}`;
}

function local(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}
