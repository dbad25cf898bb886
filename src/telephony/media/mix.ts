import type { Pcm } from '../../call/audio.ts';

/** Two frames of the same length as one; where both are loud, it is held at the limit of 16 bits. */
export function mixed(a: Pcm, b: Pcm): Pcm {
  return a.map((sample, at) => Math.max(-32_768, Math.min(32_767, sample + (b[at] ?? 0))));
}
