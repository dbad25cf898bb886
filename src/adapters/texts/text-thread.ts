import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { boundedThread } from '../../call/bounded-thread.ts';
import type { Clock } from '../../call/clock.ts';
import { TextError, type Texts } from '../../experiences/texts.ts';
import type { TextWork } from './text-worker.ts';

/** A text that takes longer was made to; in ms. */
const LONGEST_MS = 5_000;
const MOST_WAITING = 20;
const MOST_MEGABYTES = 128;

/** Texts on a thread of their own, one after the other. It begins with the first, and anew after one that was given up. */
export class TextThread implements Texts {
  readonly #clock: Clock;
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  html(...given: Parameters<Texts['html']>): ReturnType<Texts['html']> {
    return this.#queued(['html', ...given]) as ReturnType<Texts['html']>;
  }

  findings(...given: Parameters<Texts['findings']>): ReturnType<Texts['findings']> {
    return this.#queued(['findings', ...given]) as ReturnType<Texts['findings']>;
  }

  replaced(...given: Parameters<Texts['replaced']>): ReturnType<Texts['replaced']> {
    return this.#queued(['replaced', ...given]) as ReturnType<Texts['replaced']>;
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  async #queued(work: TextWork): Promise<unknown> {
    if (this.#waiting >= MOST_WAITING) throw new TextError('too much waits');
    this.#waiting++;
    const done = this.#last.then(() => this.#done(work));
    this.#last = done.catch(() => {});
    return done.finally(() => this.#waiting--);
  }

  async #done(work: TextWork): Promise<unknown> {
    this.#worker ??= started();
    const worker = this.#worker;
    const giveUp = new AbortController();
    const limit = this.#clock.after(LONGEST_MS, () => giveUp.abort());
    // Its end, or its error, is the end of the wait, too.
    const ended = (): void => giveUp.abort();
    worker.once('exit', ended);
    try {
      worker.postMessage(work);
      return (await once(worker, 'message', { signal: giveUp.signal }))[0];
    } catch (error) {
      if (this.#worker === worker) await this.stop();
      throw new TextError('it took too long, or too much', { cause: error });
    } finally {
      worker.off('exit', ended);
      limit.cancel();
    }
  }
}

function started(): Worker {
  const worker = boundedThread(new URL('text-worker.ts', import.meta.url), MOST_MEGABYTES);
  // Heard by whoever waits for it; without a listener an error of an idle thread would end the process.
  worker.on('error', () => {});
  worker.unref();
  return worker;
}
