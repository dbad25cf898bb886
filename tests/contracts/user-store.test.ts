import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteUserStore } from '../../src/adapters/sqlite/user-store.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { UserStore } from '../../src/household/users.ts';
import { Access } from '../../src/http/access.ts';

describe('the user store in sqlite', () => {
  let store: UserStore;
  beforeEach(async () => {
    store = new SqliteUserStore(await openDatabase(':memory:'));
  });
  const user = (id: string, role: 'owner' | 'member' = 'owner') => ({ id, name: `name of ${id}`, role, passwordHash: 'hash' });

  test('adds people once per name, and keeps households apart', async () => {
    expect(await store.addUser('one', user('a'), 1)).toBe(true);
    expect(await store.addUser('one', { ...user('b'), name: 'name of a' }, 2)).toBe(false);
    expect(await store.addUser('two', { ...user('c'), name: 'name of a' }, 2)).toBe(true);
    expect((await store.users('one')).map((one) => one.id)).toEqual(['a']);
    expect(await store.userNamed('two', 'name of a')).toMatchObject({ id: 'c' });
  });

  test('keeps the last owner', async () => {
    await store.addUser('one', user('a'), 1);
    await store.addUser('one', user('b', 'member'), 2);
    expect(await store.removeUser('one', 'a')).toBe(false);
    expect(await store.removeUser('two', 'b')).toBe(false);
    expect(await store.removeUser('one', 'b')).toBe(true);
  });

  test('sessions end by time, by logging out, by a new password, and with their user', async () => {
    await store.addUser('one', user('a'), 1);
    await store.addUser('one', user('b', 'member'), 2);
    for (const token of ['t1', 't2', 't3']) await store.openSession('one', token, 'a', 100);
    await store.openSession('one', 't4', 'b', 100);
    expect(await store.sessionUser('one', 't1', 99)).toMatchObject({ id: 'a', role: 'owner' });
    expect(await store.sessionUser('one', 't1', 100)).toBeNull();
    expect(await store.sessionUser('two', 't1', 99)).toBeNull();
    await store.closeSession('one', 't1');
    expect(await store.sessionUser('one', 't1', 99)).toBeNull();
    await store.setPassword('one', 'a', 'other');
    expect(await store.sessionUser('one', 't2', 99)).toBeNull();
    await store.removeUser('one', 'b');
    expect(await store.sessionUser('one', 't4', 99)).toBeNull();
  });

  test('access: the first person owns the console, wrong passwords are slowed down', async () => {
    const clock = new VirtualClock();
    const access = new Access(store, 'one', clock);
    await access.refresh();
    expect(await access.userOf(undefined)).toMatchObject({ role: 'owner' });
    await expect(access.addUser('Eva', 'kurz', 'member')).rejects.toThrow('password_too_short');
    const token = await access.addUser('Eva', 'ein langer Satz', 'member');
    expect(await access.userOf(undefined)).toBeNull();
    expect(await access.userOf(token)).toMatchObject({ name: 'Eva', role: 'owner' });
    for (let i = 0; i < 5; i++) await expect(access.logIn('Eva', 'falsch', '192.0.2.1')).rejects.toThrow('wrong_password');
    await expect(access.logIn('Eva', 'ein langer Satz', '192.0.2.1')).rejects.toThrow('too_many_tries');
    expect(await access.userOf(await access.logIn('Eva', 'ein langer Satz', '192.0.2.2'))).toMatchObject({ name: 'Eva' });
    await clock.advance(12_000);
    await expect(access.logIn('Niemand', 'ein langer Satz', '192.0.2.1')).rejects.toThrow('wrong_password');
  });
});
