import type { Pcm } from '../../call/audio.ts';
import { decodeG711, encodeG711Into, type G711 } from './g711.ts';
import { G722Decoder, G722Encoder } from './g722.ts';

export type Codec = G711 | 'G722';

/** RTP payload types of RFC 3551 table 4. All have 160 octets in 20 ms, and timestamps of 8 kHz (section 4.5.2 on G722). */
export const PAYLOAD_TYPE: Readonly<Record<Codec, number>> = { PCMU: 0, PCMA: 8, G722: 9 };

/** One stream's decoder; what it hears depends on what it heard before. */
export interface Decoder {
  decode(payload: Uint8Array): Pcm;
}

export interface Encoder {
  /** Writes an octet for each sample into `target` from `offset` on. */
  encodeInto(pcm: Pcm, target: Uint8Array, offset: number): void;
}

export function decoderOf(codec: Codec): Decoder {
  return codec === 'G722' ? new G722Decoder() : { decode: (payload) => decodeG711(codec, payload) };
}

export function encoderOf(codec: Codec): Encoder {
  if (codec === 'G722') return new G722Encoder();
  return { encodeInto: (pcm, target, offset) => encodeG711Into(codec, pcm, target, offset) };
}
