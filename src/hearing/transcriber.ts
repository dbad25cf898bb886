import type { Pcm } from '../call/audio.ts';
import type { Language } from '../call/language.ts';

/** Turns what was said into words; the audio is forgotten with the answer. */
export interface Transcriber {
  /**
   * One utterance, 8 kHz. `lang`: the language that is spoken; null: one of several. Resolves with the words, empty when
   * there are none. Rejects with TranscriberError when it cannot, and when `signal` is aborted.
   */
  transcribe(pcm: Pcm, lang: Language | null, signal: AbortSignal): Promise<string>;
}

export class TranscriberError extends Error {
  override readonly name = 'TranscriberError';
}
