import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomToken } from '../../call/ids.ts';
import type { Pcm } from '../../call/audio.ts';
import type { PhraseCache } from '../../speaking/phrase-audio.ts';

/** Rendered phrases as raw 8 kHz PCM files. A damaged file is rendered anew, a full disk only costs time. */
export function filePhraseCache(folder: string): PhraseCache {
  return {
    async read(key) {
      try {
        const bytes = await readFile(join(folder, `${key}.pcm`));
        return bytes.length > 0 && bytes.length % 2 === 0 ? new Int16Array(Uint8Array.from(bytes).buffer) : null;
      } catch {
        return null;
      }
    },
    async write(key, pcm: Pcm) {
      const unfinished = join(folder, `${key}.${randomToken(4)}.part`);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(unfinished, new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength));
        await rename(unfinished, join(folder, `${key}.pcm`));
      } catch {
        // The phrase is in memory; it is rendered again at the next start.
      }
    },
  };
}
