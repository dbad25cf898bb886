/** The newest measurement counts so much. */
const NEWEST_SHARE = 0.2;

/** How fast a model runs here, as it was seen: the share of a sound's own length that work on it takes (real-time factor). */
export class Pace {
  #factor: number | null = null;
  #measured = 0;

  /** Null: nothing was measured yet. */
  get factor(): number | null {
    return this.#factor;
  }

  /** `workMs` for a sound of `soundMs`. */
  took(workMs: number, soundMs: number): void {
    if (soundMs <= 0) return;
    const factor = workMs / soundMs;
    // The first sound warms a model up, and says little of the others.
    const share = ++this.#measured <= 2 ? 1 : NEWEST_SHARE;
    const before = this.#factor ?? factor;
    this.#factor = before + share * (factor - before);
  }
}
