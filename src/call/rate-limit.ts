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

export const MAX_SOURCES = 10_000;

/**
 * A token bucket per source address. Memory is bounded: when too many sources are known, the one that was quiet longest is forgotten if
 * its bucket is full again, so that nothing is lost with it. While none is, whoever is new shares one bucket: sources that are made up
 * give nobody more than their own budget, and let no flood through.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #limit: RateLimit;
  /** The one that was quiet longest first. */
  readonly #buckets = new Map<string, Bucket>();
  readonly #shared: Bucket;

  constructor(clock: Clock, limit: RateLimit) {
    this.#clock = clock;
    this.#limit = limit;
    this.#shared = this.#fullBucket();
  }

  /** Takes one token of the source's; false: it has none left. */
  allows(source: string): boolean {
    const bucket = this.#bucketOf(source);
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }

  /** Gives a token back that was taken for something which did not happen, or turned out to be welcome. */
  giveBack(source: string): void {
    const bucket = this.#bucketOf(source);
    bucket.tokens = Math.min(this.#limit.burst, bucket.tokens + 1);
  }

  /** Whether the source has a token, without taking it. */
  hasLeft(source: string): boolean {
    return this.#bucketOf(source).tokens >= 1;
  }

  /** Filled up to now. */
  #bucketOf(source: string): Bucket {
    const bucket = this.#buckets.get(source) ?? (this.#hasRoom() ? this.#fullBucket() : this.#shared);
    this.#fill(bucket);
    if (bucket === this.#shared) return bucket;
    this.#buckets.delete(source);
    this.#buckets.set(source, bucket);
    return bucket;
  }

  #hasRoom(): boolean {
    if (this.#buckets.size < MAX_SOURCES) return true;
    const [oldest] = this.#buckets;
    if (!oldest) return true;
    const [source, bucket] = oldest;
    if (this.#tokensNow(bucket) < this.#limit.burst) return false;
    return this.#buckets.delete(source);
  }

  #fullBucket(): Bucket {
    return { tokens: this.#limit.burst, filledAt: this.#clock.now() };
  }

  #fill(bucket: Bucket): void {
    bucket.tokens = this.#tokensNow(bucket);
    bucket.filledAt = this.#clock.now();
  }

  #tokensNow({ tokens, filledAt }: Bucket): number {
    return Math.min(this.#limit.burst, tokens + ((this.#clock.now() - filledAt) * this.#limit.perSecond) / 1000);
  }
}
