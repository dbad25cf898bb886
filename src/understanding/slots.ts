import type { Language } from '../call/language.ts';
import type { HeardSlots } from '../call/understood.ts';

const WORD = `[\\p{L}][\\p{L}'’-]*`;
const GAP = '[ ,]+';

/** How people say who they are; group 1 holds the name. */
const NAME: Readonly<Record<Language, readonly RegExp[]>> = {
  de: [
    namePattern(`meine? name (?:ist|lautet|wäre)(?: (?:frau|herr|doktor|dr\\.?))?`),
    namePattern(`ich (?:heiße|heisse)`),
    namePattern(
      `(?:hier (?:ist|spricht|is)|ich bin)(?: (?:die|der|dr\\.?|doktor|frau|herr|tante|onkel|eure|euer|ihre|ihr|deine|dein|da|d))*`,
    ),
    new RegExp(`(?:^|[ ,])(${WORD}(?: ${WORD})?) (?:mein name|ist mein name|am apparat)`, 'iu'),
    new RegExp(`(?:^|[ ,])(${WORD}) (?:mein name|ist mein name|am apparat)`, 'iu'),
    new RegExp(`(?:tag|morgen|abend|hallo|gott|moin|servus)${GAP}(${WORD}(?: ${WORD})?) (?:hier|am apparat)`, 'iu'),
    new RegExp(`^(?:ja |schönen |grüß )*(?:guten (?:tag|morgen|abend)|hallo|gott|moin|servus)${GAP}(${WORD}(?: ${WORD})?)[.!]?$`, 'iu'),
  ],
  en: [
    namePattern(`my name(?: is|'s|s)`),
    namePattern(
      `(?:this is|it'?s|it is|i'?m|i am)(?: (?:mr\\.?|mrs\\.?|ms\\.?|miss|doctor|dr\\.?|nurse|detective|officer|auntie|uncle|the|your))*`,
    ),
    new RegExp(`(?:^|[ ,])(${WORD}(?: ${WORD})?) (?:speaking|here)(?=$|[ ,.!])`, 'iu'),
  ],
};

const COMPANY: Readonly<Record<Language, readonly RegExp[]>> = {
  de: [
    new RegExp(
      `(?:^|[ ,.])((?:${WORD}(?:praxis|amt|schule|kanzlei|klinik|apotheke|versicherung|krankenkasse|sparkasse)|praxis|kanzlei|finanzamt|amtsgericht|polizei|schule|kita|sparkasse|klinikum)(?: (?:dr\\.?|doktor|am|an der|sankt))*(?: ${WORD})?)`,
      'iu',
    ),
    companyPattern('(?:firma|praxis|kanzlei|apotheke|spedition|autohaus|werkstatt|hausverwaltung)'),
    companyPattern(
      '(?:rufe?|melde mich|anruf|auftrag|namen|name [^,.]{1,30}|hier(?: ist)?(?: [^,. ]+){0,3}|bin(?: [^,. ]+){0,2}|tag[^.]{0,30}) (?:von|vom|von der|von den|der|des|für)(?: (?:der|den|dem|firma))?',
    ),
    new RegExp(`(?:hier (?:ist|sind|spricht) (?:die|das|der|ihr|ihre) )(${WORD}(?: ${WORD}){0,2})`, 'iu'),
  ],
  en: [
    companyPattern('(?:from|with|on behalf of|for)(?: the)?'),
    new RegExp(`(?:this is|it'?s) (?:the )?(${WORD}(?: ${WORD}){0,2}) (?:calling|here)`, 'iu'),
  ],
};

/** Words that end a name or a company: what follows them is no longer part of it. */
const NOT_A_NAME = new Set(
  (
    'ich wir sie es um von vom der die das den dem und oder aber mit bei in im an am auf für wegen rufe ruf bin ist hier aus nicht kein keine ein eine ' +
    'einen nur noch mal bitte ja nein also dann wollte möchte habe hab hätte könnte kann da dran bins wer was wie wo gerade heute morgen zu zum zur ' +
    'guten tag hallo frau herr herrn ihre ihr ihrem ihren ihrer ihres unser unsere mein meine dein deine euer eure nachbar nachbarin freund freundin mutter vater ' +
    'kunde kundin fahrer auch so sehr schon alt jetzt immer wieder krank allein alleine sicher froh paketbote polizei kriminalpolizei ' +
    'technische sehr computer bank sparkasse privat dringend wichtig ' +
    'i we you he she they it to from with for about at on in the a an and or but is am are was calling phoning ringing just not here there your my our ' +
    'his her their this that so well very sorry looking trying wondering afraid sure fine good okay only still back one going getting private urgent ' +
    'really interested happy glad all it’s its selling neighbour neighbor friend courier driver me who what why how up ' +
    'next somebody someone mother father sister brother son daughter aunt uncle wife husband ill sick police doctor dentist school office bank behalf because ' +
    'when where if could would can may shall should do does did have has had will hello hi hey please yes no ' +
    'ob weil dass wenn haben hat hatte hatten sind seid war wäre würde würden können müssten müssen sollte soll wollten möchten dürfte darf gibt geht gehts'
  ).split(' '),
);

function namePattern(lead: string): RegExp {
  return new RegExp(`(?:^|[ ,.!])${lead}${GAP}(${WORD}(?: ${WORD}){0,2})`, 'iu');
}

function companyPattern(lead: string): RegExp {
  return new RegExp(`(?:^|[ ,.!])${lead} (${WORD}(?: (?:und |& )?[\\p{L}\\d][\\p{L}\\d'’-]*){0,3})`, 'iu');
}

/** Whom somebody asks for; group 1 holds the name. */
const PERSON: Readonly<Record<Language, readonly RegExp[]>> = {
  de: [
    new RegExp(
      `(?:mit|ist|is|nach|für|zu|kann|sag|sagen sie|sagt)(?: (?:der|dem|die|den|denn|da|d|de|mal|bitte|frau|herrn?|familie))* (${WORD}(?: ${WORD})?)(?: [^,.]{0,30})? (?:sprechen|reden|da|zu hause|zuhause|daheim|verbinden|fragen|zurückrufen|anrufen|melden|spielen)`,
      'iu',
    ),
    new RegExp(`(?:spreche|rede) ich(?: da)? mit(?: (?:frau|herrn?|familie))? (${WORD})`, 'iu'),
    new RegExp(`(?:frau|herrn?|familie) (${WORD})`, 'iu'),
  ],
  en: [
    new RegExp(`(?:speak|talk|word)(?:ing)? (?:to|with)(?: (?:mr|mrs|ms|miss)\\.?)? (${WORD})`, 'iu'),
    new RegExp(
      `(?:is|for|can|tell|ask)(?: (?:mr|mrs|ms|miss)\\.?)? (${WORD})(?: [^,.]{0,20})? (?:there|in|home|available|about|come|call|ring|know)`,
      'iu',
    ),
    new RegExp(`(?:mr|mrs|ms|miss)\\.? (${WORD})`, 'iu'),
  ],
};

const DIGITS: Readonly<Record<string, string>> = {
  null: '0',
  eins: '1',
  ein: '1',
  zwei: '2',
  zwo: '2',
  drei: '3',
  vier: '4',
  fünf: '5',
  sechs: '6',
  sieben: '7',
  acht: '8',
  neun: '9',
  zero: '0',
  oh: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
};
const SHORTEST_NUMBER = 5;

const TIME: Readonly<Record<Language, RegExp>> = {
  de: /\b((?:(?:heute|morgen|übermorgen|am )?(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|heute|morgen|übermorgen)?(?: ?(?:früh|vormittag|mittag|nachmittag|abend))? ?(?:um|ab|nach|gegen|bis|zwischen) (?:halb |viertel (?:vor|nach) )?(?:\d{1,2}(?:[:.]\d{2})?|ein|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)(?: uhr(?: \d{1,2}| dreißig)?)?(?: und (?:\d{1,2}|[a-zäöü]+))?)|(?:(?:heute|morgen|übermorgen|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)(?: (?:früh|vormittag|mittag|nachmittag|abend))?))(?=$|[ ,.!?])/iu,
  en: /\b((?:(?:today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: (?:morning|afternoon|evening))? )?(?:at|after|before|around|by|between) (?:half past |quarter (?:to|past) )?(?:\d{1,2}(?::\d{2})?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: ?(?:am|pm|o'?clock|thirty))?(?: and (?:\d{1,2}|[a-z]+))?|(?:today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: (?:morning|afternoon|evening))?)(?=$|[ ,.!?])/iu,
};

/** What a caller said about themselves, taken from the words as they were said; the product comes with the topic. Absent: nothing that can be relied on. */
export function slotsIn(text: string, lang: Language): HeardSlots {
  const number = numberIn(text);
  const name = firstOf(NAME[lang], text, 3);
  const company = firstOf(COMPANY[lang], text, 4);
  const person = firstOf(PERSON[lang], text, 2);
  const time = TIME[lang].exec(text)?.[1]?.trim();
  return {
    ...(name ? { name } : {}),
    ...(company ? { company } : {}),
    ...(person ? { person } : {}),
    ...(number ? { number } : {}),
    ...(time ? { time } : {}),
  };
}

function firstOf(patterns: readonly RegExp[], text: string, longest: number): string | null {
  for (const found of patterns) {
    const candidate = found.exec(text)?.[1];
    const name = candidate === undefined ? null : properName(candidate, longest);
    if (name) return name;
  }
  return null;
}

/** The leading words that can belong to a name, capitalised; null when there are none. */
function properName(candidate: string, longest: number): string | null {
  const words: string[] = [];
  for (const word of candidate.split(/\s+/u)) {
    if (word.length === 1) continue;
    if (words.length === longest || NOT_A_NAME.has(word.toLowerCase())) break;
    words.push(word.charAt(0).toUpperCase() + word.slice(1));
  }
  const name = words.join(' ');
  return name.length >= 2 && name.length <= 40 ? name : null;
}

/** A telephone number in digits, or spoken digit by digit; null when there is none of at least five digits. */
export function numberIn(text: string): string | null {
  const written = /(\+?\d[\d /().-]{3,}\d)/u.exec(text)?.[1];
  if (written) {
    const digits = written.replaceAll(/[^\d+]/gu, '');
    if (digits.length >= SHORTEST_NUMBER && digits.length <= 16) return digits;
  }
  let run = '';
  for (const word of `${text.toLowerCase()} .`.split(/[\s,]+/u)) {
    const digit = /^\d{1,4}$/u.test(word) ? word : DIGITS[word];
    if (digit !== undefined) run += digit;
    else if (run.length >= SHORTEST_NUMBER) break;
    else run = '';
  }
  return run.length >= SHORTEST_NUMBER && run.length <= 16 ? run : null;
}
