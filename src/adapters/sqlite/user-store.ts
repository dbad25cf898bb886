import type { User, UserStore, UserWithSecret } from '../../household/users.ts';
import { atomically, durably, type Db } from './database.ts';

/** Users and their sessions on SQLite. */
export class SqliteUserStore implements UserStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async users(householdId: string): Promise<User[]> {
    return this.#db
      .selectFrom('user')
      .select(['id', 'name', 'role'])
      .where('household_id', '=', householdId)
      .orderBy('created_at')
      .execute();
  }

  async userNamed(householdId: string, name: string): Promise<UserWithSecret | null> {
    const row = await this.#db
      .selectFrom('user')
      .select(['id', 'name', 'role', 'password_hash as passwordHash'])
      .where('household_id', '=', householdId)
      .where('name', '=', name)
      .executeTakeFirst();
    return row ?? null;
  }

  async addUser(householdId: string, user: UserWithSecret, at: number): Promise<boolean> {
    return durably(this.#db, async (db) => {
      await db
        .insertInto('household')
        .values({ id: householdId, created_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const added = await db
        .insertInto('user')
        .values({
          id: user.id,
          household_id: householdId,
          name: user.name,
          role: user.role,
          password_hash: user.passwordHash,
          created_at: at,
        })
        .onConflict((conflict) => conflict.columns(['household_id', 'name']).doNothing())
        .executeTakeFirst();
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
    });
  }

  async setPassword(householdId: string, userId: string, passwordHash: string): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const changed = await db
        .updateTable('user')
        .set({ password_hash: passwordHash })
        .where('household_id', '=', householdId)
        .where('id', '=', userId)
        .executeTakeFirst();
      await db.deleteFrom('session').where('household_id', '=', householdId).where('user_id', '=', userId).execute();
      return changed.numUpdatedRows > 0n;
    });
  }

  async removeUser(householdId: string, userId: string): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const users = await db.selectFrom('user').select(['id', 'role']).where('household_id', '=', householdId).execute();
      const user = users.find((one) => one.id === userId);
      const owners = users.filter((one) => one.role === 'owner');
      if (!user || (user.role === 'owner' && owners.length === 1)) return false;
      await db.deleteFrom('user').where('household_id', '=', householdId).where('id', '=', userId).execute();
      for (const theirs of ['practice', 'reflection', 'mood'] as const)
        await db.deleteFrom(theirs).where('household_id', '=', householdId).where('user_id', '=', userId).execute();
      return true;
    });
  }

  async openSession(householdId: string, tokenHash: string, userId: string, expiresAt: number): Promise<void> {
    await atomically(this.#db, async (db) => {
      await db
        .insertInto('session')
        .values({ token_hash: tokenHash, household_id: householdId, user_id: userId, expires_at: expiresAt })
        .execute();
    });
  }

  async sessionUser(householdId: string, tokenHash: string, now: number): Promise<User | null> {
    const row = await this.#db
      .selectFrom('session')
      .innerJoin('user', 'user.id', 'session.user_id')
      .select(['user.id', 'user.name', 'user.role'])
      .where('session.household_id', '=', householdId)
      .where('session.token_hash', '=', tokenHash)
      .where('session.expires_at', '>', now)
      .executeTakeFirst();
    return row ?? null;
  }

  async closeSession(householdId: string, tokenHash: string): Promise<void> {
    await this.#db.deleteFrom('session').where('household_id', '=', householdId).where('token_hash', '=', tokenHash).execute();
  }
}
