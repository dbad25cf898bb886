import { joinPcm, type Pcm } from '../call/audio.ts';
import type { Language } from '../call/language.ts';

/** Makes words of what is said, one utterance after another or several at once; the sound is forgotten with the answer. */
export interface Transcriber {
  /** In which it knows words. */
  readonly languages: readonly Language[];
  /**
   * An utterance begins. `lang`: the language that is spoken; null: one of several. `onPartial`: the words so far, each time
   * instead of those before; a recogniser that works utterance by utterance never calls it.
   */
  listen(lang: Language | null, onPartial?: (words: string) => void): Listening;
}

export interface Listening {
  /** What was heard next, 8 kHz. */
  push(pcm: Pcm): void;
  /**
   * The utterance is over. Resolves with its words, empty when there are none. Rejects with TranscriberError when they cannot
   * be had, and when it is cancelled meanwhile. Called once.
   */
  finish(): Promise<string>;
  /** Nobody wants the words any more: what works on them stops. */
  cancel(): void;
}

export class TranscriberError extends Error {
  override readonly name = 'TranscriberError';
}

/** The words of an utterance that has been heard already. Rejects as `finish` does, and when `signal` is aborted. */
export async function transcribed(transcriber: Transcriber, pcm: Pcm, lang: Language | null, signal: AbortSignal): Promise<string> {
  const listening = transcriber.listen(lang);
  const cancel = (): void => listening.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    listening.push(pcm);
    return await listening.finish();
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/**
 * A recogniser of every language that takes utterances as a whole. `transcribe` rejects with TranscriberError, also when
 * `signal` is aborted.
 */
export function wholeUtterances(transcribe: (pcm: Pcm, lang: Language | null, signal: AbortSignal) => Promise<string>): Transcriber {
  return {
    languages: ['de', 'en'],
    listen(lang) {
      const heard: Pcm[] = [];
      const aborting = new AbortController();
      return {
        push: (pcm) => void heard.push(pcm),
        async finish() {
          const words = await transcribe(joinPcm(heard), lang, aborting.signal);
          if (aborting.signal.aborted) throw new TranscriberError('nobody waits any longer');
          return words;
        },
        cancel() {
          heard.length = 0;
          aborting.abort();
        },
      };
    },
  };
}
