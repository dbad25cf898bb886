import type { Language } from '../call/language.ts';
import { emailsIn } from './e-mail.ts';
import { FIRST_NAMES } from './first-names.ts';

export const FINDING_KINDS = ['name', 'number', 'email', 'address', 'account'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something in a text by which a person might be known. */
export interface Finding {
  readonly kind: FindingKind;
  readonly text: string;
  /** What could stand there instead. */
  readonly instead: string;
  /** Where it stands first, in UTF-16 units. */
  readonly at: number;
}

const UPPER = '[A-ZÄÖÜÀ-ÖØ-Þ]';
/** Words and the gaps between them are bounded: with a longer one, each letter of it would be a new beginning to search from. */
const GAP = String.raw`\s{1,5}`;
const NAME = String.raw`${UPPER}[\p{L}’'-]{1,60}`;
const WORD = String.raw`${UPPER}[\p{L}-]{1,60}`;
const TITLE = String.raw`(?:Herrn?|Frau|Fr\.|Hr\.|Familie|Doktor|Dr\.|Prof\.|Professor|Mr\.?|Mrs\.?|Ms\.?|Miss|Doctor)`;

/** By which a word's neighbours say that it is a name; the group is the name. */
const NAMED: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<![\p{L}])${TITLE}${GAP}(?:${TITLE}${GAP}){0,4}((?:(?:von|van|de|der|zu)${GAP}){0,4}(?!${TITLE})${NAME}(?:${GAP}${NAME})?)`,
    'gu',
  ),
  new RegExp(
    String.raw`(?:[Mm]ein Name ist|[Ii]ch heiße|[Mm]y name is|[Ii]ch bin (?:der|die)(?= ${UPPER}))${GAP}(${NAME}(?:${GAP}${NAME})?)`,
    'gu',
  ),
  new RegExp(String.raw`(?<![\p{L}])((?:${FIRST_NAMES.join('|')})(?:${GAP}(?!(?:${TITLE}))${NAME})?)(?![\p{L}])`, 'gu'),
];

const STREET = String.raw`(?:[Ss]traße|[Ss]trasse|[Ss]tr\.|[Ww]eg|[Aa]llee|[Pp]latz|[Gg]asse|[Rr]ing|[Dd]amm|[Uu]fer|[Cc]haussee|[Ss]tieg|[Tt]wiete)`;
const ADDRESSES: readonly RegExp[] = [
  new RegExp(String.raw`(?<!\p{L})(?:(?:${WORD}${GAP}){1,2}|${UPPER}[\p{L}-]{0,60}?)${STREET}${GAP}\d{1,4}\s?[a-z]?(?![\p{L}\d])`, 'gu'),
  new RegExp(
    String.raw`\d{1,5}${GAP}(?:${WORD}${GAP}){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Court|Terrace)(?![\p{L}])`,
    'gu',
  ),
  new RegExp(String.raw`(?<!\d)\d{5}${GAP}${WORD}`, 'gu'),
  /(?<![A-Z\d])[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?![A-Z\d])/gu,
];

const ACCOUNT = /(?<![A-Z\d])[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){3,7}(?:\s?[A-Z\d]{1,3})?(?![A-Z\d])/gu;
const NUMBER = /(?<![\d\p{L}.,])(?:\+|\(?0)[\d\s()/.–-]{5,}\d(?![\d\p{L}])/gu;
/** What looks like a telephone number and is a day or a sum. */
const NO_NUMBER = /^0?\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{2}|\d{4})$|^0[.,]\d+$/u;
const LEAST_DIGITS = 6;
const SHORTEST_KNOWN = 3;
const LONGEST_KNOWN = 100;

const INSTEAD: Readonly<Record<Language, Readonly<Record<FindingKind, string>>>> = {
  de: { name: 'N.', number: '[Nummer]', email: '[E-Mail-Adresse]', address: '[Adresse]', account: '[Konto]' },
  en: { name: 'N.', number: '[number]', email: '[e-mail address]', address: '[address]', account: '[account]' },
};

/**
 * What in a text may tell who somebody is: each once, in the order in which it stands there. `known`: names that this household knows,
 * of contacts, of its own people. It finds too much rather than too little, and a person decides about each.
 */
export function findingsIn(text: string, known: readonly string[], lang: Language): Finding[] {
  const found: { kind: FindingKind; text: string; at: number }[] = [];
  const taken = new Uint8Array(text.length);
  const add = (kind: FindingKind, at: number, what: string): void => {
    if (taken.subarray(at, at + what.length).includes(1)) return;
    taken.fill(1, at, at + what.length);
    found.push({ kind, text: what, at });
  };
  // What is surest comes first: of two that overlap it stays.
  for (const email of emailsIn(text, 'letters')) add('email', email.at, email.text);
  for (const match of text.matchAll(ACCOUNT)) add('account', match.index, match[0]);
  for (const pattern of ADDRESSES) for (const match of text.matchAll(pattern)) add('address', match.index, match[0]);
  for (const match of text.matchAll(NUMBER))
    if (!NO_NUMBER.test(match[0]) && match[0].replaceAll(/\D/gu, '').length >= LEAST_DIGITS) add('number', match.index, match[0]);
  for (const pattern of NAMED)
    for (const match of text.matchAll(pattern)) add('name', match.index + match[0].lastIndexOf(match[1] ?? ''), match[1] ?? '');
  for (const match of knownIn(text, known)) add('name', match.at, match.text);
  const each = new Map(found.toSorted((a, b) => b.at - a.at).map((one) => [one.text, { ...one, instead: INSTEAD[lang][one.kind] }]));
  return [...each.values()].toSorted((a, b) => a.at - b.at);
}

/** The text with what was found replaced, wherever it stands as a whole word; of two that begin alike the longer one. */
export function replaced(text: string, findings: readonly Pick<Finding, 'text' | 'instead'>[]): string {
  if (findings.length === 0) return text;
  const instead = new Map(findings.map((finding) => [finding.text, finding.instead]));
  const any = [...instead.keys()].toSorted((a, b) => b.length - a.length).map((what) => RegExp.escape(what));
  return text.replaceAll(
    new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${any.join('|')})(?![\p{L}\p{N}])`, 'gu'),
    (what) => instead.get(what) ?? what,
  );
}

const TITLES = new RegExp(`^${TITLE}$`, 'u');
const A_WORD = /[\p{L}\p{N}]+/gu;
/** Names of more words are found by their single words. */
const MOST_WORDS = 6;

/** Names that the household knows, the longest first. However many it knows, the text is walked through once. */
function knownIn(text: string, known: readonly string[]): { at: number; text: string }[] {
  const parts = new Set(
    known
      .flatMap((name) => [name, ...name.split(/\s+/u)])
      .filter((part) => part.length >= SHORTEST_KNOWN && part.length <= LONGEST_KNOWN && /^\p{Lu}/u.test(part) && !TITLES.test(part))
      .map((part) => part.slice(0, endOfLastWord(part))),
  );
  const words = [...text.matchAll(A_WORD)].map(({ 0: word, index }) => ({ at: index, end: index + word.length }));
  return words
    .flatMap(({ at }, nth) =>
      words.slice(nth, nth + MOST_WORDS).flatMap(({ end }) => {
        const part = end - at > LONGEST_KNOWN ? '' : text.slice(at, end);
        return parts.has(part) ? [{ at, text: part }] : [];
      }),
    )
    .toSorted((a, b) => b.text.length - a.text.length);
}

function endOfLastWord(part: string): number {
  let end = part.length;
  while (end > 0 && !/[\p{L}\p{N}]/u.test(part.charAt(end - 1))) end--;
  return end;
}
