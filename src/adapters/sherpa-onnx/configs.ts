import type { Language } from '../../call/language.ts';
import type { Model } from '../../packs/model.ts';

/** What the models were trained on; other rates are resampled by the engine. */
const FEATURES = { sampleRate: 16_000, featureDim: 80 };

/** What sherpa-onnx's recognisers want to know of a model. `lang`: that is spoken; null: the model finds out. */
export function recogniserConfig({ kind, files }: Model, lang: Language | null, numThreads: number): object {
  const { tokens, ...parts } = files;
  const common = { tokens, numThreads, provider: 'cpu', debug: 0 };
  const modelConfig = {
    whisper: { ...common, whisper: { ...parts, language: lang ?? '', task: 'transcribe' } },
    transducer: { ...common, transducer: parts, modelType: 'transducer' },
    nemo_transducer: { ...common, transducer: parts, modelType: 'nemo_transducer' },
    nemo_ctc: { ...common, nemoCtc: parts },
    streaming_transducer: { ...common, transducer: parts },
  }[kind as 'whisper'];
  return { featConfig: FEATURES, modelConfig, decodingMethod: 'greedy_search', enableEndpoint: 0 };
}

/** What sherpa-onnx's voices want to know of a model. */
export function voiceConfig({ kind, files }: Model, numThreads: number): object {
  const model = kind === 'supertonic' ? { supertonic: files } : { vits: { lexicon: '', dataDir: '', ...files } };
  return { model: { ...model, numThreads, provider: 'cpu', debug: 0 }, maxNumSentences: 1 };
}
