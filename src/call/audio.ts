/** The one audio format inside: 16-bit linear PCM, mono, 8 kHz, in frames of 20 ms. */
export const SAMPLE_RATE = 8000;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = (SAMPLE_RATE * FRAME_MS) / 1000;

/** 16-bit linear PCM, mono, 8 kHz. */
export type Pcm = Int16Array;

/** What a leg hands over every 20 ms: 160 samples, silence where nothing arrived. */
export interface Frame {
  readonly pcm: Pcm;
  /** 0..1 from a voice-activity model; absent where none runs. */
  readonly speechProbability?: number;
}

export const SILENT_PCM: Pcm = new Int16Array(FRAME_SAMPLES);

/** Level below which we call a frame silent, in dBFS; also what digital silence counts as. */
export const SILENCE_DBFS = -96;

/** Root mean square level in dBFS (0 = a full-scale square wave); SILENCE_DBFS for digital silence. */
export function levelDbfs(pcm: Pcm): number {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  if (sum === 0) return SILENCE_DBFS;
  return Math.max(SILENCE_DBFS, 10 * Math.log10(sum / pcm.length / (32768 * 32768)));
}

/** Length in ms of 8 kHz PCM. */
export function durationMs(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE;
}

/** Number of samples of 8 kHz PCM in `ms`, rounded to the nearest. */
export function samplesIn(ms: number): number {
  return Math.round((ms * SAMPLE_RATE) / 1000);
}

/** Joins pieces of PCM into one. */
export function joinPcm(pieces: readonly Pcm[]): Pcm {
  const joined = new Int16Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}

/** A copy in shared memory: handing it to the media worker then copies nothing. */
export function sharedPcm(pcm: Pcm): Pcm {
  const copy = new Int16Array(new SharedArrayBuffer(pcm.byteLength));
  copy.set(pcm);
  return copy;
}

/** Samples from -1 to 1 as PCM of the same rate; what is beyond is cut off. */
export function pcmOf(samples: Float32Array): Pcm {
  return Int16Array.from(samples, (sample) => Math.round(32_767 * Math.max(-1, Math.min(1, sample))));
}
