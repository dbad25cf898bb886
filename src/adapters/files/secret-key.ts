import { randomBytes } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { writeDurably } from './durable-file.ts';

const LENGTH = 32;

/** A key of 32 random bytes, made once and kept in `file`, which only this user can read. Rejects when it cannot be read or written. */
export async function secretKey(file: string): Promise<Uint8Array> {
  const kept = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (kept?.length === LENGTH) {
    await chmod(file, 0o600).catch(() => {});
    return kept;
  }
  // An empty one is what a killed process of an earlier version left; it never was a key.
  if (kept && kept.length > 0)
    throw new Error(`${file} holds no key. Put the right file back; what it was made for cannot be opened with another one.`);
  const made = randomBytes(LENGTH);
  await writeDurably(file, made);
  return made;
}
