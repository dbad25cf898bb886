import type { Language } from '../call/language.ts';
import type { Act } from '../call/names.ts';
import { wordsIn } from '../call/text.ts';
import { hashed, type Features } from './features.ts';
import { logistic, scores, type LinearModel } from './linear-model.ts';

/** After these words hardly anybody has finished. Folded, as `normalise` writes. */
const OPEN_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  de: words(
    'aeh aehm oeh oehm hm hmm also naja tja nun sozusagen quasi',
    'und oder aber sondern denn weil dass damit obwohl falls wenn als ob bevor nachdem waehrend sodass beziehungsweise sowie wie',
    'der den dem des ein eine einen einem einer eines kein keinen mein meine meinen meinem meiner unser unsere unseren ihre ihren ihrem sein seine seinen',
    'dieser diese diesen diesem dieses jeder jede jeden welche welcher welchen',
    'fuer von vom beim im am zum zur ins gegen wegen seit zwischen hinter neben',
    'sehr herr herrn frau doktor dr firma familie nummer',
  ),
  en: words(
    'uh um er erm hm hmm well like',
    'and or but because that if when while although since unless so than as whether',
    'the a an my your our their his these those every which',
    'to for with of at from into between without during regarding concerning',
    'is are am was were very really mr mrs ms doctor dr company called i we they he she',
  ),
};

/** What people say who only listen. "Ja" is not among it: it may be an answer. */
const LISTENING: Readonly<Record<Language, RegExp>> = {
  de: /^(?:(?:mhm|mh|hm|hmm|aha|ah|oh|ach|ach so|okay|ok|verstehe|alles klar)(?: |$))+$/u,
  en: /^(?:(?:mhm|mm|hm|hmm|uh huh|aha|ah|oh|okay|ok|right|i see|all right|alright)(?: |$))+$/u,
};

const NUMERAL: Readonly<Record<Language, RegExp>> = {
  de: /^(?:\d+|null|eins|zwei|zwo|drei|vier|fuenf|sechs|sieben|acht|neun|zehn|elf|zwoelf|[a-z]+zehn|[a-z]*(?:zwanzig|dreissig|zig))$/u,
  en: /^(?:\d+|zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|double|triple|[a-z]+teen|[a-z]*(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety))$/u,
};
/** A number of a telephone in its midst; one numeral alone is a time, or a price. */
const MIDST = { from: 2, to: 8 } as const;
/** However likely the model finds an end after a filler, a comma or half a number. */
const HARDLY = 0.1;
/** ... and however unlikely after a question: whoever asks waits for an answer. */
const ASKED = 0.85;

/** Whether the caller said only that they hear us ("mhm"). */
export function onlyListens(normalised: string, lang: Language): boolean {
  return LISTENING[lang].test(wordsIn(normalised).join(' '));
}

/**
 * How likely it is that these words end the caller's turn, 0 to 1. `said`: as it was recognised. A full stop says nothing: a
 * recogniser sets one after every breath.
 */
export function endOfTurn(model: LinearModel, said: string, normalised: string, lang: Language, acts: ReadonlySet<Act>): number {
  const spoken = wordsIn(normalised);
  const [score = 0] = scores(model, endFeatures(said, normalised, lang, acts, model.buckets));
  const isCutShort = /(?:[,:–—-]|…|\.\.)\s*$/u.test(said) || inANumber(spoken, lang) || FILLER.test(spoken.at(-1) ?? '');
  const least = asks(said) ? ASKED : 0;
  return Math.round(Math.max(least, Math.min(isCutShort ? HARDLY : 1, logistic(score))) * 1_000) / 1_000;
}

const FILLER = /^(?:(?:ae|oe)hm?|uh|um|erm?)$/u;

/** The last words, how it began, how long it is, and what was done with it. */
export function endFeatures(said: string, normalised: string, lang: Language, acts: ReadonlySet<Act>, buckets: number): Features {
  const spoken = wordsIn(normalised);
  const [last = '', second = '^', third = '^'] = spoken.toReversed();
  const length = [1, 2, 3, 5, 8, 12, 18].filter((most) => spoken.length > most).length;
  const done = [...acts].toSorted();
  return hashed(
    [
      `last ${last}`,
      `last two ${second} ${last}`,
      `last three ${third} ${second} ${last}`,
      `ends in ${last.slice(-3)}`,
      `begins ${spoken[0] ?? ''}`,
      `begins ${spoken.slice(0, 2).join(' ')}`,
      `length ${length}`,
      `all ${done.join(' ')} ${Math.min(length, 4)}`,
      ...done.map((act) => `act ${act}`),
      ...(OPEN_WORDS[lang].has(last) ? ['open'] : []),
      ...(asks(said) ? ['asks'] : []),
      ...(inANumber(spoken, lang) ? ['number'] : []),
    ],
    buckets,
  );
}

function asks(said: string): boolean {
  return /\?["“”]?\s*$/u.test(said);
}

function inANumber(spoken: readonly string[], lang: Language): boolean {
  const last = spoken.findLastIndex((word) => !NUMERAL[lang].test(word));
  const digits = spoken.slice(last + 1).reduce((sum, word) => sum + (/^\d/u.test(word) ? word.length : 1), 0);
  return digits >= MIDST.from && digits <= MIDST.to;
}

function words(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').split(' '));
}
