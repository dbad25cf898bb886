import type { Pcm } from '../../call/audio.ts';

/**
 * ITU-T G.722 at 64 kbit/s, as far as sound of 8 kHz goes: our telephony hears and speaks the lower band, and keeps the
 * upper one quiet. The two bands are coded apart (section 3), so the filters that split and join them are not needed.
 * A bridge between two such streams passes packets on as they are, with both bands.
 */

/** Table 4/G.722 and its kin: quantiser levels, codes and adaptation, by the names of the recommendation. */
const Q6 = [
  0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980,
  2195, 2557, 2919,
];
const ILN = [0, 63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4];
const ILP = [0, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32];
const QM6 = [
  -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856, -7192, -6576, -6000,
  -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280,
  11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136,
  -432, -136,
];
const QM4 = [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];
const QM2 = [-7408, -1616, 7408, 1616];
const RL42 = [0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0];
const WL = [-60, -30, 58, 172, 334, 538, 1198, 3042];
const RH2 = [2, 1, 2, 1];
const WH = [0, -214, 798];
const ILB = [
  2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896, 2960, 3025, 3091, 3158, 3228, 3298,
  3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
];
const HIGH_THRESHOLD = 564;
const LARGEST_LOW_SCALE = 18_432;
const LARGEST_HIGH_SCALE = 22_528;

/** Decodes the lower band of one stream, packet after packet. */
export class G722Decoder {
  readonly #low = new Band(32);

  /** One octet is one sample of 8 kHz. */
  decode(payload: Uint8Array): Pcm {
    const pcm = new Int16Array(payload.length);
    for (let i = 0; i < payload.length; i++) {
      const code = (payload[i] ?? 0) & 0x3f;
      const level = clamp(this.#low.predicted + ((this.#low.step * (QM6[code] ?? 0)) >> 15), -16_384, 16_383);
      this.#low.adaptLow(code >> 2);
      pcm[i] = level * 2;
    }
    return pcm;
  }
}

/** Encodes one stream, frame after frame. */
export class G722Encoder {
  readonly #low = new Band(32);
  readonly #high = new Band(8);

  /** Writes an octet for each sample into `target` from `offset` on. */
  encodeInto(pcm: Pcm, target: Uint8Array, offset: number): void {
    for (let i = 0; i < pcm.length; i++) target[offset + i] = (this.#encodeSilence() << 6) | this.#encodeLow((pcm[i] ?? 0) >> 1);
  }

  #encodeLow(level: number): number {
    const error = saturate(level - this.#low.predicted);
    const size = error >= 0 ? error : -(error + 1);
    let index = 1;
    while (index < Q6.length && size >= ((Q6[index] ?? 0) * this.#low.step) >> 12) index++;
    const code = (error < 0 ? ILN[index] : ILP[index]) ?? 0;
    this.#low.adaptLow(code >> 2);
    return code;
  }

  /** The upper band of a sound that has none. */
  #encodeSilence(): number {
    const error = saturate(-this.#high.predicted);
    const size = error >= 0 ? error : -(error + 1);
    const isLarge = size >= (HIGH_THRESHOLD * this.#high.step) >> 12;
    const code = error < 0 ? (isLarge ? 0 : 1) : isLarge ? 2 : 3;
    this.#high.adaptHigh(code);
    return code;
  }
}

/** One band's adaptive predictor and quantiser step (section 6.2, blocks 3 and 4), the same in encoder and decoder. */
class Band {
  /** The signal estimate. */
  predicted = 0;
  /** The quantiser's step. */
  step: number;
  #scale = 0;
  #zeroPart = 0;
  readonly #r = new Int32Array(3);
  readonly #p = new Int32Array(3);
  readonly #a = new Int32Array(3);
  readonly #d = new Int32Array(7);
  readonly #b = new Int32Array(7);

  constructor(step: number) {
    this.step = step;
  }

  /** `code`: the four bits of the lower band that the adaptation sees, whatever the rate. */
  adaptLow(code: number): void {
    const difference = (this.step * (QM4[code] ?? 0)) >> 15;
    this.#scale = clamp(((this.#scale * 127) >> 7) + (WL[RL42[code] ?? 0] ?? 0), 0, LARGEST_LOW_SCALE);
    this.step = stepOf(this.#scale, 8);
    this.#adapt(difference);
  }

  adaptHigh(code: number): void {
    const difference = (this.step * (QM2[code] ?? 0)) >> 15;
    this.#scale = clamp(((this.#scale * 127) >> 7) + (WH[RH2[code] ?? 0] ?? 0), 0, LARGEST_HIGH_SCALE);
    this.step = stepOf(this.#scale, 10);
    this.#adapt(difference);
  }

  #adapt(difference: number): void {
    const [r, p, a, d, b] = [this.#r, this.#p, this.#a, this.#d, this.#b];
    d[0] = difference;
    r[0] = saturate(this.predicted + difference);
    p[0] = saturate(this.#zeroPart + difference);
    const same1 = sameSign(p[0], p[1] ?? 0);
    const same2 = sameSign(p[0], p[2] ?? 0);

    const wide = saturate((a[1] ?? 0) * 4);
    const second = (same2 ? 128 : -128) + (Math.min(same1 ? -wide : wide, 32_767) >> 7) + (((a[2] ?? 0) * 32_512) >> 15);
    const a2 = clamp(second, -12_288, 12_288);
    const limit = saturate(15_360 - a2);
    const a1 = clamp(saturate((same1 ? 192 : -192) + (((a[1] ?? 0) * 32_640) >> 15)), -limit, limit);

    const push = difference === 0 ? 0 : 128;
    for (let i = 1; i <= 6; i++) {
      const towards = sameSign(d[i] ?? 0, difference) ? push : -push;
      b[i] = saturate(towards + (((b[i] ?? 0) * 32_640) >> 15));
    }
    for (let i = 6; i > 0; i--) d[i] = d[i - 1] ?? 0;
    for (let i = 2; i > 0; i--) {
      r[i] = r[i - 1] ?? 0;
      p[i] = p[i - 1] ?? 0;
    }
    a[1] = a1;
    a[2] = a2;

    const poles = saturate(((a1 * saturate((r[1] ?? 0) * 2)) >> 15) + ((a2 * saturate((r[2] ?? 0) * 2)) >> 15));
    let zeros = 0;
    for (let i = 6; i > 0; i--) zeros += ((b[i] ?? 0) * saturate((d[i] ?? 0) * 2)) >> 15;
    this.#zeroPart = saturate(zeros);
    this.predicted = saturate(poles + this.#zeroPart);
  }
}

/** Section 6.2.1.3, blocks SCALEL and SCALEH. */
function stepOf(scale: number, shift: number): number {
  const base = ILB[(scale >> 6) & 31] ?? 0;
  const right = shift - (scale >> 11);
  return (right < 0 ? base << -right : base >> right) << 2;
}

function sameSign(one: number, other: number): boolean {
  return one < 0 === other < 0;
}

function saturate(value: number): number {
  return clamp(value, -32_768, 32_767);
}

function clamp(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}
