import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { secretKey } from '../../src/adapters/files/secret-key.ts';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SecretSeal } from '../../src/adapters/sqlite/secret-seal.ts';
import { silentLog } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { readConfig } from '../../src/config.ts';
import { accountsOf } from '../../src/configured-household.ts';
import { openSettings, SECRETS_KEY_FILE } from '../../src/kept-settings.ts';
import { SettingsDesk } from '../../src/settings-desk.ts';
import { found } from '../support/found.ts';
import { PLAIN_SECRETS } from '../support/made-up-rows.ts';
import { oldDatabase } from '../support/old-databases.ts';

const KEY = new Uint8Array(32).fill(1);

describe('a sealed secret', () => {
  const value = { registrar: 'fritz.box', password: 'geheim', deep: { apiKey: 'sk-1', list: [{ password: 'ü' }] } };

  test('opens at its place, and is never twice the same', () => {
    const seal = new SecretSeal(KEY);
    const [one, other] = [seal.seal('home', 'line:a', value), seal.seal('home', 'line:a', value)];
    for (const secret of ['geheim', 'sk-1', 'ü']) expect(JSON.stringify(one)).not.toContain(secret);
    expect(one).not.toEqual(other);
    expect(one).toMatchObject({ registrar: 'fritz.box', password: { sealed: expect.stringMatching(/^v1\./u) as string } });
    expect(seal.open('home', 'line:a', one)).toEqual(value);
    expect(seal.seal('home', 'line:a', one)).toEqual(one);
  });

  test('opens nowhere else, with no other key, and not when a byte of it changed', () => {
    const seal = new SecretSeal(KEY);
    const sealed = seal.seal('home', 'line:a', { password: 'geheim' }) as { password: { sealed: string } };
    expect(seal.open('praxis', 'line:a', sealed)).toEqual({});
    expect(seal.open('home', 'line:b', sealed)).toEqual({});
    expect(seal.open('home', 'line:a', { apiKey: sealed.password })).toEqual({});
    expect(new SecretSeal(new Uint8Array(32)).open('home', 'line:a', sealed)).toEqual({});
    const text = sealed.password.sealed;
    for (let at = 0; at < text.length - 1; at++) {
      const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
      expect(seal.open('home', 'line:a', { password: { sealed: changed } })).toEqual({});
    }
    for (const broken of ['', 'v1.', 'v2.AAAA', 'v1.AAAA']) expect(seal.open('home', 'x', { password: { sealed: broken } })).toEqual({});
  });
});

describe('passwords and keys in the database', () => {
  async function settingsIn(path: string) {
    const folder = dirname(path);
    const db = await openDatabase(path);
    const store = await openSettings(db, path, folder);
    const check = (): Promise<never> => Promise.reject(new Error('nothing is asked here'));
    const desk = await SettingsDesk.open(readConfig({}, folder), { store, clock: new VirtualClock(), log: silentLog, check });
    return { db, desk, folder, store };
  }

  test('that an earlier version kept in the clear are sealed at the first start, in the history and in snapshots too', async () => {
    const path = oldDatabase('0011');
    expect(found(dirname(path), PLAIN_SECRETS)).toHaveLength(PLAIN_SECRETS.length);
    const { db, desk, folder, store } = await settingsIn(path);
    expect(found(folder, PLAIN_SECRETS)).toEqual([]);
    expect(desk.config.households[0].lines).toEqual([expect.objectContaining({ id: 'home', password: 'kennwort-neu' })]);
    expect(desk.config).toMatchObject({ languageModel: { apiKey: 'sk-modell' }, textToSpeech: { apiKey: 'sk-stimme' } });
    const { id } = (await store.changes('home', 100)).find(({ section }) => section === 'line:home') ?? { id: 0 };
    expect(await store.before('home', id)).toMatchObject({ value: { password: 'kennwort-alt' } });
    await db.destroy();
    const again = await settingsIn(path);
    expect(again.desk.config.households[0].lines).toEqual([expect.objectContaining({ password: 'kennwort-neu' })]);
    await again.db.destroy();
  });

  test('that the console brings are never in a file', async () => {
    const { db, desk, folder } = await settingsIn(oldDatabase('0011'));
    const [{ settings } = { settings: undefined }] = (await desk.page('home')).lines;
    await desk.change('home', 'Anna', 'line:home', { ...settings, password: 'ganz-neues-kennwort' });
    expect(desk.config.households[0].lines[0]).toMatchObject({ password: 'ganz-neues-kennwort' });
    expect(found(folder, ['ganz-neues-kennwort'])).toEqual([]);
    await db.destroy();
    expect(found(folder, ['ganz-neues-kennwort'])).toEqual([]);
  });

  test('whose key file is lost are asked for anew; the line is not tried, and everything else works', async () => {
    const path = oldDatabase('0011');
    await settingsIn(path).then(({ db }) => db.destroy());
    rmSync(join(dirname(path), SECRETS_KEY_FILE));
    const { db, desk } = await settingsIn(path);
    expect(desk.config.households[0].lines).toEqual([expect.objectContaining({ id: 'home', password: '' })]);
    expect(accountsOf(desk.config)).toEqual([]);
    expect((await desk.page('home')).hasKey).toEqual({ languageModel: false, speechToText: false, textToSpeech: false });
    const [{ settings } = { settings: undefined }] = (await desk.page('home')).lines;
    await expect(desk.change('home', 'Anna', 'line:home', settings)).rejects.toThrow(expect.objectContaining({ field: 'password' }));
    await desk.change('home', 'Anna', 'line:home', { ...settings, password: 'neu' });
    expect(accountsOf(desk.config)).toEqual([expect.objectContaining({ lineId: 'home', password: 'neu' })]);
    await db.destroy();
  });

  test('a line of the settings file does not lend its password to another registrar', async () => {
    const path = oldDatabase('0011');
    writeFileSync(
      join(dirname(path), 'danke-nein.yaml'),
      JSON.stringify({ lines: [{ id: 'home', registrar: 'other.example', username: 'danke', password: 'aus-der-datei' }] }),
    );
    await settingsIn(path).then(({ db }) => db.destroy());
    rmSync(join(dirname(path), SECRETS_KEY_FILE));
    const { db, desk } = await settingsIn(path);
    expect(desk.config.households[0].lines).toEqual([expect.objectContaining({ registrar: 'fritz.box', password: '' })]);
    await db.destroy();
  });
});

describe('a key file', () => {
  const file = (): string => join(mkdtempSync(join(tmpdir(), 'danke-nein-test-')), 'secrets.key');

  test('is made once, for this user alone', async () => {
    const path = file();
    const key = await secretKey(path);
    expect(key).toHaveLength(32);
    expect(await secretKey(path)).toEqual(key);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(found(dirname(path), ['.part'])).toEqual([]);
  });

  test('that a killed process left empty is made anew; one that holds something else is never replaced', async () => {
    const path = file();
    writeFileSync(path, '');
    expect(await secretKey(path)).toHaveLength(32);
    writeFileSync(path, 'no key');
    await expect(secretKey(path)).rejects.toThrow(/holds no key/u);
    expect(readFileSync(path, 'utf8')).toBe('no key');
  });

  test('that everybody could read is so no longer', async () => {
    const path = file();
    writeFileSync(path, new Uint8Array(32), { mode: 0o644 });
    await secretKey(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
