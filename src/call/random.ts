import { randomInt } from 'node:crypto';

/** A source of chance: injected, so that tests and simulations are repeatable. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
}

export const systemRandom: Random = { below: (below) => randomInt(below) };

/** A repeatable source: the mulberry32 generator (Tommy Ettinger, public domain). Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    below(below) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    },
  };
}
