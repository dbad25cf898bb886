import { pcmOf, type Pcm } from '../../call/audio.ts';
import type { Clock } from '../../call/clock.ts';
import type { Language } from '../../call/language.ts';
import { fromWav } from '../../call/wav.ts';
import { toTelephone } from '../../speaking/telephone-band.ts';
import { VoiceError, type Voice } from '../../speaking/voice.ts';
import { bytesOf } from '../fetching.ts';

export interface SpeechEndpoint {
  /** The base of an OpenAI-compatible API, such as `http://localhost:8880/v1`. */
  readonly url: string;
  readonly model: string;
  /** As the service names its voice, by language. */
  readonly voice: Readonly<Record<Language, string>>;
  readonly apiKey?: string;
  /** A sentence takes longer than this only where something is wrong, in ms. */
  readonly deadlineMs: number;
}

/** After a failure nobody waits for it again for so long: a call has many sentences. */
const REST_MS = 30_000;
/** Half a minute of speech at 48 kHz. */
const MAX_SOUND_BYTES = 3_000_000;

/** A voice behind an OpenAI-compatible endpoint (POST /audio/speech). Nothing is sent before `render` is called. */
export function endpointVoice(endpoint: SpeechEndpoint, clock: Clock): Voice {
  const { url, model, voice, apiKey, deadlineMs } = endpoint;
  const address = `${url.replace(/\/$/u, '')}/audio/speech`;
  const headers = { 'Content-Type': 'application/json', ...(apiKey !== undefined && { Authorization: `Bearer ${apiKey}` }) };
  let restsUntil = -Infinity;
  return {
    identity: `openai-speech-1/${address}/${model}/${voice.de}/${voice.en}`,
    async render(words: string, lang: Language): Promise<Pcm> {
      if (clock.now() < restsUntil) throw new VoiceError('the voice failed a moment ago');
      const abort = new AbortController();
      const limit = clock.after(deadlineMs, () => abort.abort());
      try {
        const body = JSON.stringify({ model, voice: voice[lang], input: words, response_format: 'wav' });
        const response = await fetch(address, { method: 'POST', headers, body, signal: abort.signal, redirect: 'error' });
        if (!response.ok) throw new VoiceError(`the voice answered ${response.status}`);
        return telephone(await bytesOf(response, MAX_SOUND_BYTES));
      } catch (error) {
        restsUntil = clock.now() + REST_MS;
        // Messages of failed requests may name the address.
        throw error instanceof VoiceError ? error : new VoiceError('the voice could not be asked', { cause: error });
      } finally {
        limit.cancel();
      }
    },
    rest() {},
  };
}

function telephone(wav: Uint8Array): Pcm {
  const sound = soundOf(wav);
  if (sound.samples.length === 0) throw new VoiceError('the voice said nothing');
  return toTelephone(pcmOf(sound.samples), sound.rate);
}

function soundOf(wav: Uint8Array): ReturnType<typeof fromWav> {
  try {
    const sound = fromWav(wav);
    if (sound.rate >= 8_000) return sound;
  } catch {
    // What came is no sound that we know.
  }
  throw new VoiceError('the voice’s answer is no WAV file');
}
