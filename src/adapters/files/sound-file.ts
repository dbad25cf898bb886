import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { SAMPLE_RATE, type Pcm } from '../../call/audio.ts';
import { fromWav } from '../../call/wav.ts';
import { toTelephoneRate } from '../../call/resample.ts';

/** More than an hour of 8 kHz sound is no call. */
const MAX_BYTES = 128 * 1024 * 1024;

/** Programs that read what we do not, and write 16-bit linear PCM, mono, 8 kHz, to their standard output. */
const DECODERS: readonly (readonly [program: string, args: (path: string) => readonly string[]])[] = [
  ['ffmpeg', (path) => ['-v', 'error', '-nostdin', '-i', `file:${path}`, '-f', 's16le', '-ac', '1', '-ar', String(SAMPLE_RATE), '-']],
  ['sox', (path) => [path, '-t', 'raw', '-e', 'signed', '-b', '16', '-L', '-c', '1', '-r', String(SAMPLE_RATE), '-']],
  ['flac', (path) => ['--silent', '--decode', '--stdout', '--', path]],
];

/** A sound file that cannot be read. The message is one line for the person who named it. */
export class SoundFileError extends Error {
  override readonly name = 'SoundFileError';
}

/** Any sound file as 8 kHz PCM: WAV by ourselves, others by a program that is installed. Rejects with SoundFileError. */
export async function readSound(path: string): Promise<Pcm> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new SoundFileError(`${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(error)}`);
  }
  if (bytes.toString('latin1', 0, 4) === 'RIFF') return fromBytes(path, bytes);
  for (const [program, args] of DECODERS) {
    try {
      const { stdout } = await promisify(execFile)(program, [...args(path)], { encoding: 'buffer', maxBuffer: MAX_BYTES });
      return program === 'flac' ? fromBytes(path, stdout) : pcmIn(stdout);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && program !== 'flac')
        throw new SoundFileError(`${path}: ${program} cannot read it`);
    }
  }
  throw new SoundFileError(`${path}: this is no WAV file. With ffmpeg installed, others can be read too.`);
}

function fromBytes(path: string, bytes: Uint8Array): Pcm {
  try {
    const { samples, rate } = fromWav(bytes);
    return Int16Array.from(toTelephoneRate(samples, rate), (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32767));
  } catch (error) {
    if (error instanceof RangeError) throw new SoundFileError(`${path}: ${error.message}`);
    throw error;
  }
}

function pcmIn(bytes: Buffer): Pcm {
  return Int16Array.from({ length: Math.floor(bytes.length / 2) }, (_, at) => bytes.readInt16LE(at * 2));
}
