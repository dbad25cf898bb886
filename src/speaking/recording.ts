import { durationMs, pcmOf, SAMPLE_RATE, type Pcm } from '../call/audio.ts';
import type { Language } from '../call/language.ts';
import { fromWav } from '../call/wav.ts';
import { toTelephone } from './telephone-band.ts';

/** A sentence of the attendant in a person's own voice, word for word. */
export interface Recording {
  readonly lang: Language;
  /** As they are spoken: other words are another sentence. */
  readonly words: string;
  /** Ready for the telephone, 8 kHz. */
  readonly pcm: Pcm;
  /** Wall time, ms since 1970 UTC. */
  readonly recordedAt: number;
  readonly recordedBy: string;
}

/** Keeps recordings; every call names the household first. Rejects with StoreError. */
export interface RecordingStore {
  /** Without those that were removed. */
  recordings(householdId: string): Promise<Recording[]>;
  /** In the place of an earlier one of the same words. */
  keepRecording(householdId: string, recording: Recording): Promise<void>;
  /** False: there is none. It can be brought back until it is purged. */
  removeRecording(householdId: string, lang: Language, words: string, at: number): Promise<boolean>;
  /** Null: there is none to bring back. */
  restoreRecording(householdId: string, lang: Language, words: string): Promise<Recording | null>;
  /** Those that were removed before `removedBefore` go for good. */
  purgeRecordings(householdId: string, removedBefore: number): Promise<void>;
}

/** Why a sound cannot be a sentence of the attendant. */
export type RecordingProblem = 'not_a_sound' | 'too_quiet' | 'clipped' | 'too_short' | 'too_long';

/** Nobody speaks faster than this; what is shorter was cut off. */
const LEAST_MS_PER_LETTER = 25;
const LONGEST_MS = 30_000;
/** Below this, raising the level raises the room's noise. */
const QUIETEST_DBFS = -48;
/** So large a share of the samples at the end of their range is heard as distortion. */
const CLIPPED_SHARE = 0.002;

/** A WAV file as a sentence of the attendant, ready for the telephone; or what is wrong with it. */
export function asSentence(wav: Uint8Array, words: string): Pcm | RecordingProblem {
  let sound: ReturnType<typeof fromWav>;
  try {
    sound = fromWav(wav);
  } catch {
    return 'not_a_sound';
  }
  const { samples, rate } = sound;
  if (rate < SAMPLE_RATE || rate > 192_000 || samples.length === 0) return 'not_a_sound';
  if ((samples.length * 1000) / rate > LONGEST_MS) return 'too_long';
  if (loudestDbfs(samples, rate) < QUIETEST_DBFS) return 'too_quiet';
  const clipped = samples.reduce((count, sample) => count + (Math.abs(sample) >= 0.999 ? 1 : 0), 0);
  if (clipped > CLIPPED_SHARE * samples.length) return 'clipped';
  const pcm = toTelephone(pcmOf(samples), rate);
  return durationMs(pcm.length) < LEAST_MS_PER_LETTER * words.length ? 'too_short' : pcm;
}

/** Of any 100 ms: a sentence has loud parts. */
function loudestDbfs(samples: Float32Array, rate: number): number {
  const size = Math.round(rate / 10);
  let loudest = 0;
  for (let from = 0; from < samples.length; from += size) {
    const part = samples.subarray(from, from + size);
    loudest = Math.max(loudest, part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
  }
  return loudest === 0 ? -Infinity : 10 * Math.log10(loudest);
}
