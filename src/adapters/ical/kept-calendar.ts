import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { boundedThread } from '../../call/bounded-thread.ts';
import { systemClock, type Clock, type Timer } from '../../call/clock.ts';
import type { Log } from '../../call/log.ts';
import { isWebAddress, type QuietCalendar, type Span } from '../../household/quiet.ts';
import { bytesOf, FetchError, followed } from '../fetching.ts';
import type { CalendarQuestion } from './read-calendar.ts';

export interface CalendarPlace {
  /** For the log; the address may hold a secret, and is never logged. */
  readonly lineId: string;
  /** An http or https address, or a file. */
  readonly from: string;
  readonly zone: string;
  readonly word: string | null;
}

/** How a calendar's text becomes spans; null: it is none. Rejects when it cannot be read. */
export type CalendarReading = (text: string, question: CalendarQuestion) => Promise<Span[] | null>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Read anew so often, or after a failure; a file besides whenever it has changed. */
const RENEW_MS = HOUR_MS;
const RETRY_MS = 10 * 60_000;
const LOOK_MS = 60_000;
/** Enough for decades of a family's days. */
const MAX_BYTES = 8 * 1024 * 1024;
const FETCH_MS = 20_000;
const READ_MS = 60_000;
/** A calendar of 8 MB takes some 200 while it is read. */
const MOST_MEGABYTES = 384;

/** A calendar in a file or on the web. What was read last counts until something newer could be read, across restarts too. */
export class KeptCalendar implements QuietCalendar {
  readonly #place: CalendarPlace;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #read: CalendarReading;
  #spans: readonly Span[] = [];
  #readAt: number | null = null;
  #stamp = '';
  #timer: Timer | null = null;
  #stopped = false;

  /** `folder`: where a copy of a calendar on the web is kept. */
  constructor(place: CalendarPlace, folder: string, clock: Clock, log: Log, read: CalendarReading = readOnThread) {
    this.#place = place;
    this.#folder = folder;
    this.#clock = clock;
    this.#log = log;
    this.#read = read;
  }

  isAt({ lineId, from, zone, word }: CalendarPlace): boolean {
    const place = this.#place;
    return place.lineId === lineId && place.from === from && place.zone === zone && place.word === word;
  }

  spans(): readonly Span[] {
    return this.#spans;
  }

  /** Resolves when the calendar was read for the first time, or could not be. */
  async start(): Promise<void> {
    const copy = this.#isOnTheWeb ? await readFile(this.#copy, 'utf8').catch(() => null) : null;
    if (copy !== null) await this.#use(copy).catch(() => {});
    await this.#renew();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  get #isOnTheWeb(): boolean {
    return isWebAddress(this.#place.from);
  }

  get #copy(): string {
    return join(this.#folder, `${createHash('sha256').update(this.#place.from).digest('hex').slice(0, 32)}.ics`);
  }

  async #renew(): Promise<void> {
    let next = this.#isOnTheWeb ? RENEW_MS : LOOK_MS;
    try {
      if (this.#isOnTheWeb) {
        const text = await fetched(this.#place.from);
        await this.#use(text);
        await keep(this.#copy, text);
      } else await this.#lookAtFile();
    } catch (error) {
      // The message of a failed request may name its address.
      const why =
        error instanceof CalendarError || error instanceof FetchError
          ? error.message
          : ((error as NodeJS.ErrnoException).code ?? 'it could not be read');
      this.#log.warn({ line: this.#place.lineId, why }, 'the calendar of quiet hours could not be read; what was read last counts');
      next = RETRY_MS;
    }
    if (!this.#stopped) this.#timer = this.#clock.after(next, () => void this.#renew());
  }

  async #lookAtFile(): Promise<void> {
    const { mtimeMs, size } = await stat(this.#place.from);
    const stamp = `${mtimeMs} ${size}`;
    const fresh = this.#readAt !== null && this.#clock.now() - this.#readAt < RENEW_MS;
    if (stamp === this.#stamp && fresh) return;
    if (size > MAX_BYTES) throw new CalendarError('it is too large');
    await this.#use(await readFile(this.#place.from, 'utf8'));
    this.#stamp = stamp;
  }

  async #use(text: string): Promise<void> {
    const now = this.#clock.wallTime();
    const { zone, word } = this.#place;
    const spans = await this.#read(text, { window: { from: now - DAY_MS, to: now + 3 * DAY_MS }, zone, word });
    if (spans === null) throw new CalendarError('it is no calendar');
    this.#spans = spans;
    this.#readAt = this.#clock.now();
  }
}

class CalendarError extends Error {}

async function fetched(address: string): Promise<string> {
  // Calendars are handed out with the scheme webcal; it means the same page.
  const wish = { signal: AbortSignal.timeout(FETCH_MS), headers: { Accept: 'text/calendar' } };
  const response = await followed(address.replace(/^webcal:/iu, 'https:'), wish, isAsSafe);
  if (!response.ok) throw new CalendarError(`the server answered ${response.status}`);
  return Buffer.from(await bytesOf(response, MAX_BYTES)).toString('utf8');
}

/** An address may hold a secret: it never goes on in the clear, and never to anything but the web. */
function isAsSafe(from: URL, to: URL): boolean {
  return to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:');
}

async function keep(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, text, { mode: 0o600 });
    await rename(`${path}.part`, path);
  } catch {
    // It is in memory; after a restart it is fetched again.
  }
}

function readOnThread(text: string, question: CalendarQuestion): Promise<Span[] | null> {
  return new Promise((resolve, reject) => {
    const worker = boundedThread(new URL('calendar-worker.ts', import.meta.url), MOST_MEGABYTES, { text, question });
    const limit = systemClock.after(READ_MS, () => {
      void worker.terminate();
      reject(new CalendarError('reading it takes too long'));
    });
    worker.on('message', (spans: Span[] | null) => resolve(spans));
    worker.on('error', reject);
    worker.on('exit', () => {
      limit.cancel();
      reject(new CalendarError('it could not be read'));
    });
  });
}
