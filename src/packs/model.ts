/** What a model is for. */
export type Sense = 'hearing' | 'speaking';

interface Kind {
  readonly sense: Sense;
  /** The words of an utterance are known while it goes on. */
  readonly streams: boolean;
  /** Must be told which language it is about to hear; another kind finds out, or knows one alone. */
  readonly oneLanguage: boolean;
  /** Which files it consists of, by their role: what tells from a path that it is one; a folder ends with "/". */
  readonly roles: Readonly<Record<string, (path: string) => boolean>>;
}

const ends = (end: string) => (path: string) => path.endsWith(end);
/** A network of this name, in whatever precision. */
const network =
  (name = '') =>
  (path: string) =>
    path.endsWith('.onnx') && path.slice(0, -'.onnx'.length).includes(name);
const tokens = ends('tokens.txt');
const transducer = { encoder: network('encoder'), decoder: network('decoder'), joiner: network('joiner'), tokens };

/** The kinds of models that sherpa-onnx runs for us. */
export const KINDS = {
  whisper: {
    sense: 'hearing',
    streams: false,
    oneLanguage: true,
    roles: { encoder: network('encoder'), decoder: network('decoder'), tokens },
  },
  transducer: { sense: 'hearing', streams: false, oneLanguage: false, roles: transducer },
  nemo_transducer: { sense: 'hearing', streams: false, oneLanguage: false, roles: transducer },
  nemo_ctc: { sense: 'hearing', streams: false, oneLanguage: false, roles: { model: network(), tokens } },
  streaming_transducer: { sense: 'hearing', streams: true, oneLanguage: false, roles: transducer },
  piper: {
    sense: 'speaking',
    streams: false,
    oneLanguage: false,
    roles: { model: network(), tokens, dataDir: (path) => path === 'espeak-ng-data/' || path.endsWith('/espeak-ng-data/') },
  },
  vits: { sense: 'speaking', streams: false, oneLanguage: false, roles: { model: network(), tokens } },
  supertonic: {
    sense: 'speaking',
    streams: false,
    oneLanguage: false,
    roles: {
      durationPredictor: network('duration_predictor'),
      textEncoder: network('text_encoder'),
      vectorEstimator: network('vector_estimator'),
      vocoder: network('vocoder'),
      ttsJson: ends('tts.json'),
      unicodeIndexer: ends('unicode_indexer.bin'),
      voiceStyle: ends('voice.bin'),
    },
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type ModelKind = keyof typeof KINDS;

/** A model that lies on this machine: its files by their role. */
export interface Model {
  readonly kind: ModelKind;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Which file plays which role, among the `paths` of an archive ("/" parts them; a folder ends with it). Where there are several,
 * the smaller numbers (int8) are taken: they are as good on the telephone, and run on small boards. `missing`: what is not there.
 */
export function filesFor(kind: ModelKind, paths: readonly string[]): { files: Record<string, string> } | { missing: string[] } {
  const files: Record<string, string> = {};
  const missing: string[] = [];
  for (const [role, isOne] of Object.entries(KINDS[kind].roles)) {
    const fitting = paths.filter(isOne).toSorted((one, other) => one.length - other.length || one.localeCompare(other));
    const file = fitting.find((path) => path.includes('int8')) ?? fitting[0];
    if (file === undefined) missing.push(role);
    else files[role] = file;
  }
  return missing.length > 0 ? { missing } : { files };
}
