import { copyFileSync, existsSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { backup } from '../../src/cli/backup.ts';
import { processTerminal } from '../../src/cli/terminal.ts';
import { readConfig } from '../../src/config.ts';
import { openSettings } from '../../src/kept-settings.ts';
import { wordsIn } from '../../src/words/words.ts';
import { found } from '../support/found.ts';
import { contentOf, integrityOf, oldDatabase } from '../support/old-databases.ts';

const { terminal } = wordsIn('en');

async function run(dataDir: string, ...args: string[]): Promise<{ code: number; said: string[] }> {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const quiet = { ...processTerminal, console: { log: say, error: say } };
  return { code: await backup(readConfig({ DATA_DIR: dataDir }, dataDir), terminal, args, quiet), said };
}

test('a backup while the server writes is whole, opens again, and holds no secret, no session and no key file', async () => {
  const path = oldDatabase('0011');
  const dataDir = dirname(path);
  const db = await openDatabase(path);
  await openSettings(db, path, dataDir);
  const target = join(mkdtempSync(join(tmpdir(), 'danke-nein-test-')), 'backup.db');
  let writes = 0;
  const stop = new AbortController();
  const writing = (async () => {
    while (!stop.signal.aborted) {
      await sql`insert into setting values ('home', ${`write ${writes}`}, ${'x'.repeat(500)})`.execute(db);
      writes++;
      await turn();
    }
  })();
  const { code, said } = await run(dataDir, target);
  stop.abort();
  await writing;
  expect(writes).toBeGreaterThan(0);
  expect({ code, said }).toEqual({ code: 0, said: [terminal.backup.done(target)] });
  expect(readdirSync(dirname(target))).toEqual(['backup.db']);
  expect(statSync(target).mode & 0o777).toBe(0o600);
  expect(integrityOf(target)).toBe('ok');
  expect(found(dirname(target), ['sealed', 'v1.', 'kennwort', 'apiKey'])).toEqual([]);
  const [live, kept] = [contentOf(path), contentOf(target)];
  expect(kept.get('session')?.rows).toEqual([]);
  for (const table of ['call', 'event', 'message_chunk', 'user', 'story', 'recording']) expect(kept.get(table)).toEqual(live.get(table));
  await db.destroy();

  const elsewhere = mkdtempSync(join(tmpdir(), 'danke-nein-test-'));
  copyFileSync(target, join(elsewhere, 'danke-nein.db'));
  const again = await openDatabase(join(elsewhere, 'danke-nein.db'));
  const settings = await openSettings(again, join(elsewhere, 'danke-nein.db'), elsewhere);
  expect((await settings.current('home')).get('line:home')).toMatchObject({ registrar: 'fritz.box', username: 'danke' });
  await again.destroy();
});

test('nothing is overwritten, and what cannot be done is said in one line', async () => {
  const path = oldDatabase('0011');
  const dataDir = dirname(path);
  expect(await run(dataDir)).toEqual({ code: 2, said: [terminal.backup.usage] });
  const there = join(dataDir, 'there.db');
  writeFileSync(there, 'mine');
  expect(await run(dataDir, there)).toEqual({ code: 1, said: [terminal.backup.exists(there)] });
  const nowhere = join(dataDir, 'no', 'folder', 'a.db');
  expect((await run(dataDir, nowhere)).said).toEqual([expect.stringMatching(/^The backup failed: [^\n]*ENOENT[^\n]*$/u)]);
  const empty = mkdtempSync(join(tmpdir(), 'danke-nein-test-'));
  expect(await run(empty, join(empty, 'a.db'))).toEqual({ code: 1, said: [terminal.backup.nothing(empty)] });
  writeFileSync(join(empty, 'danke-nein.db'), 'this is no database, but long enough to look like a file that may be one');
  const { code, said } = await run(empty, join(empty, 'a.db'));
  expect({ code, lines: said.length }).toEqual({ code: 1, lines: 1 });
  expect(existsSync(join(empty, 'a.db'))).toBe(false);
  expect(readdirSync(empty).toSorted()).toEqual(['danke-nein.db']);
});
