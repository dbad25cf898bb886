import type { Clock } from './clock.ts';

/** Where something enters our code from outside, or from a timer. A fault is counted and logged by this name. */
export const FAULT_PLACES = [
  'sip_message',
  'sip_connection',
  'registration',
  'rtp',
  'media_command',
  'media_report',
  'browser_media',
  'http',
  'worker_message',
  'engine_message',
  'call',
  'journal',
  'observer',
  'timer',
  'housekeeping',
  'process',
] as const;
export type FaultPlace = (typeof FAULT_PLACES)[number];

/** One caught error. It holds no message: an error's message may quote what a caller or a peer sent. */
export interface Fault {
  readonly place: FaultPlace;
  /** The error's class, and its code where it has one: `TypeError`, `Error ERR_SOCKET_BAD_PORT`. */
  readonly error: string;
  /** The innermost frame of our own code, such as `telephony/sip/udp-transport.ts:63`; empty where the stack tells none. */
  readonly at: string;
}

/**
 * The fault boundary. Everything that enters from a network, a thread, a child process or a timer runs inside `contain`: what it
 * throws, or rejects with, is counted and reported, and goes no further. A call has a boundary of its own, in which a fault ends
 * that call alone.
 */
export class Faults {
  readonly #report: (fault: Fault, count: number) => void;
  readonly #counts = new Map<FaultPlace, number>();
  #onCounted: () => void = () => {};

  /** `report`: told of the first fault of a place and then of every tenfold (1, 10, 100, ...), so that a flood of faults is no flood of lines. */
  constructor(report: (fault: Fault, count: number) => void) {
    this.#report = report;
  }

  /** Runs an entry. `caught`: what becomes of whoever was being served; an error of its own is a fault of the same place. */
  contain(place: FaultPlace, run: () => unknown, caught?: (error: unknown) => void): void {
    try {
      const result = run();
      if (isThenable(result)) result.then(undefined, (error: unknown) => this.#caught(place, error, caught));
    } catch (error) {
      this.#caught(place, error, caught);
    }
  }

  /** Counts an error that was caught elsewhere. */
  note(place: FaultPlace, error: unknown): void {
    this.add(faultOf(place, error));
  }

  /** Counts a fault that another thread has caught, `times` times. */
  add(fault: Fault, times = 1): void {
    const before = this.#counts.get(fault.place) ?? 0;
    const count = before + times;
    this.#counts.set(fault.place, count);
    this.#onCounted();
    if (magnitude(count) > magnitude(before)) this.#report(fault, count);
  }

  /** One listener, told of every single fault; it must not throw. */
  onCounted(listener: () => void): void {
    this.#onCounted = listener;
  }

  /** How many there were since the start, by place; places without one are left out. */
  get counts(): Readonly<Partial<Record<FaultPlace, number>>> {
    return Object.fromEntries(this.#counts);
  }

  #caught(place: FaultPlace, error: unknown, caught: ((error: unknown) => void) | undefined): void {
    this.note(place, error);
    try {
      caught?.(error);
    } catch (again) {
      this.note(place, again);
    }
  }
}

/** Of a command on the terminal, which shows what went wrong, or of a test that does not look. */
export const uncountedFaults = new Faults(() => {});

/** The same time, with every timer's callback inside the boundary. */
export function containedClock(clock: Clock, faults: Faults, place: FaultPlace = 'timer', caught?: (error: unknown) => void): Clock {
  return {
    now: () => clock.now(),
    wallTime: () => clock.wallTime(),
    after: (delayMs, run) => clock.after(delayMs, () => faults.contain(place, run, caught)),
  };
}

/** How many decimal digits a count has; 0 has none. */
function magnitude(count: number): number {
  return count === 0 ? 0 : String(count).length;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** What may be said of an error. */
export function faultOf(place: FaultPlace, error: unknown): Fault {
  return { place, error: nameOf(error), at: ownFrame(error) };
}

/** The class of an error and its code: constants of code, never what somebody sent. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? `${error.name} ${code}` : error.name;
}

/** Stack lines look like `at name (file:///.../src/telephony/sip/parser.ts:12:5)`; folders above `src` are this machine's own business. */
function ownFrame(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return /[\\/]src[\\/]([\w./\\-]{1,200}:\d{1,7})(?::\d{1,7})?\)?$/mu.exec(stack)?.[1] ?? '';
}
