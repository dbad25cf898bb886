import type { Kysely } from 'kysely';

/** When a program's token ends. Those made before had no end, and keep none. */
export async function tokenExpiry(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('api_token').addColumn('expires_at', 'bigint').execute();
}
