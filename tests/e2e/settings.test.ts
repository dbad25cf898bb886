import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { EasyRegistrar } from '../support/registrar.ts';
import { TestServer } from '../support/server.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 }, locale: 'de-DE', timezoneId: 'Europe/Berlin' };
const PHONE: BrowserContextOptions = { ...DESKTOP, viewport: { width: 360, height: 740 } };

describe.skipIf(!hasProgram('chromium'))('settings in Chromium', () => {
  let browser: Browser;
  let server: TestServer;
  let registrar: EasyRegistrar;
  let pages: Pages;

  beforeAll(async () => {
    [browser, server, registrar] = await Promise.all([
      launchChromium(),
      TestServer.start({ config: { household: undefined } }),
      EasyRegistrar.open(),
    ]);
    pages = new Pages(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    registrar?.close();
  });
  afterEach(async () => {
    expect(await pages.close()).toEqual([]);
  });

  const open = (path: string, options = DESKTOP): Promise<Page> => pages.open(server.url + path, options);

  test('from nothing to a line that is answered, a step at a time', async () => {
    const page = await open('/');
    await page.getByRole('link', { name: 'Einrichten' }).click();
    await page.getByLabel('Wie Sie heißen').fill('Familie Sommer');
    await page.getByRole('button', { name: 'Speichern und weiter' }).click();
    await page.getByRole('heading', { name: 'Passwort setzen' }).waitFor();
    await page.getByRole('link', { name: 'Später' }).click();
    await page.getByRole('link', { name: 'Jetzt anrufen' }).waitFor();
    expect(await page.getByRole('link', { name: 'Probieren' }).nth(1).getAttribute('aria-current')).toBe('page');
    await page.getByRole('link', { name: 'Weiter', exact: true }).click();
    await page.getByLabel('Telefonanlage').check();
    await page.getByLabel('Server (Registrar)').fill('127.0.0.1');
    await page.getByLabel('Benutzername').fill('attendant');
    await page.getByLabel('Kennwort').fill('geheim-1234');
    await page.getByText('Weitere Angaben').click();
    await page.getByLabel('Port').fill(String(registrar.port));
    await page.getByRole('button', { name: 'Verbinden' }).click();
    await page.getByText('pbx: verbunden').waitFor();
    await page.getByRole('link', { name: 'Weiter', exact: true }).click();
    await page.getByText('Guten Tag, hier spricht ein Computer für Familie Sommer.').waitFor();
    const length = await page.locator('audio').evaluate(async (audio: HTMLAudioElement) => {
      audio.load();
      audio.preload = 'auto';
      await new Promise((resolve) => audio.addEventListener('loadedmetadata', resolve, { once: true }));
      return audio.duration;
    });
    expect(length).toBeGreaterThan(5);
    await page.getByRole('link', { name: 'Weiter', exact: true }).click();
    await page.getByLabel(/Wer hier zu erreichen ist/u).fill('Anna\n\n Ben ');
    await page.getByRole('button', { name: 'Speichern und weiter' }).click();
    await page.getByText('Eine Leitung ist verbunden: Er geht ans Telefon.').waitFor();
    const marks = await page.locator('.level li').evaluateAll((items) => items.map(({ className }) => className));
    expect(marks).toEqual(['done', 'done', 'open', 'open', 'open']);
    const { conversation, household } = await server.get<{ conversation: { people: string[] }; household: { household: string } }>(
      '/settings',
    );
    expect([household.household, conversation.people]).toEqual(['Familie Sommer', ['Anna', 'Ben']]);
    expect((await server.state()).lines.map(({ id, state }) => [id, state])).toEqual([['pbx', 'registered']]);
  });

  test('a change is said, seen by another browser, taken back, and both stand in the list of changes', async () => {
    const [page, other] = [await open('/settings'), await open('/settings')];
    await page.getByLabel('Nachrichten aufheben').selectOption('90 Tage');
    await page.locator('#messages').getByText('Noch nicht gespeichert').waitFor();
    await page.locator('#messages').getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Gespeichert. Das gilt ab dem nächsten Anruf.').waitFor();
    await other.waitForFunction(() => document.querySelector<HTMLSelectElement>('#messages select')?.value === '90');
    await page.getByText('Nachrichten aufheben: 30 → 90').waitFor();
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.getByText('Zurückgenommen.').waitFor();
    await other.waitForFunction(() => document.querySelector<HTMLSelectElement>('#messages select')?.value === '30');
    await page.getByText('Nachrichten aufheben: 90 → 30').waitFor();
  });

  test('what the server does not take is said at the field, and the cursor stands there', async () => {
    const page = await open('/settings/lines/pbx');
    await page.getByLabel(/Telefone für erwünschte Anrufer/u).fill('112');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('kein Notruf').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByLabel(/Telefone für erwünschte Anrufer/u).fill('**610');
    await page.getByLabel('Server (Registrar)').fill('localhost');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Für einen anderen Server oder Benutzer braucht es das Kennwort neu.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('password');
  });

  test('a service that is not there says so when it is tried', async () => {
    const page = await open('/settings');
    const group = page.getByRole('group', { name: 'Spracherkennung' });
    await group.getByLabel('Benutzen').check();
    await group.getByLabel('Adresse').fill('http://127.0.0.1:9/v1');
    await group.getByLabel('Modell').fill('whisper');
    await group.getByRole('button', { name: 'Ausprobieren' }).click();
    await group.getByText('Unter dieser Adresse antwortet niemand.').waitFor();
  });

  test('a line is disconnected, and comes back with one click', async () => {
    const page = await open('/settings/lines/pbx');
    await page.getByRole('button', { name: 'Leitung trennen' }).click();
    await page.getByText('Noch keine. Bis dahin können Sie nur probieren.').waitFor();
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.getByText('pbx: verbunden').waitFor();
  });

  test.each(['/settings', '/settings/lines/new', '/settings/lines/pbx', '/setup?step=line', '/setup?step=wanted', '/setup?step=done'])(
    '%s fits a phone and axe finds nothing, in both languages',
    async (path) => {
      const page = await open(path, PHONE);
      await page.waitForSelector('.panel');
      for (const language of ['English', 'Deutsch']) {
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
        expect(await accessibilityProblems(page)).toEqual([]);
        await page.getByRole('button', { name: language }).click();
      }
    },
  );
});
