import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteUserStore } from '../../src/adapters/sqlite/user-store.ts';
import { MOST_SESSIONS, type UserStore } from '../../src/household/users.ts';

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
    const open = (tokenHash: string, userId: string) =>
      store.openSession('one', { tokenHash, userId, expiresAt: 100, passwordHash: null }, 1);
    for (const token of ['t1', 't2', 't3']) await open(token, 'a');
    await open('t4', 'b');
    expect(await store.sessionUser('one', 't1', 99)).toMatchObject({ user: { id: 'a', role: 'owner' }, expiresAt: 100 });
    expect(await store.sessionUser('one', 't1', 100)).toBeNull();
    expect(await store.sessionUser('two', 't1', 99)).toBeNull();
    await store.closeSession('one', 't1');
    expect(await store.sessionUser('one', 't1', 99)).toBeNull();
    await store.setPassword('one', 'a', 'other');
    expect(await store.sessionUser('one', 't2', 99)).toBeNull();
    await open('t5', 'a');
    await store.closeSessionsOf('two', 'a');
    expect(await store.sessionUser('one', 't5', 99)).not.toBeNull();
    await store.closeSessionsOf('one', 'a');
    expect(await store.sessionUser('one', 't5', 99)).toBeNull();
    expect(await store.sessionUser('one', 't4', 99)).not.toBeNull();
    await store.removeUser('one', 'b');
    expect(await store.sessionUser('one', 't4', 99)).toBeNull();
  });

  test('the first user of all is added once, whoever else comes at the same time or in another household', async () => {
    const households = ['one', 'two'] as const;
    const both = await Promise.all(['a', 'b'].map((id) => store.addFirstUser(households, 'one', user(id), 1)));
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await store.users('one')).toHaveLength(1);
    expect(await store.addFirstUser(households, 'two', user('c'), 1)).toBe(false);
    // Who belongs to a household that is no more keeps nobody out.
    expect(await store.addFirstUser(['three'], 'three', user('d'), 1)).toBe(true);
  });

  test('a session is opened only by the password that holds, and for somebody who is there', async () => {
    await store.addUser('one', user('a'), 1);
    const session = { tokenHash: 't1', userId: 'a', expiresAt: 100, passwordHash: 'hash' };
    expect(await store.openSession('one', { ...session, passwordHash: 'the one before' }, 1)).toBe(false);
    expect(await store.openSession('one', { ...session, userId: 'b' }, 1)).toBe(false);
    expect(await store.openSession('two', session, 1)).toBe(false);
    expect(await store.sessionUser('one', 't1', 2)).toBeNull();
    expect(await store.openSession('one', session, 1)).toBe(true);
  });

  test('sessions that are over are forgotten, and of too many those that end first', async () => {
    await store.addUser('one', user('a'), 1);
    await store.addUser('one', user('b'), 1);
    const open = (tokenHash: string, userId: string, expiresAt: number, now: number) =>
      store.openSession('one', { tokenHash, userId, expiresAt, passwordHash: null }, now);
    await open('of b', 'b', 50, 1);
    for (let n = 0; n <= MOST_SESSIONS; n++) await open(`t${n}`, 'a', 1_000 + n, 2);
    expect(await store.sessionUser('one', 'of b', 3)).not.toBeNull();
    expect(await store.sessionUser('one', 't0', 3)).toBeNull();
    expect(await store.sessionUser('one', 't1', 3)).not.toBeNull();
    await open('late', 'b', 2_000, 1_050);
    // Asked for an earlier moment: the row itself is gone.
    expect(await store.sessionUser('one', 'of b', 3)).toBeNull();
    expect(await store.sessionUser('one', 't1', 3)).toBeNull();
    expect(await store.sessionUser('one', `t${MOST_SESSIONS}`, 3)).toBeNull();
    expect(await store.sessionUser('one', 'late', 1_051)).not.toBeNull();
  });
});
