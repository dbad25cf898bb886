import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteSettingStore } from '../../src/adapters/sqlite/setting-store.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { Expecting, LONGEST_EXPECTATION_MS, type SettingStore } from '../../src/household/expecting.ts';
import { memorySettings } from '../support/fakes.ts';

const STORES: Readonly<Record<string, () => Promise<SettingStore>>> = {
  memory: async () => memorySettings(),
  sqlite: async () => new SqliteSettingStore(await openDatabase(':memory:')),
};

describe.each(Object.entries(STORES))('the setting store in %s', (_, make) => {
  test('keeps, replaces and removes, each household by itself', async () => {
    const store = await make();
    expect(await store.setting('one', 'key')).toBeNull();
    await store.setSetting('one', 'key', 'a');
    await store.setSetting('two', 'key', 'b');
    await store.setSetting('one', 'key', 'c');
    expect([await store.setting('one', 'key'), await store.setting('two', 'key')]).toEqual(['c', 'b']);
    await store.setSetting('one', 'key', null);
    await store.setSetting('one', 'key', null);
    expect([await store.setting('one', 'key'), await store.setting('two', 'key')]).toEqual([null, 'b']);
  });

  test('an expected call outlives a restart, ends by itself, and is never expected for longer than a day', async () => {
    const [store, clock] = [await make(), new VirtualClock()];
    const first = await Expecting.load(store, 'one', clock);
    expect(first.until).toBeNull();
    await first.expect(clock.wallTime() + 3_600_000);
    const again = await Expecting.load(store, 'one', clock);
    expect(again.until).toBe(clock.wallTime() + 3_600_000);
    await clock.advance(3_600_000);
    expect(again.until).toBeNull();
    await again.expect(clock.wallTime() + 10 * LONGEST_EXPECTATION_MS);
    expect(again.until).toBe(clock.wallTime() + LONGEST_EXPECTATION_MS);
    await again.expect(null);
    expect((await Expecting.load(store, 'one', clock)).until).toBeNull();
  });
});
