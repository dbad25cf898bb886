import { cpus } from 'node:os';
import { join } from 'node:path';
import { Pace } from './adapters/sherpa-onnx/pace.ts';
import { SherpaTranscriber } from './adapters/sherpa-onnx/transcriber.ts';
import { SherpaVoice } from './adapters/sherpa-onnx/voice.ts';
import type { BulkheadTools } from './call/bulkhead.ts';
import type { Language } from './call/language.ts';
import { transcribed } from './hearing/transcriber.ts';
import { KINDS, type Model } from './packs/model.ts';
import type { PackFacts, Trial } from './packs/pack.ts';
import type { Voice } from './speaking/voice.ts';

/** What recognisers hear, voices say and models are asked when they are tried; the console names it. */
export const TRIAL_SENTENCE: Readonly<Record<Language, string>> = {
  de: 'Guten Tag, ich habe ein tolles Angebot für Sie.',
  en: 'Good afternoon, I have a great offer for you.',
};

/** More threads than this make a model hardly faster, and calls need the other cores. */
export function threadsForModels(): number {
  return Math.max(1, Math.min(4, Math.floor(cpus().length / 2)));
}

/** A pack's model, with its files where they are. */
export function modelIn(
  folder: string,
  { kind, files }: Pick<PackFacts, 'kind'> & { readonly files: Readonly<Record<string, string>> },
): Model {
  return { kind, files: Object.fromEntries(Object.entries(files).map(([role, file]) => [role, join(folder, file)])) };
}

/** Loads a model and lets it do what it would do in a call. Rejects with what it says is wrong. */
export async function tryModel(model: Model, lang: Language, voice: Voice, tools: BulkheadTools): Promise<Trial> {
  const pace = new Pace();
  const options = { model, lang: KINDS[model.kind].oneLanguage ? lang : null, threads: threadsForModels(), ...tools };
  if (KINDS[model.kind].sense === 'speaking') {
    const spoken = new SherpaVoice('trial', options, pace);
    try {
      await spoken.load();
      // The first sentence warms the engine up.
      for (let turn = 0; turn < 2; turn++) await spoken.render(TRIAL_SENTENCE[lang], lang);
    } finally {
      spoken.rest();
    }
    return { realTimeFactor: pace.factor ?? 0, heard: null };
  }
  const ear = new SherpaTranscriber([lang], options, pace);
  try {
    await ear.load();
    const pcm = await voice.render(TRIAL_SENTENCE[lang], lang);
    const never = new AbortController().signal;
    await transcribed(ear, pcm, lang, never);
    const heard = await transcribed(ear, pcm, lang, never);
    return { realTimeFactor: pace.factor ?? 0, heard };
  } finally {
    ear.end();
    voice.rest();
  }
}
