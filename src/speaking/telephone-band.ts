import { SAMPLE_RATE, samplesIn, type Pcm } from '../call/audio.ts';
import { toTelephoneRate } from '../call/resample.ts';

/** Level of the spoken parts: loud enough for a landline, with headroom for peaks (ITU-T P.56 style active level). */
const ACTIVE_DBFS = -19;
const PEAK_DBFS = -3;
/** Frames quieter than this below the loudest one do not count as spoken. */
const ACTIVE_RANGE_DB = 30;

const LOW_CUT_HZ = 220;
const EDGE_MS = 15;
const FADE_MS = 6;

/**
 * Makes speech ready for the telephone: resampled to 8 kHz within the band, trimmed, at a steady level, without
 * clipping, with soft edges. `rate` in Hz, at least 8000.
 */
export function toTelephone(speech: Pcm, rate: number): Pcm {
  const sound = Float32Array.from(speech, (sample) => sample / 32768);
  const samples = trim(highPass(toTelephoneRate(sound, rate)));
  level(samples);
  fade(samples);
  return Int16Array.from(samples, (sample) => Math.round(sample * 32767));
}

/** Second-order Butterworth high-pass (R. Bristow-Johnson's cookbook): rumble costs level and is never heard. */
function highPass(samples: Float32Array): Float32Array {
  const omega = (2 * Math.PI * LOW_CUT_HZ) / SAMPLE_RATE;
  const alpha = Math.sin(omega) / Math.SQRT2;
  const cos = Math.cos(omega);
  const a0 = 1 + alpha;
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  return samples.map((x) => {
    const y = (((1 + cos) / 2) * (x - 2 * x1 + x2) + 2 * cos * y1 - (1 - alpha) * y2) / a0;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    return y;
  });
}

function trim(samples: Float32Array): Float32Array {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const audible = peak * 0.01;
  const first = samples.findIndex((sample) => Math.abs(sample) > audible);
  if (first < 0) return samples;
  const last = samples.findLastIndex((sample) => Math.abs(sample) > audible);
  const edge = samplesIn(EDGE_MS);
  return samples.slice(Math.max(0, first - edge), last + edge);
}

function level(samples: Float32Array): void {
  const gain = 10 ** ((ACTIVE_DBFS - activeDbfs(samples)) / 20);
  const peak = 10 ** (PEAK_DBFS / 20);
  for (let i = 0; i < samples.length; i++) samples[i] = limit((samples[i] ?? 0) * gain, peak);
}

/** Leaves what is below 70 % of the peak alone and bends the rest towards it, so that nothing ever clips. */
function limit(sample: number, peak: number): number {
  const knee = 0.7 * peak;
  const size = Math.abs(sample);
  if (size <= knee) return sample;
  const room = peak - knee;
  return Math.sign(sample) * (knee + room * Math.tanh((size - knee) / room));
}

function activeDbfs(samples: Float32Array): number {
  const size = samplesIn(20);
  const levels: number[] = [];
  for (let start = 0; start + size <= samples.length; start += size) {
    const energy = samples.subarray(start, start + size).reduce((sum, sample) => sum + sample * sample, 0) / size;
    if (energy > 0) levels.push(10 * Math.log10(energy));
  }
  const loudest = Math.max(-96, ...levels);
  const active = levels.filter((frame) => frame > loudest - ACTIVE_RANGE_DB);
  if (active.length === 0) return ACTIVE_DBFS;
  return 10 * Math.log10(active.reduce((sum, frame) => sum + 10 ** (frame / 10), 0) / active.length);
}

function fade(samples: Float32Array): void {
  const length = Math.min(samplesIn(FADE_MS), samples.length >> 1);
  for (let i = 0; i < length; i++) {
    samples[i] = (samples[i] ?? 0) * (i / length);
    samples[samples.length - 1 - i] = (samples[samples.length - 1 - i] ?? 0) * (i / length);
  }
}
