import { joinPcm, durationMs, FRAME_SAMPLES, type Pcm } from '../../call/audio.ts';
import type { Language } from '../../call/language.ts';
import { withoutMadeUp } from '../../hearing/made-up.ts';
import { TranscriberError, type Listening, type Transcriber } from '../../hearing/transcriber.ts';
import { Engine, EngineError, type EngineOptions } from './engine.ts';
import type { Pace } from './pace.ts';

/** Frames go to the other process a few at a time: a message costs more than the sound in it. */
const FRAMES_PER_MESSAGE = 5;

/** A recogniser of sherpa-onnx, in a process of its own. It stays loaded: a caller would wait for it. */
export class SherpaTranscriber implements Transcriber {
  readonly languages: readonly Language[];
  readonly #engine: Engine;
  readonly #pace: Pace;

  constructor(languages: readonly Language[], options: Omit<EngineOptions, 'idleMs'>, pace: Pace) {
    this.languages = languages;
    this.#engine = new Engine({ ...options, idleMs: null });
    this.#pace = pace;
  }

  /** Rejects with TranscriberError when its model cannot be loaded. */
  async load(): Promise<void> {
    await this.#engine.ready().catch(asTranscriberError);
  }

  listen(_lang: unknown, onPartial: (words: string) => void = () => {}): Listening {
    const engine = this.#engine;
    const id = engine.begin();
    const answer = engine.answered(id, onPartial);
    // Whoever never asks for the words does not have to hear that there are none.
    answer.catch(() => {});
    engine.send({ type: 'listen', id });
    let waiting: Pcm[] = [];
    let samples = 0;
    const flush = (): void => {
      if (waiting.length > 0) engine.send({ type: 'push', id, pcm: joinPcm(waiting) });
      waiting = [];
    };
    return {
      push(pcm) {
        waiting.push(pcm);
        samples += pcm.length;
        if (waiting.length >= FRAMES_PER_MESSAGE || pcm.length > FRAME_SAMPLES) flush();
      },
      finish: async () => {
        flush();
        engine.send({ type: 'finish', id });
        const heard = await answer.catch(asTranscriberError);
        if (heard.type !== 'words') throw new TranscriberError('the recogniser answered something else');
        this.#pace.took(heard.tookMs, durationMs(samples));
        return withoutMadeUp(heard.words);
      },
      cancel: () => engine.cancel(id),
    };
  }

  end(): void {
    this.#engine.end();
  }
}

function asTranscriberError(error: unknown): never {
  throw new TranscriberError(error instanceof EngineError ? error.message : String(error), { cause: error });
}
