import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import { SqliteReflectionStore } from '../../src/adapters/sqlite/reflection-store.ts';
import { ownEvidence, type Reflection, type ReflectionStore } from '../../src/journal/reflection.ts';

const CALL = '0192a000-0000-7000-8000-000000000001';

function reflection(more: Partial<Reflection> = {}): Reflection {
  return {
    id: crypto.randomUUID(),
    callId: null,
    happenedAt: 1_000,
    updatedAt: 2_000,
    content: {
      said: 'Es ging um Strom.',
      heard: '',
      feelings: ['müde'],
      needs: ['Ruhe'],
      theirFeelings: [],
      theirNeeds: [],
      unsaid: '',
      request: 'Beim nächsten Mal früher Nein sagen.',
      gratitude: '',
      own: { approach: 'friendly_no', parting: 'kindly', before: 2, after: 4 },
    },
    ...more,
  };
}

describe('the reflection store in sqlite', () => {
  let store: ReflectionStore;
  let journal: SqliteJournalStore;
  beforeEach(async () => {
    const db = await openDatabase(':memory:');
    store = new SqliteReflectionStore(db);
    journal = new SqliteJournalStore(db);
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

  test('keeps, changes, lists the newest call first, and deletes', async () => {
    const [old, young] = [reflection({ happenedAt: 1 }), reflection({ happenedAt: 2 })];
    for (const one of [young, old]) expect(await store.keepReflection('one', 'eva', one)).toBe(true);
    const changed = { ...old, updatedAt: 9, content: { ...old.content, needs: ['Ruhe', 'Klarheit'] } };
    await store.keepReflection('one', 'eva', changed);
    expect(await store.reflections('one', 'eva')).toEqual([young, changed]);
    expect(await store.reflection('one', 'eva', old.id)).toEqual(changed);
    expect(await store.deleteReflection('one', 'eva', old.id)).toBe(true);
    expect(await store.deleteReflection('one', 'eva', old.id)).toBe(false);
    expect(await store.reflection('one', 'eva', old.id)).toBeNull();
  });

  test('is for one person alone: nobody else of the household, and no other household, reads, changes or deletes it', async () => {
    const evas = reflection();
    await store.keepReflection('one', 'eva', evas);
    for (const [household, user] of [
      ['one', 'anna'],
      ['two', 'eva'],
    ] as const) {
      expect(await store.reflections(household, user)).toEqual([]);
      expect(await store.reflection(household, user, evas.id)).toBeNull();
      expect(await store.keepReflection(household, user, evas)).toBe(false);
      expect(await store.deleteReflection(household, user, evas.id)).toBe(false);
    }
    expect(await store.reflections('one', 'eva')).toEqual([evas]);
  });

  test('a call on one’s own telephone counts for whoever wrote it down; one of the journal does not count twice', () => {
    const [byHand, ofCall] = [reflection(), reflection({ callId: CALL })];
    expect(ownEvidence([byHand, ofCall])).toMatchObject([{ handler: 'person', approach: 'friendly_no', parting: 'kindly', moodAfter: 4 }]);
    expect(ownEvidence([reflection({ content: { ...byHand.content, own: { ...byHand.content.own, parting: null } } })])).toEqual([]);
  });

  test('belongs to a call of the household, and outlives it', async () => {
    expect(await store.keepReflection('two', 'eva', reflection({ callId: CALL }))).toBe(false);
    const ofCall = reflection({ callId: CALL });
    expect(await store.keepReflection('one', 'eva', ofCall)).toBe(true);
    await journal.deleteCall('one', CALL, 1);
    await journal.purge('one', 10, 5);
    expect(await store.reflection('one', 'eva', ofCall.id)).toEqual({ ...ofCall, callId: null });
  });
});
