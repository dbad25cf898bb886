import { SAMPLE_RATE, type Pcm } from '../call/audio.ts';

/** Half the samples are enough: the telephone has taken the fundamental away, and the harmonics below 2 kHz repeat with it. */
const DECIMATION = 2;
const RATE = SAMPLE_RATE / DECIMATION;
/** Voices of men to children, loud ones included. */
const LOWEST_HZ = 70;
const HIGHEST_HZ = 400;
const SHORTEST_LAG = Math.floor(RATE / HIGHEST_HZ);
const LONGEST_LAG = Math.ceil(RATE / LOWEST_HZ);
/** Less alike than this from one period to the next is no voice, or more than one. */
const VOICED = 0.55;
/** A period is alike to two of its own as well: the shortest one that is nearly as good is the period. */
const NEARLY = 0.88;

/**
 * The pitch of a voice in 40 ms or more of sound, in Hz, from 70 to 400; null: no voice. Normalised autocorrelation
 * (Rabiner 1977), with the peak placed between lags by a parabola.
 */
export function pitchOf(pcm: Pcm): number | null {
  const size = Math.floor(pcm.length / DECIMATION);
  const across = size - LONGEST_LAG - 1;
  if (across < LONGEST_LAG / 2) return null;
  const sound = new Float32Array(size);
  for (let at = 0; at < size; at++) sound[at] = (pcm[at * DECIMATION] ?? 0) + (pcm[at * DECIMATION + 1] ?? 0);
  const here = energy(sound, 0, across);
  const likeness = new Float32Array(LONGEST_LAG + 2);
  let best = 0;
  let there = energy(sound, SHORTEST_LAG - 1, across);
  for (let lag = SHORTEST_LAG - 1; lag <= LONGEST_LAG + 1; lag++) {
    let product = 0;
    for (let at = 0; at < across; at++) product += (sound[at] as number) * (sound[at + lag] as number);
    likeness[lag] = product / Math.sqrt(here * there + 1e-9);
    if (lag >= SHORTEST_LAG && lag <= LONGEST_LAG) best = Math.max(best, likeness[lag] ?? 0);
    there += (sound[lag + across] ?? 0) ** 2 - (sound[lag] ?? 0) ** 2;
  }
  if (best < VOICED) return null;
  for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++) {
    const [before, at, after] = [likeness[lag - 1] ?? 0, likeness[lag] ?? 0, likeness[lag + 1] ?? 0];
    if (at < best * NEARLY || at < before || at < after) continue;
    const bend = before - 2 * at + after;
    return RATE / (lag + (bend === 0 ? 0 : (before - after) / (2 * bend)));
  }
  return null;
}

function energy(sound: Float32Array, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at++) sum += (sound[at] ?? 0) ** 2;
  return sum;
}
