import type { Clock, Timer } from '../call/clock.ts';
import type { Log } from '../call/log.ts';
import { StoreError } from './store.ts';

/** A call whose journal is behind: something of it could not be written, because the disk was full or locked by others. */
export interface Owed {
  readonly callId: string;
  /** Bytes that are kept for it alone, once it has ended; a call that runs has its events anyway. */
  readonly bytes: number;
  /** Something of it is not written yet. */
  readonly isBehind: boolean;
  /** Writes everything that is missing, in order. Rejects with StoreError. */
  catchUp(): Promise<void>;
}

/** Of calls that have ended, so many are kept in memory until they can be written, and so many bytes of them. */
export const MOST_OWED_CALLS = 500;
export const MOST_OWED_BYTES = 8_000_000;
/** Between two attempts: doubling from the first to the last. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;

/** The calls that a store owes, the oldest first: tried again until they are written. */
export class Backlog {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #owed = new Set<Owed>();
  #delayMs = FIRST_RETRY_MS;
  #timer: Timer | null = null;
  #trying: Promise<void> | null = null;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  /** While it is so, nothing is written at once: each attempt may wait for a lock, and nothing else happens meanwhile. */
  get isBehind(): boolean {
    return this.#owed.size > 0;
  }

  add(owed: Owed): void {
    if (!this.isBehind) this.#log.warn({}, 'the journal cannot be written; calls are kept in memory until it can');
    this.#owed.add(owed);
    this.#keepWithinBounds();
    if (this.#trying === null) this.#timer ??= this.#clock.after(this.#delayMs, () => void this.#try());
  }

  /** Tries once more; what cannot be written then is lost with the process. */
  async finish(): Promise<void> {
    await this.#trying;
    await this.#try();
    this.#timer?.cancel();
    this.#timer = null;
    if (this.isBehind) this.#log.warn({ calls: this.#owed.size }, 'calls could not be written to the journal and are lost');
  }

  #try(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    this.#trying = this.#writeAll().finally(() => {
      this.#trying = null;
      if (!this.isBehind) this.#delayMs = FIRST_RETRY_MS;
      else {
        this.#delayMs = Math.min(2 * this.#delayMs, LAST_RETRY_MS);
        this.#timer = this.#clock.after(this.#delayMs, () => void this.#try());
      }
    });
    return this.#trying;
  }

  async #writeAll(): Promise<void> {
    let written = 0;
    for (const owed of this.#owed) {
      try {
        // What happens to it while its writes are under way is left to us, too.
        while (owed.isBehind) await owed.catchUp();
      } catch (error) {
        if (isTemporary(error)) return;
        this.#log.warn({ callId: owed.callId }, 'a call could not be written to the journal and is lost');
      }
      this.#owed.delete(owed);
      written++;
    }
    if (written > 0) this.#log.info({ calls: written }, 'the journal can be written again');
  }

  #keepWithinBounds(): void {
    const ended = [...this.#owed].filter(({ bytes }) => bytes > 0);
    let [calls, bytes] = [ended.length, ended.reduce((sum, owed) => sum + owed.bytes, 0)];
    for (const oldest of ended) {
      if (calls <= MOST_OWED_CALLS && bytes <= MOST_OWED_BYTES) return;
      this.#owed.delete(oldest);
      calls--;
      bytes -= oldest.bytes;
      this.#log.warn({ callId: oldest.callId }, 'too much could not be written to the journal; its oldest call is lost');
    }
  }
}

export function isTemporary(error: unknown): boolean {
  return error instanceof StoreError && error.temporary;
}
