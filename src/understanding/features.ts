import type { Signs } from './signs.ts';
import { wordsIn } from '../call/text.ts';

/** An utterance as the linear model sees it: hashed features and their values, in parallel. */
export interface Features {
  readonly index: Uint32Array;
  readonly value: Float32Array;
}

const SIGN_VALUE = 0.3;
const SIGN_PAIR_VALUE = 0.12;
/** How much a word, or two of them, weighs beside an n-gram of letters: there are some ten n-grams to a word. */
const WORD_WEIGHT = 1.5;

/** Hash buckets and what stands in them. */
type Buckets = ReadonlyMap<number, number>;

/**
 * Words, neighbouring words, words with one between them, and the character n-grams inside words (3 to 5, word boundaries
 * marked), hashed into `buckets`; their values make a vector of length 1. N-grams carry German compounds and a
 * recogniser's slips, words with a gap what is asked for whatever the goods ("unser … macht", "ich hätte da …").
 */
export function gramsIn(normalised: string, buckets: number): Buckets {
  const words = wordsIn(normalised);
  const ofWords = new Set<string>();
  const ofLetters = new Set<string>();
  for (const [at, word] of words.entries()) {
    ofWords.add(`w ${word}`);
    ofWords.add(`b ${words[at - 1] ?? '^'} ${word}`);
    ofWords.add(`k ${words[at - 2] ?? '^'} ${word}`);
    const marked = `_${word}_`;
    for (let size = 3; size <= 5; size++)
      for (let from = 0; from + size <= marked.length; from++) ofLetters.add(marked.slice(from, from + size));
  }
  if (normalised.includes('?')) ofLetters.add('?');
  ofLetters.add(`n ${Math.min(4, Math.floor(words.length / 4))}`);
  const length = Math.sqrt(WORD_WEIGHT ** 2 * ofWords.size + ofLetters.size);
  const filled = new Map<number, number>();
  for (const gram of ofWords) add(filled, hash(gram) % buckets, WORD_WEIGHT / length);
  for (const gram of ofLetters) add(filled, hash(gram) % buckets, 1 / length);
  return filled;
}

/** N-grams, and the signs that the rules found, each by itself and in pairs; null: without signs. */
export function featuresOf(grams: Buckets, signs: Signs | null, buckets: number): Features {
  const filled = new Map(grams);
  const found = signs ? [...[...signs.acts].map((act) => `a:${act}`), ...[...signs.subjects].map((subject) => `s:${subject}`)] : [];
  for (const [at, sign] of found.entries()) {
    add(filled, hash(sign) % buckets, SIGN_VALUE);
    for (const other of found.slice(at + 1)) add(filled, hash(`${sign}&${other}`) % buckets, SIGN_PAIR_VALUE);
  }
  return { index: Uint32Array.from(filled.keys()), value: Float32Array.from(filled.values()) };
}

/** Features that are there or not, as a vector of length 1. */
export function hashed(features: readonly string[], buckets: number): Features {
  const filled = new Map<number, number>();
  for (const feature of features) add(filled, hash(feature) % buckets, 1 / Math.sqrt(features.length));
  return { index: Uint32Array.from(filled.keys()), value: Float32Array.from(filled.values()) };
}

function add(filled: Map<number, number>, bucket: number, value: number): void {
  filled.set(bucket, (filled.get(bucket) ?? 0) + value);
}

/** FNV-1a, 32 bit, over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}
