import type { Config } from './config.ts';
import { endpointTranscriber } from './adapters/openai/transcriber.ts';
import { endpointVoice } from './adapters/openai/voice.ts';
import type { Clock } from './call/clock.ts';
import type { Voice } from './speaking/voice.ts';
import type { Transcriber } from './hearing/transcriber.ts';
import type { LanguageModel } from './understanding/language-model.ts';

type Services = Pick<Config, 'languageModel' | 'speechToText' | 'textToSpeech'>;

/** Where services outside this machine run to which callers' words go; null: there are none. */
export function remoteHosts({ languageModel, speechToText, textToSpeech }: Services): string | null {
  const hosts = [languageModel, speechToText, textToSpeech].flatMap((service) => (service ? [new URL(service.url).hostname] : []));
  const remote = new Set(hosts.filter((host) => !['localhost', '127.0.0.1', '[::1]'].includes(host)));
  return remote.size === 0 ? null : [...remote].join(', ');
}

/** What services the settings name, for calls to come. */
export interface ConfiguredServices {
  readonly model: LanguageModel | null;
  readonly modelDeadlineMs: number;
  readonly transcriber: Transcriber | null;
  readonly transcriberDeadlineMs: number;
  /** Where words go outside this machine; null: they stay. */
  readonly wordsGoTo: string | null;
}

export async function configuredServices(services: Services): Promise<ConfiguredServices> {
  return {
    model: await configuredModel(services),
    modelDeadlineMs: services.languageModel?.deadlineMs ?? 0,
    transcriber: configuredTranscriber(services),
    transcriberDeadlineMs: services.speechToText?.deadlineMs ?? 0,
    wordsGoTo: remoteHosts(services),
  };
}

/** The language model that the household configured; null: none. Its SDK takes a tenth of a second to load, so only then. */
export async function configuredModel({ languageModel }: Services): Promise<LanguageModel | null> {
  if (!languageModel) return null;
  const { endpointModel } = await import('./adapters/ai-sdk/language-model.ts');
  return endpointModel(languageModel);
}

/** The voice that the household configured; null: the embedded one alone. */
export function configuredVoice({ textToSpeech }: Services, clock: Clock): Voice | null {
  return textToSpeech ? endpointVoice(textToSpeech, clock) : null;
}

/** The recogniser that the household configured; null: none. */
export function configuredTranscriber({ speechToText }: Services): Transcriber | null {
  return speechToText ? endpointTranscriber(speechToText) : null;
}
