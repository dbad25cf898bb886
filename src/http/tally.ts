/** Counts what is open at the same time, by key. Holds nothing of a key that has nothing open. */
export class Tally {
  readonly #counts = new Map<string, number>();

  /** Counts one more, and gives what ends it (once); null: the key has `most` already. */
  take(key: string, most: number): (() => void) | null {
    const count = this.#counts.get(key) ?? 0;
    if (count >= most) return null;
    this.#counts.set(key, count + 1);
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      const left = (this.#counts.get(key) ?? 0) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    };
  }

  /** How many keys have something open. */
  get size(): number {
    return this.#counts.size;
  }
}
