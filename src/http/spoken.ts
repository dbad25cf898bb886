import type { Pcm } from '../call/audio.ts';
import type { Language } from '../call/language.ts';
import type { Voice } from '../speaking/voice.ts';
import { AccessError } from './access.ts';

/** Of what a person types, in characters. */
export const MAX_SENTENCE_LENGTH = 400;

/** A sentence in a voice that rests between sentences. Throws AccessError when the voice fails. */
export async function spoken(voice: Voice, words: string, lang: Language): Promise<Pcm> {
  try {
    return await voice.render(words, lang);
  } catch {
    throw new AccessError('voice_failed');
  } finally {
    voice.rest();
  }
}
