import { DatabaseSync } from 'node:sqlite';
import { BUSY_TIMEOUT_MS } from './migrate.ts';
import { withoutSecrets } from './secret-seal.ts';
import { copyInto } from './snapshots.ts';

/**
 * A consistent copy of a database, whoever writes to it meanwhile, without passwords and keys of other services. Rejects with what
 * SQLite or the file system says, and then there is no file.
 */
export async function backUp(path: string, target: string): Promise<void> {
  const source = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    await copyInto(source, target, strip);
  } finally {
    source.close();
  }
}

function strip(copy: DatabaseSync): void {
  const tables = new Set(
    copy
      .prepare(`select name from sqlite_master where type = 'table'`)
      .all()
      .map(({ name }) => name),
  );
  copy.exec('begin');
  if (tables.has('setting_change')) {
    const write = copy.prepare('update setting_change set value = ? where id = ?');
    for (const { id, value } of copy.prepare('select id, value from setting_change where value is not null').all())
      write.run(JSON.stringify(withoutSecrets(JSON.parse(String(value)))), id ?? null);
  }
  // Of what was deleted, the keys; some are telephone numbers.
  if (tables.has('gone')) copy.exec('delete from gone');
  // Who is logged in here is not logged in where the copy is brought back.
  copy.exec('delete from session');
  copy.exec('commit');
}
