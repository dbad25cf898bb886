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
