/** Companies that were told no in a real call, as they named themselves: whoever calls again is met with that memory. */
export class ToldNo {
  readonly #companies: Set<string>;

  constructor(earlier: readonly string[] = []) {
    this.#companies = new Set(earlier);
  }

  get companies(): readonly string[] {
    return [...this.#companies];
  }

  remember(company: string): void {
    this.#companies.add(company);
  }

  /** It was somebody wanted after all. */
  forget(company: string): void {
    this.#companies.delete(company);
  }
}
