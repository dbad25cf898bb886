import { MOST_PRACTICES, type KeptPractice, type PracticeStore } from '../../practice/store.ts';
import { durably, type Db } from './database.ts';

/** Practices on SQLite. */
export class SqlitePracticeStore implements PracticeStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async keepPractice(householdId: string, userId: string, practice: KeptPractice): Promise<void> {
    await durably(this.#db, async (db) => {
      await db
        .insertInto('practice')
        .values({
          id: practice.id,
          household_id: householdId,
          user_id: userId,
          at: practice.at,
          persona_id: practice.personaId,
          difficulty: practice.difficulty,
          lang: practice.lang,
          ending: practice.ending,
          turns: practice.turns,
          no_at: practice.noAt,
          tension_first: practice.tension.first,
          tension_last: practice.tension.last,
          slips: JSON.stringify(practice.slips),
          good: JSON.stringify(practice.good),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  }

  async practices(householdId: string, userId: string): Promise<KeptPractice[]> {
    const rows = await this.#db
      .selectFrom('practice')
      .selectAll()
      .where('household_id', '=', householdId)
      .where('user_id', '=', userId)
      .orderBy('at', 'desc')
      .limit(MOST_PRACTICES)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      at: row.at,
      personaId: row.persona_id,
      difficulty: row.difficulty,
      lang: row.lang,
      ending: row.ending,
      turns: row.turns,
      noAt: row.no_at,
      tension: { first: row.tension_first, last: row.tension_last },
      slips: JSON.parse(row.slips) as KeptPractice['slips'],
      good: JSON.parse(row.good) as KeptPractice['good'],
    }));
  }

  async forgetPractices(householdId: string, userId: string): Promise<void> {
    await durably(this.#db, async (db) => {
      await db.deleteFrom('practice').where('household_id', '=', householdId).where('user_id', '=', userId).execute();
    });
  }
}
