import { SAMPLE_RATE, type Pcm } from './audio.ts';

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

const PCM_FORMAT = 1;
const FLOAT_FORMAT = 3;
const EXTENSIBLE_FORMAT = 0xfffe;

/**
 * The sound of a WAV file: 8, 16, 24 or 32 bit PCM, or 32 bit float; channels are mixed. Samples from -1 to 1, `rate` in Hz.
 * A file that was cut off gives what is there. Throws RangeError with what is wrong.
 */
export function fromWav(bytes: Uint8Array): { readonly samples: Float32Array; readonly rate: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new RangeError('not a WAV file');
  let format: { kind: number; channels: number; rate: number; bits: number } | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const [name, size, from] = [tag(at), view.getUint32(at + 4, true), at + 8];
    if (name === 'fmt ' && from + 16 <= bytes.length) {
      const kind = view.getUint16(from, true);
      const extended = kind === EXTENSIBLE_FORMAT && from + 26 <= bytes.length;
      format = {
        kind: extended ? view.getUint16(from + 24, true) : kind,
        channels: view.getUint16(from + 2, true),
        rate: view.getUint32(from + 4, true),
        bits: view.getUint16(from + 14, true),
      };
    }
    if (name === 'data') {
      if (!format) throw new RangeError('a WAV file without a format');
      return { samples: mixed(view, from, Math.min(bytes.length, from + size), format), rate: format.rate };
    }
    at = from + size + (size % 2);
  }
  throw new RangeError('a WAV file without sound');
}

function mixed(
  view: DataView,
  from: number,
  to: number,
  { kind, channels, rate, bits }: { kind: number; channels: number; rate: number; bits: number },
): Float32Array {
  const read = kind === FLOAT_FORMAT && bits === 32 ? FLOAT : kind === PCM_FORMAT ? READERS.get(bits) : undefined;
  if (!read) throw new RangeError(`a WAV file of a kind that is not read here (format ${kind}, ${bits} bit)`);
  if (channels < 1 || channels > 64) throw new RangeError('a WAV file with no channels, or too many');
  if (rate < 4_000 || rate > 384_000) throw new RangeError(`a WAV file at ${rate} Hz`);
  const step = bits / 8;
  return Float32Array.from({ length: Math.floor((to - from) / (step * channels)) }, (_, frame) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += read(view, from + (frame * channels + channel) * step);
    return sum / channels;
  });
}

type Reader = (view: DataView, at: number) => number;

const FLOAT: Reader = (view, at) => {
  const sample = view.getFloat32(at, true);
  return Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0;
};
const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [8, (view, at) => (view.getUint8(at) - 128) / 128],
  [16, (view, at) => view.getInt16(at, true) / 32768],
  [24, (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65536) / 8388608],
  [32, (view, at) => view.getInt32(at, true) / 2147483648],
]);
