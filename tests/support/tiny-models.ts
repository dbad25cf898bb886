import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinPcm, SAMPLE_RATE, samplesIn, type Pcm } from '../../src/call/audio.ts';
import { filesFor, type Model, type ModelKind } from '../../src/packs/model.ts';
import { onnx, type Graph } from './onnx.ts';

/**
 * Models so small that a test writes them: sherpa-onnx runs them as it runs real ones. The recognisers hear a low tone as
 * "ja" and a higher one as "nein"; the voice says every letter as a tone of its own.
 */
const BINS = 80;
const CLASSES = 3;
const TONES: Readonly<Record<string, number>> = { ja: 400, nein: 2_500 };

/** Nothing, "ja", "nein": the mean of the mel bands in which each tone lies, over nothing's 0. */
const BANDS = Float32Array.from({ length: BINS * CLASSES }, (_, index) => {
  const [bin, what] = [Math.floor(index / CLASSES), index % CLASSES];
  if (what === 1 && bin >= 8 && bin < 15) return 1 / 7;
  return what === 2 && bin >= 42 && bin < 52 ? 1 / 10 : 0;
});

const bands = { name: 'bands', dims: [BINS, CLASSES], type: 'float', data: BANDS } as const;
const float = (name: string, ...dims: (number | string)[]) => ({ name, type: 'float', dims }) as const;
const int64 = (name: string, ...dims: (number | string)[]) => ({ name, type: 'int64', dims }) as const;

/** A streaming encoder of sherpa-onnx's type "lstm": it has states, which here are empty. */
const CHUNK = 5;
const STREAMING_ENCODER: Graph = {
  inputs: [float('x', 'N', CHUNK, BINS), float('h', 1, 'N', 1), float('c', 1, 'N', 1)],
  outputs: [float('encoder_out', 'N', CHUNK, CLASSES), float('next_h', 1, 'N', 1), float('next_c', 1, 'N', 1)],
  constants: [bands],
  nodes: [
    { op: 'MatMul', inputs: ['x', 'bands'], outputs: ['encoder_out'] },
    { op: 'Identity', inputs: ['h'], outputs: ['next_h'] },
    { op: 'Identity', inputs: ['c'], outputs: ['next_c'] },
  ],
  metadata: { model_type: 'lstm', num_encoder_layers: 1, T: CHUNK, decode_chunk_len: CHUNK, rnn_hidden_size: 1, d_model: 1 },
};

const ENCODER: Graph = {
  inputs: [float('x', 'N', 'T', BINS), int64('x_lens', 'N')],
  outputs: [float('encoder_out', 'N', 'T', CLASSES), int64('encoder_out_lens', 'N')],
  constants: [bands],
  nodes: [
    { op: 'MatMul', inputs: ['x', 'bands'], outputs: ['encoder_out'] },
    { op: 'Identity', inputs: ['x_lens'], outputs: ['encoder_out_lens'] },
  ],
  metadata: { model_type: 'zipformer2' },
};

/** What was said last is not said again. */
const DECODER: Graph = {
  inputs: [int64('y', 'N', 2)],
  outputs: [float('decoder_out', 'N', CLASSES)],
  constants: [
    { name: 'again', dims: [CLASSES, CLASSES], type: 'float', data: [0, 0, 0, 0, -100, 0, 0, 0, -100] },
    { name: 'last', dims: [], type: 'int64', data: [1] },
  ],
  nodes: [
    { op: 'Gather', inputs: ['y', 'last'], outputs: ['token'], attributes: { axis: 1 } },
    { op: 'Gather', inputs: ['again', 'token'], outputs: ['decoder_out'], attributes: { axis: 0 } },
  ],
  metadata: { context_size: 2, vocab_size: CLASSES },
};

const JOINER: Graph = {
  inputs: [float('encoder_out', 'N', CLASSES), float('decoder_out', 'N', CLASSES)],
  outputs: [float('logit', 'N', CLASSES)],
  constants: [],
  nodes: [{ op: 'Add', inputs: ['encoder_out', 'decoder_out'], outputs: ['logit'] }],
  metadata: { joiner_dim: CLASSES },
};

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyzäöüß .,!?');
const VOICE_RATE = 16_000;
/** 60 ms a letter. */
const LETTER_SAMPLES = 960;

/** As VITS models of Coqui's are: letters in, samples out. */
const VOICE: Graph = {
  inputs: [int64('x', 'N', 'L'), int64('x_length', 'N'), float('scales', 3)],
  outputs: [float('y', 'N', 1, 'S')],
  constants: [
    {
      name: 'ramp',
      dims: [1, 1, LETTER_SAMPLES],
      type: 'float',
      data: Float32Array.from({ length: LETTER_SAMPLES }, (_, at) => (2 * Math.PI * 50 * at) / VOICE_RATE),
    },
    { name: 'axis', dims: [1], type: 'int64', data: [2] },
    { name: 'line', dims: [3], type: 'int64', data: [1, 1, -1] },
    { name: 'loudness', dims: [], type: 'float', data: [0.3] },
  ],
  nodes: [
    { op: 'Cast', inputs: ['x'], outputs: ['letters'], attributes: { to: 1 } },
    { op: 'Unsqueeze', inputs: ['letters', 'axis'], outputs: ['pitches'] },
    { op: 'Mul', inputs: ['pitches', 'ramp'], outputs: ['phases'] },
    { op: 'Sin', inputs: ['phases'], outputs: ['tones'] },
    { op: 'Mul', inputs: ['tones', 'loudness'], outputs: ['soft'] },
    { op: 'Reshape', inputs: ['soft', 'line'], outputs: ['y'] },
  ],
  metadata: {
    model_type: 'vits',
    comment: 'coqui',
    language: 'German',
    voice: 'de',
    sample_rate: VOICE_RATE,
    n_speakers: 1,
    add_blank: 0,
    frontend: 'characters',
    use_eos_bos: 0,
    blank_id: 0,
    bos_id: 0,
    eos_id: 0,
    pad_id: 0,
  },
};

const TRANSDUCER = { 'decoder.onnx': onnx(DECODER), 'joiner.onnx': onnx(JOINER), 'tokens.txt': hearingTokens('ja', 'nein') };

/** By the model's kind, its files. */
export const TINY_FILES = {
  transducer: { ...TRANSDUCER, 'encoder.onnx': onnx(ENCODER) },
  streaming_transducer: { ...TRANSDUCER, 'encoder.onnx': onnx(STREAMING_ENCODER) },
  vits: { 'model.onnx': onnx(VOICE), 'tokens.txt': Buffer.from(LETTERS.map((letter, at) => `${letter} ${at + 1}\n`).join('')) },
} as const satisfies Partial<Record<ModelKind, Readonly<Record<string, Buffer>>>>;

/** Writes a tiny model into `folder`. */
export function tinyModel(kind: keyof typeof TINY_FILES, folder: string): Model {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(TINY_FILES[kind])) writeFileSync(join(folder, name), content);
  const found = filesFor(kind, Object.keys(TINY_FILES[kind]));
  if ('missing' in found) throw new Error(found.missing.join());
  return { kind, files: Object.fromEntries(Object.entries(found.files).map(([role, name]) => [role, join(folder, name)])) };
}

/** As a recogniser's list of what it can hear: of a low tone and of a higher one. */
export function hearingTokens(low: string, high: string): Buffer {
  const token = (words: string): string => words.replaceAll(/^| /gu, '▁');
  return Buffer.from(`<blk> 0\n${token(low)} 1\n${token(high)} 2\n`);
}

/** What the tiny recognisers hear as these words: each 300 ms, with pauses as long. */
export function tones(words: string): Pcm {
  const pause = new Int16Array(samplesIn(300));
  const spoken = words.split(' ').filter(Boolean);
  return joinPcm([pause, ...spoken.flatMap((word) => [tone(TONES[word] ?? 0), pause])]);
}

function tone(hz: number): Pcm {
  return Int16Array.from({ length: samplesIn(300) }, (_, at) => Math.round(10_000 * Math.sin((2 * Math.PI * hz * at) / SAMPLE_RATE)));
}
