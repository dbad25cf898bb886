import type { Pcm } from '../call/audio.ts';
import type { Language } from '../call/language.ts';

/** Text to speech. What it returns is ready for the telephone: 8 kHz, band-limited, at a steady level. */
export interface Voice {
  /** Names engine, voice and version: part of every cache key, so that a new voice is never mixed with an old one. */
  readonly identity: string;
  /** Rejects with VoiceError when the engine fails; it may work again on the next call. */
  render(words: string, lang: Language): Promise<Pcm>;
  /** Frees the engine; the next `render` starts it again. */
  rest(): void;
}

export class VoiceError extends Error {
  override readonly name = 'VoiceError';
}
