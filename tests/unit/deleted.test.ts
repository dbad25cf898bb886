import { dirname } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SqliteCallerBookStore } from '../../src/adapters/sqlite/caller-book-store.ts';
import { SqliteCommentStore } from '../../src/adapters/sqlite/comment-store.ts';
import { emptyLog, openDatabase, type Db } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import { SqlitePictureStore } from '../../src/adapters/sqlite/picture-store.ts';
import { SqliteRecordingStore } from '../../src/adapters/sqlite/recording-store.ts';
import { SqliteReflectionStore } from '../../src/adapters/sqlite/reflection-store.ts';
import { SecretSeal } from '../../src/adapters/sqlite/secret-seal.ts';
import { SqliteSettingChangeStore } from '../../src/adapters/sqlite/setting-change-store.ts';
import { eraseFromSnapshots } from '../../src/adapters/sqlite/snapshot-erasure.ts';
import { snapshotsOf, takeSnapshot } from '../../src/adapters/sqlite/snapshots.ts';
import { SqliteStoryStore } from '../../src/adapters/sqlite/story-store.ts';
import { SqliteTranscriptStore } from '../../src/adapters/sqlite/transcript-store.ts';
import { SqliteUserStore } from '../../src/adapters/sqlite/user-store.ts';
import type { Story } from '../../src/experiences/story.ts';
import { found } from '../support/found.ts';
import { oldDatabase } from '../support/old-databases.ts';

const HOUSE = 'home';
const AT = Date.UTC(2026, 5, 1);
const AGES_AGO = AT - 365 * 86_400_000;

/** Of each kind of thing that people can delete one that is easy to find in a file, and cannot be there by chance. */
const MARKS = {
  callerName: 'Qxyzname',
  number: '+4999887766551',
  heard: 'Qxyzfirma',
  words: 'Qxyzgesagt',
  message: 'QxyzmsgQxyzmsgQxyzmsgQxyzmsgQxyzmsg!',
  expired: 'QxyzoldQxyzoldQxyzoldQxyzoldQxyzold!',
  book: 'Qxyztante',
  bookNumber: '4988776655441',
  reflection: 'Qxyzgefühl',
  recording: 'QxyzrecQxyzrecQxyzrecQxyzrecQxyzrec!',
  story: 'Qxyzroman',
  rewritten: 'Qxyzfassung',
  comment: 'Qxyzmeinung',
  edited: 'Qxyzwortlaut',
  picture: 'QxyzpicQxyzpicQxyzpicQxyzpic',
  user: 'Qxyzmensch',
  setting: 'Qxyzregistrar',
} as const;
/** What the index of stories makes of them: three letters at a time. */
const TRIGRAMS = ['qxy', 'xyz'];

function pcm(mark: string): Int16Array<ArrayBuffer> {
  return new Int16Array(Uint8Array.from(Buffer.from(mark.repeat(200))).buffer);
}

function story(id: string, words: string): Story {
  return {
    ...{ id, slug: id, lang: 'de', state: 'published', title: words, body: `${words} am Telefon`, authorName: 'Anna', dated: '2026-05-01' },
    ...{ category: null, tags: [], confirmed: [], demo: false, createdAt: AT, updatedAt: AT, publishedAt: AT },
  };
}

async function fill(db: Db): Promise<void> {
  const journal = new SqliteJournalStore(db);
  const caller = { callerNumber: MARKS.number, callerName: MARKS.callerName, contactName: null };
  const call = {
    lineId: 'home',
    kind: 'real',
    approach: 'friendly_no',
    approachAssigned: 'rule',
    policyVersion: 1,
    lang: 'de',
  } as const;
  for (const id of ['gone', 'stays'])
    await journal.openCall(HOUSE, {
      id,
      ...call,
      ...caller,
      ...(id === 'stays' && { callerNumber: null, callerName: null }),
      legId: `leg of ${id}`,
      legTransport: 'sip',
      startedAt: AT,
    });
  const heard = { slots: { company: MARKS.heard } } as never;
  await journal.appendEvents(HOUSE, 'gone', 0, [{ atMs: 0, type: 'understood', heard }]);
  for (const [id, callId, expiresAt, mark] of [
    ['message', 'stays', null, MARKS.message],
    ['expired', 'gone', AT - 1, MARKS.expired],
  ] as const) {
    await journal.beginMessage(HOUSE, { id, callId, createdAt: AT, expiresAt });
    await journal.appendAudio(HOUSE, id, 0, pcm(mark));
  }
  await new SqliteTranscriptStore(db).addWords(HOUSE, 'stays', { atMs: 0, words: MARKS.words }, AT - 1);
  await new SqliteCallerBookStore(db).putEntries(HOUSE, [{ number: MARKS.bookNumber, name: MARKS.book, welcome: 'wanted', since: AT }]);
  await new SqliteReflectionStore(db).keepReflection(HOUSE, 'user-1', {
    ...{ id: 'mine', callId: null, happenedAt: AT, updatedAt: AT },
    content: { note: MARKS.reflection } as never,
  });
  await new SqliteRecordingStore(db).keepRecording(HOUSE, {
    lang: 'de',
    words: 'Ja.',
    pcm: pcm(MARKS.recording),
    recordedAt: AT,
    recordedBy: 'Anna',
  });
  const stories = new SqliteStoryStore(db);
  await stories.keepStory(HOUSE, story('gone-story', MARKS.story));
  await stories.keepStory(HOUSE, story('kept-story', MARKS.rewritten));
  const comments = new SqliteCommentStore(db);
  const written = { storyId: 'kept-story', parentId: null, person: 'leser', name: 'Leser', website: null, lang: 'de', why: null } as const;
  for (const [id, body, state] of [
    ['gone-comment', MARKS.comment, 'removed'],
    ['kept-comment', MARKS.edited, 'published'],
  ] as const)
    await comments.addComment(HOUSE, {
      ...written,
      id,
      body,
      state,
      taught: null,
      byAuthor: false,
      edited: false,
      createdAt: AT,
    });
  const bytes = Uint8Array.from(Buffer.from(MARKS.picture.repeat(100)));
  await new SqlitePictureStore(db).keepPicture(HOUSE, 'gone-picture', { type: 'image/png', width: 1, height: 1, bytes }, AGES_AGO);
  await new SqliteUserStore(db).addUser(HOUSE, { id: 'gone-user', name: MARKS.user, role: 'member', passwordHash: 'x' }, AT);
  const settings = new SqliteSettingChangeStore(db, new SecretSeal(new Uint8Array(32)));
  for (const [at, registrar] of [
    [AGES_AGO, MARKS.setting],
    [AT, 'another'],
  ] as const)
    await settings.append(HOUSE, { section: 'line:home', at, userName: 'Anna', fields: [], value: { registrar, password: 'x' } });
}

/** As the server does it: what people ask for, and ten minutes later the housekeeping. */
async function deleteAll(db: Db, path: string): Promise<void> {
  const journal = new SqliteJournalStore(db);
  await journal.deleteCall(HOUSE, 'gone', AT);
  await journal.deleteMessage(HOUSE, 'message');
  await new SqliteCallerBookStore(db).removeEntries(HOUSE, [MARKS.bookNumber]);
  await new SqliteReflectionStore(db).deleteReflection(HOUSE, 'user-1', 'mine');
  await new SqliteRecordingStore(db).removeRecording(HOUSE, 'de', 'Ja.', AT);
  const stories = new SqliteStoryStore(db);
  await stories.deleteStory(HOUSE, 'gone-story', AT);
  await stories.keepStory(HOUSE, story('kept-story', 'Eine neue Fassung'));
  await new SqliteCommentStore(db).edit(HOUSE, 'kept-comment', 'Anders gesagt');
  await new SqliteUserStore(db).removeUser(HOUSE, 'gone-user');

  const before = AT + 1;
  await journal.purge(HOUSE, before, before);
  await new SqliteTranscriptStore(db).purgeWords(HOUSE, before);
  await new SqliteRecordingStore(db).purgeRecordings(HOUSE, before);
  await stories.purgeStories(HOUSE, before);
  await new SqliteCommentStore(db).purgeComments(HOUSE, before, before);
  await new SqlitePictureStore(db).purgePictures(HOUSE, before);
  await new SqliteSettingChangeStore(db, new SecretSeal(new Uint8Array(32))).forgetValues(HOUSE, AT);
  await eraseFromSnapshots(db, path, AT);
  expect(await emptyLog(db)).toBe(true);
}

test('nothing that was deleted or written over is left in any file, not in the log and not in a snapshot', async () => {
  const path = oldDatabase('0011');
  const folder = dirname(path);
  const db = await openDatabase(path);
  await fill(db);
  await emptyLog(db);
  await takeSnapshot(path, 'test');
  const [database, snapshot] = ['danke-nein.db', snapshotsOf(path).at(-1)?.file.split(/[\\/]/u).at(-1) ?? ''];
  const everything = Object.values(MARKS);
  expect(found(folder, everything).toSorted()).toEqual(
    [database, snapshot].flatMap((file) => everything.map((mark) => `${file}: ${mark}`)).toSorted(),
  );
  await deleteAll(db, path);
  expect(found(folder, [...everything, ...TRIGRAMS])).toEqual([]);
  expect(snapshotsOf(path)).toHaveLength(2);
  expect((await sql`select * from gone`.execute(db)).rows).toEqual([]);
  await db.destroy();
  expect(found(folder, [...everything, ...TRIGRAMS])).toEqual([]);
});

test('a snapshot of a version whose index of stories only marked what is gone forgets it too', async () => {
  const path = oldDatabase('0011');
  const db = await openDatabase(path);
  const [snapshot] = snapshotsOf(path);
  expect(found(dirname(snapshot?.file ?? ''), ['Zahnarzt'])).not.toEqual([]);
  await sql`delete from story`.execute(db);
  await eraseFromSnapshots(db, path, AT);
  expect(found(dirname(snapshot?.file ?? ''), ['Zahnarzt', 'zahn', 'nar', 'rzt'])).toEqual([]);
  await db.destroy();
});

test('snapshots go after thirty days', async () => {
  const path = oldDatabase('0011');
  const db = await openDatabase(path);
  const { rows } = await sql<{ now: number }>`select cast(strftime('%s', 'now') as integer) * 1000 as now`.execute(db);
  const now = rows[0]?.now ?? 0;
  await eraseFromSnapshots(db, path, now + 29 * 86_400_000);
  expect(snapshotsOf(path)).toHaveLength(1);
  await eraseFromSnapshots(db, path, now + 31 * 86_400_000);
  expect(snapshotsOf(path)).toEqual([]);
  await db.destroy();
});

test('the log is emptied as soon as nobody reads any more, and nobody waits for that', async () => {
  const path = oldDatabase('0011');
  const [db, reader] = [await openDatabase(path), await openDatabase(path)];
  await sql`begin`.execute(reader);
  await sql`select * from call`.execute(reader);
  await sql`update call set caller_name = 'Qxyz'`.execute(db);
  const begun = performance.now();
  expect(await emptyLog(db)).toBe(false);
  expect(performance.now() - begun).toBeLessThan(1_000);
  await sql`commit`.execute(reader);
  expect(await emptyLog(db)).toBe(true);
  await Promise.all([db.destroy(), reader.destroy()]);
});

test('of what was deleted 5,000 rows are looked at in one go', async () => {
  const path = oldDatabase('0011');
  const db = await openDatabase(path);
  await sql`delete from gone`.execute(db);
  await sql`insert into gone (from_table, key)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 12001)
    select 'call', json_object('household_id', 'home', 'id', 'none-' || i) from n`.execute(db);
  const turns: number[] = [];
  const counted = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (result.rows.length > 0) turns.push(result.rows.length);
      return result;
    },
  });
  await eraseFromSnapshots(counted, path, AT);
  expect(turns.filter((rows) => rows > 1)).toEqual([5_000, 5_000, 2_001]);
  await db.destroy();
});
