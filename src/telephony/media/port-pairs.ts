import type { Random } from '../../call/random.ts';

/** The UDP ports of all streams, in pairs: RTP takes even ports, its reports the next ones (RFC 3550 section 11). */
export class PortPairs {
  readonly #random: Random;
  /** Nobody of ours has them, and no other program was seen there. */
  readonly #free: number[];
  /** Other programs had these, the longest ago first. */
  readonly #foreign: number[] = [];
  readonly #taken = new Set<number>();

  constructor(firstPort: number, lastPort: number, random: Random) {
    this.#random = random;
    const first = firstPort + (firstPort % 2);
    const pairs = Math.max(0, Math.floor((lastPort - first + 1) / 2));
    this.#free = Array.from({ length: pairs }, (_, index) => first + 2 * index);
  }

  /** The even port of a pair, a random one, which strangers cannot guess. Null: none is known to be free. */
  take(): number | null {
    const index = this.#random.below(Math.max(1, this.#free.length));
    const port = this.#free[index];
    const last = this.#free.pop();
    if (port === undefined || last === undefined) return null;
    if (last !== port) this.#free[index] = last;
    this.#taken.add(port);
    return port;
  }

  /** One that another program had, and may have left meanwhile; null: there is none. */
  takeForeign(): number | null {
    const port = this.#foreign.shift() ?? null;
    if (port !== null) this.#taken.add(port);
    return port;
  }

  giveBack(port: number): void {
    if (this.#taken.delete(port)) this.#free.push(port);
  }

  /** A pair that was taken turned out to be another program's. */
  isForeign(port: number): void {
    if (this.#taken.delete(port)) this.#foreign.push(port);
  }

  /** Whether a port, even or odd, is one of a pair that is taken. */
  isOurs(port: number): boolean {
    return this.#taken.has(port - (port % 2));
  }
}
