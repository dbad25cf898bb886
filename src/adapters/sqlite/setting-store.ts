import type { SettingStore } from '../../household/expecting.ts';
import { durably, type Db } from './database.ts';

/** Settings on SQLite. */
export class SqliteSettingStore implements SettingStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async setting(householdId: string, key: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('setting')
      .select('value')
      .where('household_id', '=', householdId)
      .where('key', '=', key)
      .executeTakeFirst();
    return row?.value ?? null;
  }

  async setSetting(householdId: string, key: string, value: string | null): Promise<void> {
    await durably(this.#db, async (db) => {
      await db.deleteFrom('setting').where('household_id', '=', householdId).where('key', '=', key).execute();
      if (value !== null) await db.insertInto('setting').values({ household_id: householdId, key, value }).execute();
    });
  }
}
