import { SAMPLE_RATE, type Pcm } from '../call/audio.ts';

const HEADER_BYTES = 44;

/** A WAV file of 16-bit mono PCM at 8 kHz (RIFF, Multimedia Programming Interface 1.0, 1991). */
export function toWav(pcm: Pcm): Buffer<ArrayBuffer> {
  const dataBytes = pcm.length * 2;
  const wav = Buffer.alloc(HEADER_BYTES + dataBytes);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(SAMPLE_RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(dataBytes, 40);
  for (let i = 0; i < pcm.length; i++) wav.writeInt16LE(pcm[i] ?? 0, HEADER_BYTES + 2 * i);
  return wav;
}

export interface ByteRange {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** RFC 9110 section 14.1.2, one range only; null: no usable range, so send all; 'unsatisfiable': 416. */
export function parseRange(value: string | undefined, size: number): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=(\d{0,12})-(\d{0,12})$/u.exec(value ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const first = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const last = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  return first > last || first >= size ? 'unsatisfiable' : { first, last };
}
