import { copyFileSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'databases');

/** The shapes that databases of earlier versions have, by the number of their newest migration. */
export const OLD_SHAPES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.db'))
  .map((name) => name.slice(0, -3))
  .toSorted();

/** A copy of a database of an earlier version, in a data folder of its own. */
export function oldDatabase(shape: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'danke-nein-test-')), 'danke-nein.db');
  copyFileSync(join(FOLDER, `${shape}.db`), path);
  return path;
}

/** So many more calls with three events each, so that a migration takes a while. */
export function addManyCalls(path: string, count: number): void {
  const database = new DatabaseSync(path);
  database.exec(`
    pragma journal_mode = wal;
    begin;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
    insert into call (id, household_id, line_id, kind, handler, approach, approach_assigned, policy_version, lang, caller_number, caller_name,
      contact_name, started_at, answered, ended_at, ended_by, end_reason, deleted_at)
    select 'many-' || i, 'home', 'home', 'real', 'attendant', 'friendly_no', 'rule', 1, 'de', '+4940' || i, null,
      null, 1777626000000 + i, 1, 1777626000000 + i, 'caller', 'bye', null from n;
    insert into outcome (household_id, call_id, outcome, coded_by, user_id, at)
      select 'home', id, 'ended_after_no', 'attendant', null, started_at from call where id like 'many-%';
    insert into event (household_id, call_id, seq, ms, type, version, payload)
      select 'home', call.id, seq.value, 0, 'understood', 1, '{"made":"up"}' from call, json_each('[0,1,2]') as seq where call.id like 'many-%';
    commit;
  `);
  database.close();
}

export interface TableRows {
  readonly columns: readonly string[];
  /** As JSON, sorted. */
  readonly rows: readonly string[];
}

/** What stands in each table; `columns`: of each table only these. An index of words and what a migrator notes are left out. */
export function contentOf(path: string, columns?: ReadonlyMap<string, readonly string[]>): Map<string, TableRows> {
  const database = new DatabaseSync(path);
  try {
    const tables = database
      .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'`)
      .all()
      .map(({ name }) => String(name))
      .filter((name) => !name.startsWith('story_text') && name !== 'gone' && (columns === undefined || columns.has(name)));
    return new Map(tables.map((table) => [table, rowsOf(database, table, columns?.get(table))]));
  } finally {
    database.close();
  }
}

function rowsOf(database: DatabaseSync, table: string, columns?: readonly string[]): TableRows {
  const all = database
    .prepare('select name from pragma_table_info(?)')
    .all(table)
    .map(({ name }) => String(name));
  const wanted = columns ?? all;
  const values = wanted.map((column) => `case when typeof("${column}") = 'blob' then hex("${column}") else "${column}" end`).join(', ');
  const rows = database.prepare(`select json_array(${values}) as row from "${table}"`).all();
  return { columns: wanted, rows: rows.map(({ row }) => String(row)).toSorted() };
}

/** `ok`, or what is damaged. */
export function integrityOf(path: string): string {
  const database = new DatabaseSync(path);
  try {
    return String(database.prepare('pragma integrity_check').get()?.['integrity_check']);
  } finally {
    database.close();
  }
}
