import type { Config } from './config.ts';
import { endpointTranscriber } from './adapters/openai/transcriber.ts';
import { endpointVoice } from './adapters/openai/voice.ts';
import { isThisMachine } from './call/addresses.ts';
import type { Clock } from './call/clock.ts';
import { hearingBy, speakingBy, type UsedPacks } from './configured-packs.ts';
import type { Voice } from './speaking/voice.ts';
import type { Transcriber } from './hearing/transcriber.ts';
import type { LanguageModel } from './understanding/language-model.ts';

type Services = Pick<Config, 'languageModel' | 'speechToText' | 'textToSpeech'>;

/** Where services outside this machine run to which callers' words go; null: there are none. What packs do stays here. */
export function remoteHosts(
  { languageModel, speechToText, textToSpeech }: Services,
  { hearing, speaking }: UsedPacks = NO_PACKS,
): string | null {
  const ear = hearing.de && hearing.en ? undefined : speechToText;
  const mouth = speaking.de && speaking.en ? undefined : textToSpeech;
  const hosts = [languageModel, ear, mouth].flatMap((service) => (service ? [new URL(service.url).hostname] : []));
  const remote = new Set(hosts.filter((host) => !isThisMachine(host)));
  return remote.size === 0 ? null : [...remote].join(', ');
}

const NO_PACKS: UsedPacks = { hearing: {}, speaking: {} };

/** What services and speech packs the settings name, for calls to come. */
export interface ConfiguredServices {
  readonly model: LanguageModel | null;
  readonly modelDeadlineMs: number;
  readonly transcriber: Transcriber | null;
  readonly transcriberDeadlineMs: number;
  /** A better voice than the embedded one; null: there is none. */
  readonly voice: Voice | null;
  /** Where words go outside this machine; null: they stay. */
  readonly wordsGoTo: string | null;
}

/** Words of a pack on this machine are waited for as long as those of a service may be. */
const PACK_DEADLINE_MS = 2_000;

/** A pack of a language is used before a service: its words stay here. */
export async function configuredServices(services: Services, packs: UsedPacks, clock: Clock): Promise<ConfiguredServices> {
  const { speechToText, textToSpeech } = services;
  return {
    model: await configuredModel(services),
    modelDeadlineMs: services.languageModel?.deadlineMs ?? 0,
    transcriber: hearingBy(packs.hearing, speechToText ? endpointTranscriber(speechToText) : null),
    transcriberDeadlineMs: speechToText?.deadlineMs ?? PACK_DEADLINE_MS,
    voice: speakingBy(packs.speaking, textToSpeech ? endpointVoice(textToSpeech, clock) : null),
    wordsGoTo: remoteHosts(services, packs),
  };
}

/** The language model that the household configured; null: none. Its SDK takes a tenth of a second to load, so only then. */
export async function configuredModel({ languageModel }: Services): Promise<LanguageModel | null> {
  if (!languageModel) return null;
  const { endpointModel } = await import('./adapters/ai-sdk/language-model.ts');
  return endpointModel(languageModel);
}
