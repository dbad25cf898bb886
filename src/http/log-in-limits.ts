import type { Clock } from '../call/clock.ts';
import { RateLimiter } from '../call/rate-limit.ts';

/** Wrong passwords from one source, or from one device that has logged in before: five at once, then one every twelve seconds. */
const OF_SOURCE = { perSecond: 1 / 12, burst: 5 } as const;
/** Wrong passwords for one name from wherever: ten at once, then one a minute, which is half a million in a year. */
const OF_NAME = { perSecond: 1 / 60, burst: 10 } as const;

/** Who tries to log in. */
export interface LogInTry {
  /** As limits count it (`networkOf`). */
  readonly source: string;
  /** The name, with its household. */
  readonly name: string;
  /** Somebody has this name. */
  readonly exists: boolean;
  /** By which this device logged in to this name before; null: it never did. */
  readonly device: string | null;
}

/**
 * How often a password may be guessed. A name is guessed slowly from however many sources; whoever comes from a device that has
 * logged in before has tries of their own, so that a stranger's guesses lock nobody out: not from another source, and not from the same one
 * (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 */
export class LogInLimits {
  readonly #sources: RateLimiter;
  readonly #devices: RateLimiter;
  readonly #names: RateLimiter;
  /** Apart from those that exist, so that inventing names pushes none of those out; alike, so that the limit tells nobody which is which. */
  readonly #unknownNames: RateLimiter;

  constructor(clock: Clock) {
    this.#sources = new RateLimiter(clock, OF_SOURCE);
    this.#devices = new RateLimiter(clock, OF_SOURCE);
    this.#names = new RateLimiter(clock, OF_NAME);
    this.#unknownNames = new RateLimiter(clock, OF_NAME);
  }

  /** Takes a try. Gives what gives it back, for a password that was right or not looked at; null: there is none left. */
  take({ source, name, exists, device }: LogInTry): (() => void) | null {
    if (device !== null) return taken([[this.#devices, device]]);
    return taken([
      [this.#sources, source],
      [exists ? this.#names : this.#unknownNames, name],
    ]);
  }
}

function taken(tries: readonly (readonly [RateLimiter, string])[]): (() => void) | null {
  if (!tries.every(([limiter, key]) => limiter.hasLeft(key))) return null;
  for (const [limiter, key] of tries) limiter.allows(key);
  return () => {
    for (const [limiter, key] of tries) limiter.giveBack(key);
  };
}
