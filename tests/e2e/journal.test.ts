import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { journalWith } from '../support/many-calls.ts';
import { TestServer, until } from '../support/server.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 }, locale: 'de-DE', timezoneId: 'Europe/Berlin' };
const PHONE: BrowserContextOptions = { ...DESKTOP, viewport: { width: 360, height: 740 } };
const CALLS = 2_000;

describe.skipIf(!hasProgram('chromium'))('the journal in Chromium', () => {
  let browser: Browser;
  let server: TestServer;
  let pages: Pages;

  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'danke-nein-test-'));
    const { store } = await journalWith(CALLS, join(dataDir, 'danke-nein.db'));
    await store.close();
    [browser, server] = await Promise.all([launchChromium(), TestServer.start({ dataDir })]);
    pages = new Pages(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    expect(await pages.close()).toEqual([]);
  });

  const open = (path: string, options = DESKTOP): Promise<Page> => pages.open(server.url + path, options);
  const rows = (page: Page) => page.locator('.call-row');
  const comesTrue = (is: () => Promise<boolean>): Promise<true> => until(async () => ((await is()) ? true : null));

  test('only what is near the window is in the page, down to the oldest call', async () => {
    const page = await open('/calls');
    await rows(page).first().waitFor();
    await comesTrue(async () => {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      return /^01:05.*/u.test((await rows(page).last().textContent()) ?? '');
    });
    expect(await rows(page).count()).toBeLessThan(60);
    await rows(page).last().click();
    await page.getByRole('heading', { name: 'Verlauf' }).waitFor();
  });

  test('search and choice narrow the list, stay in the address, and are taken back with one click', async () => {
    const page = await open('/calls');
    await page.getByLabel('Suchen').fill('öztürk');
    await page
      .getByRole('status')
      .getByText(/^\d+ Anrufe/u)
      .waitFor();
    await page.getByText('Auswahl').click();
    await page.getByLabel('Anliegen').selectOption('Betrugsversuch');
    await page.getByLabel('bis', { exact: true }).fill('2026-01-04');
    await comesTrue(async () => /text=.*purpose=scam.*until=2026-01-04/u.test(page.url()));
    // The earlier list stays until the new one is there.
    await comesTrue(async () => {
      const shown = await rows(page).allTextContents();
      return shown.length > 0 && shown.every((row) => row.includes('Betrugsversuch') && row.includes('Öztürk'));
    });
    await rows(page).first().click();
    await page.getByRole('heading', { name: 'Verlauf' }).waitFor();
    await page.goBack();
    await comesTrue(async () => (await page.getByLabel('Suchen').inputValue()) === 'öztürk');
    expect(await page.getByLabel('Anliegen').inputValue()).toBe('scam');
    await page.getByLabel('Suchen').fill('quetzalcoatl');
    await page.getByText('Dazu gibt es keinen Anruf.').waitFor();
    await page.getByRole('link', { name: 'Alle zeigen' }).click();
    await comesTrue(async () => (await rows(page).count()) > 5);
    expect(await page.getByLabel('Suchen').inputValue()).toBe('');
  });

  test('what is found can be downloaded, as a table and with everything', async () => {
    const page = await open('/calls?text=0301%20199');
    await rows(page).first().waitFor();
    const file = async (name: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
      return readFileSync(await download.path(), 'utf8');
    };
    const table = (await file('Tabelle (CSV)')).trimEnd().split('\r\n');
    const all = JSON.parse(await file('alles (JSON)')) as { callerNumber: string; timeline: unknown[] }[];
    // 199, 1990 to 1999
    expect(all.map(({ callerNumber }) => callerNumber)).toContain('+49301199');
    expect(all).toHaveLength(11);
    expect(table).toHaveLength(12);
    expect(table[1]).toMatch(/^2026-01-\d\d \d\d:\d\d:00;20;/u);
  });

  test('one click says that a call was not wanted: its number is in the book, another browser sees it, and it can be undone', async () => {
    const other = await open('/callers');
    await other.getByText('Noch steht hier niemand.').waitFor();
    const page = await open('/calls?text=0301%201998');
    await rows(page).first().click();
    await page.getByRole('button', { name: 'Nein, das war Verkauf oder Betrug' }).click();
    await page.getByText('nimmt ab jetzt gleich der Computer an').waitFor();
    await other.getByText('+493011998').waitFor();
    await other.locator('.badge', { hasText: 'nicht mehr' }).waitFor();
    await comesTrue(async () => (await page.getByRole('button', { name: 'Nein, das war' }).getAttribute('aria-pressed')) === 'true');
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await other.getByText('Noch steht hier niemand.').waitFor();
    await page.getByRole('button', { name: 'Ja, erwünscht' }).click();
    await other.locator('.badge', { hasText: /^willkommen/u }).waitFor();
    await page.goBack();
    await page.getByText('von Ihnen: erwünscht').waitFor();
    await other.getByRole('button', { name: /austragen$/u }).click();
    await other.getByText('Noch steht hier niemand.').waitFor();
  });

  test('people are entered, fetched from an address book, searched, changed and removed, each with a way back', async () => {
    const page = await open('/callers');
    await page.getByLabel('Telefonnummer').fill('nicht wählbar');
    await page.getByRole('button', { name: 'Eintragen' }).click();
    await page.getByText('Das ist keine Telefonnummer.').waitFor();
    await page.getByLabel('Name').fill('Oma Lotte');
    await page.getByLabel('Telefonnummer').fill('040 / 12 34');
    await page.getByRole('button', { name: 'Eintragen' }).click();
    await page.getByText('+49401234').waitFor();

    const cards = Array.from({ length: 12 }, (_, nth) => `BEGIN:VCARD\nFN:Freund ${nth}\nTEL:030 55${nth}\nEND:VCARD`);
    const file = {
      name: 'freunde.vcf',
      mimeType: 'text/vcard',
      buffer: Buffer.from([...cards, 'BEGIN:VCARD\nFN:Ohne\nEND:VCARD'].join('\n')),
    };
    await page.getByLabel('Datei auswählen').setInputFiles(file);
    await page.getByText('12 Nummern kamen dazu.').waitFor();
    await page.getByText('Zeile 49: keine Nummer').waitFor();
    await comesTrue(async () => (await page.locator('.people li').count()) === 13);
    await page.getByLabel('Suchen').fill('freund 7');
    await comesTrue(async () => (await page.locator('.people li').count()) === 1);
    await page.getByRole('button', { name: 'nicht mehr willkommen' }).click();
    await page.locator('.badge', { hasText: 'nicht mehr' }).waitFor();
    await page.getByRole('button', { name: 'Freund 7 austragen' }).click();
    await page.getByText('Freund 7 ist ausgetragen.').waitFor();
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.locator('.badge', { hasText: 'nicht mehr' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    const phone = await open('/callers', PHONE);
    await phone.getByText('Oma Lotte').waitFor();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await accessibilityProblems(phone)).toEqual([]);
  });

  test.each([
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ])('is accessible, and fits: %s', async (_, options) => {
    const page = await open('/calls?purpose=sales', options);
    await rows(page).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('an address with nonsense shows the calls, or says what is wrong', async () => {
    const page = await open('/calls?from=never&until=9999-99-99');
    await rows(page).first().waitFor();
    const answer = await fetch(`${server.url}/api/calls?purpose=everything`);
    expect(answer.status).toBe(400);
  });
});
