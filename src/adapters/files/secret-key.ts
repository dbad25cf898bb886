import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

const LENGTH = 32;

/** A key of 32 random bytes, made once and kept in `file`, which only this user can read. Rejects when it cannot be read or written. */
export async function secretKey(file: string): Promise<Uint8Array> {
  const kept = await readFile(file).catch(() => null);
  if (kept?.length === LENGTH) return kept;
  if (kept) throw new Error(`${file} holds no key; with another one nobody who wrote comments would be known again`);
  const made = randomBytes(LENGTH);
  await writeFile(file, made, { mode: 0o600, flag: 'wx' });
  return made;
}
