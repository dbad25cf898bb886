import type { Log } from '../../call/log.ts';

/** Why something that came over the wire was not served. */
export const REFUSALS = ['malformed', 'too_many_requests', 'too_many_calls', 'too_many_connections', 'slow_connection'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Counts what was refused, and logs the first of each kind and then every tenfold, so that a flood is no flood of lines. */
export class Refusals {
  readonly #log: Log;
  readonly #onRefused: (refusal: Refusal) => void;
  readonly #counts = new Map<Refusal, number>();

  /** `onRefused`: told of every single one, a flood's too; it must not throw. */
  constructor(log: Log, onRefused: (refusal: Refusal) => void = () => {}) {
    this.#log = log;
    this.#onRefused = onRefused;
  }

  note(refusal: Refusal): void {
    const count = (this.#counts.get(refusal) ?? 0) + 1;
    this.#counts.set(refusal, count);
    this.#onRefused(refusal);
    if (Number.isInteger(Math.log10(count))) this.#log.info({ refusal, count }, 'SIP was refused');
  }

  /** How many there were since the start, by kind; kinds without one are left out. */
  get counts(): Readonly<Partial<Record<Refusal, number>>> {
    return Object.fromEntries(this.#counts);
  }
}
