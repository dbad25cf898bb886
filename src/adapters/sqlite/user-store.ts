import {
  MOST_SESSIONS,
  type HouseholdIds,
  type NewSession,
  type SessionUser,
  type User,
  type UserStore,
  type UserWithSecret,
} from '../../household/users.ts';
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
    return (await this.#secrets(householdId).where('name', '=', name).executeTakeFirst()) ?? null;
  }

  async userWithId(householdId: string, userId: string): Promise<UserWithSecret | null> {
    return (await this.#secrets(householdId).where('id', '=', userId).executeTakeFirst()) ?? null;
  }

  #secrets(householdId: string) {
    return this.#db
      .selectFrom('user')
      .select(['id', 'name', 'role', 'password_hash as passwordHash'])
      .where('household_id', '=', householdId);
  }

  async addUser(householdId: string, user: UserWithSecret, at: number): Promise<boolean> {
    return durably(this.#db, (db) => added(db, householdId, user, at));
  }

  async addFirstUser(households: HouseholdIds, householdId: string, user: UserWithSecret, at: number): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const somebody = await db.selectFrom('user').select('id').where('household_id', 'in', households).executeTakeFirst();
      return somebody === undefined && (await added(db, householdId, user, at));
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

  async openSession(householdId: string, session: NewSession, now: number): Promise<boolean> {
    const { tokenHash, userId, expiresAt, passwordHash } = session;
    return atomically(this.#db, async (db) => {
      const user = await db
        .selectFrom('user')
        .select('password_hash')
        .where('household_id', '=', householdId)
        .where('id', '=', userId)
        .executeTakeFirst();
      if (!user || (passwordHash !== null && user.password_hash !== passwordHash)) return false;
      await db.deleteFrom('session').where('expires_at', '<=', now).execute();
      const lasting = db
        .selectFrom('session')
        .select('token_hash')
        .where('user_id', '=', userId)
        .orderBy('expires_at', 'desc')
        .limit(MOST_SESSIONS - 1);
      await db.deleteFrom('session').where('user_id', '=', userId).where('token_hash', 'not in', lasting).execute();
      await db
        .insertInto('session')
        .values({ token_hash: tokenHash, household_id: householdId, user_id: userId, expires_at: expiresAt })
        .execute();
      return true;
    });
  }

  async sessionUser(householdId: string, tokenHash: string, now: number): Promise<SessionUser | null> {
    const row = await this.#db
      .selectFrom('session')
      .innerJoin('user', 'user.id', 'session.user_id')
      .select(['user.id', 'user.name', 'user.role', 'session.expires_at'])
      .where('session.household_id', '=', householdId)
      .where('session.token_hash', '=', tokenHash)
      .where('session.expires_at', '>', now)
      .executeTakeFirst();
    if (!row) return null;
    const { expires_at: expiresAt, ...user } = row;
    return { user, expiresAt };
  }

  async closeSession(householdId: string, tokenHash: string): Promise<void> {
    await this.#db.deleteFrom('session').where('household_id', '=', householdId).where('token_hash', '=', tokenHash).execute();
  }

  async closeSessionsOf(householdId: string, userId: string): Promise<void> {
    await this.#db.deleteFrom('session').where('household_id', '=', householdId).where('user_id', '=', userId).execute();
  }
}

async function added(db: Db, householdId: string, user: UserWithSecret, at: number): Promise<boolean> {
  await db
    .insertInto('household')
    .values({ id: householdId, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { numInsertedOrUpdatedRows } = await db
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
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}
