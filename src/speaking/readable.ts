import type { Language } from '../call/language.ts';
import { englishOrdinal, germanOrdinal, inThrees } from '../call/spoken-numbers.ts';

type Rule = readonly [pattern: RegExp, spoken: string | ((...found: string[]) => string)];

/** Emergency and care lines are said digit by digit, and so is whatever is too long to be an amount. */
const DIGIT_BY_DIGIT = /(?<![\d.,:/-])(?:110|112|911|999|111|116117|\d{5,})(?![\d:/-]|[.,]\d)/gu;

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};

const RULES: Readonly<Record<Language, readonly Rule[]>> = {
  de: [
    [/\bz\. ?B\./gu, 'zum Beispiel'],
    [/\bd\. ?h\./gu, 'das heißt'],
    [/\bu\. ?a\./gu, 'unter anderem'],
    [/\be\. ?V\./gu, 'e Vau'],
    [/\bDr\.(?= )/gu, 'Doktor'],
    [/\bProf\.(?= )/gu, 'Professor'],
    [/\bHr\.(?= )/gu, 'Herr'],
    [/\bFr\.(?= \p{Lu})/gu, 'Frau'],
    [/\bSt\.(?= \p{Lu})/gu, 'Sankt'],
    [/\bNr\.(?= ?\d)/gu, 'Nummer'],
    [/\bTel\./gu, 'Telefon'],
    [/\bStr\.(?=[ ,]|$)/gu, 'Straße'],
    [/(?<=\p{Ll})str\.(?=[ ,]|$)/gu, 'straße'],
    [/\busw\./gu, 'und so weiter'],
    [/\bbzw\./gu, 'beziehungsweise'],
    [/\bca\.(?= )/gu, 'circa'],
    [/\bggf\./gu, 'gegebenenfalls'],
    [/\bevtl\./gu, 'eventuell'],
    [/\binkl\./gu, 'inklusive'],
    [/\bGmbH\b/gu, 'G m b H'],
    [/ ?& ?/gu, ' und '],
    [/ ?%/gu, ' Prozent'],
    // 18:30, 18.30 Uhr, 18 Uhr.
    [
      /\b([01]?\d|2[0-4])(?::|\.(?=\d\d Uhr))([0-5]\d)(?: Uhr)?\b/gu,
      (_, hour, minute) => `${plain(hour)} Uhr${minute === '00' ? '' : ` ${plain(minute)}`}`,
    ],
    [/\b(\d{4})-(\d\d)-(\d\d)\b/gu, (found, year, month, day) => germanDay(found, day, month, year)],
    [/\b(\d{1,2})\.(?: ?(\d{1,2})\.)(?: ?(\d{4}))?/gu, (found, day, month, year) => germanDay(found, day, month, year)],
    [/\b(\d+)(?:,(\d\d))? ?€/gu, (_, euro, cent) => `${euro} Euro${cent === undefined || cent === '00' ? '' : ` ${plain(cent)}`}`],
    [/\b(\d{1,3})\.(\d{3})\b(?!\.)/gu, '$1$2'],
  ],
  en: [
    [/\be\.g\.,?/gu, 'for example'],
    [/\bi\.e\.,?/gu, 'that is'],
    [/\betc\./gu, 'et cetera'],
    [/\bDr\.?(?= \p{Lu})/gu, 'Doctor'],
    [/\bProf\.(?= )/gu, 'Professor'],
    [/\bMr\.?(?= )/gu, 'Mister'],
    [/\bMrs\.?(?= )/gu, 'Missis'],
    [/\bNo\.(?= ?\d)/gu, 'number'],
    [/\bapprox\./gu, 'approximately'],
    [/\bincl\./gu, 'including'],
    [/\bLtd\b\.?/gu, 'Limited'],
    [/ ?& ?/gu, ' and '],
    [/ ?%/gu, ' percent'],
    [
      /\b([01]?\d|2[0-3]):([0-5]\d)\b/gu,
      (_, hour, minute) => `${plain(hour)} ${minute === '00' ? "o'clock" : minute.replace(/^0/u, 'oh ')}`,
    ],
    [/\b(\d{4})-(\d\d)-(\d\d)\b/gu, (found, year, month, day) => englishDay(found, day, month, year)],
    [/£(\d+)(?:\.(\d\d))?/gu, (_, pounds, pence) => `${pounds} pounds${pence === undefined || pence === '00' ? '' : ` ${plain(pence)}`}`],
    [/€(\d+)(?:\.(\d\d))?/gu, (_, euros, cents) => `${euros} euros${cents === undefined || cents === '00' ? '' : ` ${plain(cents)}`}`],
    [/\b(\d{1,3}),(\d{3})\b/gu, '$1$2'],
  ],
};

/** Words as a voice can read them aloud: abbreviations, times, dates, amounts and telephone numbers written out. */
export function readable(words: string, lang: Language): string {
  let text = words;
  for (const [pattern, spoken] of RULES[lang])
    text = typeof spoken === 'string' ? text.replace(pattern, spoken) : text.replace(pattern, spoken);
  return text.replace(DIGIT_BY_DIGIT, inThrees).replace(/ {2,}/gu, ' ');
}

function plain(number: string | undefined): string {
  return String(Number(number));
}

/** All that stands before a day in a sentence of ours ("am", "vom", "bis zum") wants the dative. */
function germanDay(found: string, day: string | undefined, month: string | undefined, year: string | undefined): string {
  const name = monthOf('de', day, month);
  return name === null ? found : `${germanOrdinal(Number(day))} ${name}${year === undefined ? '' : ` ${year}`}`;
}

function englishDay(found: string, day: string | undefined, month: string | undefined, year: string | undefined): string {
  const name = monthOf('en', day, month);
  return name === null ? found : `the ${englishOrdinal(Number(day))} of ${name}${year === undefined ? '' : ` ${year}`}`;
}

/** Null: there is no such day. */
function monthOf(lang: Language, day: string | undefined, month: string | undefined): string | null {
  return Number(day) >= 1 && Number(day) <= 31 ? (MONTHS[lang][Number(month) - 1] ?? null) : null;
}
