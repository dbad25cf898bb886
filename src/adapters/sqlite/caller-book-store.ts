import type { BookEntry, CallerBookStore } from '../../household/caller-book.ts';
import { durably, type Db } from './database.ts';

/** SQLite takes some 32,000 values in a statement; an entry has five. */
const AT_ONCE = 1_000;

/** The book of callers on SQLite. */
export class SqliteCallerBookStore implements CallerBookStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async entries(householdId: string): Promise<BookEntry[]> {
    return this.#db.selectFrom('caller').select(['number', 'name', 'welcome', 'since']).where('household_id', '=', householdId).execute();
  }

  async putEntries(householdId: string, entries: readonly BookEntry[]): Promise<void> {
    await durably(this.#db, async (db) => {
      for (let from = 0; from < entries.length; from += AT_ONCE) {
        await db
          .replaceInto('caller')
          .values(entries.slice(from, from + AT_ONCE).map((entry) => ({ household_id: householdId, ...entry })))
          .execute();
      }
    });
  }

  async removeEntries(householdId: string, numbers: readonly string[]): Promise<void> {
    await durably(this.#db, async (db) => {
      for (let from = 0; from < numbers.length; from += AT_ONCE) {
        const some = numbers.slice(from, from + AT_ONCE);
        await db.deleteFrom('caller').where('household_id', '=', householdId).where('number', 'in', some).execute();
      }
    });
  }
}
