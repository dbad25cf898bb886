// The small parent of `serve`: starts the server again when it fails. Plain JavaScript that loads next to nothing: what Node needs
// to run TypeScript would more than double its memory.
import { fork } from 'node:child_process';
import { constants } from 'node:os';
import words from '../src/words/supervisor.json' with { type: 'json' };

/** So many restarts within this time, in ms; then the server stays down. */
const MOST_RESTARTS = 5;
const WITHIN_MS = 600_000;
/** The pause before the first restart, and before the second; from there on it doubles. In ms. */
const FIRST_PAUSE_MS = 100;
const SECOND_PAUSE_MS = 1_000;
/** Ends that nobody would like undone: it was asked to stop, could not start as it is set up, or was called wrongly. */
const SETTLED_CODES = new Set([0, 1, 2]);
/** sysexits.h, EX_SOFTWARE: an internal error. */
const EXIT_SOFTWARE = 70;

/**
 * @typedef {{ readonly code: number | null, readonly signal: NodeJS.Signals | null }} End How a server process ended.
 * @typedef {{ kill(signal: NodeJS.Signals): void, onEnd(listener: (end: End) => void): void }} Server
 * @typedef {{ now(): number, after(delayMs: number, run: () => void): { cancel(): void } }} Clock Monotonic, in ms.
 */

export class Supervisor {
  /** @type {(restarts: number, last: string) => Server} */
  #start;
  /** @type {Clock} */
  #clock;
  /** @type {(line: string) => void} */
  #say;
  /** @type {(typeof words)['de']} */
  #words;
  /** @type {Server | null} */
  #server = null;
  /** @type {{ cancel(): void } | null} */
  #pause = null;
  /** When it was started again, on the clock. @type {number[]} */
  #restarts = [];
  #all = 0;
  #stopping = false;
  /** @type {PromiseWithResolvers<number>} */
  #over = Promise.withResolvers();

  /**
   * @param {object} tools
   * @param {(restarts: number, last: string) => Server} tools.start Starts the server; it is told how often that was, and how it ended last.
   * @param {Clock} tools.clock
   * @param {(line: string) => void} tools.say One line for a person.
   * @param {'de' | 'en'} tools.lang
   */
  constructor({ start, clock, say, lang }) {
    this.#start = start;
    this.#clock = clock;
    this.#say = say;
    this.#words = words[lang];
  }

  /** Resolves with the exit code when the server is down for good. */
  run() {
    this.#begin('');
    return this.#over.promise;
  }

  /** Passes a signal on; from then on the server is not started again. @param {NodeJS.Signals} signal */
  signal(signal) {
    this.#stopping = true;
    this.#pause?.cancel();
    if (this.#server) this.#server.kill(signal);
    else this.#over.resolve(0);
  }

  /** @param {string} last */
  #begin(last) {
    try {
      const server = this.#start(this.#all, last);
      this.#server = server;
      server.onEnd((end) => this.#server === server && this.#ended(end));
    } catch {
      // No process can be had right now, for want of memory or of room in the process table.
      this.#ended({ code: EXIT_SOFTWARE, signal: null });
    }
  }

  /** @param {End} end */
  #ended({ code, signal }) {
    this.#server = null;
    const askedFor = this.#stopping || signal === 'SIGTERM' || signal === 'SIGINT' || (code !== null && SETTLED_CODES.has(code));
    // As a shell has it: 128 and the signal's number.
    if (askedFor) return this.#over.resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    const now = this.#clock.now();
    this.#restarts = this.#restarts.filter((at) => now - at < WITHIN_MS);
    const last = signal === null ? `${this.#words.code} ${code}` : `${this.#words.signal} ${signal}`;
    const soFar = this.#restarts.length;
    if (soFar >= MOST_RESTARTS) {
      this.#say(this.#words.downForGood.replace('# END #', last));
      return this.#over.resolve(EXIT_SOFTWARE);
    }
    this.#say(this.#words.again.replace('# END #', last));
    this.#restarts.push(now);
    this.#all++;
    this.#pause = this.#clock.after(soFar === 0 ? FIRST_PAUSE_MS : SECOND_PAUSE_MS * 2 ** (soFar - 1), () =>
      this.#begin(signal ?? `${code}`),
    );
  }
}

/** Runs `serve` in a child, and ends as it does. @param {readonly string[]} args Those of the command line. */
export async function superviseServe(args) {
  const locale = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '';
  const supervisor = new Supervisor({
    lang: /^en/iu.test(locale) ? 'en' : 'de',
    say: (line) => console.error(line),
    clock: {
      now: () => performance.now(),
      after(delayMs, run) {
        const handle = setTimeout(run, delayMs);
        return { cancel: () => clearTimeout(handle) };
      },
    },
    start(restarts, last) {
      const env = { ...process.env, DANKE_NO_SUPERVISOR: '1', DANKE_RESTARTS: String(restarts), DANKE_LAST_END: last };
      const child = fork(new URL('danke-nein.js', import.meta.url), args, { env, stdio: 'inherit' });
      return {
        kill: (signal) => void child.kill(signal),
        onEnd(listener) {
          child.on('error', () => child.pid === undefined && listener({ code: EXIT_SOFTWARE, signal: null }));
          child.once('exit', (code, signal) => listener({ code, signal }));
        },
      };
    },
  });
  process.on('SIGTERM', (signal) => supervisor.signal(signal));
  process.on('SIGINT', (signal) => supervisor.signal(signal));
  process.exitCode = await supervisor.run();
  // Handlers of signals do not keep a process alive; a channel to a child that is gone may.
  process.exit();
}
