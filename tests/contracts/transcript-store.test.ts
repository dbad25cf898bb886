import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import { SqliteTranscriptStore } from '../../src/adapters/sqlite/transcript-store.ts';
import { StoreError, type JournalStore } from '../../src/journal/store.ts';
import type { TranscriptStore } from '../../src/journal/transcript.ts';
import { MemoryStore } from '../support/memory-store.ts';

interface Stores {
  readonly journal: JournalStore;
  readonly transcripts: TranscriptStore;
}

const STORES: Readonly<Record<string, () => Promise<Stores>>> = {
  memory: async () => {
    const store = new MemoryStore();
    return { journal: store, transcripts: store };
  },
  sqlite: async () => {
    const db = await openDatabase(':memory:');
    return { journal: new SqliteJournalStore(db), transcripts: new SqliteTranscriptStore(db) };
  },
};

const CALL = '0192a000-0000-7000-8000-000000000001';
const STROM = { atMs: 9_000, words: 'Es geht um „Strom“; DROP TABLE call' };
const NEIN = { atMs: 12_000, words: 'Ach so. Schönen Tag!' };

/** What every transcript store must do. A new adapter is added to STORES above, and nothing else. */
describe.each(Object.entries(STORES))('the transcript store in %s', (_, make) => {
  let journal: JournalStore;
  let store: TranscriptStore;
  beforeEach(async () => {
    ({ journal, transcripts: store } = await make());
    await journal.openCall('one', {
      id: CALL,
      lineId: null,
      kind: 'real',
      approach: 'empathy',
      approachAssigned: 'household',
      policyVersion: 1,
      lang: 'de',
      callerNumber: null,
      callerName: null,
      contactName: null,
      legId: CALL,
      legTransport: 'sip',
      startedAt: 1_000,
    });
  });

  test('keeps words in their order, for their own household alone', async () => {
    expect(await store.transcript('one', CALL)).toBeNull();
    await store.addWords('one', CALL, STROM, 5_000);
    await store.addWords('one', CALL, NEIN, 5_001);
    expect(await store.transcript('one', CALL)).toEqual({ lines: [STROM, NEIN], expiresAt: 5_000 });
    expect(await store.transcript('two', CALL)).toBeNull();
    await expect(store.addWords('two', CALL, NEIN, 5_000)).rejects.toThrow(StoreError);
  });

  test('forgets them for good when asked, and not for another household; the call stays', async () => {
    await store.addWords('one', CALL, STROM, 5_000);
    expect(await store.forgetWords('two', CALL)).toBe(false);
    expect(await store.forgetWords('one', CALL)).toBe(true);
    expect(await store.forgetWords('one', CALL)).toBe(false);
    expect(await store.transcript('one', CALL)).toBeNull();
    expect(await journal.call('one', CALL)).toMatchObject({ id: CALL });
  });

  test('is purged of what has expired, and of that alone', async () => {
    await store.addWords('one', CALL, STROM, 5_000);
    await store.purgeWords('one', 5_000);
    await store.purgeWords('two', 9_000);
    expect(await store.transcript('one', CALL)).toMatchObject({ lines: [STROM] });
    await store.purgeWords('one', 5_001);
    expect(await store.transcript('one', CALL)).toBeNull();
  });

  test('of a deleted call shows nothing; a call that is brought back has its words again, and one that is purged has none', async () => {
    await store.addWords('one', CALL, STROM, 9_000);
    await journal.deleteCall('one', CALL, 2_000);
    expect(await store.transcript('one', CALL)).toBeNull();
    await journal.restoreCall('one', CALL);
    expect(await store.transcript('one', CALL)).toMatchObject({ lines: [STROM] });
    await journal.deleteCall('one', CALL, 2_000);
    await journal.purge('one', 3_000, 3_000);
    await expect(store.addWords('one', CALL, NEIN, 9_000)).rejects.toThrow(StoreError);
    expect(await store.forgetWords('one', CALL)).toBe(false);
  });
});
