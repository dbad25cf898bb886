import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { catalogueFile, packed, PackSource } from '../support/pack-source.ts';
import { TestServer } from '../support/server.ts';
import { TINY_FILES } from '../support/tiny-models.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 }, locale: 'de-DE', timezoneId: 'Europe/Berlin' };
const ENGLISH_PHONE: BrowserContextOptions = { ...DESKTOP, viewport: { width: 360, height: 740 }, locale: 'en-GB', colorScheme: 'dark' };

describe.skipIf(!hasProgram('chromium'))('speech packs in Chromium', () => {
  let browser: Browser;
  let server: TestServer;
  let source: PackSource;
  let pages: Pages;

  beforeAll(async () => {
    source = new PackSource();
    const url = await source.start();
    const entry = (id: string, kind: string, goodFor: string, languages = ['de']): object => ({
      ...{ id, kind, goodFor, languages, name: `Paket ${id}`, licence: 'CC0 1.0', home: 'https://example.org', memoryBytes: 250_000_000 },
      archive: { url: `${url}/${id}.tar.gz`, sums: `${url}/checksum.txt`, bytes: 60_000_000 },
    });
    await source.publish('ohr', TINY_FILES.streaming_transducer);
    await source.publish('kaputt', { ...TINY_FILES.streaming_transducer, 'encoder.onnx': 'nonsense' });
    const packCatalogue = catalogueFile([
      entry('ohr', 'streaming_transducer', 'hears_at_once'),
      entry('kaputt', 'streaming_transducer', 'small_hearing'),
      entry('mund', 'vits', 'warm_voice', ['de', 'en']),
    ]);
    [browser, server] = await Promise.all([launchChromium(), TestServer.start({ config: { packCatalogue } })]);
    pages = new Pages(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    source?.stop();
  });
  afterEach(async () => {
    expect(await pages.close()).toEqual([]);
  });

  const open = (path: string, options = DESKTOP): Promise<Page> => pages.open(server.url + path, options);
  const card = (page: Page, id: string) => page.getByRole('article', { name: `Paket ${id}` });

  test('one is loaded, watched on its way, and used from then on; that can be taken back', async () => {
    const page = await open('/settings');
    await page.getByText('Noch ist keines in Gebrauch.').waitFor();
    await page.getByRole('link', { name: 'Zu den Sprachpaketen' }).click();
    await card(page, 'ohr').getByText('Versteht, während noch gesprochen wird.').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await card(page, 'ohr').getByRole('button', { name: 'Laden (60 MB)' }).click();
    const use = card(page, 'ohr').getByLabel('Für Deutsch benutzen');
    await use.waitFor();
    await expect.poll(() => use.isChecked()).toBe(true);
    await card(page, 'ohr').getByText('Die Prüfsumme der Quelle stimmt.').waitFor();
    await card(page, 'ohr').getByText('Für eine Sekunde Sprache braucht es').waitFor();
    expect((await server.state()).hearsWords).toBe(true);
    await use.click();
    await page.getByText('Gilt ab dem nächsten Anruf.').waitFor();
    expect((await server.state()).hearsWords).toBe(false);
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await expect.poll(async () => (await server.state()).hearsWords).toBe(true);
    await page.getByRole('link', { name: 'Alle Einstellungen' }).click();
    await page.getByText('In Gebrauch: Paket ohr.').waitFor();
    await page.getByText('Verstehen, Deutsch: nichts → ohr').first().waitFor();
  });

  test('a download that breaks off shows how far it came, goes on there, and can be stopped and thrown away', async () => {
    const archive = await source.publish('mund', TINY_FILES.vits);
    // A connection that breaks again and again, and brings a little each time: far from done when it is stopped.
    source.breaks = { after: Math.ceil(archive.length / 10_000), times: Infinity };
    const page = await open('/settings/packs');
    await card(page, 'mund').getByRole('button', { name: 'Laden (60 MB)' }).click();
    await card(page, 'mund').getByRole('progressbar').waitFor();
    // Asked for again: a first part is here. Stopped before that, there would be nothing to go on with.
    const asked = (): number => source.asked.filter(({ path }) => path.includes('mund')).length;
    await expect.poll(asked, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
    await card(page, 'mund').getByRole('button', { name: 'Anhalten' }).click();
    await card(page, 'mund')
      .getByRole('button', { name: /Weiterladen/u })
      .waitFor();
    source.breaks.times = 0;
    await card(page, 'mund').getByRole('button', { name: 'Verwerfen' }).click();
    await card(page, 'mund').getByRole('button', { name: 'Laden (60 MB)' }).click();
    await card(page, 'mund').getByLabel('Für Englisch benutzen').waitFor();
    await expect.poll(() => card(page, 'mund').getByRole('checkbox', { checked: true }).count()).toBe(2);
    page.once('dialog', (dialog) => void dialog.accept());
    await card(page, 'mund').getByRole('button', { name: 'Entfernen' }).click();
    await card(page, 'mund').getByRole('button', { name: 'Laden (60 MB)' }).waitFor();
  });

  test('what cannot be used says why, in both languages', async () => {
    const page = await open('/settings/packs');
    await card(page, 'kaputt').getByRole('button', { name: 'Laden (60 MB)' }).click();
    await card(page, 'kaputt').getByText('Das Modell lässt sich auf diesem Gerät nicht laden.').waitFor();
    await card(page, 'kaputt').getByRole('button', { name: 'Noch einmal versuchen' }).waitFor();
    const phone = await open('/settings/packs', ENGLISH_PHONE);
    await card(phone, 'kaputt').getByText('The model cannot be loaded on this machine.').waitFor();
    expect(await accessibilityProblems(phone)).toEqual([]);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  test('an archive is brought from elsewhere; one that is none is refused', async () => {
    const page = await open('/settings/packs');
    const file = page.locator('input[type=file]');
    await file.setInputFiles({ name: 'bild.tar', mimeType: 'application/x-tar', buffer: Buffer.from('kein Archiv') });
    await page.getByText('Das ist kein Archiv, das sich auspacken lässt').waitFor();
    const manifest = JSON.stringify({ id: 'oma', name: 'Omas Stimme', kind: 'vits', languages: ['de'], licence: 'unsere' });
    const buffer = await packed('oma', { ...TINY_FILES.vits, 'danke-nein-pack.json': manifest });
    await file.setInputFiles({ name: 'oma.tar.gz', mimeType: 'application/gzip', buffer });
    await page.getByText('„oma“ ist da.').waitFor();
    await page.getByRole('article', { name: 'Omas Stimme' }).getByText('Von Ihnen mitgebracht.').waitFor();
    await page.getByRole('article', { name: 'Omas Stimme' }).getByText('Ungeprüft').waitFor();
  });
});
