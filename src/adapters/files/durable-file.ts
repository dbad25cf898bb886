import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomToken } from '../../call/ids.ts';

/**
 * Writes a file with mode 0600 atomically: a reader finds all of it or the old state, also after a power cut.
 * Rejects with the system's error.
 */
export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.${randomToken(4)}.part`;
  try {
    await synced(await open(part, 'wx', 0o600), (handle) => handle.writeFile(bytes));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  // The name is safe once its folder is; Windows cannot sync one.
  if (process.platform !== 'win32') await synced(await open(dirname(file), 'r'));
}

async function synced(handle: FileHandle, write: (handle: FileHandle) => Promise<void> = async () => {}): Promise<void> {
  try {
    await write(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
