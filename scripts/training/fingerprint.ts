import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** What weights are made from: the corpus, and the code that turns lines into features and features into weights. */
const SOURCES = [
  'corpus/de',
  'corpus/en',
  'src/understanding/rules',
  'src/call/text.ts',
  'src/understanding/signs.ts',
  'src/understanding/features.ts',
  'src/understanding/turn-end.ts',
  'scripts/training/breaths.ts',
  'scripts/training/corpus.ts',
  'scripts/training/spoil.ts',
  'scripts/training/train.ts',
];

/** A checksum of everything that weights are made from. Other weights than of this state are stale. */
export function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    const files = source.endsWith('.ts')
      ? [path]
      : readdirSync(path)
          .toSorted()
          .map((file) => join(path, file));
    for (const file of files) hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
