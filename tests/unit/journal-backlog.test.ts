import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openDatabase, type Db } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import { SqliteTranscriptStore } from '../../src/adapters/sqlite/transcript-store.ts';
import type { CallEvent } from '../../src/call/events.ts';
import { uuidv7 } from '../../src/call/ids.ts';
import { seededRandom } from '../../src/call/random.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { Backlog, MOST_OWED_BYTES, MOST_OWED_CALLS } from '../../src/journal/backlog.ts';
import { Journal } from '../../src/journal/journal.ts';
import { StoreError, type NewCall } from '../../src/journal/store.ts';
import { MemoryStore } from '../support/memory-store.ts';

const HOUSE = 'home';

function newCall(clock: VirtualClock): NewCall {
  const call = { lineId: 'home', kind: 'real', approach: 'friendly_no', approachAssigned: 'rule', policyVersion: 1, lang: 'de' } as const;
  const caller = { callerNumber: '+4930123', callerName: null, contactName: null };
  return { id: uuidv7(clock), ...call, ...caller, legId: uuidv7(clock), legTransport: 'sip', startedAt: clock.wallTime() };
}

function events(count: number): CallEvent[] {
  return [{ atMs: 0, type: 'offered' }, ...Array.from({ length: count - 1 }, (_, nth): CallEvent => ({ atMs: nth + 1, type: 'wake' }))];
}

/** In steps, so that what a timer begins is done before the next one is due. */
async function passes(clock: VirtualClock, ms: number): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await clock.advance(ms / 60);
    await turn();
  }
}

function logged() {
  const lines: string[] = [];
  const note = (_: object, message: string): void => void lines.push(message);
  return { lines, log: { info: note, warn: note } };
}

async function onDisk() {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const db = await openDatabase(join(mkdtempSync(join(tmpdir(), 'danke-nein-test-')), 'danke-nein.db'));
  const store = new SqliteJournalStore(db);
  const { lines, log } = logged();
  const journal = new Journal({ store, transcripts: new SqliteTranscriptStore(db), householdId: HOUSE, clock, log });
  return { clock, db, store, journal, lines };
}

/** No page more: what SQLite says then is what it says on a full disk. */
async function full(db: Db, isFull: boolean): Promise<void> {
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${isFull ? rows[0]?.page_count : 1_000_000}`).execute(db);
  // What room the last pages have is used up.
  if (isFull) for (const bytes of [3_000, 300, 30]) for (let nth = 0; await fills(db, bytes, nth); nth++);
}

async function fills(db: Db, bytes: number, nth: number): Promise<boolean> {
  const row = sql`insert into setting values ('home', ${`${bytes} ${nth}`}, zeroblob(${bytes}))`.execute(db);
  return row.then(
    () => true,
    () => false,
  );
}

describe('while the disk is full', () => {
  test('a call that is made and one that ends stand in the journal as soon as there is room, complete and in order', async () => {
    const { clock, db, store, journal, lines } = await onDisk();
    const before = newCall(clock);
    const began = journal.open(before);
    began.event({ atMs: 0, type: 'offered' });
    await clock.advance(10);
    await full(db, true);
    for (const event of events(200).slice(1)) began.event(event);
    await began.close(clock.wallTime(), 'caller', 'bye');
    const during = newCall(clock);
    const made = journal.open(during);
    for (const event of events(150)) made.event(event);
    made.words({ atMs: 5, words: 'Guten Tag.' }, clock.wallTime() + 1_000_000);
    await made.close(clock.wallTime(), 'caller', 'bye');
    await passes(clock, 60_000);
    expect(await store.call(HOUSE, before.id)).toMatchObject({ endedAt: null });
    expect(lines).toEqual(['the journal cannot be written; calls are kept in memory until it can']);
    await full(db, false);
    await passes(clock, 15_000);
    expect(await store.call(HOUSE, before.id)).toMatchObject({ endedBy: 'caller', events: events(200) });
    expect(await store.call(HOUSE, during.id)).toMatchObject({ endedBy: 'caller', events: events(150) });
    expect(await new SqliteTranscriptStore(db).transcript(HOUSE, during.id)).toMatchObject({ lines: [{ words: 'Guten Tag.' }] });
    expect(lines.at(-1)).toBe('the journal can be written again');
    await store.close();
  });

  test('a message is refused, which the caller hears; when there is room again one is taken', async () => {
    const { clock, db, store, journal } = await onDisk();
    await full(db, true);
    const call = newCall(clock);
    const made = journal.open(call);
    for (const event of events(300)) made.event(event);
    await clock.advance(10);
    const message = { id: uuidv7(clock), callId: call.id, createdAt: clock.wallTime(), expiresAt: null };
    await expect(made.beginMessage(message)).rejects.toThrow(StoreError);
    await full(db, false);
    await made.beginMessage(message);
    await made.appendAudio(message.id, 0, new Int16Array(800));
    await made.finishMessage(message.id, 100);
    expect(await store.call(HOUSE, call.id)).toMatchObject({ message: { durationMs: 100 }, events: events(300) });
    await store.close();
  });

  test('what is left when the server stops is tried once more', async () => {
    const { clock, db, store, journal, lines } = await onDisk();
    await full(db, true);
    const call = newCall(clock);
    const made = journal.open(call);
    for (const event of events(300)) made.event(event);
    await made.close(clock.wallTime(), 'caller', 'bye');
    await journal.finish();
    expect(lines.at(-1)).toBe('calls could not be written to the journal and are lost');
    await full(db, false);
    await journal.finish();
    expect(await store.call(HOUSE, call.id)).toMatchObject({ endedBy: 'caller', events: events(300) });
    await store.close();
  });

  test('on a file system that is really full', ({ skip }) => {
    const script = join(import.meta.dirname, '..', 'support', 'full-disk-child.ts');
    const mounted = `mount -t tmpfs -o size=8m tmpfs "$1" && exec "$2" "$3" "$1"`;
    const arguments_ = ['-m', 'sh', '-c', mounted, 'sh', mkdtempSync(join(tmpdir(), 'danke-nein-test-')), process.execPath, script];
    if (spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status !== 0) skip('no file system can be mounted here');
    const { stdout, stderr } = spawnSync('unshare', arguments_, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ whileFull: 0, warned: true, afterwards: 20, events: 20 * 40, inOrder: true });
  });
});

describe('a store that fails again and again', () => {
  test.each([1, 2, 3, 4, 5])('has every call in the end, complete and in order; chance %i', async (seed) => {
    const clock = new VirtualClock(1_000);
    const random = seededRandom(seed);
    const store = new MemoryStore();
    // Before or after the write took place: a failure at the commit does not tell.
    for (const method of ['openCall', 'appendEvents', 'closeCall'] as const) {
      const write = store[method].bind(store) as (...all: unknown[]) => Promise<void>;
      Object.assign(store, {
        [method]: async (...all: unknown[]) => {
          const chance = random.below(4);
          if (chance === 0) throw new StoreError('disk I/O error', { temporary: true });
          await write(...all);
          if (chance === 1) throw new StoreError('disk I/O error', { temporary: true });
        },
      });
    }
    const journal = new Journal({ store, transcripts: store, householdId: HOUSE, clock, log: logged().log });
    const calls = [];
    for (let nth = 0; nth < 20; nth++) {
      const call = newCall(clock);
      calls.push(call);
      const page = journal.open(call);
      for (const event of events(12)) {
        page.event(event);
        await clock.advance(random.below(50));
      }
      void page.close(clock.wallTime(), 'caller', 'bye');
    }
    await passes(clock, 3_600_000);
    for (const { id } of calls) expect(await store.call(HOUSE, id)).toMatchObject({ endedBy: 'caller', events: events(12) });
  });

  test('a failure that is for good is said once and holds up no other call', async () => {
    const { clock, db, store, journal, lines } = await onDisk();
    await full(db, true);
    const [first, second] = [newCall(clock), newCall(clock)];
    for (const call of [first, second]) {
      const page = journal.open(call);
      for (const event of events(300)) page.event(event);
      await page.close(clock.wallTime(), 'caller', 'bye');
    }
    await full(db, false);
    await sql
      .raw(`create trigger refused before insert on outcome when new.call_id = '${first.id}' begin select raise(abort, 'no'); end`)
      .execute(db);
    await passes(clock, 20_000);
    expect(lines).toContain('a call could not be written to the journal and is lost');
    expect(await store.call(HOUSE, first.id)).toMatchObject({ endedAt: null });
    expect(await store.call(HOUSE, second.id)).toMatchObject({ events: events(300) });
    await store.close();
  });
});

describe('what is kept in memory is bounded', () => {
  function neverWritten() {
    const clock = new VirtualClock(1_000);
    const store = new MemoryStore();
    const fails = { now: true };
    const open = store.openCall.bind(store);
    store.openCall = (...all) => (fails.now ? Promise.reject(new StoreError('full', { temporary: true })) : open(...all));
    const { lines, log } = logged();
    return { clock, store, fails, lines, journal: new Journal({ store, transcripts: store, householdId: HOUSE, clock, log }) };
  }

  test('in calls: the oldest ones go', async () => {
    const { clock, store, fails, lines, journal } = neverWritten();
    const calls = Array.from({ length: MOST_OWED_CALLS + 3 }, () => newCall(clock));
    for (const call of calls) await journal.open(call).close(clock.wallTime(), 'caller', 'bye');
    expect(lines.filter((line) => line.includes('oldest call is lost'))).toHaveLength(3);
    fails.now = false;
    await passes(clock, 60_000);
    expect(await store.countCalls(HOUSE, {})).toBe(MOST_OWED_CALLS);
    expect(await store.call(HOUSE, calls[2]?.id ?? '')).toBeNull();
    expect(await store.call(HOUSE, calls[3]?.id ?? '')).not.toBeNull();
  });

  test('in bytes: the oldest ones go', async () => {
    const { clock, store, fails, journal } = neverWritten();
    const long = 'x'.repeat(MOST_OWED_BYTES / 10);
    for (let nth = 0; nth < 12; nth++) {
      const page = journal.open(newCall(clock));
      page.words({ atMs: 0, words: long }, 2_000);
      await page.close(clock.wallTime(), 'caller', 'bye');
    }
    fails.now = false;
    await passes(clock, 60_000);
    expect(await store.countCalls(HOUSE, {})).toBe(9);
  });
});

test('what is owed is tried again after a second, then ever less often, every fifteen seconds at the least', async () => {
  const clock = new VirtualClock();
  const backlog = new Backlog(clock, logged().log);
  const tries: number[] = [];
  let isBehind = true;
  const owed = () => ({
    callId: 'x',
    bytes: 0,
    get isBehind() {
      return isBehind;
    },
    async catchUp() {
      tries.push(clock.now() / 1_000);
      if (tries.length === 7) isBehind = false;
      else throw new StoreError('full', { temporary: true });
    },
  });
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      await clock.advance(1_000);
      await turn();
    }
  };
  backlog.add(owed());
  await pass(120);
  expect(tries).toEqual([1, 3, 7, 15, 30, 45, 60]);
  expect(clock.waiting).toBe(0);
  // The next trouble is a first one again.
  isBehind = true;
  backlog.add(owed());
  await pass(1);
  expect(tries.slice(7)).toEqual([121]);
  await backlog.finish();
  expect(clock.waiting).toBe(0);
});
