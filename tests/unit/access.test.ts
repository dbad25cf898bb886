import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteKeyStore } from '../../src/adapters/sqlite/key-store.ts';
import { SqliteUserStore } from '../../src/adapters/sqlite/user-store.ts';
import type { Log } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { MOST_TOKENS } from '../../src/household/keys.ts';
import { MOST_USERS, type User } from '../../src/household/users.ts';
import { Access } from '../../src/http/access.ts';
import { AccessLog } from '../../src/http/access-log.ts';
import { quickHashing } from '../support/console-app.ts';

const DAY = 86_400_000;
const EVA = 'ein langer Satz';

let clock: VirtualClock;
let users: SqliteUserStore;
let lines: Readonly<Record<string, unknown>>[];
let access: Access;
/** How often it was said that something changed. */
let changes: number;
let owner: User;
/** Passwords are looked at when this is done. */
let beforeLooking: () => Promise<void>;

async function open(households: readonly [string, ...string[]]): Promise<Access> {
  const db = await openDatabase(':memory:');
  users = new SqliteUserStore(db);
  lines = [];
  changes = 0;
  const log: Log = { info: (what) => void lines.push(what), warn: () => {} };
  const hashing = {
    hash: quickHashing.hash,
    verify: async (...given: [string, string]) => (await beforeLooking(), quickHashing.verify(...given)),
  };
  const keys = new SqliteKeyStore(db);
  const opened = new Access({ users, keys, households, hashing, clock, log: new AccessLog(log) });
  opened.onChange(async () => void changes++);
  await opened.refresh();
  return opened;
}

beforeEach(async () => {
  clock = new VirtualClock();
  beforeLooking = async () => {};
  access = await open(['one', 'praxis']);
});

async function first(): Promise<string> {
  const session = await access.addFirstUser('Eva', EVA);
  owner = (await access.visitorOf(session))?.user ?? expect.unreachable();
  return session;
}

const from = (source: string, device?: string) => ({ source, device });

describe('the first password', () => {
  test('makes its person the owner, who goes on as whoever used the console before', async () => {
    const before = await access.visitorOf(undefined);
    expect(before).toMatchObject({ householdId: 'one', user: { role: 'owner' }, by: 'local' });
    await expect(access.addFirstUser('Eva', 'kurz')).rejects.toThrow('password_too_short');
    expect(access.passwordSet).toBe(false);
    const session = await first();
    expect(await access.visitorOf(session)).toMatchObject({ user: { id: before?.user.id, name: 'Eva', role: 'owner' }, by: 'session' });
    expect(await access.visitorOf(undefined)).toBeNull();
  });

  test('is set once: of two at the same time one wins, and whoever comes later is a stranger', async () => {
    const both = await Promise.allSettled(['Eva', 'Mallory'].map((name) => access.addFirstUser(name, EVA)));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(access.addFirstUser('Mallory', EVA)).rejects.toThrow('not_logged_in');
    expect(await access.users('one')).toHaveLength(1);
  });

  test('of another household shuts this one too', async () => {
    await users.addUser('praxis', { id: 'a', name: 'Anna', role: 'owner', passwordHash: 'x' }, 1);
    await expect(access.addFirstUser('Mallory', EVA)).rejects.toThrow('not_logged_in');
    expect(access.passwordSet).toBe(true);
  });
});

describe('logging in', () => {
  beforeEach(first);

  test('a source guesses five times, then once every twelve seconds; a right password costs nothing', async () => {
    for (let n = 0; n < 20; n++) await access.logIn('Eva', EVA, from('192.0.2.1'));
    for (let n = 0; n < 5; n++) await expect(access.logIn('Eva', 'falsch', from('192.0.2.1'))).rejects.toThrow('wrong_password');
    await expect(access.logIn('Eva', EVA, from('192.0.2.1'))).rejects.toThrow('too_many_tries');
    await expect(access.logIn('Niemand', 'x', from('192.0.2.1'))).rejects.toThrow('too_many_tries');
    expect((await access.logIn('Eva', EVA, from('192.0.2.2'))).session).toBeTruthy();
    await clock.advance(12_000);
    await expect(access.logIn('Eva', 'falsch', from('192.0.2.1'))).rejects.toThrow('wrong_password');
    await expect(access.logIn('Eva', 'falsch', from('192.0.2.1'))).rejects.toThrow('too_many_tries');
  });

  /** Wrong passwords for one name, each from a source of its own, until they are refused. */
  async function guessesFor(name: string): Promise<number> {
    for (let n = 0; n < 50; n++) {
      const error = await access.logIn(name, 'falsch', from(`2001:db8:0:${n}`)).catch((caught: Error) => caught.message);
      if (error === 'too_many_tries') return n;
    }
    return 50;
  }

  test('a name is guessed ten times from all sources together, then once a minute; one that nobody has looks the same', async () => {
    expect(await guessesFor('Eva')).toBe(10);
    expect(await guessesFor('Niemand')).toBe(10);
    await clock.advance(60_000);
    await expect(access.logIn('Eva', 'falsch', from('198.51.100.1'))).rejects.toThrow('wrong_password');
    await expect(access.logIn('Eva', 'falsch', from('198.51.100.2'))).rejects.toThrow('too_many_tries');
  });

  test('inventing names does not wipe out how often one was guessed', async () => {
    expect(await guessesFor('Eva')).toBe(10);
    // A limiter remembers 10,000 of them, and forgets the oldest.
    for (let n = 0; n < 10_001; n++) await access.logIn(`Niemand ${n}`, 'x', from(`s${n}`)).catch(() => {});
    await expect(access.logIn('Eva', EVA, from('198.51.100.7'))).rejects.toThrow('too_many_tries');
  });

  test('whoever logged in on a device before is locked out by nobody else: not from elsewhere, not from the same source', async () => {
    const { device } = await access.logIn('Eva', EVA, from('proxy'));
    for (let n = 0; n < 6; n++) await access.logIn('Eva', 'falsch', from('proxy')).catch(() => {});
    await guessesFor('Eva');
    await expect(access.logIn('Eva', EVA, from('proxy'))).rejects.toThrow('too_many_tries');
    expect((await access.logIn('Eva', EVA, from('proxy', device))).device).toBe(device);
    // It is no way around the limits.
    for (let n = 0; n < 5; n++) await expect(access.logIn('Eva', 'falsch', from('new', device))).rejects.toThrow('wrong_password');
    await expect(access.logIn('Eva', EVA, from('new', device))).rejects.toThrow('too_many_tries');
  });

  test('a device counts for its own person and password, and no invented one does', async () => {
    await access.addUser('one', owner, 'Opa', 'noch ein langer Satz', 'member');
    const { device, session } = await access.logIn('Eva', EVA, from('a'));
    await guessesFor('Eva');
    const [nonce = '', seal = ''] = device.split('.');
    const forged = ['', '.', `${nonce}.`, `x.${seal}`, `${device}.x`, nonce, `${nonce}.${'A'.repeat(43)}`];
    for (const one of forged) await expect(access.logIn('Eva', EVA, from('b', one)), one).rejects.toThrow('too_many_tries');
    await guessesFor('Opa');
    await expect(access.logIn('Opa', 'noch ein langer Satz', from('b', device))).rejects.toThrow('too_many_tries');
    const { user } = (await access.visitorOf(session)) ?? expect.unreachable();
    await access.changePassword('one', user.id, EVA, 'ein anderer langer Satz');
    await expect(access.logIn('Eva', 'ein anderer langer Satz', from('b', device))).rejects.toThrow('too_many_tries');
  });

  test('where too many wait one is told to come back, and loses no try', async () => {
    const gate = Promise.withResolvers<void>();
    beforeLooking = () => gate.promise;
    const all = Array.from({ length: 40 }, (_, n) =>
      access.logIn(n === 39 ? 'Eva' : `Niemand ${n}`, EVA, from(`192.0.2.${n}`)).then(
        () => 'in',
        ({ message }: Error) => message,
      ),
    );
    expect(await all[39]).toBe('busy');
    gate.resolve();
    const said = await Promise.all(all);
    expect(said.filter((one) => one === 'wrong_password')).toHaveLength(18);
    expect(said.filter((one) => one === 'busy')).toHaveLength(22);
    for (let n = 0; n < 5; n++) await expect(access.logIn('Eva', 'falsch', from('192.0.2.39'))).rejects.toThrow('wrong_password');
  });

  test('a password that is changed while it is being looked at opens nothing', async () => {
    const gate = Promise.withResolvers<void>();
    const looked = Promise.withResolvers<void>();
    beforeLooking = () => (looked.resolve(), gate.promise);
    const logIn = access.logIn('Eva', EVA, from('a'));
    await looked.promise;
    await users.setPassword('one', owner.id, 'other');
    gate.resolve();
    await expect(logIn).rejects.toThrow('wrong_password');
  });

  test('each household has people of its own, and a session opens nothing but its household', async () => {
    await users.addUser('praxis', { id: 'x', name: 'Chef', role: 'owner', passwordHash: 'x' }, 1);
    const chef = { id: 'x', name: 'Chef', role: 'owner' } as const;
    await access.addUser('praxis', chef, 'Anna', 'in der Praxis', 'owner');
    await access.addUser('one', owner, 'Anna', 'zu Hause bei uns', 'owner');
    await access.addUser('one', owner, 'anna@praxis.example', 'mit Klammeraffe', 'member');

    const logIn = async (name: string, password: string) =>
      access.visitorOf((await access.logIn(name, password, from('192.0.2.1'))).session);
    expect(await logIn('Anna', 'zu Hause bei uns')).toMatchObject({ householdId: 'one', user: { name: 'Anna' } });
    expect(await logIn('Anna@Praxis', 'in der Praxis')).toMatchObject({ householdId: 'praxis', user: { name: 'Anna' } });
    expect(await logIn('anna@praxis.example', 'mit Klammeraffe')).toMatchObject({ householdId: 'one', user: { role: 'member' } });
    await expect(access.logIn('Anna', 'in der Praxis', from('192.0.2.2'))).rejects.toThrow('wrong_password');
    await expect(access.logIn('Anna@praxis', 'zu Hause bei uns', from('192.0.2.2'))).rejects.toThrow('wrong_password');

    const { session } = await access.logIn('Anna@praxis', 'in der Praxis', from('192.0.2.1'));
    const [, secret = ''] = session.split('.');
    for (const forged of [secret, `one.${secret}`, `other.${secret}`, `${session}.x`, ''])
      expect(await access.visitorOf(forged), forged).toBeNull();
    await access.logOut(session);
    expect(await access.visitorOf(session)).toBeNull();
  });
});

describe('passwords and sessions', () => {
  test('a new password asks for the old one, and ends every other session', async () => {
    const session = await first();
    const other = (await access.logIn('Eva', EVA, from('a'))).session;
    const before = changes;
    await expect(access.changePassword('one', owner.id, 'falsch', 'ein anderer langer Satz')).rejects.toThrow('old_password_wrong');
    await expect(access.changePassword('one', owner.id, EVA, 'kurz')).rejects.toThrow('password_too_short');
    expect(changes).toBe(before);
    const next = await access.changePassword('one', owner.id, EVA, 'ein anderer langer Satz');
    expect(changes).toBe(before + 1);
    for (const ended of [session, other]) expect(await access.visitorOf(ended)).toBeNull();
    expect(await access.visitorOf(next)).toMatchObject({ user: { name: 'Eva' } });
    await expect(access.logIn('Eva', EVA, from('a'))).rejects.toThrow('wrong_password');
  });

  test('the old password is guessed five times, then once a minute', async () => {
    await first();
    const guess = () => access.changePassword('one', owner.id, 'falsch', 'ein anderer langer Satz');
    for (let n = 0; n < 5; n++) await expect(guess()).rejects.toThrow('old_password_wrong');
    await expect(guess()).rejects.toThrow('too_many_tries');
    await clock.advance(60_000);
    await expect(guess()).rejects.toThrow('old_password_wrong');
    await expect(guess()).rejects.toThrow('too_many_tries');
  });

  test('logging out everywhere ends all sessions of one person, and of no other', async () => {
    const session = await first();
    await access.addUser('one', owner, 'Opa', 'noch ein langer Satz', 'member');
    const opas = (await access.logIn('Opa', 'noch ein langer Satz', from('a'))).session;
    const other = (await access.logIn('Eva', EVA, from('a'))).session;
    await access.logOutEverywhere('one', owner.id);
    for (const ended of [session, other]) expect(await access.visitorOf(ended)).toBeNull();
    expect(await access.visitorOf(opas)).toMatchObject({ user: { name: 'Opa' } });
  });

  test('a household has room for so many people', async () => {
    await first();
    for (let n = 1; n < MOST_USERS; n++) await users.addUser('one', { id: `u${n}`, name: `u${n}`, role: 'member', passwordHash: 'x' }, 1);
    await expect(access.addUser('one', owner, 'Opa', 'noch ein langer Satz', 'member')).rejects.toThrow('too_many_entries');
  });
});

describe('keys for programs', () => {
  beforeEach(first);

  test('end when they were made to', async () => {
    const { token, expiresAt } = await access.addToken('one', owner, 'Statistik', 'member', 30);
    expect(expiresAt).toBe(clock.wallTime() + 30 * DAY);
    expect(await access.programOf(token)).toMatchObject({ householdId: 'one', by: 'token', until: expiresAt, user: { role: 'member' } });
    await clock.advance(30 * DAY - 1);
    expect(await access.programOf(token)).not.toBeNull();
    await clock.advance(1);
    expect(await access.programOf(token)).toBeNull();
    expect(await access.tokens('one')).toMatchObject([{ name: 'Statistik', expiresAt }]);
  });

  test('have no end where none was wished for, until they are taken away', async () => {
    const { id, token } = await access.addToken('one', owner, 'Statistik', 'owner', null);
    await clock.advance(4_000 * DAY);
    expect(await access.programOf(token)).toMatchObject({ until: null });
    await access.removeToken('one', owner, id);
    expect(await access.programOf(token)).toBeNull();
  });

  test('there are so many of them at most', async () => {
    for (let n = 0; n < MOST_TOKENS; n++) await access.addToken('one', owner, `t${n}`, 'member', null);
    await expect(access.addToken('one', owner, 'one more', 'member', null)).rejects.toThrow('too_many_entries');
    expect((await access.addToken('praxis', owner, 'of others', 'member', null)).token).toMatch(/^dn_praxis\./u);
  });
});

describe('the log of access', () => {
  test('tells who came in, who failed and what was changed, without a name, a number or a source', async () => {
    const session = await first();
    await access.logIn('Eva', EVA, from('192.0.2.77'));
    for (let n = 0; n < 30; n++) await access.logIn('Eva', 'falsch', from('192.0.2.77')).catch(() => {});
    await access.logIn('Unbekannte', 'geheim gehalten', from('192.0.2.78')).catch(() => {});
    await access.changePassword('one', owner.id, 'falsch', EVA).catch(() => {});
    await access.changePassword('one', owner.id, EVA, EVA);
    await access.addUser('one', owner, 'Opa', 'noch ein langer Satz', 'member');
    const { id, token } = await access.addToken('one', owner, 'Statistik', 'member', 30);
    for (let n = 0; n < 3; n++) await access.programOf(token);
    await access.removeToken('one', owner, id);
    await access.logOutEverywhere('one', owner.id);
    await access.logOut(session);

    const events = lines.map(({ event }) => event);
    expect(events).toEqual([
      'first_password_set',
      'logged_in',
      ...Array.from({ length: 5 }, () => 'log_in_failed'),
      // 25 were refused.
      ...Array.from({ length: 2 }, () => 'log_in_refused'),
      'log_in_failed',
      'password_change_failed',
      'password_changed',
      'person_added',
      'token_added',
      'token_first_used',
      'token_removed',
      'logged_out_everywhere',
    ]);
    const text = JSON.stringify(lines);
    for (const secret of ['Eva', 'Opa', 'Unbekannte', 'Statistik', '192.0.2', EVA, 'geheim', token, session])
      expect(text).not.toContain(secret);
    const [one, other] = [lines[1]?.['source'], lines.findLast(({ event }) => event === 'log_in_failed')?.['source']];
    expect(one).toMatch(/^[\da-f]{8}$/u);
    expect(lines[2]?.['source']).toBe(one);
    expect(other).not.toBe(one);
  });
});
