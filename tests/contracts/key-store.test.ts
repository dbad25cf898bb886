import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteKeyStore } from '../../src/adapters/sqlite/key-store.ts';
import { SqliteUserStore } from '../../src/adapters/sqlite/user-store.ts';
import type { ApiToken, KeyStore, Passkey } from '../../src/household/keys.ts';
import type { UserStore } from '../../src/household/users.ts';

describe('passkeys and tokens in sqlite', () => {
  let store: KeyStore;
  let users: UserStore;
  beforeEach(async () => {
    const db = await openDatabase(':memory:');
    store = new SqliteKeyStore(db);
    users = new SqliteUserStore(db);
    for (const [household, id] of [
      ['one', 'anna'],
      ['one', 'ben'],
      ['two', 'cara'],
    ] as const)
      await users.addUser(household, { id, name: id, role: 'owner', passwordHash: 'x' }, 1);
  });
  const passkey = (id: string, userId = 'anna'): Passkey => ({
    id,
    userId,
    name: 'phone',
    publicKey: Uint8Array.of(1, 2, 250),
    counter: 0,
    rpId: 'localhost',
    createdAt: 5,
    lastUsedAt: null,
  });
  const token = (id: string, expiresAt: number | null = null): ApiToken => ({
    id,
    name: 'script',
    role: 'member',
    createdAt: 1,
    lastUsedAt: null,
    expiresAt,
  });

  test('a passkey belongs to one person of one household, and is there once', async () => {
    expect(await store.addPasskey('one', passkey('k1'))).toBe(true);
    expect(await store.addPasskey('one', passkey('k1', 'ben'))).toBe(false);
    await store.addPasskey('one', passkey('k2', 'ben'));
    expect((await store.passkeys('one', 'anna')).map(({ id }) => id)).toEqual(['k1']);
    expect(await store.passkey('one', 'k1')).toEqual(passkey('k1'));
    expect(await store.passkey('two', 'k1')).toBeNull();
    await store.passkeyUsed('two', 'k1', 9, 9);
    await store.passkeyUsed('one', 'k1', 3, 7);
    expect(await store.passkey('one', 'k1')).toMatchObject({ counter: 3, lastUsedAt: 7 });
    expect(await store.removePasskey('one', 'ben', 'k1')).toBe(false);
    expect(await store.removePasskey('two', 'anna', 'k1')).toBe(false);
    expect(await store.removePasskey('one', 'anna', 'k1')).toBe(true);
    expect(await store.passkeys('one', 'anna')).toEqual([]);
  });

  test('passkeys go with their person', async () => {
    await store.addPasskey('one', passkey('k2', 'ben'));
    await users.removeUser('one', 'ben');
    expect(await store.passkey('one', 'k2')).toBeNull();
  });

  test('a token opens its own household alone, until it is taken away; its uses are noted once a minute', async () => {
    await store.addToken('one', token('t1'), 'hash-1');
    expect(await store.useToken('two', 'hash-1', 100)).toBeNull();
    expect(await store.useToken('one', 'hash-2', 100)).toBeNull();
    expect(await store.useToken('one', 'hash-1', 100_000)).toMatchObject({ id: 't1', role: 'member' });
    await store.useToken('one', 'hash-1', 130_000);
    expect((await store.tokens('one'))[0]?.lastUsedAt).toBe(100_000);
    await store.useToken('one', 'hash-1', 161_000);
    expect((await store.tokens('one'))[0]?.lastUsedAt).toBe(161_000);
    expect(await store.removeToken('two', 't1')).toBe(false);
    expect(await store.removeToken('one', 't1')).toBe(true);
    expect(await store.useToken('one', 'hash-1', 200_000)).toBeNull();
    expect(await store.tokens('one')).toEqual([]);
  });

  test('a token opens nothing from its end on, and is still listed', async () => {
    await store.addToken('one', token('t1', 1_000), 'hash-1');
    expect(await store.useToken('one', 'hash-1', 999)).toMatchObject({ id: 't1', expiresAt: 1_000 });
    expect(await store.useToken('one', 'hash-1', 1_000)).toBeNull();
    expect(await store.tokens('one')).toMatchObject([{ id: 't1', expiresAt: 1_000, lastUsedAt: 999 }]);
  });
});
