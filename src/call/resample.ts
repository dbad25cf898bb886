import { SAMPLE_RATE } from './audio.ts';

const HIGH_CUT_HZ = 3400;
const KERNEL_HALF_WIDTH = 24;

/**
 * Sound at another rate (Hz) as 8 kHz, without what lies above the telephone's band; samples from -1 to 1. Band-limited
 * interpolation with a Hann-windowed sinc (J. O. Smith, Digital Audio Resampling). The output falls on a few positions
 * between input samples again and again, so each position's kernel is made once.
 */
export function toTelephoneRate(sound: Float32Array, rate: number): Float32Array {
  const ratio = rate / SAMPLE_RATE;
  const half = Math.ceil(KERNEL_HALF_WIDTH * Math.max(1, ratio));
  const kernels = new Map<number, Float32Array>();
  const out = new Float32Array(Math.floor(sound.length / ratio));
  for (let i = 0; i < out.length; i++) {
    const before = Math.floor((i * rate) / SAMPLE_RATE);
    const phase = (i * rate) % SAMPLE_RATE;
    let kernel = kernels.get(phase);
    if (!kernel) kernels.set(phase, (kernel = kernelAt(phase / SAMPLE_RATE, half, Math.min(1, (2 * HIGH_CUT_HZ) / rate))));
    const first = before - half;
    let sum = 0;
    for (let tap = 0; tap < kernel.length; tap++) sum += (sound[first + tap] ?? 0) * (kernel[tap] ?? 0);
    out[i] = sum;
  }
  return out;
}

/** `phase`: how far behind an input sample the output falls, 0..1. */
function kernelAt(phase: number, half: number, cutoff: number): Float32Array {
  return Float32Array.from({ length: 2 * half + 1 }, (_, tap) => {
    const distance = tap - half - phase;
    const window = Math.abs(distance) < half ? 0.5 + 0.5 * Math.cos((Math.PI * distance) / half) : 0;
    return cutoff * sinc(distance * cutoff) * window;
  });
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
