import type { Clock } from './clock.ts';

export interface RateLimit {
  /** Messages a second that a source may send in the long run, and at once. */
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

const MAX_SOURCES = 10_000;

/** A token bucket per source address. Memory is bounded: when too many sources are known, the oldest is forgotten. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #limit: RateLimit;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, limit: RateLimit) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Takes one token of the source's; false: it has none left. */
  allows(source: string): boolean {
    if (!this.hasLeft(source)) return false;
    this.#bucketOf(source).tokens--;
    return true;
  }

  /** Gives a token back that was taken for something which did not happen, or turned out to be welcome. */
  giveBack(source: string): void {
    const bucket = this.#bucketOf(source);
    bucket.tokens = Math.min(this.#limit.burst, bucket.tokens + 1);
  }

  /** Whether the source has a token, without taking it. */
  hasLeft(source: string): boolean {
    const bucket = this.#bucketOf(source);
    const now = this.#clock.now();
    bucket.tokens = Math.min(this.#limit.burst, bucket.tokens + ((now - bucket.filledAt) * this.#limit.perSecond) / 1000);
    bucket.filledAt = now;
    return bucket.tokens >= 1;
  }

  #bucketOf(source: string): Bucket {
    const known = this.#buckets.get(source);
    if (known) return known;
    const oldest = this.#buckets.size >= MAX_SOURCES ? this.#buckets.keys().next().value : undefined;
    if (oldest !== undefined) this.#buckets.delete(oldest);
    const bucket = { tokens: this.#limit.burst, filledAt: this.#clock.now() };
    this.#buckets.set(source, bucket);
    return bucket;
  }
}
