import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteKeyStore } from '../../src/adapters/sqlite/key-store.ts';
import { SqliteUserStore } from '../../src/adapters/sqlite/user-store.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { User } from '../../src/household/users.ts';
import { Challenges, MOST_USED } from '../../src/http/challenges.ts';
import { Passkeys } from '../../src/http/passkeys.ts';
import { HOUSEHOLDS, fromHere, openConsole } from '../support/console-app.ts';
import { SoftDevice } from '../support/soft-device.ts';

const PLACE = { host: 'danke.example.org', origin: 'https://danke.example.org' };
const ANNA: User = { id: 'anna', name: 'Anna', role: 'owner' };
const BEN: User = { id: 'ben', name: 'Ben', role: 'member' };
const FIVE_MINUTES_MS = 300_000;
const REFUSED = { code: 'passkey_refused' };

describe('challenges for passkeys', () => {
  let clock: VirtualClock;
  let passkeys: Passkeys;
  let device: SoftDevice;
  beforeEach(async () => {
    clock = new VirtualClock(1_800_000_000_000);
    const db = await openDatabase(':memory:');
    const users = new SqliteUserStore(db);
    for (const user of [ANNA, BEN]) await users.addUser('home', { ...user, passwordHash: 'x' }, 1);
    passkeys = new Passkeys(new SqliteKeyStore(db), HOUSEHOLDS, clock);
    device = new SoftDevice(PLACE);
    await adds(ANNA, device);
  });

  const challengeIn = (options: object): string => (options as { challenge: string }).challenge;
  const asked = async (): Promise<string> => challengeIn(await passkeys.beginToLogIn(PLACE));
  const logIn = (challenge: string, by = device) => passkeys.logIn(by.signs(challenge), PLACE);

  async function adds(user: User, own: SoftDevice, household = 'home'): Promise<void> {
    const challenge = challengeIn(await passkeys.beginToAdd(household, user, PLACE));
    await passkeys.add(household, user, 'Telefon', own.registers(challenge), PLACE);
  }

  test('one is answered, and says whose passkey it was', async () => {
    expect(await logIn(await asked())).toEqual({ householdId: 'home', userId: 'anna' });
  });

  test('ten thousand that others ask for take nothing from mine, and nothing from who asks after them', async () => {
    const mine = await asked();
    for (let n = 0; n < 10_000; n++) await asked();
    expect(await logIn(mine)).toMatchObject({ userId: 'anna' });
    expect(await logIn(await asked())).toMatchObject({ userId: 'anna' });
  });

  test('nobody can keep another one from asking: there is no limit of an address to be drained', async () => {
    const { access, app } = await openConsole({ clock, tools: { hosts: [PLACE.host] } });
    await access.addFirstUser('Eva', 'ein langer Satz zum Merken');
    const headers = { Host: PLACE.host, Origin: PLACE.origin };
    for (let n = 0; n < 200; n++) {
      const answer = await app.request(`${PLACE.origin}/api/login/passkey/options`, { method: 'POST', headers }, fromHere(headers));
      expect(answer.status).toBe(200);
    }
  });

  test('each counts once, whoever sends it again, and also when both come at once', async () => {
    const challenge = await asked();
    await logIn(challenge);
    await expect(logIn(challenge)).rejects.toMatchObject(REFUSED);
    const [another, answer] = [await asked(), device.signs(await asked())];
    const both = await Promise.allSettled([passkeys.logIn(answer, PLACE), passkeys.logIn(answer, PLACE)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await logIn(another)).toMatchObject({ userId: 'anna' });
  });

  test('it is good for five minutes', async () => {
    const [first, second] = [await asked(), await asked()];
    await clock.advance(FIVE_MINUTES_MS - 1);
    expect(await logIn(first)).toMatchObject({ userId: 'anna' });
    await clock.advance(1);
    await expect(logIn(second)).rejects.toMatchObject(REFUSED);
    // Long after, the one that was answered is over, and forgotten as well.
    await expect(logIn(first)).rejects.toMatchObject(REFUSED);
  });

  test('none is taken that is not ours, or changed in any byte, or written in another way', async () => {
    const challenges = new Challenges(clock);
    const bytes = Buffer.from(challenges.make('x'));
    const isOpen = (changed: Buffer): boolean => challenges.isOpen('x', changed.toString('base64url'));
    expect(isOpen(bytes)).toBe(true);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect([at, isOpen(changed)]).toEqual([at, false]);
    }
    for (const changed of [Buffer.alloc(0), bytes.subarray(0, 20), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.alloc(1)])])
      expect(isOpen(changed)).toBe(false);
    expect(challenges.isOpen('x', bytes.toString('base64'))).toBe(false);
    expect(challenges.isOpen('x', `${bytes.toString('base64url')}=`)).toBe(false);
    expect(new Challenges(clock).isOpen('x', bytes.toString('base64url'))).toBe(false);
    await expect(logIn(Buffer.from(new Challenges(clock).make('log in')).toString('base64url'))).rejects.toMatchObject(REFUSED);
  });

  test('one for a log-in adds no passkey, one for a passkey logs nobody in, and one of mine adds none for another person', async () => {
    const toAdd = async (user: User): Promise<string> => challengeIn(await passkeys.beginToAdd('home', user, PLACE));
    const add = (household: string, user: User, challenge: string) =>
      passkeys.add(household, user, 'x', new SoftDevice(PLACE).registers(challenge), PLACE);
    await expect(add('home', BEN, await asked())).rejects.toMatchObject(REFUSED);
    await expect(logIn(await toAdd(ANNA))).rejects.toMatchObject(REFUSED);
    await expect(add('home', BEN, await toAdd(ANNA))).rejects.toMatchObject(REFUSED);
    await expect(add('praxis', ANNA, await toAdd(ANNA))).rejects.toMatchObject(REFUSED);
    await expect(add('home', BEN, await toAdd(BEN))).resolves.toBeUndefined();
  });

  test('who has no valid signature uses none up', async () => {
    const challenge = await asked();
    const forged = new SoftDevice(PLACE).signs(challenge);
    await expect(passkeys.logIn({ ...forged, id: device.id, rawId: device.id }, PLACE)).rejects.toMatchObject(REFUSED);
    await expect(passkeys.logIn(forged, PLACE)).rejects.toMatchObject(REFUSED);
    expect(await logIn(challenge)).toMatchObject({ userId: 'anna' });
  });

  test('of one passkey ten answers are verified at once, then one in ten seconds; others do not wait for that', async () => {
    const another = new SoftDevice(PLACE);
    await adds(BEN, another);
    const wrong = { ...new SoftDevice(PLACE).signs(await asked()), id: device.id, rawId: device.id };
    for (let n = 0; n < 10; n++) await expect(passkeys.logIn(wrong, PLACE)).rejects.toMatchObject(REFUSED);
    await expect(logIn(await asked())).rejects.toMatchObject({ code: 'too_many_tries' });
    expect(await logIn(await asked(), another)).toMatchObject({ userId: 'ben' });
    await clock.advance(10_000);
    expect(await logIn(await asked())).toMatchObject({ userId: 'anna' });
  });

  test('of one person ten new passkeys are verified at once, and twenty are kept, whatever was asked for before', async () => {
    const challenges: string[] = [];
    for (let n = 0; n < 25; n++) challenges.push(challengeIn(await passkeys.beginToAdd('home', ANNA, PLACE)));
    const problems: unknown[] = [];
    for (const challenge of challenges) {
      const added = passkeys.add('home', ANNA, 'x', new SoftDevice(PLACE).registers(challenge), PLACE);
      problems.push(await added.then(() => null).catch(({ code }: { code: string }) => code));
      if (problems.length > 9) await clock.advance(10_000);
    }
    expect(problems.slice(8, 11)).toEqual([null, 'too_many_tries', null]);
    expect(problems.at(-1)).toBe('too_many_entries');
    expect(await passkeys.of('home', 'anna')).toHaveLength(20);
  });

  test('of answered ones so many are remembered, and no further one counts until the first are over', async () => {
    const challenges = new Challenges(clock);
    const made = (): string => Buffer.from(challenges.make('x')).toString('base64url');
    const first = made();
    expect(challenges.use(first)).toBe(true);
    expect(challenges.use(first)).toBe(false);
    await clock.advance(1_000);
    for (let n = 1; n < MOST_USED; n++) challenges.use(made());
    expect(challenges.use(made())).toBe(false);
    await clock.advance(FIVE_MINUTES_MS - 1_000);
    expect(challenges.use(made())).toBe(true);
    expect(challenges.use(made())).toBe(false);
  });
});
