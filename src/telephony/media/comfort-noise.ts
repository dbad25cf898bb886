import { FRAME_SAMPLES, type Pcm } from '../../call/audio.ts';
import type { Random } from '../../call/random.ts';

/** RFC 3551 table 4. We never ask for it, since what listens to pauses hears most in them; some peers send it unasked. */
export const COMFORT_NOISE_TYPE = 13;

/** Louder than this is no noise that comforts. */
const LOUDEST_DBFS = -40;
const FULL_SCALE = 32_767;

/** The level that a packet asks for (RFC 3389 section 3.1), in dBFS; the spectrum behind it is passed over. */
export function noiseLevel(payload: Buffer): number {
  return Math.min(LOUDEST_DBFS, -((payload[0] ?? 127) & 0x7f));
}

/** A frame of white noise at a level in dBFS. */
export function comfortNoise(levelDbfs: number, random: Random): Pcm {
  // Evenly spread between -a and a has an effective value of a / sqrt(3).
  const most = Math.round(FULL_SCALE * 10 ** (levelDbfs / 20) * Math.sqrt(3));
  return Int16Array.from({ length: FRAME_SAMPLES }, () => random.below(2 * most + 1) - most);
}
