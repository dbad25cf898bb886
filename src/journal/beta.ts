/** Where a share most likely lies, from 0 to 1. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Fine enough for a hundredth of a percent. */
const CELLS = 4_000;

/** A Beta distribution (what is known of a share after some calls), integrated on a grid. Both parameters are at least 1. */
export class Beta {
  readonly #a: number;
  readonly #b: number;
  readonly #mass: Float64Array;

  constructor(a: number, b: number) {
    this.#a = a;
    this.#b = b;
    const logs = Float64Array.from({ length: CELLS }, (_, cell) => {
      const share = middleOf(cell);
      return (a - 1) * Math.log(share) + (b - 1) * Math.log(1 - share);
    });
    const highest = logs.reduce((most, log) => Math.max(most, log), -Infinity);
    const weights = logs.map((log) => Math.exp(log - highest));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#mass = weights.map((weight) => weight / total);
  }

  /** The central interval that holds so much of the probability, and the mean. */
  interval(mass: number): Interval {
    const outside = (1 - mass) / 2;
    return { mean: this.#a / (this.#a + this.#b), low: this.#quantile(outside), high: this.#quantile(1 - outside) };
  }

  /** The probability that a share from here is greater than one from there. */
  exceeds(other: Beta): number {
    let below = 0;
    let probability = 0;
    for (let cell = 0; cell < CELLS; cell++) {
      const there = other.#mass[cell] ?? 0;
      probability += (this.#mass[cell] ?? 0) * (below + there / 2);
      below += there;
    }
    return probability;
  }

  #quantile(mass: number): number {
    let below = 0;
    for (let cell = 0; cell < CELLS; cell++) {
      const here = this.#mass[cell] ?? 0;
      if (below + here >= mass) return (cell + (mass - below) / here) / CELLS;
      below += here;
    }
    return 1;
  }
}

function middleOf(cell: number): number {
  return (cell + 0.5) / CELLS;
}
