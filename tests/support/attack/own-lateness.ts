const TICK_MS = 5;

/**
 * How late the measuring process itself was. What arrives while its event loop stands still is seen only afterwards, so that a measured delay may
 * be too long by as much as the loop stood still; this much is taken off again. A delay of the server remains: the loop of the measuring
 * process ticks on meanwhile.
 */
export class OwnLateness {
  readonly #ticks: number[] = [performance.now()];
  readonly #timer = setInterval(() => this.#ticks.push(performance.now()), TICK_MS);

  /** The longest standstill that touches a span of `performance.now()`, in ms. */
  within(from: number, to: number): number {
    let worst = 0;
    for (let i = this.#indexBefore(from); i < this.#ticks.length; i++) {
      const begin = this.#ticks[i] ?? 0;
      if (begin > to) break;
      // Without a tick after it, the standstill lasts until now.
      worst = Math.max(worst, (this.#ticks[i + 1] ?? performance.now()) - begin - TICK_MS);
    }
    return worst;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #indexBefore(moment: number): number {
    const after = this.#ticks.findIndex((tick) => tick > moment);
    return Math.max(0, (after < 0 ? this.#ticks.length : after) - 1);
  }
}
