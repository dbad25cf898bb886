import type { Pcm } from '../../call/audio.ts';
import type { Language } from '../../call/language.ts';
import { toWav } from '../../call/wav.ts';
import { TranscriberError, type Transcriber } from '../../hearing/transcriber.ts';

export interface TranscriptionEndpoint {
  /** The base of an OpenAI-compatible API, such as `http://localhost:8000/v1`. */
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string;
}

/** An answer is a sentence or two. */
const MAX_ANSWER_BYTES = 65_536;
/** What such models make up where nobody speaks: credits of the films that they learned from, and names of noises. */
const MADE_UP =
  /^(?:[[(*♪].*[\])*♪]|untertitel\b.*|.*\bamara\.org\b.*|.*\b(?:swr|zdf|ard) (?:für funk|\d{4}).*|.*(?:thanks|thank you) for watching.*)[.!]?$/iu;

/** A recogniser behind an OpenAI-compatible endpoint (POST /audio/transcriptions). Nothing is sent before `transcribe` is called. */
export function endpointTranscriber({ url, model, apiKey }: TranscriptionEndpoint): Transcriber {
  const address = `${url.replace(/\/$/u, '')}/audio/transcriptions`;
  return {
    async transcribe(pcm: Pcm, lang: Language | null, signal: AbortSignal): Promise<string> {
      const form = new FormData();
      form.set('file', new Blob([toWav(pcm)], { type: 'audio/wav' }), 'utterance.wav');
      form.set('model', model);
      form.set('response_format', 'json');
      form.set('temperature', '0');
      if (lang !== null) form.set('language', lang);
      const headers = new Headers(apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` });
      let text: unknown;
      try {
        const response = await fetch(address, { method: 'POST', body: form, headers, signal, redirect: 'error' });
        if (!response.ok) throw new TranscriberError(`the recogniser answered ${response.status}`);
        const answer = await response.text();
        if (answer.length > MAX_ANSWER_BYTES) throw new TranscriberError('the recogniser’s answer is too long');
        text = (JSON.parse(answer) as { text?: unknown }).text;
      } catch (error) {
        // Messages of failed requests may name the address.
        throw error instanceof TranscriberError ? error : new TranscriberError('the recogniser could not be asked', { cause: error });
      }
      if (typeof text !== 'string') throw new TranscriberError('the recogniser’s answer has no text');
      const words = text.trim();
      return MADE_UP.test(words) ? '' : words;
    },
  };
}
