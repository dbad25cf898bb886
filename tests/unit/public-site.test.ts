import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase, type Db } from '../../src/adapters/sqlite/database.ts';
import { SqliteCommentStore } from '../../src/adapters/sqlite/comment-store.ts';
import { SqliteStoryStore } from '../../src/adapters/sqlite/story-store.ts';
import { systemClock, type Clock } from '../../src/call/clock.ts';
import { uncountedFaults } from '../../src/call/faults.ts';
import { silentLog } from '../../src/call/log.ts';
import { openSite, type PublicSite } from '../../src/configured-site.ts';
import { readConfig } from '../../src/config.ts';
import { HOME } from '../../src/household/household.ts';
import { OPEN_SITE } from '../support/site.ts';
import { commentOf, storyOf } from '../support/stories.ts';

/** A pause of a second passes in ten milliseconds. */
const hurried: Clock = { ...systemClock, after: (ms, run) => systemClock.after(ms / 100, run) };
const MORTAL = new URL('../support/mortal-site-worker.ts', import.meta.url);
const DAY_MS = 86_400_000;

async function opened(): Promise<{ readonly site: PublicSite; readonly db: Db }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'danke-nein-site-'));
  const database = join(dataDir, 'danke-nein.db');
  const db = await openDatabase(database);
  const file = join(dataDir, 'settings.json');
  writeFileSync(file, JSON.stringify({ dataDir, ...OPEN_SITE }));
  const config = readConfig({ DANKE_CONFIG: file }, dataDir);
  const site = await openSite({
    db,
    database,
    clock: hurried,
    log: silentLog,
    faults: uncountedFaults,
    config: () => config,
    entry: MORTAL,
    knownNames: async () => [],
    tellConsoles: () => {},
  });
  return { site, db };
}

test('public pages whose thread is killed while they are open come back by themselves', async () => {
  const { site, db } = await opened();
  const status = () => site.experiences.status();
  const page = async (): Promise<number> => (await fetch(`http://localhost:${status().port}/de/`)).status;
  try {
    await site.use();
    expect(await page()).toBe(200);
    for (let nth = 0; nth < 2; nth++) {
      site.experiences.changed();
      await expect.poll(() => status().failed, { timeout: 20_000 }).toBe(true);
      await expect.poll(() => status().port !== null, { timeout: 20_000 }).toBe(true);
      expect(status().failed).toBe(false);
      expect(await page()).toBe(200);
    }
  } finally {
    await site.stop();
    await db.destroy();
  }
});

test('comments nobody decided about go after 60 days, spam and removed ones after 30', async () => {
  const { site, db } = await opened();
  const comments = new SqliteCommentStore(db);
  const now = Date.UTC(2026, 5, 1);
  const story = storyOf();
  await new SqliteStoryStore(db).keepStory(HOME, story);
  for (const state of ['waiting', 'spam', 'removed', 'published'] as const)
    for (const days of [29, 31, 59, 61]) await comments.addComment(HOME, commentOf(story.id, { state, createdAt: now - days * DAY_MS }));
  try {
    await site.purge(now);
    const left = (await comments.allOf(HOME, story.id)).map(({ state, createdAt }) => `${state} ${(now - createdAt) / DAY_MS}`);
    const published = [29, 31, 59, 61].map((days) => `published ${days}`);
    expect(left.toSorted()).toEqual([...published, 'removed 29', 'spam 29', 'waiting 29', 'waiting 31', 'waiting 59'].toSorted());
  } finally {
    await site.stop();
    await db.destroy();
  }
});
