import type { Reflection, ReflectionStore } from '../../journal/reflection.ts';
import { durably, type Db } from './database.ts';
import type { Schema } from './schema.ts';

/** Reflections on SQLite. */
export class SqliteReflectionStore implements ReflectionStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async keepReflection(householdId: string, userId: string, reflection: Reflection): Promise<boolean> {
    const { id, callId, happenedAt, updatedAt, content } = reflection;
    return durably(this.#db, async (db) => {
      const before = await db.selectFrom('reflection').select(['household_id', 'user_id']).where('id', '=', id).executeTakeFirst();
      if (before && (before.household_id !== householdId || before.user_id !== userId)) return false;
      if (callId !== null) {
        const call = await db
          .selectFrom('call')
          .select('id')
          .where('household_id', '=', householdId)
          .where('id', '=', callId)
          .executeTakeFirst();
        if (!call) return false;
      }
      const row = { call_id: callId, happened_at: happenedAt, updated_at: updatedAt, content: JSON.stringify(content) };
      await db
        .insertInto('reflection')
        .values({ id, household_id: householdId, user_id: userId, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
      return true;
    });
  }

  async reflections(householdId: string, userId: string): Promise<Reflection[]> {
    const rows = await this.#of(householdId, userId).orderBy('happened_at', 'desc').execute();
    return rows.map(reflectionOf);
  }

  async reflection(householdId: string, userId: string, id: string): Promise<Reflection | null> {
    const row = await this.#of(householdId, userId).where('id', '=', id).executeTakeFirst();
    return row ? reflectionOf(row) : null;
  }

  async deleteReflection(householdId: string, userId: string, id: string): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const deleted = await db
        .deleteFrom('reflection')
        .where('household_id', '=', householdId)
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst();
      return deleted.numDeletedRows > 0n;
    });
  }

  #of(householdId: string, userId: string) {
    return this.#db.selectFrom('reflection').selectAll().where('household_id', '=', householdId).where('user_id', '=', userId);
  }
}

function reflectionOf(row: Schema['reflection']): Reflection {
  return {
    id: row.id,
    callId: row.call_id,
    happenedAt: row.happened_at,
    updatedAt: row.updated_at,
    content: JSON.parse(row.content) as Reflection['content'],
  };
}
