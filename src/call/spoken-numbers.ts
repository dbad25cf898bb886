import type { Language } from './language.ts';

const IRREGULAR: Readonly<Record<number, string>> = { 1: 'ersten', 3: 'dritten', 7: 'siebten', 8: 'achten' };
const ONES = ['', 'ein', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'];
const TEENS = ['zehn', 'elf', 'zwölf', 'dreizehn', 'vierzehn', 'fünfzehn', 'sechzehn', 'siebzehn', 'achtzehn', 'neunzehn'];

/** A day of a month, 1 to 31, in the dative, as it stands behind "am". */
export function germanOrdinal(day: number): string {
  if (day < 10) return IRREGULAR[day] ?? `${ONES[day]}ten`;
  if (day < 20) return `${TEENS[day - 10]}ten`;
  const ones = day % 10;
  return `${ones === 0 ? '' : `${ONES[ones]}und`}${day < 30 ? 'zwanzig' : 'dreißig'}sten`;
}

/** A day of a month, 1 to 31. */
export function englishOrdinal(day: number): string {
  const ending = day > 10 && day < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${ending}`;
}

/** A telephone number as it is read aloud: digit by digit, with a breath after every third. */
export function inThrees(digits: string): string {
  return (digits.match(/\d{1,3}/gu) ?? []).map((three) => three.split('').join(' ')).join(', ');
}

const DIGITS: Readonly<Record<Language, readonly string[]>> = {
  de: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
};

/** Digits as words, slow enough to write down: a breath after each in German and in short numbers, in English after every third. */
export function digitsInWords(digits: string, lang: Language): string {
  const words = digits.split('').map((digit) => DIGITS[lang][Number(digit)] ?? '');
  if (lang === 'de' || words.length <= 3) return words.join(', ');
  return Array.from({ length: Math.ceil(words.length / 3) }, (_, at) => words.slice(3 * at, 3 * at + 3).join(' ')).join(', ');
}
