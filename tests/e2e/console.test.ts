import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { FritzBox } from '../support/fritzbox.ts';
import { TestServer, until } from '../support/server.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 }, locale: 'de-DE' };
const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, locale: 'de-DE' };

describe.skipIf(!hasProgram('chromium'))('the console in Chromium', () => {
  let browser: Browser;
  let server: TestServer;
  let pages: Pages;

  beforeAll(async () => {
    browser = await launchChromium();
    pages = new Pages(browser);
    server = await TestServer.start();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    expect(await pages.close()).toEqual([]);
  });

  const open = (path: string, options = DESKTOP): Promise<Page> => pages.open(server.url + path, options);

  test('is empty in a friendly way at first', async () => {
    const page = await open('/calls');
    await page.getByText('Noch hat niemand angerufen.').waitFor();
    expect(await page.getByRole('main').getByRole('link', { name: 'Probieren' }).getAttribute('href')).toBe('/try');
  });

  test('loads at most 200 kB of compressed script, whichever room is opened first', async () => {
    for (const path of ['/', '/calls', '/practice']) {
      const page = await browser.newPage(DESKTOP);
      const scripts: Promise<Buffer>[] = [];
      page.on('response', (response) => {
        if (response.url().endsWith('.js')) scripts.push(response.body());
      });
      await page.goto(server.url + path);
      await page.waitForSelector('h1');
      const bytes = (await Promise.all(scripts)).reduce((sum, script) => sum + gzipSync(script).length, 0);
      expect(bytes, path).toBeGreaterThan(50_000);
      expect(bytes, path).toBeLessThan(200_000);
      await page.close();
    }
  });

  test('opens with people: the two calls, be the caller, answer it yourself', async () => {
    const page = await open('/');
    const headings = await page.getByRole('heading').allTextContents();
    expect(headings).toEqual([
      'Ein Nein, nach dem beide lächeln',
      'Zweimal derselbe Anruf',
      'Wie er oft endet',
      'Wie Tina ihn beendet',
      'Seien Sie der Anrufer',
      'Gehen Sie selbst ran',
    ]);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.card-to-print').isVisible()).toBe(true);
    expect(await page.locator('.stories').isVisible()).toBe(false);
    expect(await page.locator('.top').isVisible()).toBe(false);
  });

  test('a typed call is understood and answered; the message is kept, heard, deleted, brought back', async () => {
    const page = await open('/try');
    await page.getByRole('button', { name: 'Anrufen', exact: true }).click();
    await page.getByText('Guten Tag, hier spricht ein Computer für Familie Berger.').first().waitFor();
    await page.getByLabel('Was sagen Sie?').fill('Hallo, hier ist Oma. Ich bin gestürzt.');
    await page.keyboard.press('Enter');
    await page.getByText('Rufen Sie bitte jetzt die 112 an').first().waitFor();

    const watching = await open('/calls');
    await watching.getByText('Gerade am Telefon').waitFor();

    await page.getByLabel('Was sagen Sie?').fill('Sag bitte Eva Bescheid.');
    await page.keyboard.press('Enter');
    await page.getByText('Ton: ab jetzt wird aufgenommen').waitFor();
    await page.getByLabel('Was sagen Sie?').fill('Hier ist Oma. Bitte ruf mich zurück, wenn du kannst.');
    await page.keyboard.press('Enter');
    await page.getByText('Nachricht gespeichert').waitFor();
    // Whoever is in need is never hung up on.
    await page.getByRole('button', { name: 'Auflegen' }).click();
    await page.getByText('Das Gespräch ist zu Ende.').waitFor();
    await watching.getByText('hat eine Nachricht hinterlassen').waitFor();
    await watching.locator('.call-row', { hasText: 'Notfall genannt' }).waitFor();

    await page.getByRole('link', { name: 'Im Verlauf ansehen' }).click();
    await page.getByRole('heading', { name: 'Verlauf' }).waitFor();
    const length = await page
      .locator('audio')
      .evaluate(
        (audio: HTMLAudioElement) =>
          new Promise<number>((resolve) =>
            audio.readyState > 0 ? resolve(audio.duration) : audio.addEventListener('loadedmetadata', () => resolve(audio.duration)),
          ),
      );
    expect(length).toBeGreaterThan(2);
    await page.getByText('verstanden: privat').first().waitFor();
    await page.getByText('Dringend: Ein Notfall wurde genannt.').waitFor();
    await page.getByText('Worte werden verstanden und gleich wieder vergessen').waitFor();
    expect(await page.locator('.lane.caller .bar').count()).toBeGreaterThan(1);
    await page.getByRole('button', { name: 'Anruf löschen' }).click();
    await page.getByText('Noch hat niemand angerufen.').waitFor();
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.getByText('hat eine Nachricht hinterlassen').click();
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Nachricht löschen' }).click();
    await page.getByText('Die Nachricht ist gelöscht.').waitFor();
    await page.getByRole('heading', { name: 'Verlauf' }).waitFor();
    // The word that it is deleted is there before the page has been fetched anew.
    await page.locator('audio').waitFor({ state: 'detached' });
    expect(await page.locator('audio').count()).toBe(0);
  });

  test('a running call can be ended kindly', async () => {
    const page = await open('/try');
    await page.getByRole('button', { name: 'Anrufen', exact: true }).click();
    await page.getByText('Guten Tag, hier spricht ein Computer').first().waitFor();
    const family = await open('/calls');
    await family.getByRole('button', { name: 'Freundlich beenden' }).click();
    await page.getByText('Das Gespräch endet hier. Danke für Ihren Anruf.').first().waitFor();
    await family.getByText('Sie haben das Gespräch beenden lassen').waitFor();
  });

  test('an unknown call and an unknown page say so', async () => {
    const unknown = await pages.open(`${server.url}/calls/01a20a58-bb20-7526-af2c-643e50ae927d`, DESKTOP, '.empty');
    await unknown.getByText('Diesen Anruf gibt es nicht').waitFor();
    await (await open('/nirgendwo')).getByText('Diese Seite gibt es nicht.').waitFor();
  });

  test('speaks English too, and remembers it; colours can be chosen', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('A no that leaves both sides smiling').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.reload();
    await page.getByText('A no that leaves both sides smiling').waitFor();
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.getByLabel('Colours').selectOption('dark');
    expect(await ground()).not.toBe(light);
  });

  test.each(['/', '/calls', '/try', '/access'])('%s fits a phone, and can be walked through by keyboard', async (path) => {
    const page = await open(path, PHONE);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const reached = new Set<string>();
    for (let i = 0; i < 14; i++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''));
    }
    expect([...reached]).toEqual(expect.arrayContaining(['Zum Inhalt', 'Anrufe', 'Probieren', 'Einstellungen']));
  });

  test('says when the server is gone', async () => {
    const lost = await TestServer.start();
    const page = await pages.unwatched(DESKTOP);
    await page.goto(`${lost.url}/calls`);
    await page.getByText('Noch hat niemand angerufen.').waitFor();
    await lost.stop();
    await page.getByText('Die Verbindung zum Server ist unterbrochen.').waitFor();
  });

  test('a password closes the door: strangers learn nothing, members may not manage people', async () => {
    const guarded = await TestServer.start();
    const page = await pages.unwatched(DESKTOP);
    await page.goto(`${guarded.url}/access`);
    await page.getByLabel('Ihr Name').fill('Eva');
    await page.getByLabel('Passwort').fill('ein langer Satz');
    await page.getByRole('button', { name: 'Passwort setzen' }).click();
    await page.getByRole('heading', { name: 'Wer hinein darf' }).waitFor();
    await page.waitForTimeout(1_000);
    expect((await fetch(`${guarded.url}/api/calls`)).status).toBe(401);

    const people = page.locator('section', { has: page.getByRole('heading', { name: 'Wer hinein darf' }) });
    await people.getByLabel('Ihr Name').fill('Opa');
    await people.getByLabel('Passwort').fill('noch ein langer Satz');
    await people.getByRole('button', { name: 'Person hinzufügen' }).click();
    await page.getByText('Mitglied: hört Nachrichten').waitFor();

    const member = await pages.unwatched(DESKTOP);
    await member.goto(guarded.url);
    await member.getByLabel('Ihr Name').fill('Opa');
    await member.getByLabel('Passwort').fill('falsch');
    await member.getByRole('button', { name: 'Anmelden', exact: true }).click();
    await member.getByText('Name oder Passwort stimmen nicht.').waitFor();
    await member.getByLabel('Passwort').fill('noch ein langer Satz');
    await member.getByRole('button', { name: 'Anmelden', exact: true }).click();
    await member.getByText('Ein Nein, nach dem beide lächeln').waitFor();
    expect(await member.evaluate(async () => (await fetch('/api/users')).status)).toBe(403);
    expect(await member.evaluate(async () => (await fetch('/api/calls')).status)).toBe(200);
    await guarded.stop();
  });

  test('a call is put through to the household with one click, and its page tells how', async () => {
    const box = await FritzBox.open();
    const phone = await box.phone('**610');
    const home = await TestServer.start({ config: { lines: [box.line({ answerAfterSeconds: 1, phones: ['**610'] })] } });
    await box.registered();
    const page = await open('/calls');
    await page.goto(`${home.url}/calls`);
    // Whoever expects a call answers every one themselves for a while.
    await page.getByRole('button', { name: '1 Stunde' }).click();
    await page.getByText('hält sich der Computer heraus: Jeder').waitFor();
    const expected = await box.call('0309876');
    await page.waitForTimeout(2_000);
    expect(expected.statuses.map(({ status }) => status)).toEqual([100, 180]);
    expected.hangUp();
    await page.getByRole('button', { name: 'Nicht mehr nötig' }).click();
    await page.getByText('Erwarten Sie einen Anruf?').waitFor();
    const call = await box.call('0301234');
    await call.talking();
    await page.getByRole('button', { name: 'Zu mir durchstellen' }).click();
    await page.getByText('Ihre Telefone klingeln für diesen Anruf').first().waitFor();
    await page.getByText('Mit der Eins nehmen Sie an').waitFor();
    await phone.rings();
    phone.pickUp();
    await until(async () => (phone.ear.nowMs > 1_000 ? true : null));
    phone.ear.press(1);
    await page.getByText('Jemand von Ihnen spricht. Der Computer hört nicht zu.').waitFor();
    expect(await page.getByRole('button', { name: 'Zu mir durchstellen' }).count()).toBe(0);
    phone.hangUp();
    await page.getByText('wurde zu Ihnen durchgestellt').click();
    await page.getByText('Durchgestellt; ab hier hört der Computer nicht mehr zu').waitFor();
    // Whoever calls again so soon is left to the phones, unless the household does not want the number.
    await page.getByRole('button', { name: 'Nein, das war Verkauf oder Betrug' }).click();
    await page.getByText('nimmt ab jetzt gleich der Computer an').waitFor();
    const again = await box.call('0301234');
    await again.talking();
    again.hangUp();
    await page.getByRole('link', { name: 'Start' }).click();
    await page.getByText('Heute 3 Anrufe: einer kam zu Ihnen, 2 haben früh aufgelegt.').waitFor();
    expect(await page.locator('.beads span').count()).toBe(3);
    await page.goto('about:blank');
    await home.stop();
    box.close();
  });
});
