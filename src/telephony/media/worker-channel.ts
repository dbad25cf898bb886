import type { Worker } from 'node:worker_threads';
import { BackOff } from '../../call/back-off.ts';
import { boundedThread } from '../../call/bounded-thread.ts';
import type { Clock } from '../../call/clock.ts';
import type { MediaChannel } from './media-engine.ts';
import type { MediaOptions, MediaReport } from './protocol.ts';

/**
 * The worker ends by itself when its last native work is done; ending it in the midst of that (the model is being
 * loaded, say) aborts the whole process.
 */
const SHUT_DOWN_MS = 5_000;
/** The first one that dies is replaced at once. */
const PAUSES_MS = [0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000] as const;
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
  /** One of them took commands. */
  #hasRun = false;
  readonly #backOff: BackOff;

  constructor(setting: MediaWorkerSetting) {
    this.#setting = setting;
    this.#backOff = new BackOff(setting.clock, () => this.#startAgain(), PAUSES_MS);
  }

  /** Resolves when the worker takes commands; rejects when it dies before. */
  start(): Promise<void> {
    const { entry, options, heapMb = HEAP_MB } = this.#setting;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const worker = boundedThread(entry, heapMb, options);
    let why: unknown = new Error('the media worker ended');
    worker.on('message', (report: MediaReport) => {
      if (worker !== this.#worker) return;
      if (report.type === 'ready') {
        this.#hasRun = true;
        this.#backOff.started();
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
      if (this.#hasRun) this.#died(why);
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
    this.#backOff.cancel();
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

  #died(error: unknown): void {
    this.#backOff.failed();
    this.#handler({ type: 'worker_died' });
    this.#setting.onDied(error);
  }

  /** A machine that has no room for a thread may have some later. */
  #startAgain(): void {
    try {
      this.start().catch(() => {});
    } catch (error) {
      this.#died(error);
    }
  }
}
