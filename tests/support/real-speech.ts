import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Pcm } from '../../src/call/audio.ts';
import { toTelephone } from '../../src/speaking/telephone-band.ts';

/** Clips of a real reader, which lie beside the project where they are at all. */
export const CLIPS = join(import.meta.dirname, '../../../shared/speech-de');

/** A clip as the telephone carries it. `faster`: played so much faster, and so much higher with it. */
export function clip(file: string, faster = 1): Pcm {
  const { stdout } = spawnSync('flac', ['-dcs', '--force-raw-format', '--endian=little', '--sign=signed', join(CLIPS, file)], {
    maxBuffer: 1 << 26,
  });
  const rate = Number(/(\d{4,6})/u.exec(spawnSync('metaflac', ['--show-sample-rate', join(CLIPS, file)]).stdout.toString())?.[1]);
  return toTelephone(new Int16Array(Uint8Array.from(stdout).buffer), Math.round(rate * faster));
}
