import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { silentLog } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { readConfig, type Config } from '../../src/config.ts';
import type { SettingChangeStore } from '../../src/household/setting-changes.ts';
import type { ServiceCheckRequest } from '../../src/http/settings-api.ts';
import { SettingsDesk } from '../../src/settings-desk.ts';
import { memorySettingChanges } from '../support/fakes.ts';

const FILE = {
  household: 'Familie Berger',
  conversation: { people: ['Anna'], faults: [{ company: 'Telecom', de: 'Das Netz fällt aus.' }] },
  lines: [
    {
      id: 'home',
      registrar: 'fritz.box',
      username: 'us',
      password: 'geheim-1',
      fritzbox: true,
      alertPhones: ['0171234567'],
      quiet: { hours: ['22:00-07:00'], calendar: 'https://example.org/a.ics' },
      inside: { phones: ['**610'] },
    },
  ],
  languageModel: { url: 'http://localhost:11434/v1', model: 'small', apiKey: 'sk-file' },
  furtherHouseholds: [
    { id: 'praxis', household: 'Praxis Weber', lines: [{ id: 'praxis', registrar: 'pbx', username: 'us', password: 'geheim-3' }] },
  ],
};

const LINE = {
  registrar: 'fritz.box',
  transport: 'udp',
  username: 'us',
  fritzbox: true,
  mode: 'after_ringing',
  guarded: [],
  answerAfterSeconds: 10,
  phones: ['**610'],
  ringPhones: 'together',
  ringPhonesSeconds: 25,
  repeatCallMinutes: 3,
  quietHours: ['mo-fr 20:00-06:00'],
  quietForKnown: 'message',
};

function configOf(content: object): Config {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-test-'));
  writeFileSync(join(folder, 'danke-nein.yaml'), stringify(content));
  return readConfig({}, folder);
}

async function desk(store: SettingChangeStore = memorySettingChanges(), content: object = FILE) {
  const applied: Config[] = [];
  const asked: ServiceCheckRequest[] = [];
  const settings = await SettingsDesk.open(configOf(content), {
    store,
    clock: new VirtualClock(),
    log: silentLog,
    check: async (wish) => {
      asked.push(wish);
      return { ok: true, ms: 5, heard: 'sales' };
    },
  });
  settings.onChange(async (config) => void applied.push(config));
  return { settings, store, applied, asked };
}

const NAMED = { household: 'Familie Sommer', language: 'en', countryCode: '43', timeZone: 'Europe/Vienna' };

describe('settings from the console', () => {
  test('hold at once and after a restart, over the file; null goes back to it', async () => {
    const { settings, store, applied } = await desk();
    await settings.change('home', 'Anna', 'household', NAMED);
    expect(applied).toHaveLength(1);
    expect(settings.config.households[0]).toMatchObject({ ...NAMED, keepMessagesDays: 30 });
    const again = await desk(store);
    expect(again.settings.config.households[0]).toMatchObject(NAMED);
    expect((await again.settings.page('home')).changed).toEqual(['household']);
    await again.settings.change('home', 'Anna', 'household', null);
    expect(again.settings.config.households[0]).toMatchObject({ household: 'Familie Berger', language: 'de', countryCode: '49' });
    expect((await again.settings.page('home')).changed).toEqual([]);
  });

  test('say who changed which field, and can be undone while nobody has changed the section since', async () => {
    const { settings } = await desk();
    const first = await settings.change('home', 'Anna', 'messages', { keepMessagesDays: 90 });
    const second = await settings.change('home', 'Ben', 'messages', { keepMessagesDays: null });
    const { changes } = await settings.page('home');
    expect(changes.map(({ userName, fields, undoable }) => ({ userName, fields, undoable }))).toEqual([
      { userName: 'Ben', fields: [{ field: 'keepMessagesDays', from: '90', to: '' }], undoable: true },
      { userName: 'Anna', fields: [{ field: 'keepMessagesDays', from: '30', to: '90' }], undoable: false },
    ]);
    await expect(settings.undo('home', 'Anna', first!)).rejects.toThrow(expect.objectContaining({ name: 'SettingError' }));
    await settings.undo('home', 'Anna', second!);
    expect(settings.config.households[0].keepMessagesDays).toBe(90);
  });

  test('nothing new is no change', async () => {
    const { settings, applied } = await desk();
    const { conversation } = await settings.page('home');
    expect(await settings.change('home', 'Anna', 'conversation', conversation)).toBeNull();
    expect(applied).toEqual([]);
    expect((await settings.page('home')).changes).toEqual([]);
  });

  test.each([
    ['household', { ...NAMED, timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['household', { ...NAMED, more: 1 }, 'household'],
    ['conversation', { approach: 'shouting' }, 'approach'],
    ['messages', { keepMessagesDays: 0 }, 'keepMessagesDays'],
    ['services', { languageModel: { url: 'file:///etc', model: 'm', deadlineMs: 500 }, speechToText: null }, 'languageModel'],
    ['line:new', { ...LINE, password: 'x', phones: ['112'] }, 'phones'],
    ['line:new', { ...LINE, password: 'x', registrar: 'sip:a@b' }, 'registrar'],
    ['line:new', { ...LINE, password: 'x', quietHours: ['always'] }, 'quietHours'],
    ['line:new', { ...LINE, password: 'x', mode: 'guard' }, 'guarded'],
    ['line:new', { ...LINE, password: 'x', mode: 'anteroom' }, 'whenOff'],
    ['line:new', { ...LINE, password: 'x', ca: '/etc/shadow' }, 'line:new'],
    ['line:new', LINE, 'password'],
    ['line:No Name', { ...LINE, password: 'x' }, 'id'],
    ['line:nowhere', 'disconnected', null],
  ] as const)('%s does not take what makes no sense: %j', async (section, value, field) => {
    const { settings, applied } = await desk();
    await expect(settings.change('home', 'Anna', section, value)).rejects.toThrow(expect.objectContaining({ name: 'SettingError', field }));
    expect(applied).toEqual([]);
  });

  test('a line of the file keeps what the console says nothing of, and its password; elsewhere it needs one anew', async () => {
    const { settings } = await desk();
    await settings.change('home', 'Anna', 'line:home', LINE);
    expect(settings.config.households[0].lines).toEqual([
      expect.objectContaining({
        id: 'home',
        password: 'geheim-1',
        answerAfterSeconds: 10,
        phones: ['**610'],
        alertPhones: ['0171234567'],
        inside: expect.objectContaining({ phones: ['**610'] }),
        quiet: {
          hours: [{ days: [1, 2, 3, 4, 5], from: 1200, to: 360 }],
          calendar: 'https://example.org/a.ics',
          known: 'message',
        },
      }),
    ]);
    const elsewhere = { ...LINE, registrar: 'thief.example' };
    await expect(settings.change('home', 'Anna', 'line:home', elsewhere)).rejects.toThrow(expect.objectContaining({ field: 'password' }));
  });

  test('a line that the console brought keeps its password, is gone when it is disconnected, and comes back with it', async () => {
    const { settings, store } = await desk();
    await settings.change('home', 'Anna', 'line:office', { ...LINE, registrar: 'pbx', password: 'geheim-2' });
    await settings.change('home', 'Anna', 'line:office', { ...LINE, registrar: 'pbx', answerAfterSeconds: 5 });
    const office = () => settings.config.households[0].lines.find(({ id }) => id === 'office');
    expect(office()).toMatchObject({ password: 'geheim-2', answerAfterSeconds: 5 });
    const gone = await settings.change('home', 'Anna', 'line:office', 'disconnected');
    expect(office()).toBeUndefined();
    expect((await settings.page('home')).disconnected).toEqual([]);
    await settings.undo('home', 'Anna', gone!);
    expect(office()).toMatchObject({ password: 'geheim-2' });
    expect((await desk(store)).settings.config.households[0].lines.map(({ id }) => id)).toEqual(['home', 'office']);
  });

  test('a line of the file that was disconnected says so, and is connected again', async () => {
    const { settings } = await desk();
    await settings.change('home', 'Anna', 'line:home', 'disconnected');
    expect(settings.config.households[0].lines).toEqual([]);
    const page = await settings.page('home');
    expect(page.disconnected).toEqual(['home']);
    expect(page.changes[0]?.fields).toEqual([{ field: 'id', from: 'home', to: '' }]);
    await settings.change('home', 'Anna', 'line:home', null);
    expect(settings.config.households[0].lines).toHaveLength(1);
  });

  test('no password and no key ever stand in what the console gets', async () => {
    const { settings } = await desk();
    await settings.change('home', 'Anna', 'line:office', { ...LINE, password: 'geheim-2' });
    await settings.change('home', 'Anna', 'services', {
      languageModel: { url: 'http://localhost:11434/v1', model: 'large', deadlineMs: 1_000 },
      speechToText: { url: 'https://stt.example/v1', model: 'whisper', apiKey: 'sk-new', deadlineMs: 1_000 },
    });
    const page = await settings.page('home');
    expect(page.hasKey).toEqual({ languageModel: true, speechToText: true, textToSpeech: false });
    expect(settings.config.languageModel).toMatchObject({ model: 'large', apiKey: 'sk-file' });
    const sent = JSON.stringify(page);
    for (const secret of ['geheim', 'sk-']) expect(sent).not.toContain(secret);
    expect(page.changes[0]?.fields).toContainEqual({ field: 'speechToText.apiKey', from: '', to: '•••' });
  });

  test('a key follows its service to no other address, not even for a try', async () => {
    const { settings, asked } = await desk();
    const elsewhere = { url: 'https://thief.example/v1', model: 'small', deadlineMs: 1_000 };
    await settings.check('home', { service: 'languageModel', lang: 'de', settings: elsewhere });
    await settings.check('home', { service: 'languageModel', lang: 'de', settings: { ...elsewhere, url: 'http://localhost:11434/other' } });
    expect(asked.map((wish) => wish.settings.apiKey)).toEqual([undefined, 'sk-file']);
    await settings.change('home', 'Anna', 'services', { languageModel: elsewhere, speechToText: null });
    expect(settings.config.languageModel?.apiKey).toBeUndefined();
  });

  test('households change nothing of each other, and the services are the first one’s', async () => {
    const { settings } = await desk();
    const services = { languageModel: null, speechToText: null };
    await expect(settings.change('praxis', 'Weber', 'services', services)).rejects.toThrow(
      expect.objectContaining({ name: 'SettingError' }),
    );
    await expect(settings.change('praxis', 'Weber', 'line:home', { ...LINE, password: 'x' })).rejects.toThrow(
      expect.objectContaining({ field: 'id' }),
    );
    await expect(
      settings.check('praxis', { service: 'languageModel', lang: 'de', settings: { url: 'http://a', model: 'm', deadlineMs: 1 } }),
    ).rejects.toThrow(expect.objectContaining({ name: 'SettingError' }));
    await expect(settings.change('praxis', 'Weber', 'line:new', { ...LINE, password: 'x' })).rejects.toThrow(
      expect.objectContaining({ field: 'registrar' }),
    );
    await settings.change('praxis', 'Weber', 'line:praxis', { ...LINE, registrar: 'pbx', answerAfterSeconds: 3 });
    await expect(
      settings.change('praxis', 'Weber', 'line:praxis', { ...LINE, registrar: 'pbx', phones: ['sip:root@192.168.0.1'] }),
    ).rejects.toThrow(expect.objectContaining({ field: 'phones' }));
    await expect(settings.change('praxis', 'Weber', 'line:praxis', { ...LINE, registrar: 'pbx', port: 22 })).rejects.toThrow(
      expect.objectContaining({ field: 'registrar' }),
    );
    await settings.change('praxis', 'Weber', 'household', { ...NAMED, household: 'Praxis Sommer' });
    expect(settings.config.households.map(({ household }) => household)).toEqual(['Familie Berger', 'Praxis Sommer']);
    expect((await settings.page('praxis')).services).toBeNull();
    expect((await settings.page('home')).changes).toEqual([]);
  });

  test('what no longer fits after an update is left out, the rest holds', async () => {
    const store = memorySettingChanges();
    await store.append('home', {
      section: 'household',
      at: 1,
      userName: 'Anna',
      fields: [],
      value: { household: 'Alt', of: 'another time' },
    });
    await store.append('home', { section: 'messages', at: 1, userName: 'Anna', fields: [], value: { keepMessagesDays: 7 } });
    const { settings } = await desk(store);
    expect(settings.config.households[0]).toMatchObject({ household: 'Familie Berger', keepMessagesDays: 7 });
  });

  test('changes that come at once happen one after another', async () => {
    const { settings } = await desk();
    await Promise.all([7, 30, 90, 7].map((keepMessagesDays) => settings.change('home', 'Anna', 'messages', { keepMessagesDays })));
    const { changes } = await settings.page('home');
    expect(changes.map(({ fields }) => fields[0]?.to)).toEqual(['7', '90', '30', '7']);
  });
});
