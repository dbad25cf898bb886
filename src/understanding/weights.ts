import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../call/language.ts';
import type { Act, Purpose } from '../call/names.ts';
import { decodeModel, type LinearModel } from './linear-model.ts';

/** Hash buckets per model; a bucket holds one 8-bit weight per label. */
export const BUCKETS = 65_536;

/** Acts that people put into too many words for rules alone; the others are told by rules. */
export const LEARNT_ACTS = [
  'pitches',
  'presses',
  'objects',
  'deflects',
  'blames',
  'insults',
  'complains',
  'accepts_no',
  'claims_emergency',
  'asks_for_person',
] as const satisfies readonly Act[];

/**
 * How often each purpose is shown to the model in training, in percent. Nobody is a seller until something speaks for
 * it. Whoever adds up the evidence of several utterances divides these shares out again.
 */
export const SHOWN_PERCENT: Readonly<Record<Purpose, number>> = {
  sales: 17,
  survey_pretext: 7,
  scam: 11,
  private: 16,
  medical: 9,
  delivery: 8,
  authority: 9,
  work: 6,
  neighbour: 5,
  returned_call: 4,
  wrong_number: 4,
  noise: 2,
  unclear: 12,
};

export type ModelName = 'purposes' | 'acts' | 'ends';

export function weightsFile(lang: Language, name: ModelName): string {
  return join(import.meta.dirname, 'weights', `${lang}-${name}.bin`);
}

/** Reads the weights that ship with the project; `npm run train` writes them. Throws when they are missing or cut off. */
export function shippedModel(lang: Language, name: ModelName): LinearModel {
  return decodeModel(readFileSync(weightsFile(lang, name)));
}
