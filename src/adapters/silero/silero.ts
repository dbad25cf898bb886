import { createRequire } from 'node:module';
import type * as Onnx from 'onnxruntime-node';
import { FRAME_SAMPLES, levelDbfs, type Pcm } from '../../call/audio.ts';
import type { SpeechProbability, SpeechStream } from '../../hearing/speech-probability.ts';

/** Silero voice activity, version 6, MIT licence. It takes windows of 32 ms behind the last 4 ms of the window before. */
const RATE = 16_000;
const UPSAMPLING = RATE / 8_000;
const WINDOW = 512;
const CONTEXT = 64;
const STATE = 128;
const MODEL = '@ricky0123/vad-web/dist/silero_vad_v6.onnx';
/** Streams that one run takes at most. It takes about 1.5 ms, away from the worker's thread, but perhaps on its core: packets wait no longer. */
const MAX_BATCH = 24;

/** Loads the model; rejects if it or its engine is not there. */
export async function loadSilero(): Promise<SpeechProbability> {
  const require = createRequire(import.meta.url);
  const onnx = require('onnxruntime-node') as typeof Onnx;
  const session = await onnx.InferenceSession.create(require.resolve(MODEL), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableCpuMemArena: false,
  });
  return new Silero(onnx, session);
}

class Silero implements SpeechProbability {
  readonly #onnx: typeof Onnx;
  readonly #session: Onnx.InferenceSession;
  readonly #streams = new Set<SileroStream>();
  #running = false;

  constructor(onnx: typeof Onnx, session: Onnx.InferenceSession) {
    this.#onnx = onnx;
    this.#session = session;
  }

  open(): SpeechStream {
    const stream = new SileroStream(() => this.#streams.delete(stream));
    this.#streams.add(stream);
    return stream;
  }

  async run(): Promise<void> {
    if (this.#running) return;
    const ready = [...this.#streams].filter((stream) => stream.full).slice(0, MAX_BATCH);
    if (ready.length === 0) return;
    this.#running = true;
    try {
      await this.#infer(ready);
    } finally {
      this.#running = false;
    }
  }

  async #infer(streams: readonly SileroStream[]): Promise<void> {
    const size = streams.length;
    const input = new Float32Array(size * (CONTEXT + WINDOW));
    const state = new Float32Array(2 * size * STATE);
    streams.forEach((stream, index) => {
      stream.takeWindow(input.subarray(index * (CONTEXT + WINDOW), (index + 1) * (CONTEXT + WINDOW)));
      for (const layer of [0, 1]) state.set(stream.state[layer] ?? [], (layer * size + index) * STATE);
    });
    const result = await this.#session.run({
      input: new this.#onnx.Tensor('float32', input, [size, CONTEXT + WINDOW]),
      state: new this.#onnx.Tensor('float32', state, [2, size, STATE]),
      sr: new this.#onnx.Tensor('int64', BigInt64Array.of(BigInt(RATE)), []),
    });
    const probabilities = result['output']?.data as Float32Array;
    const nextState = result['stateN']?.data as Float32Array;
    streams.forEach((stream, index) => {
      stream.probability = probabilities[index];
      stream.state = [0, 1].map((layer) => nextState.slice((layer * size + index) * STATE, (layer * size + index + 1) * STATE));
    });
  }
}

/** The sample halfway between two: a Hann-windowed sinc of eight taps. */
const TAPS: readonly number[] = Array.from({ length: 8 }, (_, index) => {
  const distance = index - 3.5;
  return (Math.sin(Math.PI * distance) / (Math.PI * distance)) * (0.5 + 0.5 * Math.cos((Math.PI * distance) / 4));
});
const HISTORY = TAPS.length - 1;

/** A quarter of a second: what piles up while a run is under way. More means that the machine is too slow, and old audio goes. */
const QUEUE = 8 * WINDOW;

/** Below the floor of speech; a pause has to last for a moment, so that the model has heard a word's end. */
const REST_DBFS = -60;
const REST_AFTER_FRAMES = 15;

class SileroStream implements SpeechStream {
  probability: number | undefined = undefined;
  state: Float32Array[] = [new Float32Array(STATE), new Float32Array(STATE)];
  readonly close: () => void;
  readonly #queue = new Float32Array(QUEUE);
  readonly #context = new Float32Array(CONTEXT);
  readonly #samples = new Float32Array(HISTORY + FRAME_SAMPLES);
  #queued = 0;
  #quietFrames = 0;

  constructor(onClose: () => void) {
    this.close = onClose;
  }

  get full(): boolean {
    return this.#queued >= WINDOW;
  }

  /** In a pause the model rests: what is so quiet is never taken for speech (hearing/voice-activity.ts), and costs nothing. */
  push(pcm: Pcm): void {
    this.#quietFrames = levelDbfs(pcm) < REST_DBFS ? this.#quietFrames + 1 : 0;
    if (this.#quietFrames > REST_AFTER_FRAMES) {
      this.probability = 0;
      this.#queued = 0;
      return;
    }
    if (this.#queued + UPSAMPLING * FRAME_SAMPLES > QUEUE) this.#drop(WINDOW);
    const samples = this.#samples;
    samples.copyWithin(0, FRAME_SAMPLES);
    for (let i = 0; i < FRAME_SAMPLES; i++) samples[HISTORY + i] = (pcm[i] ?? 0) / 32768;
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      let between = 0;
      for (let tap = 0; tap < TAPS.length; tap++) between += (TAPS[tap] ?? 0) * (samples[i + tap] ?? 0);
      this.#queue[this.#queued++] = samples[i + TAPS.length / 2 - 1] ?? 0;
      this.#queue[this.#queued++] = between;
    }
  }

  /** Writes context and window into `target` and moves on. */
  takeWindow(target: Float32Array): void {
    target.set(this.#context);
    target.set(this.#queue.subarray(0, WINDOW), CONTEXT);
    this.#context.set(this.#queue.subarray(WINDOW - CONTEXT, WINDOW));
    this.#drop(WINDOW);
  }

  #drop(samples: number): void {
    this.#queue.copyWithin(0, samples, this.#queued);
    this.#queued -= samples;
  }
}
