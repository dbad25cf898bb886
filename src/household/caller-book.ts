import type { Welcome } from '../call/names.ts';
import type { Contacts } from './contacts.ts';
import { normaliseNumber } from './phone-number.ts';

export interface BookEntry {
  /** As `normaliseNumber` gives it. */
  readonly number: string;
  /** Empty: nobody gave one. */
  readonly name: string;
  readonly welcome: Welcome;
  /** Wall time, ms since 1970 UTC. */
  readonly since: number;
}

/** Where the entries of a household are kept, one for a number. Writes reject with StoreError, and then none of it is kept. */
export interface CallerBookStore {
  entries(householdId: string): Promise<BookEntry[]>;
  putEntries(householdId: string, entries: readonly BookEntry[]): Promise<void>;
  removeEntries(householdId: string, numbers: readonly string[]): Promise<void>;
}

/** More than this no household knows; and each is in memory. */
export const MOST_ENTRIES = 20_000;

/** Whom the household knows by number and whom it does not want: what people entered in the console, and behind it `contacts.csv`. */
export class CallerBook implements Contacts {
  readonly #store: CallerBookStore;
  readonly #householdId: string;
  readonly #countryCode: string;
  readonly #behind: Contacts;
  readonly #entries: Map<string, BookEntry>;

  private constructor(store: CallerBookStore, household: { id: string; countryCode: string }, behind: Contacts, entries: BookEntry[]) {
    this.#store = store;
    this.#householdId = household.id;
    this.#countryCode = household.countryCode;
    this.#behind = behind;
    this.#entries = new Map(entries.map((entry) => [entry.number, entry]));
  }

  static async load(store: CallerBookStore, household: { id: string; countryCode: string }, behind: Contacts): Promise<CallerBook> {
    return new CallerBook(store, household, behind, await store.entries(household.id));
  }

  /** By name, those without one last. */
  get entries(): readonly BookEntry[] {
    return [...this.#entries.values()].toSorted(
      (a, b) => Number(a.name === '') - Number(b.name === '') || a.name.localeCompare(b.name) || a.number.localeCompare(b.number),
    );
  }

  /** The entry for a number as `normaliseNumber` gives it; null: there is none. */
  entryOf(number: string): BookEntry | null {
    return this.#entries.get(number) ?? null;
  }

  nameOf(written: string): string | null {
    const entry = this.#entryAsWritten(written);
    if (entry?.welcome === 'unwanted') return null;
    const behind = this.#behind.nameOf(written);
    return entry === null ? behind : entry.name || behind || written;
  }

  isUnwanted(written: string): boolean {
    return this.#entryAsWritten(written)?.welcome === 'unwanted';
  }

  #entryAsWritten(written: string): BookEntry | null {
    const number = normaliseNumber(written, this.#countryCode);
    return number === null ? null : this.entryOf(number);
  }

  /** Adds entries, or puts them in the place of others with their number. Rejects with RangeError when there would be too many. */
  async put(entries: readonly BookEntry[]): Promise<void> {
    const fresh = new Set(entries.map(({ number }) => number).filter((number) => !this.#entries.has(number)));
    if (this.#entries.size + fresh.size > MOST_ENTRIES) throw new RangeError(`a household keeps ${MOST_ENTRIES} numbers at most`);
    await this.#store.putEntries(this.#householdId, entries);
    for (const entry of entries) this.#entries.set(entry.number, entry);
  }

  async remove(numbers: readonly string[]): Promise<void> {
    await this.#store.removeEntries(this.#householdId, numbers);
    for (const number of numbers) this.#entries.delete(number);
  }
}
