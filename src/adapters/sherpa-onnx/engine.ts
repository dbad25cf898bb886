import { fork, type ChildProcess } from 'node:child_process';
import type { Clock, Timer } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import type { Language } from '../../call/language.ts';
import type { Model } from '../../packs/model.ts';
import { RateLimiter } from '../../call/rate-limit.ts';
import { Rest } from '../../call/rest.ts';
import { readFromEngine, type FromEngine, type ToEngine } from './protocol.ts';

/** A model of some gigabytes on a slow disk takes this long; whatever is slower hangs. */
const LOADING_MS = 60_000;
/** How long it is not started again after it exited by itself, doubled each time until it works. In ms. */
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 600_000;
/** A recogniser of several calls at once says some ten things a second; an engine that says so many is out of order. */
const MOST_MESSAGES = { perSecond: 500, burst: 2_000 };
const KEPT_ERROR_CHARACTERS = 4_000;
const SENSELESS = 'the model’s engine said what makes no sense';
/** Lines about lines: traces of JavaScript, and what sherpa-onnx adds to what is wrong, or says while all is well. */
const SAYS_NOTHING =
  /^(?:at |Node\.js|terminate called|\^|throw |this\.handle|.*(?:Please check your config|Errors in config|resampler|sample_rate|\.js:\d+$))/u;

export class EngineError extends Error {
  override readonly name = 'EngineError';
}

export interface EngineOptions {
  readonly model: Model;
  /** For kinds that must be told; null: the model finds out. */
  readonly lang: Language | null;
  readonly threads: number;
  readonly clock: Clock;
  readonly faults: Faults;
  /** Nothing to do for so long, and its memory is given back; null: it is kept, since a caller would wait for it. */
  readonly idleMs: number | null;
}

type Answer = Exclude<FromEngine, { type: 'ready' | 'partial' }>;

interface Waiting {
  readonly onPartial: (words: string) => void;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: EngineError) => void;
}

/** One model in a process of its own, which is started when it is first needed and may die without harm to anything else. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | null = null;
  #loaded: Promise<void> = Promise.resolve();
  #errors = '';
  readonly #rest: Rest;
  readonly #messages: RateLimiter;
  #lastId = 0;
  #idle: Timer | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#rest = new Rest(options.clock, FIRST_REST_MS, LONGEST_REST_MS);
    this.#messages = new RateLimiter(options.clock, MOST_MESSAGES);
  }

  /** Starts it, if it is not running. Rejects with EngineError when its model cannot be loaded. */
  ready(): Promise<void> {
    if (this.#child) return this.#loaded;
    if (!this.#rest.isOver) return Promise.reject(new EngineError('the model’s engine ended a moment ago'));
    const { model, lang, threads, faults } = this.#options;
    this.#errors = '';
    let child: ChildProcess;
    try {
      child = fork(new URL('child.ts', import.meta.url), { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    } catch (error) {
      // For want of memory or of room in the process table, `fork` throws.
      this.#rest.failed();
      return Promise.reject(new EngineError('the model’s engine could not be started', { cause: error }));
    }
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#errors = (this.#errors + text).slice(-KEPT_ERROR_CHARACTERS)));
    child.on('message', (message) =>
      faults.contain(
        'engine_message',
        () => this.#take(message),
        () => this.#distrust(child),
      ),
    );
    // Its last words may come after its end.
    child.once('close', () => this.#gone(child));
    child.once('error', () => this.#gone(child));
    this.#loaded = this.#loading(child);
    this.#loaded.catch(() => {});
    this.#send({ type: 'load', model, lang, threads });
    return this.#loaded;
  }

  /** Begins something that `answered` waits for. Never fails: what goes wrong, `answered` tells. */
  begin(): number {
    this.ready().catch(() => {});
    return ++this.#lastId;
  }

  /** What is sent to an engine that is gone is lost, and its answer is an error. */
  send(message: Exclude<ToEngine, { type: 'load' }>): void {
    this.#send(message);
  }

  /** Resolves with its answer; rejects with EngineError when it says that it failed, and when it ends. */
  async answered(id: number, onPartial: (words: string) => void = () => {}): Promise<Answer> {
    this.#idle?.cancel();
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        if (!this.#child) return reject(new EngineError(this.#problem()));
        this.#waiting.set(id, { onPartial, resolve, reject });
      });
      if (answer.type === 'failed') throw new EngineError(answer.problem);
      return answer;
    } finally {
      this.#idleFromNow();
    }
  }

  /** Whoever waits for it hears that it is over. */
  cancel(id: number): void {
    this.#send({ type: 'cancel', id });
    this.#waiting.get(id)?.reject(new EngineError('nobody waits any longer'));
    this.#waiting.delete(id);
  }

  /** Frees its memory; it is there again when it is needed. */
  end(): void {
    this.#idle?.cancel();
    const child = this.#child;
    this.#child = null;
    child?.kill('SIGKILL');
    this.#reject('the model’s engine was ended');
  }

  #loading(child: ChildProcess): Promise<void> {
    const { clock, faults } = this.#options;
    return new Promise((resolve, reject) => {
      const limit = clock.after(LOADING_MS, () => {
        child.kill('SIGKILL');
        this.#errors = 'the model did not load in time';
      });
      const done = (settle: () => void): void => {
        limit.cancel();
        settle();
      };
      child.once('close', () => done(() => reject(new EngineError(this.#problem()))));
      child.on('message', (message) => faults.contain('engine_message', () => readFromEngine(message)?.type === 'ready' && done(resolve)));
    });
  }

  /** Throws EngineError for what makes no sense, or comes in floods. */
  #take(sent: unknown): void {
    const message = readFromEngine(sent);
    if (!message || !this.#messages.allows('engine')) throw new EngineError(SENSELESS);
    if (message.type === 'ready') return this.#idleFromNow();
    const waiting = this.#waiting.get(message.id);
    if (message.type === 'partial') {
      // What whoever listens makes of it is no fault of the engine's: that costs this one utterance.
      return this.#options.faults.contain(
        'engine_message',
        () => waiting?.onPartial(message.words),
        () => this.cancel(message.id),
      );
    }
    this.#waiting.delete(message.id);
    if (message.type !== 'failed') this.#rest.worked();
    waiting?.resolve(message);
  }

  /** An engine that is out of order cannot be trusted with its memory any more. */
  #distrust(child: ChildProcess): void {
    this.#errors = SENSELESS;
    child.removeAllListeners('message').kill('SIGKILL');
  }

  #gone(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#rest.failed();
    this.#reject(this.#problem());
  }

  #reject(problem: string): void {
    for (const { reject } of this.#waiting.values()) reject(new EngineError(problem));
    this.#waiting.clear();
  }

  #idleFromNow(): void {
    const { clock, idleMs } = this.#options;
    this.#idle?.cancel();
    if (idleMs !== null && this.#child && this.#waiting.size === 0) this.#idle = clock.after(idleMs, () => this.end());
  }

  #send(message: ToEngine): void {
    if (this.#child?.connected) this.#child.send(message, () => {});
  }

  /** What the engine said last, without where on this machine it is. */
  #problem(): string {
    const lines = this.#errors.split('\n').map((line) => line.trim());
    const said = lines.findLast((line) => line !== '' && !SAYS_NOTHING.test(line));
    if (said === undefined) return 'the model’s engine ended';
    return said
      .replaceAll(/(?<![\w./-])[\w./-]*\//gu, '')
      .replace(/^[\w-]+\.(?:cc|h):\w+:\d+ |^what\(\):\s*/u, '')
      .slice(0, 300);
  }
}
