import { DatabaseSync } from 'node:sqlite';
import { Kysely, Migrator, sql } from 'kysely';
import { StoreError } from '../../journal/store.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { migrationProvider } from './migrations.ts';
import type { Schema } from './schema.ts';

export type Db = Kysely<Schema>;

/** Opens (and creates, and migrates) the database; ':memory:' for tests. Rejects with StoreError. */
export async function openDatabase(path: string): Promise<Db> {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path, { timeout: 2_000 });
    // WAL with synchronous NORMAL survives the end of the process; `durably` adds the fsync that survives a power cut.
    database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on; pragma secure_delete = on');
  } catch (error) {
    throw new StoreError(`cannot open ${path}: ${messageOf(error)}`, { cause: error });
  }
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
  const { error } = await new Migrator({ db, provider: migrationProvider }).migrateToLatest();
  if (error) throw new StoreError(`cannot migrate ${path}: ${messageOf(error)}`, { cause: error });
  return db;
}

/** Runs writes as one transaction. Rejects with StoreError, and then nothing of it is kept. */
export async function atomically<Result>(db: Db, write: (transaction: Db) => Promise<Result>): Promise<Result> {
  try {
    return await db.transaction().execute(write);
  } catch (error) {
    throw new StoreError(messageOf(error), { cause: error });
  }
}

/** Like `atomically`, and on the disk before it resolves: SQLite syncs the log at the commit. */
export async function durably<Result>(db: Db, write: (transaction: Db) => Promise<Result>): Promise<Result> {
  try {
    return await db.connection().execute(async (connection) => {
      await sql`pragma synchronous = full`.execute(connection);
      try {
        return await connection.transaction().execute(write);
      } finally {
        await sql`pragma synchronous = normal`.execute(connection);
      }
    });
  } catch (error) {
    throw new StoreError(messageOf(error), { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
