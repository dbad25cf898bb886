import { copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql, type Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { MIGRATIONS } from '../../src/adapters/sqlite/migrations.ts';
import { SqliteStoryStore } from '../../src/adapters/sqlite/story-store.ts';
import { seededRandom } from '../../src/call/random.ts';
import { addManyCalls, contentOf, integrityOf, OLD_SHAPES, oldDatabase } from '../support/old-databases.ts';
import { runAndKill } from '../support/kill.ts';

const LONG = process.env['DANKE_LONG'] === '1';
const CHILD = join(import.meta.dirname, '..', 'support', 'open-child.ts');

function snapshots(path: string): string[] {
  return readdirSync(join(dirname(path), 'snapshots')).toSorted();
}

function columnsOf(content: ReturnType<typeof contentOf>): Map<string, readonly string[]> {
  return new Map([...content].map(([table, { columns }]) => [table, columns]));
}

function shapeOf(path: string): unknown[] {
  const database = new DatabaseSync(path);
  try {
    return database.prepare(`select type, name, tbl_name, sql from sqlite_master where tbl_name not like 'kysely%' order by name`).all();
  } finally {
    database.close();
  }
}

/** A migration of a test's own, after those that ship. */
function withOneMore(up: (db: Kysely<unknown>) => Promise<void>, name = '9000_a_test') {
  return { migrations: { ...MIGRATIONS, [name]: { up } } };
}

test('there is a database of every shape before the newest one that a release had', () => {
  expect(OLD_SHAPES).toEqual(['0001', '0002', '0003', '0004', '0005', '0008', '0010', '0011']);
});

describe.each(OLD_SHAPES)('a database of the shape %s', (shape) => {
  test('becomes the newest one, keeps every row, and leaves a snapshot', async () => {
    const path = oldDatabase(shape);
    const before = contentOf(path);
    expect([...before.values()].every(({ rows }) => rows.length > 0)).toBe(true);
    const db = await openDatabase(path);
    const { rows: names } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
    const { rows: searched } = await sql<{ outcome: string }>`select outcome from call where id = 'call-0'`.execute(db);
    await db.destroy();
    expect(names.map(({ name }) => name)).toEqual(Object.keys(MIGRATIONS));
    if (shape < '0005') expect(searched).toEqual([{ outcome: 'message_left' }]);
    expect(integrityOf(path)).toBe('ok');
    expect(contentOf(path, columnsOf(before))).toEqual(before);

    const [snapshot = '', ...others] = snapshots(path);
    expect(others).toEqual([]);
    expect(snapshot).toMatch(new RegExp(`^danke-nein-${shape}_\\w+-\\d{8}T\\d{6}Z\\.db$`, 'u'));
    const kept = join(dirname(path), 'snapshots', snapshot);
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(contentOf(kept)).toEqual(before);
  });

  test('has the very tables, indices and triggers of a new one', async () => {
    const [old, fresh] = [oldDatabase(shape), join(dirname(oldDatabase(shape)), 'fresh.db')];
    for (const path of [old, fresh]) await openDatabase(path).then((db) => db.destroy());
    expect(shapeOf(old)).toEqual(shapeOf(fresh));
  });
});

test('stories are found after the update as before', async () => {
  const db = await openDatabase(oldDatabase('0011'));
  const stories = new SqliteStoryStore(db);
  const found = async (text: string) => (await stories.search('home', { text }, { limit: 9, offset: 0 })).stories.map(({ id }) => id);
  expect((await found('termin')).toSorted()).toEqual(['story-1', 'story-2']);
  expect(await found('Geduld')).toEqual(['story-1']);
  expect(await found('Alltag')).toEqual(['story-1']);
  await db.destroy();
});

describe('updating', () => {
  test('a migration that fails leaves nothing of itself, and those before it stay', async () => {
    const path = oldDatabase('0011');
    const failing = withOneMore(async (db) => {
      await sql`create table half (a)`.execute(db);
      await sql`delete from call`.execute(db);
      throw new Error('no');
    });
    const before = contentOf(path);
    await expect(openDatabase(path, failing)).rejects.toThrow(/cannot migrate .*: no$/u);
    expect(contentOf(path, columnsOf(before))).toEqual(before);
    const db = await openDatabase(path);
    const landed = await sql`select name from kysely_migration where name >= '0012' order by name`.execute(db);
    expect(landed.rows).toEqual([{ name: '0012_gone_for_good' }, { name: '0013_token_expiry' }]);
    await db.destroy();
  });

  test('a migration that would leave rows without what they belong to is not kept', async () => {
    const path = oldDatabase('0011');
    const tearing = withOneMore(async (db) => void (await sql`delete from call where id = 'call-0'`.execute(db)));
    await expect(openDatabase(path, tearing)).rejects.toThrow(/rows without what they belong to/u);
    expect(contentOf(path).get('call')?.rows).toHaveLength(9);
  });

  test('a table can be rebuilt without its children going with it', async () => {
    const path = oldDatabase('0011');
    const rebuilding = withOneMore(async (db) => {
      await sql`create table household_new (id text primary key, created_at bigint not null)`.execute(db);
      await sql`insert into household_new select * from household`.execute(db);
      await sql`drop table household`.execute(db);
      await sql`alter table household_new rename to household`.execute(db);
    });
    const db = await openDatabase(path, rebuilding);
    await expect(sql`insert into session values ('x', 'nobody', 'nobody', 0)`.execute(db)).rejects.toThrow(/FOREIGN KEY/u);
    await db.destroy();
    expect(contentOf(path).get('call')?.rows).toHaveLength(9);
  });

  test('a database of a newer version is refused in one line, and nothing of it changes', async () => {
    const path = oldDatabase('0011');
    const newer = withOneMore(async () => {}, '0999_of_the_future');
    await openDatabase(path, newer).then((db) => db.destroy());
    const before = contentOf(path);
    await expect(openDatabase(path)).rejects.toThrow(/^[^\n]*newer version of Danke, nein \(0999_of_the_future\)[^\n]*$/u);
    await expect(openDatabase(path, { migrates: false })).rejects.toThrow(/newer version/u);
    expect(contentOf(path)).toEqual(before);
  });

  test('whoever must not migrate refuses an older database, and opens a current one', async () => {
    const path = oldDatabase('0010');
    await expect(openDatabase(path, { migrates: false })).rejects.toThrow(/older version/u);
    await openDatabase(path).then((db) => db.destroy());
    await openDatabase(path, { migrates: false }).then((db) => db.destroy());
  });

  test('three snapshots are kept, the latest ones; what a killed run left is cleared away', async () => {
    const path = oldDatabase('0010');
    const folder = join(dirname(path), 'snapshots');
    mkdirSync(folder);
    for (const day of ['01', '02', '03']) copyFileSync(path, join(folder, `danke-nein-0010_experiences-202601${day}T000000Z.db`));
    writeFileSync(join(folder, 'danke-nein-0010_experiences-20260104T000000Z.db.part'), 'half');
    await openDatabase(path).then((db) => db.destroy());
    const kept = snapshots(path);
    expect(kept).toHaveLength(3);
    expect(kept.slice(0, 2)).toEqual([
      'danke-nein-0010_experiences-20260102T000000Z.db',
      'danke-nein-0010_experiences-20260103T000000Z.db',
    ]);
  });

  test('a new database has no snapshot, and needs none', async () => {
    const path = join(dirname(oldDatabase('0001')), 'new.db');
    await openDatabase(path).then((db) => db.destroy());
    expect(readdirSync(dirname(path))).not.toContain('snapshots');
  });

  test('whoever migrates waits two minutes for others, and two seconds from then on', async () => {
    const path = oldDatabase('0011');
    const waits: unknown[] = [];
    const asked = async (db: Kysely<unknown>): Promise<void> => {
      waits.push(Object.values((await sql<Record<string, number>>`pragma busy_timeout`.execute(db)).rows[0] ?? {})[0]);
    };
    const db = await openDatabase(path, withOneMore(asked));
    await asked(db as unknown as Kysely<unknown>);
    await db.destroy();
    expect(waits).toEqual([120_000, 2_000]);
  });

  test('of processes that open it at once one migrates, and all find it done', async () => {
    for (const path of [oldDatabase('0004'), join(dirname(oldDatabase('0001')), 'new.db')]) {
      const runs = await Promise.all([0, 1, 2].map(() => runAndKill(CHILD, [path], Infinity)));
      expect(runs.map(({ lines }) => lines)).toEqual([0, 1, 2].map(() => ['opening', 'open']));
      expect(integrityOf(path)).toBe('ok');
    }
  });
});

test(
  `killed at any moment of ${LONG ? 200 : 5} updates, a database opens again with every row`,
  { timeout: LONG ? 3_600_000 : 120_000 },
  async () => {
    const old = oldDatabase('0004');
    addManyCalls(old, 2_000);
    const before = contentOf(old);
    const whole = await runAndKill(CHILD, [copyOf(old)], Infinity);
    expect(whole.lines).toEqual(['opening', 'open']);
    const random = seededRandom(18);
    let killed = 0;
    for (let round = 0; round < (LONG ? 200 : 5); round++) {
      const path = copyOf(old);
      const run = await runAndKill(CHILD, [path], random.below(Math.ceil(whole.ranMs)));
      if (run.killed) killed++;
      expect(integrityOf(path), `round ${round}`).toBe('ok');
      await openDatabase(path).then((db) => db.destroy());
      expect(integrityOf(path), `round ${round}`).toBe('ok');
      expect(contentOf(path, columnsOf(before)), `round ${round}`).toEqual(before);
    }
    expect(killed).toBeGreaterThan(0);
  },
);

function copyOf(path: string): string {
  const copy = join(dirname(oldDatabase('0001')), 'killed.db');
  copyFileSync(path, copy);
  return copy;
}
