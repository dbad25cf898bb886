import type { Pcm } from '../call/audio.ts';

/** A voice-activity model for many legs at once; the adapter decides how it batches. */
export interface SpeechProbability {
  /** Makes room for one leg; the handle is its own memory. */
  open(): SpeechStream;
  /** Runs the model over all windows that are full. Resolves when the streams hold the new probabilities. */
  run(): Promise<void>;
}

export interface SpeechStream {
  /** Takes 20 ms of 8 kHz PCM. */
  push(pcm: Pcm): void;
  /** 0..1 for the latest full window; undefined until there is one. */
  readonly probability: number | undefined;
  close(): void;
}
