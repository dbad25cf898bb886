import { Worker } from 'node:worker_threads';
import type { Clock, Timer } from '../../call/clock.ts';
import type { MediaChannel } from './media-engine.ts';
import type { MediaOptions, MediaReport } from './protocol.ts';

/**
 * The worker ends by itself when its last native work is done; ending it in the midst of that (the model is being
 * loaded, say) aborts the whole process.
 */
const SHUT_DOWN_MS = 5_000;
/** The first one that dies is replaced at once, further ones after 1, 2, 4, ... s. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** One that has lived for so long died of something new. */
const LONG_LIFE_MS = 60_000;
/** Sound lies in buffers, which do not count; whatever fills this with objects is a leak. */
const HEAP_MB = 512;

export interface MediaWorker extends MediaChannel {
  stop(): Promise<void>;
}

export interface MediaWorkerSetting {
  readonly clock: Clock;
  readonly entry: URL;
  readonly options: MediaOptions;
  /** For JavaScript objects, in MB; whatever takes more leaks, and then the thread ends and not the process. */
  readonly heapMb?: number;
  /** It ended without being asked to, and with it the sound of every call; another one is started. */
  readonly onDied: (error: unknown) => void;
}

/** Starts the media worker, and another one whenever it dies. Resolves when it takes commands; rejects when the first one never does. */
export async function startMediaWorker(setting: MediaWorkerSetting): Promise<MediaWorker> {
  const worker = new KeptWorker(setting);
  await worker.start();
  return worker;
}

class KeptWorker implements MediaWorker {
  readonly #setting: MediaWorkerSetting;
  #worker: Worker | null = null;
  #handler: Parameters<MediaChannel['onReport']>[0] = () => {};
  #stopping = false;
  #again: Timer | null = null;
  /** Deaths in a row, none of them after a long life. */
  #deaths = 0;

  constructor(setting: MediaWorkerSetting) {
    this.#setting = setting;
  }

  /** Resolves when the worker takes commands; rejects when it dies before. */
  start(): Promise<void> {
    const { clock, entry, options, heapMb = HEAP_MB } = this.#setting;
    const startedAt = clock.now();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const worker = new Worker(entry, { workerData: options, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    let isReady = false;
    let why: unknown = new Error('the media worker ended');
    worker.on('message', (report: MediaReport) => {
      if (worker !== this.#worker) return;
      if (report.type === 'ready') {
        isReady = true;
        resolve();
      }
      this.#handler(report);
    });
    // What a thread throws, and running out of memory, ends it; `exit` follows.
    worker.on('error', (error) => (why = error));
    worker.on('exit', () => {
      reject(why);
      if (this.#worker !== worker) return;
      this.#worker = null;
      if (this.#stopping) return;
      // The very first one: whoever starts the server is told, and nothing is tried again.
      if (!isReady && this.#deaths === 0) return;
      this.#died(why, clock.now() - startedAt);
    });
    this.#worker = worker;
    return promise;
  }

  post(command: Parameters<MediaChannel['post']>[0]): void {
    this.#worker?.postMessage(command);
  }

  onReport(handler: Parameters<MediaChannel['onReport']>[0]): void {
    this.#handler = handler;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#again?.cancel();
    const worker = this.#worker;
    if (!worker) return;
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage({ type: 'shut_down' });
    const { promise: graceOver, resolve } = Promise.withResolvers<void>();
    const grace = this.#setting.clock.after(SHUT_DOWN_MS, resolve);
    await Promise.race([exited, graceOver]);
    grace.cancel();
    await worker.terminate();
  }

  #died(error: unknown, lifeMs: number): void {
    if (lifeMs >= LONG_LIFE_MS) this.#deaths = 0;
    const pause = this.#deaths === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#deaths - 1));
    this.#deaths++;
    this.#again = this.#setting.clock.after(pause, () => this.#startAgain());
    this.#handler({ type: 'worker_died' });
    this.#setting.onDied(error);
  }

  /** A machine that has no room for a thread may have some later. */
  #startAgain(): void {
    try {
      this.start().catch(() => {});
    } catch (error) {
      this.#died(error, 0);
    }
  }
}
