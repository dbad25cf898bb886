/** Calls that nobody has answered yet, of all sources together. */
export const MAX_PENDING_CALLS = 1_000;
/** The rest is left to the registrars of the household's lines. */
export const MAX_PENDING_STRANGERS = 256;
export const MAX_PENDING_PER_STRANGER = 64;

/** Counts the calls that came in and were not answered yet. */
export class PendingCalls {
  #all = 0;
  #strangers = 0;
  readonly #perStranger = new Map<string, number>();

  /** Takes a place, and returns how to give it back; null: there is none left. */
  take(address: string, isPeer: boolean): (() => void) | null {
    const own = this.#perStranger.get(address) ?? 0;
    if (this.#all >= MAX_PENDING_CALLS) return null;
    if (!isPeer && (this.#strangers >= MAX_PENDING_STRANGERS || own >= MAX_PENDING_PER_STRANGER)) return null;
    this.#all++;
    if (!isPeer) this.#strangers++;
    if (!isPeer) this.#perStranger.set(address, own + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#all--;
      if (!isPeer) this.#release(address);
    };
  }

  #release(address: string): void {
    this.#strangers--;
    const left = (this.#perStranger.get(address) ?? 1) - 1;
    if (left > 0) this.#perStranger.set(address, left);
    else this.#perStranger.delete(address);
  }
}
