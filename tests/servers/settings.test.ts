import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LineSettings, SettingsPage, SettingsReply, State } from '../../src/http/api.ts';
import { EasyRegistrar } from '../support/registrar.ts';
import { Kamailio } from '../support/kamailio.ts';
import { lacks } from '../support/programs.ts';
import { TestServer, until } from '../support/server.ts';
import { sipp } from '../support/sipp.ts';

const LINE = {
  transport: 'udp',
  username: 'home',
  fritzbox: false,
  mode: 'after_ringing',
  guarded: [],
  answerAfterSeconds: 0,
  phones: [],
  ringPhones: 'together',
  ringPhonesSeconds: 25,
  repeatCallMinutes: 0,
  quietHours: [],
  quietForKnown: 'ring',
} satisfies Partial<LineSettings>;

/** Changes settings as the console does. */
class Console {
  readonly server: TestServer;

  constructor(server: TestServer) {
    this.server = server;
  }

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.server.url}/api${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Origin: this.server.url },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async change(section: string, value: unknown): Promise<number | null> {
    const response = await this.send('PUT', `/settings/${section}`, value);
    expect(response.status).toBe(200);
    return ((await response.json()) as SettingsReply).change;
  }

  page(): Promise<SettingsPage> {
    return this.server.get('/settings');
  }

  line(id: string, is: (line: State['lines'][number] | undefined) => boolean): Promise<true> {
    return until(async () => (is((await this.server.state()).lines.find((line) => line.id === id)) ? true : null));
  }
}

describe('settings while the server runs', () => {
  let console: Console;
  let old: EasyRegistrar;
  let next: EasyRegistrar;
  beforeAll(async () => {
    [old, next] = [await EasyRegistrar.open(), await EasyRegistrar.open()];
    const line = { id: 'home', registrar: '127.0.0.1', port: old.port, username: 'home', password: 'x' };
    console = new Console(await TestServer.start({ config: { lines: [line] } }));
  });
  afterAll(async () => {
    await console.server.stop();
    old.close();
    next.close();
  });

  test('a line that moves gives its old registration back before it asks for the new one', async () => {
    const before = await old.contactUser();
    const change = await console.change('line:home', { ...LINE, registrar: '127.0.0.1', port: next.port });
    expect(await next.contactUser()).not.toBe(before);
    await console.line('home', (one) => one?.state === 'registered');
    expect(old.requests.at(-1)).toMatchObject({ expires: '0' });
    expect((await console.send('POST', `/settings/changes/${change}/undo`, {})).status).toBe(200);
    await until(async () => (old.requests.at(-1)?.expires === '600' ? true : null));
  });

  test('other phones of a line send nothing to its registrar', async () => {
    await console.line('home', (one) => one?.state === 'registered');
    const asked = old.requests.length;
    await console.change('line:home', { ...LINE, registrar: '127.0.0.1', port: old.port, phones: ['**610'] });
    await console.line('home', (one) => one?.state === 'registered');
    expect(old.requests).toHaveLength(asked);
  });

  test('what does not fit is refused with the field, and nothing of it holds', async () => {
    const { changes } = await console.page();
    const refused = await console.send('PUT', '/settings/line:new', { ...LINE, registrar: 'sip:nobody', password: 'x' });
    expect([refused.status, await refused.json()]).toEqual([400, { error: 'setting_invalid', field: 'registrar' }]);
    for (const path of ['/settings/secrets', '/settings/line:', `/settings/line:${'a'.repeat(33)}`])
      expect((await console.send('PUT', path, {})).status).toBe(400);
    expect((await console.send('POST', '/settings/changes/777/undo', {})).status).toBe(400);
    expect((await console.page()).changes).toEqual(changes);
  });

  test('without a service the console says nothing is understood; with one that is not there, a try says so', async () => {
    const settings = { url: 'http://127.0.0.1:9/v1', model: 'none', deadlineMs: 500 };
    for (const service of ['languageModel', 'speechToText']) {
      const reply = await console.send('POST', '/settings/services/check', { service, lang: 'de', settings });
      expect(await reply.json()).toEqual({ ok: false, problem: 'unreachable' });
    }
    expect((await console.server.state()).hearsWords).toBe(false);
    await console.change('services', { languageModel: null, speechToText: settings });
    expect(await console.server.state()).toMatchObject({ hearsWords: true, wordsGoTo: null });
    await console.change('services', { languageModel: { ...settings, url: 'https://models.example/v1' }, speechToText: null });
    expect(await console.server.state()).toMatchObject({ hearsWords: false, wordsGoTo: 'models.example' });
  });
});

describe.skipIf(lacks('kamailio', 'sipp'))('a line that is connected in the console', () => {
  let kamailio: Kamailio;
  let console: Console;
  beforeAll(async () => {
    [kamailio, console] = await Promise.all([Kamailio.start(), TestServer.start().then((server) => new Console(server))]);
  });
  afterAll(async () => {
    await console.server.stop();
    await kamailio.end();
  });

  test('says what is wrong, then registers, takes a call, and the next one by the settings of then', async () => {
    const line = { ...LINE, registrar: '127.0.0.1', port: kamailio.port };
    await console.change('line:kamailio', { ...line, password: 'wrong' });
    await console.line('kamailio', (one) => one?.state === 'refused');
    await console.change('line:kamailio', { ...line, password: 'geheim' });
    await console.line('kamailio', (one) => one?.state === 'registered');
    const first = await sipp('routed-call', { port: kamailio.port, service: 'home' });
    expect(first.output).toContain('Successful call');
    await console.server.closedCalls(1);
    await console.change('household', { household: null, language: 'en', countryCode: '49', timeZone: 'Europe/Berlin' });
    await sipp('routed-call', { port: kamailio.port, service: 'home' });
    const calls = await console.server.closedCalls(2);
    expect(calls.map(({ kind, lineId, lang }) => ({ kind, lineId, lang }))).toEqual([
      { kind: 'real', lineId: 'kamailio', lang: 'de' },
      { kind: 'real', lineId: 'kamailio', lang: 'en' },
    ]);
    await console.change('line:kamailio', 'disconnected');
    await console.line('kamailio', (one) => one === undefined);
  });
});
