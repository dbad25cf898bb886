import type { Language } from '../../src/call/language.ts';
import type { Random } from '../../src/call/random.ts';
import { fill, type Corpus } from './corpus.ts';

/** Openers that say nothing about a call's purpose: alone they are unclear, in front of other lines they weigh nothing. */
export const OPENERS: Readonly<Record<Language, readonly string[]>> = {
  de: [
    '$Gruß',
    '$Gruß, mein Name ist $Nachname',
    '$Gruß, $Vorname $Nachname hier',
    'ja $Gruß, hier ist $Nachname',
    'hallo, hören Sie mich',
    'ja also',
    'äh ja',
    'ich rufe an, weil',
    'spreche ich mit (Frau|Herrn) $Nachname',
    'bin ich da bei $Nachname',
    'ach ein Computer, na gut',
    'also es ist so',
    'es geht darum',
    'ja hallo',
    'genau',
    'nein',
    'ja',
    'entschuldigen Sie die Störung',
  ],
  en: [
    '$Hi',
    '$Hi, my name is $First $Last',
    '$Hi, this is $First',
    'hello can you hear me',
    'yes well',
    'um yes',
    "I'm calling because",
    'am I speaking to $Title $Last',
    'oh a computer, alright',
    'so the thing is',
    "it's about this",
    'right',
    'no',
    'yes',
    'sorry to bother you',
  ],
};

const FILLERS: Readonly<Record<Language, readonly string[]>> = {
  de: ['äh', 'ähm', 'also', 'ja', 'halt', 'sozusagen', 'mal', 'eben', 'quasi', 'so'],
  en: ['uh', 'um', 'like', 'well', 'you know', 'just', 'so', 'actually'],
};

/** Says a line as people and recognisers do: an opener, a filler, a lost word, a slip of a letter. */
export function spoil(text: string, lang: Language, corpus: Corpus, choose: <T>(from: readonly T[]) => T, random: Random): string {
  let words = text.split(' ');
  if (random.below(100) < 25) words.splice(random.below(words.length + 1), 0, choose(FILLERS[lang]));
  if (words.length > 5 && random.below(100) < 20) words.splice(random.below(words.length), 1);
  if (random.below(100) < 20) words = words.map((word, at) => (at === random.below(words.length) ? slip(word, random) : word));
  if (words.length > 9 && random.below(100) < 15) words = words.slice(0, 6 + random.below(words.length - 6));
  if (random.below(100) < 35) words.unshift(fill(choose(OPENERS[lang]), corpus.lists, choose));
  return words.join(' ');
}

function slip(word: string, random: Random): string {
  if (word.length < 4) return word;
  const at = 1 + random.below(word.length - 2);
  return random.below(2) === 0 ? word.slice(0, at) + word.slice(at + 1) : word.slice(0, at) + (word[at - 1] ?? '') + word.slice(at);
}
