import { durationMs, type Pcm } from '../../call/audio.ts';
import type { Language } from '../../call/language.ts';
import { VoiceError, type Voice } from '../../speaking/voice.ts';
import { Engine, EngineError, type EngineOptions } from './engine.ts';
import type { Pace } from './pace.ts';

/** A sentence takes a second or two on a slow board; whoever is slower than this hangs. */
const RENDERING_MS = 30_000;
/** Most phrases are kept once they are rendered; names and a model's sentences are needed in calls, one after another. */
const IDLE_MS = 600_000;

/** A voice of sherpa-onnx, in a process of its own that lives while there is something to say. */
export class SherpaVoice implements Voice {
  readonly identity: string;
  readonly #engine: Engine;
  readonly #pace: Pace;
  readonly #options: Omit<EngineOptions, 'idleMs'>;

  /** `name`: names model and version, as part of the voice's identity. */
  constructor(name: string, options: Omit<EngineOptions, 'idleMs'>, pace: Pace) {
    this.identity = `sherpa-onnx-1/${name}`;
    this.#options = options;
    this.#engine = new Engine({ ...options, idleMs: IDLE_MS });
    this.#pace = pace;
  }

  /** Rejects with VoiceError when its model cannot be loaded. */
  async load(): Promise<void> {
    await this.#engine.ready().catch(asVoiceError);
  }

  async render(words: string, lang: Language): Promise<Pcm> {
    const engine = this.#engine;
    const id = engine.begin();
    const answer = engine.answered(id);
    engine.send({ type: 'render', id, words, lang });
    const limit = this.#options.clock.after(RENDERING_MS, () => engine.end());
    try {
      const spoken = await answer.catch(asVoiceError);
      if (spoken.type !== 'spoken') throw new VoiceError('the voice answered something else');
      this.#pace.took(spoken.tookMs, durationMs(spoken.pcm.length));
      return spoken.pcm;
    } finally {
      limit.cancel();
    }
  }

  rest(): void {
    this.#engine.end();
  }
}

function asVoiceError(error: unknown): never {
  throw new VoiceError(error instanceof EngineError ? error.message : String(error), { cause: error });
}
