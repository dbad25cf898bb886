import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SecretSeal } from '../../src/adapters/sqlite/secret-seal.ts';
import { SqliteSettingChangeStore } from '../../src/adapters/sqlite/setting-change-store.ts';
import type { SettingChange, SettingChangeStore, SettingSection } from '../../src/household/setting-changes.ts';
import { memorySettingChanges } from '../support/fakes.ts';

const STORES: Readonly<Record<string, () => Promise<SettingChangeStore>>> = {
  memory: async () => memorySettingChanges(),
  sqlite: async () => new SqliteSettingChangeStore(await openDatabase(':memory:'), new SecretSeal(new Uint8Array(32).fill(7))),
};

function change(section: SettingSection, value: unknown, at = 1): SettingChange {
  return { section, value, at, userName: 'Anna', fields: [{ field: 'household', from: 'a', to: 'b' }] };
}

describe.each(Object.entries(STORES))('changes of settings in %s', (_, make) => {
  test('the newest of a section counts, each household by itself', async () => {
    const store = await make();
    await store.append('one', change('household', { household: 'A' }));
    await store.append('one', change('household', { household: 'B' }));
    await store.append('one', change('line:home', 'disconnected'));
    await store.append('one', change('messages', null));
    await store.append('two', change('household', { household: 'C' }));
    expect(Object.fromEntries(await store.current('one'))).toEqual({
      household: { household: 'B' },
      'line:home': 'disconnected',
      messages: null,
    });
    expect(Object.fromEntries(await store.current('two'))).toEqual({ household: { household: 'C' } });
    expect(await store.current('three')).toEqual(new Map());
  });

  test('says who changed what, the newest first, and never what holds', async () => {
    const store = await make();
    const ids = [
      await store.append('one', change('household', { household: 'A' }, 5)),
      await store.append('one', change('messages', null, 6)),
    ];
    const [newest, oldest] = await store.changes('one', 10);
    expect(newest).toEqual({
      id: ids[1],
      section: 'messages',
      at: 6,
      userName: 'Anna',
      fields: [{ field: 'household', from: 'a', to: 'b' }],
    });
    expect(oldest?.id).toBe(ids[0]);
    expect(await store.changes('one', 1)).toHaveLength(1);
    expect(await store.changes('two', 10)).toEqual([]);
  });

  test('knows what held before the newest change of a section, and of no other one', async () => {
    const store = await make();
    const first = await store.append('one', change('household', { household: 'A' }));
    expect(await store.before('one', first)).toEqual({ section: 'household', value: null });
    await store.append('one', change('messages', null));
    const second = await store.append('one', change('household', null));
    expect(await store.before('one', second)).toEqual({ section: 'household', value: { household: 'A' } });
    expect(await store.before('one', first)).toBeUndefined();
    expect(await store.before('two', second)).toBeUndefined();
    expect(await store.before('one', 999)).toBeUndefined();
  });

  test('forgets what held long ago and holds no longer, and then there is no way back to it', async () => {
    const store = await make();
    const line = (password: string) => ({ registrar: 'a', password });
    await store.append('one', change('line:home', line('old'), 1));
    const second = await store.append('one', change('line:home', line('new'), 2));
    await store.append('two', change('line:home', line('another'), 1));
    await store.forgetValues('one', 3);
    expect(Object.fromEntries(await store.current('one'))).toEqual({ 'line:home': line('new') });
    expect(await store.before('one', second)).toBeUndefined();
    expect(await store.changes('one', 10)).toHaveLength(2);
    expect(Object.fromEntries(await store.current('two'))).toEqual({ 'line:home': line('another') });
    const third = await store.append('one', change('line:home', null, 4));
    expect(await store.before('one', third)).toEqual({ section: 'line:home', value: line('new') });
  });
});
