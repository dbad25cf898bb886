import { join } from 'node:path';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { stringify } from 'yaml';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallPage, CallsPage, State, UserEntry } from '../../src/http/api.ts';
import { commandLine } from '../support/command-line.ts';
import { FritzBox } from '../support/fritzbox.ts';
import { TestServer, until } from '../support/server.ts';

const SECRETS = { Eva: 'bei Bergers zu Hause', 'Anna@praxis': 'in der Praxis Weber' };

/** A browser of somebody who has logged in. */
class Browser {
  readonly #url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  static async logIn(url: string, name: keyof typeof SECRETS): Promise<Browser> {
    const response = await fetch(`${url}/api/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, password: SECRETS[name] }),
    });
    expect(response.status).toBe(200);
    return new Browser(url, (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '');
  }

  request(path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}): Promise<Response> {
    return fetch(`${this.#url}/api${path}`, { ...init, headers: { ...init.headers, Cookie: this.#cookie } });
  }

  async get<Reply>(path: string): Promise<Reply> {
    return (await (await this.request(path)).json()) as Reply;
  }
}

let boxes: FritzBox[];
let server: TestServer;
beforeEach(async () => {
  boxes = [await FritzBox.open(), await FritzBox.open()];
});
afterEach(async () => {
  await server.stop();
  for (const box of boxes) box.close();
});

test('two households on one server: each has its own line, contacts, calls, messages and people, and sees nothing of the other', async () => {
  const [bergers, practice] = boxes;
  if (!bergers || !practice) throw new Error('two boxes');
  const config = {
    lines: [bergers.line({ answerAfterSeconds: 0 })],
    furtherHouseholds: [
      {
        id: 'praxis',
        household: 'Praxis Weber',
        lines: [practice.line({ id: 'praxis-line', answerAfterSeconds: 0, repeatCallMinutes: 0 })],
      },
    ],
  };
  const dataDir = mkdtempSync(join(tmpdir(), 'danke-nein-test-'));
  const ofPractice = join(dataDir, 'households', 'praxis');
  mkdirSync(ofPractice, { recursive: true });
  writeFileSync(join(ofPractice, 'contacts.csv'), 'Labor Nord; 040 555\n');
  writeFileSync(join(dataDir, 'settings.yaml'), stringify(config));
  for (const [name, secret] of Object.entries(SECRETS)) await setPassword(dataDir, name, secret);
  server = await TestServer.start({ config, dataDir });
  await Promise.all(boxes.map((box) => box.registered()));

  const atHome = await bergers.call('040555');
  const atWork = await practice.call('040555');
  await Promise.all([atHome.talking(), atWork.talking()]);
  // The greeting with the household's name.
  await until(async () => (Math.min(atHome.ear.nowMs, atWork.ear.nowMs) > 5_000 ? true : null));
  atHome.hangUp();
  atWork.hangUp();

  expect((await fetch(`${server.url}/api/calls`)).status).toBe(401);
  const eva = await Browser.logIn(server.url, 'Eva');
  const anna = await Browser.logIn(server.url, 'Anna@praxis');
  const callsOf = async (browser: Browser) => (await browser.get<CallsPage>('/calls')).calls;
  await expect.poll(async () => (await callsOf(anna))[0]?.endedAt ?? null).not.toBeNull();
  await expect.poll(async () => (await callsOf(eva))[0]?.endedAt ?? null).not.toBeNull();

  const [homeCall, ...moreAtHome] = await callsOf(eva);
  const [workCall, ...moreAtWork] = await callsOf(anna);
  expect([moreAtHome, moreAtWork]).toEqual([[], []]);
  expect(homeCall).toMatchObject({ lineId: 'home', contactName: null });
  expect(workCall).toMatchObject({ lineId: 'praxis-line', contactName: 'Labor Nord' });

  const spoken = async (browser: Browser, id = '') => JSON.stringify((await browser.get<CallPage>(`/calls/${id}`)).timeline);
  expect(await spoken(eva, homeCall?.id)).toContain('Familie Berger');
  expect(await spoken(anna, workCall?.id)).toContain('Praxis Weber');
  const foreign = `/calls/${workCall?.id}`;
  expect((await eva.request(foreign)).status).toBe(404);
  for (const [path, method] of [
    [foreign, 'DELETE'],
    [`${foreign}/end`, 'POST'],
    [`${foreign}/put-through`, 'POST'],
    [`${foreign}/restore`, 'POST'],
    ['/lines/praxis-line/test', 'POST'],
  ] as const)
    expect((await eva.request(path, { method })).status, `${method} ${path}`).toBe(404);
  const json = (body: object) => ({ method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  expect((await eva.request(`${foreign}/correction`, json({ welcome: 'unwanted' }))).status).toBe(404);
  expect((await anna.request('/callers', json({ number: '040 99', name: 'Labor', welcome: 'wanted' }))).status).toBe(200);
  expect(await eva.get('/callers')).toEqual([]);
  expect((await eva.request('/callers/494099', { method: 'DELETE' })).status).toBe(404);
  expect(await (await eva.request('/calls/export?format=csv&lang=de')).text()).not.toContain('Labor');
  expect(await callsOf(anna)).toHaveLength(1);

  const [evasState, annasState] = [await eva.get<State>('/state'), await anna.get<State>('/state')];
  expect(evasState).toMatchObject({ household: 'Familie Berger', lines: [{ id: 'home' }], me: { logInName: 'Eva' } });
  expect(annasState).toMatchObject({ household: 'Praxis Weber', lines: [{ id: 'praxis-line' }], me: { logInName: 'Anna@praxis' } });
  const people = async (browser: Browser) => (await browser.get<UserEntry[]>('/users')).map(({ logInName }) => logInName);
  expect(await people(eva)).toEqual(['Eva']);
  expect(await people(anna)).toEqual(['Anna@praxis']);
  const annasId = (await anna.get<UserEntry[]>('/users'))[0]?.id ?? '';
  expect((await eva.request(`/users/${annasId}`, { method: 'DELETE' })).status).toBe(404);
});

async function setPassword(dataDir: string, name: string, secret: string): Promise<void> {
  const env = { DATA_DIR: dataDir, DANKE_CONFIG: join(dataDir, 'settings.yaml') };
  const { code, errors } = await commandLine(['password', name], { input: [secret], env });
  expect(code, errors).toBe(0);
}
