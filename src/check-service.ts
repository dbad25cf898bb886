import { durationMs } from './call/audio.ts';
import type { Clock } from './call/clock.ts';
import type { Language } from './call/language.ts';
import { endpointTranscriber } from './adapters/openai/transcriber.ts';
import { endpointVoice } from './adapters/openai/voice.ts';
import { configuredModel } from './configured-model.ts';
import { transcribed } from './hearing/transcriber.ts';
import type { ServiceCheckReply, ServiceCheckRequest } from './http/settings-api.ts';
import type { Voice } from './speaking/voice.ts';
import { TRIAL_SENTENCE } from './try-pack.ts';
import { readProposal } from './understanding/language-model.ts';

/** A model that is loaded at its first question may take so long, in ms. */
const LONGEST_MS = 30_000;

/** Asks a service what it would be asked in a call: a recogniser hears our own voice, a model is asked what a sentence means. */
export async function checkService(
  { service, lang, settings }: ServiceCheckRequest,
  voice: Voice,
  clock: Clock,
): Promise<ServiceCheckReply> {
  const abort = new AbortController();
  const limit = clock.after(LONGEST_MS, () => abort.abort());
  const words = TRIAL_SENTENCE[lang];
  try {
    const pcm = service === 'speechToText' ? await voice.render(words, lang) : null;
    const begun = clock.now();
    const heard =
      service === 'textToSpeech'
        ? await spokenMs(settings, words, lang, clock)
        : pcm
          ? await transcribed(endpointTranscriber(settings), pcm, lang, abort.signal)
          : readProposal(await (await configuredModel({ languageModel: settings }))?.propose({ words, lang, asked: null }, abort.signal))
              ?.purpose;
    if (!heard) return { ok: false, problem: 'no_use' };
    return { ok: true, ms: Math.round(clock.now() - begun), heard };
  } catch (error) {
    return { ok: false, problem: abort.signal.aborted ? 'too_slow' : problemOf(error) };
  } finally {
    voice.rest();
    limit.cancel();
  }
}

/** How long the sentence takes in this voice, in ms. */
async function spokenMs(settings: ServiceCheckRequest['settings'], words: string, lang: Language, clock: Clock): Promise<string> {
  const { voice = { de: '', en: '' } } = settings;
  const pcm = await endpointVoice({ ...settings, voice }, clock).render(words, lang);
  return String(Math.round(durationMs(pcm.length)));
}

/** The SDK and the recogniser say it differently; a status is in one of the two, or none came. */
function problemOf(error: unknown): 'unreachable' | 'refused' | 'no_use' {
  const { statusCode, message, cause } = error as { statusCode?: unknown; message?: unknown; cause?: unknown };
  const status = typeof statusCode === 'number' ? statusCode : Number(/answered (\d{3})/u.exec(String(message))?.[1] ?? 0);
  if (status >= 400) return 'refused';
  const wasSent =
    cause instanceof SyntaxError ||
    /no WAV file|said nothing|too long/u.test(String(message)) ||
    (error as Error).name === 'AI_NoObjectGeneratedError';
  return wasSent || status > 0 ? 'no_use' : 'unreachable';
}
