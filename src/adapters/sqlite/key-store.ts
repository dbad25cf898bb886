import type { ApiToken, KeyStore, Passkey } from '../../household/keys.ts';
import { durably, type Db } from './database.ts';

/** A use is noted so often at most: a program that asks every second writes nothing each time. */
const NOTE_USE_MS = 60_000;

/** Passkeys and tokens on SQLite. */
export class SqliteKeyStore implements KeyStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async passkeys(householdId: string, userId: string): Promise<Passkey[]> {
    const rows = await this.#passkeys(householdId).where('user_id', '=', userId).orderBy('created_at').execute();
    return rows.map(passkeyOf);
  }

  async passkey(householdId: string, id: string): Promise<Passkey | null> {
    const row = await this.#passkeys(householdId).where('id', '=', id).executeTakeFirst();
    return row ? passkeyOf(row) : null;
  }

  async addPasskey(householdId: string, passkey: Passkey): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const { id, userId, name, publicKey, counter, rpId, createdAt } = passkey;
      const added = await db
        .insertInto('passkey')
        .values({
          id,
          household_id: householdId,
          user_id: userId,
          name,
          public_key: publicKey,
          counter,
          rp_id: rpId,
          created_at: createdAt,
          last_used_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
    });
  }

  async passkeyUsed(householdId: string, id: string, counter: number, at: number): Promise<void> {
    await this.#db
      .updateTable('passkey')
      .set({ counter, last_used_at: at })
      .where('household_id', '=', householdId)
      .where('id', '=', id)
      .execute();
  }

  async removePasskey(householdId: string, userId: string, id: string): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const removed = await db
        .deleteFrom('passkey')
        .where('household_id', '=', householdId)
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst();
      return removed.numDeletedRows > 0n;
    });
  }

  async tokens(householdId: string): Promise<ApiToken[]> {
    const rows = await this.#db
      .selectFrom('api_token')
      .select(['id', 'name', 'role', 'created_at', 'last_used_at', 'expires_at'])
      .where('household_id', '=', householdId)
      .orderBy('created_at')
      .execute();
    return rows.map(tokenOf);
  }

  async addToken(householdId: string, { id, name, role, createdAt, expiresAt }: ApiToken, hash: string): Promise<void> {
    await durably(this.#db, async (db) => {
      await db
        .insertInto('api_token')
        .values({
          id,
          household_id: householdId,
          name,
          role,
          token_hash: hash,
          created_at: createdAt,
          last_used_at: null,
          expires_at: expiresAt,
        })
        .execute();
    });
  }

  async useToken(householdId: string, hash: string, at: number): Promise<ApiToken | null> {
    const row = await this.#db
      .selectFrom('api_token')
      .select(['id', 'name', 'role', 'created_at', 'last_used_at', 'expires_at'])
      .where('household_id', '=', householdId)
      .where('token_hash', '=', hash)
      .executeTakeFirst();
    if (!row || (row.expires_at !== null && row.expires_at <= at)) return null;
    if (row.last_used_at === null || at - row.last_used_at > NOTE_USE_MS)
      await this.#db.updateTable('api_token').set({ last_used_at: at }).where('id', '=', row.id).execute();
    return tokenOf(row);
  }

  async removeToken(householdId: string, id: string): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const removed = await db.deleteFrom('api_token').where('household_id', '=', householdId).where('id', '=', id).executeTakeFirst();
      return removed.numDeletedRows > 0n;
    });
  }

  #passkeys(householdId: string) {
    return this.#db
      .selectFrom('passkey')
      .select(['id', 'user_id', 'name', 'public_key', 'counter', 'rp_id', 'created_at', 'last_used_at'])
      .where('household_id', '=', householdId);
  }
}

interface PasskeyRow {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly public_key: Uint8Array;
  readonly counter: number;
  readonly rp_id: string;
  readonly created_at: number;
  readonly last_used_at: number | null;
}

function passkeyOf({ id, user_id, name, public_key, counter, rp_id, created_at, last_used_at }: PasskeyRow): Passkey {
  return { id, userId: user_id, name, publicKey: public_key, counter, rpId: rp_id, createdAt: created_at, lastUsedAt: last_used_at };
}

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly role: ApiToken['role'];
  readonly created_at: number;
  readonly last_used_at: number | null;
  readonly expires_at: number | null;
}

function tokenOf({ id, name, role, created_at, last_used_at, expires_at }: TokenRow): ApiToken {
  return { id, name, role, createdAt: created_at, lastUsedAt: last_used_at, expiresAt: expires_at };
}
