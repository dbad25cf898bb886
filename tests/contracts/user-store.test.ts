import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type Db } from '../../src/adapters/sqlite/database.ts';
import { SqliteKeyStore } from '../../src/adapters/sqlite/key-store.ts';
import { SqliteUserStore } from '../../src/adapters/sqlite/user-store.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { UserStore } from '../../src/household/users.ts';
import { Access } from '../../src/http/access.ts';

describe('the user store in sqlite', () => {
  let store: UserStore;
  let db: Db;
  beforeEach(async () => {
    db = await openDatabase(':memory:');
    store = new SqliteUserStore(db);
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
    const access = new Access(store, new SqliteKeyStore(db), ['one'], clock);
    await access.refresh();
    expect(await access.visitorOf(undefined)).toMatchObject({ householdId: 'one', user: { role: 'owner' } });
    await expect(access.addUser('one', 'Eva', 'kurz', 'member')).rejects.toThrow('password_too_short');
    const before = (await access.visitorOf(undefined))?.user.id;
    const token = await access.addUser('one', 'Eva', 'ein langer Satz', 'member');
    // What was practised before there was a password stays theirs.
    expect((await access.visitorOf(token))?.user.id).toBe(before);
    expect(await access.visitorOf(undefined)).toBeNull();
    expect(await access.visitorOf(token)).toMatchObject({ user: { name: 'Eva', role: 'owner' } });
    for (let i = 0; i < 5; i++) await expect(access.logIn('Eva', 'falsch', '192.0.2.1')).rejects.toThrow('wrong_password');
    await expect(access.logIn('Eva', 'ein langer Satz', '192.0.2.1')).rejects.toThrow('too_many_tries');
    expect(await access.visitorOf(await access.logIn('Eva', 'ein langer Satz', '192.0.2.2'))).toMatchObject({ user: { name: 'Eva' } });
    await clock.advance(12_000);
    await expect(access.logIn('Niemand', 'ein langer Satz', '192.0.2.1')).rejects.toThrow('wrong_password');
  });

  test('access: each household has people of its own, and a session opens nothing but its household', async () => {
    const access = new Access(store, new SqliteKeyStore(db), ['one', 'praxis'], new VirtualClock());
    await access.addUser('praxis', 'Anna', 'in der Praxis', 'owner');
    await access.refresh();
    // One password guards the whole console: nobody becomes the first household's owner by coming first.
    expect(await access.visitorOf(undefined)).toBeNull();
    await access.addUser('one', 'Anna', 'zu Hause bei uns', 'owner');
    await access.addUser('one', 'anna@praxis.example', 'mit Klammeraffe', 'member');

    const logIn = async (name: string, password: string) => access.visitorOf(await access.logIn(name, password, '192.0.2.1'));
    expect(await logIn('Anna', 'zu Hause bei uns')).toMatchObject({ householdId: 'one', user: { name: 'Anna' } });
    expect(await logIn('Anna@Praxis', 'in der Praxis')).toMatchObject({ householdId: 'praxis', user: { name: 'Anna' } });
    expect(await logIn('anna@praxis.example', 'mit Klammeraffe')).toMatchObject({ householdId: 'one', user: { role: 'member' } });
    await expect(access.logIn('Anna', 'in der Praxis', '192.0.2.2')).rejects.toThrow('wrong_password');
    await expect(access.logIn('Anna@praxis', 'zu Hause bei uns', '192.0.2.2')).rejects.toThrow('wrong_password');

    const token = await access.logIn('Anna@praxis', 'in der Praxis', '192.0.2.1');
    const [, secret = ''] = token.split('.');
    for (const forged of [secret, `one.${secret}`, `other.${secret}`, `${token}.x`, ''])
      expect(await access.visitorOf(forged), forged).toBeNull();
    await access.logOut(token);
    expect(await access.visitorOf(token)).toBeNull();
  });
});
