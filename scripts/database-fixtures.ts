/**
 * Makes `tests/fixtures/databases`: a database of each earlier shape, with made-up rows in every table. They were made once, when
 * the shape was the newest; a file that is there stays as it is, because it stands for databases that people have. After a new
 * migration: add the one before it to SHAPES and run `node scripts/database-fixtures.ts`.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, Migrator } from 'kysely';
import { nodeSqliteDialect } from '../src/adapters/sqlite/dialect.ts';
import { MIGRATIONS } from '../src/adapters/sqlite/migrations.ts';
import { MADE_UP_ROWS } from '../tests/support/made-up-rows.ts';

const SHAPES = ['0001', '0002', '0003', '0004', '0005', '0008', '0010', '0011'];
const FOLDER = 'tests/fixtures/databases';

mkdirSync(FOLDER, { recursive: true });
for (const shape of SHAPES) if (!existsSync(join(FOLDER, `${shape}.db`))) await make(shape);

/** Versions up to 0011 were migrated by Kysely's own migrator. */
async function make(shape: string): Promise<void> {
  const database = new DatabaseSync(join(FOLDER, `${shape}.db`));
  // Small pages: most tables hold a handful of rows.
  database.exec('pragma page_size = 1024; pragma foreign_keys = on; pragma secure_delete = on');
  const db = new Kysely<unknown>({ dialect: nodeSqliteDialect(database) });
  const migrations = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name.slice(0, 4) <= shape));
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (error) throw error;
  database.exec(`update kysely_migration set timestamp = '2026-05-01T09:00:00.000Z'`);
  for (const [table, rows] of MADE_UP_ROWS) for (const row of rows) insert(database, table, row);
  const stories = database.prepare(`select 1 from sqlite_master where name = 'story_text'`).get();
  if (stories) database.exec(`insert into story_text(rowid, text) select nr, title || char(10) || body from story`);
  database.exec('vacuum');
  await db.destroy();
}

function insert(database: DatabaseSync, table: string, row: Readonly<Record<string, string | number | Uint8Array | null>>): void {
  const known = new Set(
    database
      .prepare('select name from pragma_table_info(?)')
      .all(table)
      .map(({ name }) => name),
  );
  const columns = Object.keys(row).filter((column) => known.has(column));
  if (known.size === 0) return;
  database
    .prepare(`insert into "${table}" (${columns.map((column) => `"${column}"`).join()}) values (${columns.map(() => '?').join()})`)
    .run(...columns.map((column) => row[column] ?? null));
}
