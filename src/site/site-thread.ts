import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { boundedThread } from '../call/bounded-thread.ts';
import type { Fault, Faults } from '../call/faults.ts';
import type { SiteSettings } from '../experiences/site.ts';

/** What the thread is given when it begins. */
export interface SiteThreadData {
  readonly database: string;
  readonly keyFile: string;
  readonly host: string;
  readonly port: number;
  readonly view: SiteView;
}

/** What of the settings readers see. */
export interface SiteView {
  readonly site: SiteSettings;
  readonly timeZone: string;
}

export type ToSite = { readonly type: 'view'; readonly view: SiteView } | { readonly type: 'changed' } | { readonly type: 'stop' };

/** `queue`: a comment waits; `published`: one stands there, which the thread knows already. */
export type FromSite =
  | { readonly type: 'open'; readonly port: number }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'comment' }
  | { readonly type: 'fault'; readonly fault: Fault }
  | { readonly type: 'warning'; readonly what: string; readonly error: string };

/** More than this the pages never need; whoever makes them need it ends the site, and nothing else. */
const MOST_MEGABYTES = 256;

export interface SiteThreadWatch {
  /** A reader wrote something. */
  comment(): void;
  warning(what: string, error: string): void;
  /** It ended without being asked to. */
  died(reason: string): void;
  /** Where its faults are counted, and what its messages cause here. */
  readonly faults: Faults;
}

/** `once` would reject with the error of a thread that dies; its exit tells that too. */
function firstSign(worker: Worker): Promise<FromSite | number> {
  return new Promise((resolve) => {
    worker.once('message', (message: FromSite) => resolve(message));
    worker.once('exit', (code) => resolve(code));
  });
}

/** The public pages on a thread of their own: however many readers come, calls are answered in time. */
export class SiteThread {
  readonly #worker: Worker;
  /** On which they are served. */
  readonly port: number;
  #stopping = false;

  private constructor(worker: Worker, port: number, watch: SiteThreadWatch) {
    this.#worker = worker;
    this.port = port;
    worker.on('message', (message: FromSite) =>
      watch.faults.contain('worker_message', () => {
        if (message.type === 'comment') watch.comment();
        if (message.type === 'fault') watch.faults.add(message.fault);
        if (message.type === 'warning') watch.warning(message.what, message.error);
      }),
    );
    worker.on('exit', (code) =>
      watch.faults.contain('worker_message', () => {
        if (!this.#stopping) watch.died(`it ended with ${code}`);
      }),
    );
  }

  /** Resolves when readers can come; rejects when it cannot listen, or does not begin. */
  static async start(entry: URL, data: SiteThreadData, watch: SiteThreadWatch): Promise<SiteThread> {
    const worker = boundedThread(entry, MOST_MEGABYTES, data);
    // Its class and code: the message of an error may quote a reader.
    worker.on('error', (error: NodeJS.ErrnoException) => watch.warning('the public pages failed', error.code ?? error.name));
    const first = await firstSign(worker);
    if (typeof first === 'number') throw new Error(`the thread of the public pages ended with ${first}`);
    if (first.type === 'open') return new SiteThread(worker, first.port, watch);
    await worker.terminate();
    throw new Error(first.type === 'failed' ? first.reason : first.type);
  }

  /** What the settings say now. */
  show(view: SiteView): void {
    this.#post({ type: 'view', view });
  }

  /** Readers shall see something else than before. */
  changed(): void {
    this.#post({ type: 'changed' });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const ended = once(this.#worker, 'exit');
    this.#post({ type: 'stop' });
    await ended;
  }

  #post(message: ToSite): void {
    this.#worker.postMessage(message);
  }
}
