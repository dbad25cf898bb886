import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../call/language.ts';
import type { Act } from '../call/names.ts';
import { decodeModel, type LinearModel } from './linear-model.ts';

/** Hash buckets per model; a bucket holds one 8-bit weight per label. */
export const BUCKETS = 32_768;

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

export type ModelName = 'purposes' | 'acts';

export function weightsFile(lang: Language, name: ModelName): string {
  return join(import.meta.dirname, 'weights', `${lang}-${name}.bin`);
}

/** Reads the weights that ship with the project; `npm run train` writes them. Throws when they are missing or cut off. */
export function shippedModel(lang: Language, name: ModelName): LinearModel {
  return decodeModel(readFileSync(weightsFile(lang, name)));
}
