import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { dateOf } from '../../call/clock.ts';
import type { Db } from './database.ts';
import { changeSnapshots, removeSnapshot, snapshotsOf } from './snapshots.ts';

/** Older snapshots go: an update that was bad would have been noticed. */
const KEPT_MS = 30 * 86_400_000;
/** Of what was deleted, so much is looked at in one go. */
const AT_ONCE = 5_000;

type Gone = { readonly id: number; readonly from_table: string; readonly key: string };

/**
 * Deletes from the snapshots what was deleted from the database or written over there since; one in which that fails is removed. Then nothing
 * is left of it but in the write-ahead log. `now`: wall time in ms. Rejects with what SQLite says.
 */
export async function eraseFromSnapshots(db: Db, path: string, now: number): Promise<void> {
  for (;;) {
    const gone: Gone[] = await db.selectFrom('gone').selectAll().orderBy('id').limit(AT_ONCE).execute();
    const last = gone.at(-1);
    if (!last) break;
    await changeSnapshots(path, (snapshot) => eraseFrom(snapshot, gone));
    await db.deleteFrom('gone').where('id', '<=', last.id).execute();
  }
  const oldest = dateOf(now - KEPT_MS)
    .toISOString()
    .replaceAll(/[-:]|\.\d+/gu, '');
  for (const { file, at } of snapshotsOf(path)) if (at < oldest) removeSnapshot(file);
}

function eraseFrom(snapshot: DatabaseSync, gone: readonly Gone[]): void {
  snapshot.exec('begin');
  for (const [table, rows] of Map.groupBy(gone, ({ from_table }) => from_table)) eraseRows(snapshot, table, rows);
  // Its own triggers have noted that, in a snapshot of 0012 and later.
  if (hasTable(snapshot, 'gone')) snapshot.exec('delete from gone');
  snapshot.exec('commit');
}

function eraseRows(snapshot: DatabaseSync, table: string, rows: readonly Gone[]): void {
  const [first] = rows;
  if (!first || !hasTable(snapshot, table)) return;
  const columns = Object.keys(JSON.parse(first.key) as object);
  const erase = snapshot.prepare(`delete from "${table}" where ${columns.map((column) => `"${column}" = ?`).join(' and ')}`);
  let erased = 0;
  for (const { key } of rows) {
    const values = JSON.parse(key) as Readonly<Record<string, SQLInputValue>>;
    erased += Number(erase.run(...columns.map((column) => values[column] ?? null)).changes);
  }
  if (table === 'story' && erased > 0) emptyContentlessIndex(snapshot);
}

function hasTable(snapshot: DatabaseSync, name: string): boolean {
  return snapshot.prepare(`select 1 from sqlite_master where type = 'table' and name = ?`).get(name) !== undefined;
}

/** Until 0012 the index of stories could only mark words as deleted. That migration makes it anew, so a snapshot needs none. */
function emptyContentlessIndex(snapshot: DatabaseSync): void {
  const contentless = snapshot.prepare(`select 1 from sqlite_master where name = 'story_text' and sql like '%contentless_delete%'`).get();
  if (contentless) snapshot.exec(`insert into story_text(story_text) values ('delete-all')`);
}
