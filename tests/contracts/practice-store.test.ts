import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqlitePracticeStore } from '../../src/adapters/sqlite/practice-store.ts';
import { SqliteUserStore } from '../../src/adapters/sqlite/user-store.ts';
import { progressOf } from '../../src/practice/progress.ts';
import type { KeptPractice, PracticeStore } from '../../src/practice/store.ts';

const DAY = 86_400_000;
const NOW = 100 * DAY;

function practice(more: Partial<KeptPractice> = {}): KeptPractice {
  return {
    id: crypto.randomUUID(),
    at: NOW,
    personaId: 'tired',
    difficulty: 'ordinary',
    lang: 'de',
    ending: 'laughed',
    turns: 3,
    noAt: 1,
    slips: [],
    good: ['kind_no'],
    tension: { first: 38, last: 20 },
    ...more,
  };
}

describe('the practice store in sqlite', () => {
  const make = async (): Promise<PracticeStore> => new SqlitePracticeStore(await openDatabase(':memory:'));

  test('keeps what was practised, once, newest first', async () => {
    const store = await make();
    const [old, young] = [practice({ at: 1, slips: ['soft_no'], noAt: null }), practice({ at: 2 })];
    for (const one of [old, young, old]) await store.keepPractice('one', 'eva', one);
    expect(await store.practices('one', 'eva')).toEqual([young, old]);
  });

  test('shows nobody the practices of another person or household, and forgets one person’s alone', async () => {
    const store = await make();
    const [evas, annas, elsewhere] = [practice(), practice(), practice()];
    await store.keepPractice('one', 'eva', evas);
    await store.keepPractice('one', 'anna', annas);
    await store.keepPractice('two', 'eva', elsewhere);
    expect(await store.practices('one', 'eva')).toEqual([evas]);
    await store.forgetPractices('one', 'eva');
    expect(await store.practices('one', 'eva')).toEqual([]);
    expect(await store.practices('one', 'anna')).toEqual([annas]);
    expect(await store.practices('two', 'eva')).toEqual([elsewhere]);
  });
});

test('with a person goes what they practised; others keep theirs', async () => {
  const db = await openDatabase(':memory:');
  const [store, users] = [new SqlitePracticeStore(db), new SqliteUserStore(db)];
  for (const [id, role] of [
    ['eva', 'owner'],
    ['anna', 'member'],
  ] as const) {
    await users.addUser('one', { id, name: id, role, passwordHash: 'hash' }, 1);
    await store.keepPractice('one', id, practice());
  }
  expect(await users.removeUser('one', 'anna')).toBe(true);
  expect(await store.practices('one', 'anna')).toEqual([]);
  expect(await store.practices('one', 'eva')).toHaveLength(1);
  // The last owner stays, and so does what is theirs.
  expect(await users.removeUser('one', 'eva')).toBe(false);
  expect(await store.practices('one', 'eva')).toHaveLength(1);
});

describe('progress', () => {
  test('counts by week, oldest first, and tells what still comes up', () => {
    const progress = progressOf(
      [
        practice({ at: NOW - 15 * DAY, ending: 'slammed', noAt: 4, slips: ['blames', 'late_no'] }),
        practice({ at: NOW - DAY, personaId: 'closer', ending: 'curt', noAt: 2, slips: ['blames'] }),
        practice({ at: NOW, personaId: 'doctors-office', ending: 'reached', noAt: null }),
      ],
      NOW,
    );
    expect(progress.weeks).toEqual([
      { ago: 2, practices: 1, endedWell: 0, noInTime: 0, withSeller: 1 },
      { ago: 1, practices: 0, endedWell: 0, noInTime: 0, withSeller: 0 },
      { ago: 0, practices: 2, endedWell: 1, noInTime: 1, withSeller: 1 },
    ]);
    expect(progress.lastEndings).toEqual({ tired: 'slammed', closer: 'curt', 'doctors-office': 'reached' });
    expect(progress.slips[0]).toEqual({ slip: 'blames', recent: 2, before: 0 });
  });

  test('of nothing is nothing', () => {
    expect(progressOf([], NOW)).toEqual({ practices: 0, weeks: [], lastEndings: {}, slips: [] });
  });
});
