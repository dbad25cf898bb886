import type { Clock } from '../../call/clock.ts';
import type { Address } from './flow.ts';

/** Providers change the targets of a name every few minutes, and a server that was one still ends its calls. */
const KEPT_MS = 24 * 3_600_000;
/** Of one name. */
export const MAX_KNOWN_ADDRESSES = 64;

/** Where a server is by its name, and was lately. What DNS said once holds until it says something else for a day. */
export class KnownAddresses {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly ports: Set<number>; seenAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the name leads to now. */
  learn(addresses: readonly Address[]): void {
    const now = this.#clock.now();
    for (const { address, port } of addresses) {
      const ports = this.#known.get(address)?.ports ?? new Set();
      this.#known.delete(address);
      this.#known.set(address, { ports: ports.add(port), seenAt: now });
    }
    let tooMany = this.#known.size - MAX_KNOWN_ADDRESSES;
    for (const [address, { seenAt }] of this.#known) if (tooMany-- > 0 || now - seenAt > KEPT_MS) this.#known.delete(address);
  }

  get none(): boolean {
    return this.#known.size === 0;
  }

  all(): Address[] {
    return [...this.#known].flatMap(([address, { ports }]) => [...ports].map((port) => ({ address, port })));
  }

  has(address: string): boolean {
    return this.#known.has(address);
  }

  hasPort({ address, port }: Address): boolean {
    return this.#known.get(address)?.ports.has(port) ?? false;
  }
}
