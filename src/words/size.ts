import type { Language } from '../call/language.ts';

const LOCALE: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** An amount of bytes as people say it: in megabytes, from a thousand on in gigabytes. */
export function size(lang: Language, bytes: number): string {
  const gigabytes = bytes >= 999_500_000;
  const format = { style: 'unit', unit: gigabytes ? 'gigabyte' : 'megabyte', maximumFractionDigits: gigabytes ? 1 : 0 } as const;
  return new Intl.NumberFormat(LOCALE[lang], format).format(bytes / (gigabytes ? 1e9 : 1e6));
}

/** A number of seconds, to a hundredth. */
export function secondsOf(lang: Language, seconds: number): string {
  return new Intl.NumberFormat(LOCALE[lang], {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'long',
    minimumFractionDigits: 0,
    maximumFractionDigits: 2,
  }).format(seconds);
}
