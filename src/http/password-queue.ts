/** One takes 32 MiB and a thread of Node's four for about a tenth of a second: files and names need the others. */
const MOST_AT_ONCE = 2;
/** Who waits longer than two seconds or so is told to come back. */
const MOST_WAITING = 16;
/** Those who have logged in from the same device before find room when strangers have taken all of that. */
const MOST_KNOWN_WAITING = 8;

interface Waiting {
  readonly isKnown: boolean;
  readonly start: () => void;
}

/** Passwords are hashed a few at a time, so that a flood of log-ins costs neither memory nor other requests. */
export class PasswordQueue {
  #running = 0;
  readonly #waiting: Waiting[] = [];

  /** `isKnown`: goes before those who are not. Null: too many wait, and nothing was done. */
  async run<Result>(isKnown: boolean, work: () => Promise<Result>): Promise<Result | null> {
    if (this.#running >= MOST_AT_ONCE) {
      const turn = this.#turn(isKnown);
      if (!turn) return null;
      await turn;
    } else this.#running++;
    try {
      return await work();
    } finally {
      // Whoever is next takes this place; it is never free in between.
      const next = this.#waiting.shift();
      if (next) next.start();
      else this.#running--;
    }
  }

  #turn(isKnown: boolean): Promise<void> | null {
    const alike = this.#waiting.filter((one) => one.isKnown === isKnown).length;
    if (alike >= (isKnown ? MOST_KNOWN_WAITING : MOST_WAITING)) return null;
    return new Promise((start) => {
      const behind = isKnown ? this.#waiting.findIndex((one) => !one.isKnown) : -1;
      this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, { isKnown, start });
    });
  }
}
