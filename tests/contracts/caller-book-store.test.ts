import { describe, expect, test } from 'vitest';
import { SqliteCallerBookStore } from '../../src/adapters/sqlite/caller-book-store.ts';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { CallerBook, MOST_ENTRIES, type BookEntry, type CallerBookStore } from '../../src/household/caller-book.ts';
import { contactsOf } from '../../src/household/contacts.ts';
import { memoryCallerBook } from '../support/fakes.ts';

const STORES: Readonly<Record<string, () => Promise<CallerBookStore>>> = {
  memory: async () => memoryCallerBook(),
  sqlite: async () => new SqliteCallerBookStore(await openDatabase(':memory:')),
};
const HOUSEHOLD = { id: 'one', countryCode: '49' };

function entry(number: string, name: string, welcome: BookEntry['welcome'] = 'wanted'): BookEntry {
  return { number, name, welcome, since: 1 };
}

describe.each(Object.entries(STORES))('the book of callers in %s', (_, make) => {
  test('keeps one entry a number, replaces and removes, each household by itself', async () => {
    const store = await make();
    await store.putEntries('one', [entry('4940123', 'Oma'), entry('4930456', 'Sparfuchs', 'unwanted')]);
    await store.putEntries('two', [entry('4940123', 'Chef')]);
    await store.putEntries('one', [entry('4940123', 'Oma Lotte')]);
    const byNumber = (entries: readonly BookEntry[]) => entries.toSorted((a, b) => a.number.localeCompare(b.number));
    expect(byNumber(await store.entries('one'))).toEqual([entry('4930456', 'Sparfuchs', 'unwanted'), entry('4940123', 'Oma Lotte')]);
    await store.removeEntries('one', ['4940123', '000']);
    expect(await store.entries('one')).toEqual([entry('4930456', 'Sparfuchs', 'unwanted')]);
    expect(await store.entries('two')).toEqual([entry('4940123', 'Chef')]);
  });

  test('many at once, and none where there are too many', async () => {
    const store = await make();
    const book = await CallerBook.load(store, HOUSEHOLD, contactsOf([]));
    const many = Array.from({ length: MOST_ENTRIES }, (_one, nth) => entry(`49301${nth}`, `N${nth}`));
    await book.put(many);
    await expect(book.put([entry('4940999', 'one too many')])).rejects.toThrow(RangeError);
    expect(await store.entries('one')).toHaveLength(MOST_ENTRIES);
    await book.put([entry('493010', 'another name for one who is there')]);
    await book.remove(many.map(({ number }) => number));
    expect(await store.entries('one')).toEqual([]);
  });

  test('what people say counts before the file, is there after a restart, and knows every way of writing', async () => {
    const store = await make();
    const file = contactsOf([
      { name: 'Tante', number: '4940777' },
      { name: 'Oma', number: '4940123' },
    ]);
    const first = await CallerBook.load(store, HOUSEHOLD, file);
    await first.put([entry('4940123', 'Oma Lotte'), entry('4940777', '', 'unwanted'), entry('4930456', '')]);
    const book = await CallerBook.load(store, HOUSEHOLD, file);
    expect(book.nameOf('+49 40 123')).toBe('Oma Lotte');
    expect(book.nameOf('040 / 777')).toBeNull();
    expect(book.isUnwanted('0049 40 777')).toBe(true);
    expect(book.nameOf('030456')).toBe('030456');
    expect(book.isUnwanted('anonymous')).toBe(false);
    await book.remove(['4940777']);
    expect(book.nameOf('040777')).toBe('Tante');
    expect(book.entries.map(({ name }) => name)).toEqual(['Oma Lotte', '']);
  });
});
