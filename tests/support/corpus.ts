import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Seed {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The seeds of `tests/fuzz/KIND`: hexadecimal, with comments behind `#`. */
export function seedsOf(kind: string): Seed[] {
  const folder = join(import.meta.dirname, '../fuzz', kind);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hex'))
    .map((file) => ({ name: `${kind}/${file}`, bytes: Buffer.from(hexIn(readFileSync(join(folder, file), 'utf8')), 'hex') }));
}

function hexIn(text: string): string {
  return text.replace(/#.*/gu, '').replace(/\s+/gu, '');
}
