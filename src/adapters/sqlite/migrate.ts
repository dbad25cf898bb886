import { sql, type Kysely, type Migration } from 'kysely';
import { StoreError } from '../../journal/store.ts';

/** By name; they run in the order of their names, and one that has landed never changes. */
export type Migrations = Readonly<Record<string, Migration>>;

export interface MigrateOptions {
  readonly path: string;
  readonly migrations: Migrations;
  /** Called once, with the write lock held, before a database that holds data changes. `newest`: the last migration that it has. */
  readonly beforeChange: (newest: string) => Promise<void>;
}

/** Another process may be migrating, snapshot included; whoever opens the database meanwhile waits for it. */
const WAIT_FOR_OTHERS_MS = 120_000;

/**
 * Brings a database up to date. Each migration commits together with its row in `kysely_migration`, the table that Kysely's own
 * migrator keeps, so that a process that is killed leaves either all of a migration or nothing of it. The lock is taken before
 * the rows are read (BEGIN IMMEDIATE), so of two processes one migrates and the other finds it done. Rejects with StoreError.
 */
export async function migrate<Tables>(db: Kysely<Tables>, options: MigrateOptions): Promise<void> {
  if ((await pendingIn(db, options)).pending.length === 0) return;
  await db.connection().execute(async (connection) => {
    // Neither pragma has an effect inside a transaction. Tables are rebuilt with foreign keys off (sqlite.org/lang_altertable.html, section 7).
    await sql`pragma foreign_keys = off`.execute(connection);
    await sql.raw(`pragma busy_timeout = ${WAIT_FOR_OTHERS_MS}`).execute(connection);
    try {
      for (let nth = 0; await migrateNext(connection, options, nth === 0); nth++);
    } finally {
      await sql.raw(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`).execute(connection);
      await sql`pragma foreign_keys = on`.execute(connection);
    }
  });
}

/** How long a statement waits for another connection's lock. */
export const BUSY_TIMEOUT_MS = 2_000;

/** Rejects with StoreError unless nothing is left to migrate. */
export async function mustBeCurrent<Tables>(db: Kysely<Tables>, options: Pick<MigrateOptions, 'path' | 'migrations'>): Promise<void> {
  const { pending } = await pendingIn(db, options);
  if (pending.length > 0) throw new StoreError(`${options.path} is of an older version, and is migrated when the server starts`);
}

/** Runs the first migration that is missing; false: none is. */
async function migrateNext<Tables>(db: Kysely<Tables>, options: MigrateOptions, isFirst: boolean): Promise<boolean> {
  await sql`begin immediate`.execute(db);
  try {
    const { newest, pending } = await pendingIn(db, options);
    const [name] = pending;
    if (name !== undefined) {
      if (isFirst && newest !== null) await options.beforeChange(newest);
      await sql`create table if not exists kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null)`.execute(
        db,
      );
      await options.migrations[name]?.up(db);
      await sql`insert into kysely_migration values (${name}, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`.execute(db);
      const { rows } = await sql`pragma foreign_key_check`.execute(db);
      if (rows.length > 0) throw new StoreError(`${name} would leave ${rows.length} rows without what they belong to`);
    }
    await sql`commit`.execute(db);
    return name !== undefined;
  } catch (error) {
    await sql`rollback`.execute(db);
    throw error;
  }
}

async function pendingIn<Tables>(
  db: Kysely<Tables>,
  { path, migrations }: Pick<MigrateOptions, 'path' | 'migrations'>,
): Promise<{ readonly newest: string | null; readonly pending: readonly string[] }> {
  const table = await sql`select 1 from sqlite_master where type = 'table' and name = 'kysely_migration'`.execute(db);
  const { rows } =
    table.rows.length === 0 ? { rows: [] } : await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const done = rows.map(({ name }) => name);
  const unknown = done.find((name) => migrations[name] === undefined);
  if (unknown !== undefined)
    throw new StoreError(
      `${path} was written by a newer version of Danke, nein (${unknown}). Install that version again; nothing was changed.`,
    );
  const pending = Object.keys(migrations)
    .toSorted()
    .filter((name) => !done.includes(name));
  return { newest: done.at(-1) ?? null, pending };
}
