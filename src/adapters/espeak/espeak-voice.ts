import { fork, type ChildProcess } from 'node:child_process';
import type { Pcm } from '../../call/audio.ts';
import type { Clock, Timer } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import { Rest } from '../../call/rest.ts';
import type { Language } from '../../call/language.ts';
import { VoiceError, type Voice } from '../../speaking/voice.ts';
import type { RenderReply, RenderRequest, Speaker } from './child.ts';

/** A sentence takes some tens of milliseconds, the engine's start about 300; whoever is slower than this hangs. */
const TIMEOUT_MS = 15_000;
/** Nothing to say for so long, and the engine's hundred megabytes are given back; it is there again in a third of a second. */
const IDLE_MS = 120_000;
/** An engine that ended or hung is not started again for so long, doubled each time until it works: it would be started for every sentence. */
const FIRST_REST_MS = 250;
const LONGEST_REST_MS = 60_000;
const SENSELESS = 'the voice said what makes no sense';

/** The embedded voice: eSpeak NG in a child process that lives only while there is something to render. */
export class EspeakVoice implements Voice {
  readonly identity: string;
  readonly #speaker: Speaker;
  readonly #clock: Clock;
  readonly #faults: Faults;
  readonly #rest: Rest;
  #child: ChildProcess | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #idle: Timer | null = null;

  constructor(clock: Clock, speaker: Speaker, faults: Faults) {
    this.identity = `espeak-ng-emscripten-0.3.5/${speaker}-2`;
    this.#speaker = speaker;
    this.#clock = clock;
    this.#faults = faults;
    this.#rest = new Rest(clock, FIRST_REST_MS, LONGEST_REST_MS);
  }

  render(words: string, lang: Language): Promise<Pcm> {
    this.#idle?.cancel();
    const rendering = this.#queue.then(() => this.#render({ speaker: this.#speaker, words, lang }));
    this.#queue = rendering.catch(() => {}).then(() => this.#idleFromNow());
    return rendering;
  }

  rest(): void {
    void this.#queue.then(() => this.#end());
  }

  #idleFromNow(): void {
    this.#idle?.cancel();
    this.#idle = this.#clock.after(IDLE_MS, () => this.rest());
  }

  #end(): void {
    this.#idle?.cancel();
    this.#child?.kill();
    this.#child = null;
  }

  async #render(request: RenderRequest): Promise<Pcm> {
    // A child that exits while it is idle fails no request.
    if (this.#child?.connected === false) this.#child = null;
    const child = (this.#child ??= await this.#start());
    const reply = await this.#exchange<RenderReply>(child, () => child.send(request));
    this.#rest.worked();
    if ('error' in reply) throw new VoiceError(reply.error);
    return reply.pcm;
  }

  async #start(): Promise<ChildProcess> {
    if (!this.#rest.isOver) throw new VoiceError('the voice ended a moment ago');
    const child = this.#fork();
    await this.#exchange(child, () => {});
    return child;
  }

  #fork(): ChildProcess {
    try {
      return fork(new URL('child.ts', import.meta.url), { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    } catch (error) {
      this.#rest.failed();
      throw new VoiceError('the voice could not be started', { cause: error });
    }
  }

  /** Waits for the child's next message; its death or silence is an error, and a new child is started next time. */
  #exchange<Reply>(child: ChildProcess, ask: () => void): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        timer.cancel();
        child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
        child.on('error', () => {});
      };
      const fail = (problem: string): void => {
        stop();
        child.kill();
        this.#child = null;
        this.#rest.failed();
        reject(new VoiceError(problem));
      };
      const timer: Timer = this.#clock.after(TIMEOUT_MS, () => fail('the voice did not answer in time'));
      child.once('message', (reply) =>
        this.#faults.contain(
          'engine_message',
          () => {
            if (!isReply(reply)) throw new VoiceError(SENSELESS);
            stop();
            resolve(reply as Reply);
          },
          () => fail(SENSELESS),
        ),
      );
      child.once('exit', (code) => fail(`the voice ended (${code ?? 'killed'})`));
      child.once('error', (error) => fail(error.message));
      ask();
    });
  }
}

function isReply(reply: unknown): boolean {
  if (typeof reply !== 'object' || reply === null) return false;
  const { pcm, error, ready } = reply as Record<string, unknown>;
  return pcm instanceof Int16Array || typeof error === 'string' || ready === true;
}
