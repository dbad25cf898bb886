import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { StoreError } from '../../journal/store.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { BUSY_TIMEOUT_MS, migrate, mustBeCurrent, type Migrations } from './migrate.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Schema } from './schema.ts';
import { takeSnapshot } from './snapshots.ts';

export type Db = Kysely<Schema>;

const MEMORY = ':memory:';

export interface OpenOptions {
  /** False: a database of another version is refused, because somebody else migrates it. */
  readonly migrates?: boolean;
  /** Others than those that ship: for tests. */
  readonly migrations?: Migrations;
}

/** Opens (and creates, and migrates) the database; ':memory:' for tests. Rejects with StoreError, one line for a person. */
export async function openDatabase(path: string, { migrates = true, migrations = MIGRATIONS }: OpenOptions = {}): Promise<Db> {
  const database = opened(path);
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
  try {
    const beforeChange = async (newest: string): Promise<void> => {
      if (path !== MEMORY) await takeSnapshot(path, newest);
    };
    if (migrates) await migrate(db, { path, migrations, beforeChange });
    else await mustBeCurrent(db, { path, migrations });
  } catch (error) {
    await db.destroy();
    if (error instanceof StoreError) throw error;
    throw new StoreError(`cannot migrate ${path}: ${messageOf(error)}`, { cause: error });
  }
  return db;
}

/** Every connection of ours to a database's file, and nothing else, goes through here: what is deleted is overwritten on all of them. */
function opened(path: string): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    // WAL with synchronous NORMAL survives the end of the process; `durably` adds the fsync that survives a power cut.
    database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on; pragma secure_delete = on');
    if (path !== MEMORY) keepPrivate(path);
    return database;
  } catch (error) {
    database?.close();
    throw new StoreError(`cannot open ${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** Files of an earlier version could be read by everybody. One that is not there, or is somebody else's, is left alone. */
function keepPrivate(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      chmodSync(file, 0o600);
    } catch {
      // The doctor looks at the folder.
    }
  }
}

/** Runs writes as one transaction. Rejects with StoreError, and then nothing of it is kept. */
export async function atomically<Result>(db: Db, write: (transaction: Db) => Promise<Result>): Promise<Result> {
  try {
    return await db.transaction().execute(write);
  } catch (error) {
    throw storeError(error);
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
    throw storeError(error);
  }
}

/**
 * Moves what stands in the write-ahead log into the database and empties the log, which otherwise still holds pages from before
 * they were overwritten. False: another connection reads at this moment; nothing is waited for, the caller asks again later.
 */
export async function emptyLog(db: Db): Promise<boolean> {
  return db.connection().execute(async (connection) => {
    await sql`pragma busy_timeout = 0`.execute(connection);
    try {
      const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(connection);
      return rows[0]?.busy === 0;
    } finally {
      await sql.raw(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`).execute(connection);
    }
  });
}

/** Of SQLite's result codes (sqlite.org/rescode.html): locked by others, an error of the disk, no room. Each may be over a moment later. */
const TEMPORARY = new Set([5, 6, 10, 13]);

function storeError(error: unknown): StoreError {
  const code = (error as { readonly errcode?: unknown }).errcode;
  // The low byte is the kind; the rest says more about it.
  const temporary = typeof code === 'number' && TEMPORARY.has(code & 0xff);
  return new StoreError(messageOf(error), { cause: error, temporary });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
