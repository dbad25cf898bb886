import type { Pcm } from '../../call/audio.ts';

export type G711 = 'PCMA' | 'PCMU';

/** ITU-T G.711: one byte per sample. The tables are built from the decoder, so that encoding always finds the nearest level. */
const DECODE: Readonly<Record<G711, Int16Array>> = { PCMA: table(decodeALaw), PCMU: table(decodeMuLaw) };
const ENCODE: Readonly<Record<G711, Uint8Array>> = { PCMA: inverse(DECODE.PCMA), PCMU: inverse(DECODE.PCMU) };

export function decodeG711(codec: G711, payload: Uint8Array): Pcm {
  const levels = DECODE[codec];
  const pcm = new Int16Array(payload.length);
  for (let i = 0; i < payload.length; i++) pcm[i] = levels[payload[i] ?? 0] ?? 0;
  return pcm;
}

/** Writes the coded samples into `target` from `offset` on. */
export function encodeG711Into(codec: G711, pcm: Pcm, target: Uint8Array, offset: number): void {
  const codes = ENCODE[codec];
  for (let i = 0; i < pcm.length; i++) target[offset + i] = codes[(pcm[i] ?? 0) + 32768] ?? 0;
}

function table(decodeOne: (code: number) => number): Int16Array {
  return Int16Array.from({ length: 256 }, (_, code) => decodeOne(code));
}

/** G.711 section 3: even bits inverted, 3 bits of segment, 4 bits of step. */
function decodeALaw(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 15) << 4) + 8;
  const level = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return bits & 0x80 ? level : -level;
}

/** G.711 section 4: all bits inverted, bias of 132. */
function decodeMuLaw(code: number): number {
  const bits = ~code & 0xff;
  const level = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return bits & 0x80 ? -level : level;
}

/** For each 16-bit sample the code whose level is nearest. */
function inverse(levels: Int16Array): Uint8Array {
  const sorted = Array.from(levels, (level, code) => ({ level, code })).toSorted((a, b) => a.level - b.level || b.code - a.code);
  const codes = new Uint8Array(65536);
  let at = 0;
  for (let sample = -32768; sample <= 32767; sample++) {
    while (at + 1 < sorted.length && distance(sorted, at + 1, sample) <= distance(sorted, at, sample)) at++;
    codes[sample + 32768] = sorted[at]?.code ?? 0;
  }
  return codes;
}

function distance(sorted: readonly { level: number }[], at: number, sample: number): number {
  return Math.abs((sorted[at]?.level ?? 0) - sample);
}
