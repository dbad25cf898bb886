import type { Clock } from '../../call/clock.ts';
import { RateLimiter, type RateLimit } from '../../call/rate-limit.ts';

/** Whom we answer at all, by address. */
export interface GateRules {
  /** An allowed network. */
  readonly allows: (address: string) => boolean;
  /** One of the registrars and phones that the household has named. */
  readonly isPeer: (address: string) => boolean;
  readonly rateLimit: RateLimit;
}

/**
 * Decides by the source address whether a message is looked at. Peers have a budget of their own, so that strangers who fill the
 * table of sources never cost a household its calls.
 */
export class Gate {
  readonly #rules: GateRules;
  readonly #peers: RateLimiter;
  readonly #strangers: RateLimiter;

  constructor(clock: Clock, rules: GateRules) {
    this.#rules = rules;
    this.#peers = new RateLimiter(clock, rules.rateLimit);
    this.#strangers = new RateLimiter(clock, rules.rateLimit);
  }

  isPeer(address: string): boolean {
    return this.#rules.isPeer(address);
  }

  /** Whoever is not meets silence. */
  isFriend(address: string): boolean {
    return this.isPeer(address) || this.#rules.allows(address);
  }

  /** Takes one message of the source's budget; false: it is a stranger, or has sent too many. */
  admits(address: string): boolean {
    if (this.isPeer(address)) return this.#peers.allows(address);
    return this.#rules.allows(address) && this.#strangers.allows(address);
  }
}
