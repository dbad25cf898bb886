import type { Signs } from './signs.ts';
import { wordsIn } from '../call/text.ts';

/** An utterance as the linear model sees it: hashed features and their values, in parallel. */
export interface Features {
  readonly index: Uint32Array;
  readonly value: Float32Array;
}

const SIGN_VALUE = 0.3;
const SIGN_PAIR_VALUE = 0.12;
const NGRAM_SHARE = 1;

/** Hash buckets and what stands in them. */
type Buckets = ReadonlyMap<number, number>;

/**
 * Words, neighbouring words and the character n-grams inside words (3 to 5, word boundaries marked), hashed into
 * `buckets`. N-grams carry German compounds and a recogniser's slips.
 */
export function gramsIn(normalised: string, buckets: number): Buckets {
  const words = wordsIn(normalised);
  const grams = new Set<string>();
  let previous = '^';
  for (const word of words) {
    grams.add(`w ${word}`);
    grams.add(`b ${previous} ${word}`);
    previous = word;
    const marked = `_${word}_`;
    for (let size = 3; size <= 5; size++) for (let at = 0; at + size <= marked.length; at++) grams.add(marked.slice(at, at + size));
  }
  if (normalised.includes('?')) grams.add('?');
  grams.add(`n ${Math.min(4, Math.floor(words.length / 4))}`);
  const value = NGRAM_SHARE / Math.sqrt(grams.size);
  const filled = new Map<number, number>();
  for (const gram of grams) add(filled, hash(gram) % buckets, value);
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

function add(filled: Map<number, number>, bucket: number, value: number): void {
  filled.set(bucket, (filled.get(bucket) ?? 0) + value);
}

/** FNV-1a, 32 bit, over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}
