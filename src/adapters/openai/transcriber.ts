import type { Pcm } from '../../call/audio.ts';
import type { Language } from '../../call/language.ts';
import { toWav } from '../../call/wav.ts';
import { withoutMadeUp } from '../../hearing/made-up.ts';
import { TranscriberError, wholeUtterances, type Transcriber } from '../../hearing/transcriber.ts';
import { bytesOf } from '../fetching.ts';

export interface TranscriptionEndpoint {
  /** The base of an OpenAI-compatible API, such as `http://localhost:8000/v1`. */
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string;
}

/** An answer is a sentence or two. */
const MAX_ANSWER_BYTES = 65_536;

/** A recogniser behind an OpenAI-compatible endpoint (POST /audio/transcriptions). Nothing is sent before an utterance is over. */
export function endpointTranscriber({ url, model, apiKey }: TranscriptionEndpoint): Transcriber {
  const address = `${url.replace(/\/$/u, '')}/audio/transcriptions`;
  return wholeUtterances(async (pcm: Pcm, lang: Language | null, signal: AbortSignal): Promise<string> => {
    const form = new FormData();
    form.set('file', new Blob([toWav(pcm)], { type: 'audio/wav' }), 'utterance.wav');
    form.set('model', model);
    form.set('response_format', 'json');
    form.set('temperature', '0');
    if (lang !== null) form.set('language', lang);
    // As bytes: a form that is aborted while it is being written down ends the process (Node 26, its undici's extractBody).
    const written = new Response(form);
    const headers = new Headers({ 'Content-Type': written.headers.get('Content-Type') ?? '' });
    if (apiKey !== undefined) headers.set('Authorization', `Bearer ${apiKey}`);
    let text: unknown;
    try {
      const response = await fetch(address, { method: 'POST', body: await written.bytes(), headers, signal, redirect: 'error' });
      if (!response.ok) throw new TranscriberError(`the recogniser answered ${response.status}`);
      const answer = Buffer.from(await bytesOf(response, MAX_ANSWER_BYTES)).toString('utf8');
      text = (JSON.parse(answer) as { text?: unknown }).text;
    } catch (error) {
      // Messages of failed requests may name the address.
      throw error instanceof TranscriberError ? error : new TranscriberError('the recogniser could not be asked', { cause: error });
    }
    if (typeof text !== 'string') throw new TranscriberError('the recogniser’s answer has no text');
    return withoutMadeUp(text);
  });
}
