import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import type { ExperiencesPage } from '../../src/http/api.ts';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { TestServer, until } from '../support/server.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 }, locale: 'de-DE' };
const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, locale: 'en-GB', colorScheme: 'dark' };
/** A reader whose browser runs no script. */
const PLAIN: BrowserContextOptions = { ...DESKTOP, javaScriptEnabled: false };
/** One red pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==', 'base64');

describe.skipIf(!hasProgram('chromium'))('experiences in Chromium', () => {
  let browser: Browser;
  let server: TestServer;
  let pages: Pages;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), TestServer.start({ config: { sitePort: 0 } })]);
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
  const status = async () => (await server.get<ExperiencesPage>('/experiences')).site;
  const read = async (path: string, options = DESKTOP): Promise<Page> =>
    pages.open(`http://localhost:${(await status()).port}${path}`, options);
  const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

  test('the site is set up in the settings: not without an imprint, then it is open, and closed again by undo', async () => {
    const page = await open('/settings');
    const form = page.locator('form#site');
    await form.getByLabel('Öffentliche Seite').selectOption('on');
    await form.getByRole('button', { name: 'Speichern' }).click();
    await says(page, 'Ohne Impressum lässt sich die Seite nicht einschalten.');
    await form.getByLabel('Impressum').fill('Eva Berger, Hafen 1, 20457 Hamburg');
    await form.getByRole('button', { name: 'Vorlage einsetzen' }).click();
    await form.getByRole('button', { name: 'Speichern' }).click();
    await says(page, 'Gespeichert.');
    expect(await status()).toMatchObject({ enabled: true, failed: false });
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.locator('.toast').getByRole('button', { name: 'Rückgängig' }).click();
    await until(async () => ((await status()).port === null ? true : null));
    await until(async () => ((await form.getByLabel('Impressum').inputValue()) === '' ? true : null));
    await form.getByLabel('Öffentliche Seite').selectOption('on');
    await form.getByLabel('Impressum').fill('Eva Berger, Hafen 1, 20457 Hamburg');
    await form.getByRole('button', { name: 'Vorlage einsetzen' }).click();
    await form.getByRole('button', { name: 'Speichern' }).click();
    await until(async () => ((await status()).port === null ? null : true));
    await says(await read('/de/privacy', PLAIN), 'Diese Seite setzt keine Cookies');
  });

  test('from a reflection to a published story: names are found, decided about, and only then read by others', async () => {
    const page = await open('/reflections/new');
    await page.getByLabel('Was wurde gesagt?').fill('Herr Kleinschmidt rief an, seine Nummer ist 040 1234567.');
    await page.getByLabel('Was habe ich darin gehört?').fill('Selbst schuld.');
    await page.getByRole('button', { name: 'Aufheben' }).click();
    await page
      .getByRole('link', { name: /2026|20\d\d/u })
      .first()
      .click();
    await page.getByRole('button', { name: 'Daraus ein Erlebnis machen' }).click();
    const text = page.getByLabel('Text', { exact: true });
    await text.waitFor();
    expect(await text.inputValue()).toBe(
      '## Was gesagt wurde\n\nHerr N. rief an, seine Nummer ist [Nummer].\n\n## Was ich gehört habe\n\nSelbst schuld.',
    );
    await page.getByLabel('Titel').fill('Der Anruf beim Essen');
    await text.fill(`${await text.inputValue()}\n\nSpäter erzählte ich es Sabine. Frau Dr. Groß lachte.\n\n**Fett** <b>nicht</b>`);
    await page.getByLabel('Ihr Name, wie Leser ihn sehen').fill('Eva');
    await page.getByLabel('Schlagwörter').fill('Essen, Nein sagen');
    const chooser = page.waitForEvent('filechooser');
    page.once('dialog', (dialog) => void dialog.accept('Ein roter Punkt'));
    await page.getByText('Bild einfügen').click();
    await (await chooser).setFiles({ name: 'punkt.png', mimeType: 'image/png', buffer: PNG });
    await says(page, 'Bild eingefügt.');
    await page.getByRole('button', { name: 'Vorschau' }).click();
    await page.locator('.story-preview strong', { hasText: 'Fett' }).waitFor();
    await page.getByRole('img', { name: 'Ein roter Punkt' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Veröffentlichen' }).click();
    await says(page, 'Könnte jemand erkannt werden?');
    expect(await page.locator('.findings legend strong').allInnerTexts()).toEqual(['Sabine', 'Groß']);
    const now = page.getByRole('button', { name: 'Jetzt veröffentlichen' });
    expect(await now.isDisabled()).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('group', { name: 'Sabine' }).getByLabel('so lassen').check();
    await page.getByRole('group', { name: 'Groß' }).getByLabel('ersetzen durch „N.“').check();
    await now.click();
    await says(page, 'Ist jetzt veröffentlicht.');

    const story = await read('/de/', PLAIN);
    await story.getByRole('link', { name: 'Der Anruf beim Essen' }).click();
    await says(story, 'Später erzählte ich es Sabine. Frau Dr. N. lachte.');
    await story.getByRole('img', { name: 'Ein roter Punkt' }).waitFor();
    await story.getByRole('link', { name: 'Essen', exact: true }).click();
    await says(story, 'Schlagwort: Essen');
  });

  test('without a script: written, looked at, hinted, sent, moderated, answered, and found', async () => {
    const page = await read('/de/der-anruf-wegen-des-fernsehens', PLAIN);
    const send = page.getByRole('button', { name: 'Absenden', exact: true });
    await send.click();
    expect(await page.locator('input:invalid').count()).toBe(2);
    await page.getByLabel('Name *').fill('Paul');
    await page.getByLabel('E-Mail *').fill('paul@geheim.example');
    await page.getByLabel('Kommentar *').fill('Der Verkäufer war unverschämt. So **kenne** ich das.');
    await page.getByRole('button', { name: 'Vorschau' }).click();
    await page.locator('.preview strong', { hasText: 'kenne' }).waitFor();
    expect(await page.getByLabel('E-Mail *').inputValue()).toBe('paul@geheim.example');
    await page.waitForTimeout(3_100);
    await send.click();
    await says(page, 'Möchten Sie es als Beobachtung sagen?');
    await page.waitForTimeout(3_100);
    await page.getByRole('button', { name: 'So absenden' }).click();
    await says(page, 'Er erscheint, sobald ihn jemand gelesen hat.');

    const desk = await open('/');
    await desk.getByRole('link', { name: '1 Kommentar wartet' }).click();
    await says(desk, 'schreibt zum ersten Mal');
    expect(await accessibilityProblems(desk)).toEqual([]);
    await desk.getByRole('button', { name: 'Antworten' }).click();
    await desk.getByLabel('Antworten').fill('Danke, dass Sie es erzählen.');
    await desk.getByRole('button', { name: 'Absenden' }).click();
    await says(desk, 'Ihre Antwort steht auf der Seite.');
    await says(desk, 'Nichts wartet auf Sie.');

    await page.goto(page.url().replace(/\?.*$/u, ''));
    // A page may be a minute old; whoever loads it anew has the newest.
    await page.reload();
    await says(page, 'Danke, dass Sie es erzählen.');
    await says(page, 'Autor dieser Seite');
    await page.getByRole('link', { name: 'Antwort an Paul' }).click();
    await says(page, 'Antwort an Paul');
    await page.getByRole('searchbox').fill('Fernsehanschluss');
    await page.getByRole('button', { name: 'Suchen' }).click();
    await says(page, '1 Erlebnis zu „Fernsehanschluss“');
  });

  test('spam is undone, a person is blocked, words are changed; another open console follows', async () => {
    const [page, other] = [await open('/experiences/comments?state=published'), await open('/experiences/comments?state=spam')];
    const paul = page.locator('.comments li', { hasText: 'Paul' });
    await paul.getByRole('button', { name: 'Spam' }).click();
    await says(page, 'Als Spam gemerkt.');
    await other.locator('.comments li', { hasText: 'Paul' }).waitFor();
    await page.locator('.toast').getByRole('button', { name: 'Rückgängig' }).click();
    await paul.waitFor();
    await says(other, 'Kein Spam.');
    await paul.getByRole('button', { name: 'Ändern' }).click();
    await paul.getByLabel('Ändern').fill('So kenne ich das.');
    await paul.getByRole('button', { name: 'Absenden' }).click();
    await says(page, 'So kenne ich das.');
    await paul.getByRole('button', { name: 'Sperren' }).click();
    await says(page, 'Was diese Person schreibt, landet nun im Spam.');
    await paul.getByText('gesperrt', { exact: true }).waitFor();

    await page.goto(`${server.url}/experiences`);
    await page.getByLabel('E-Mail-Adresse der Person').fill('Paul@geheim.example');
    await page.getByRole('button', { name: 'Suchen' }).click();
    await says(page, '1 Kommentar gefunden.');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Alles löschen' }).click();
    await says(page, '1 Kommentar gelöscht.');
  });

  test('a WordPress export comes in with its addresses; the examples go', async () => {
    const page = await open('/experiences');
    const item = (nth: number) =>
      `<item><title>Alt ${nth}</title><link>https://alt.example/${nth}/</link><dc:creator>eva</dc:creator><content:encoded><![CDATA[<p>Beitrag</p>]]></content:encoded><wp:post_date>2014-03-01 12:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>`;
    const wxr = `<rss xmlns:wp="w" xmlns:dc="d" xmlns:content="c"><channel>${Array.from({ length: 120 }, (_, nth) => item(nth)).join('')}</channel></rss>`;
    const chooser = page.waitForEvent('filechooser');
    await page.getByText('Aus WordPress übernehmen (WXR-Datei)').click();
    await (await chooser).setFiles({ name: 'alt.xml', mimeType: 'text/xml', buffer: Buffer.from(wxr) });
    await says(page, 'Fertig: 120 Beiträge und 0 Kommentare übernommen.');
    await page.getByRole('button', { name: 'Mehr zeigen' }).click();
    await page.getByRole('link', { name: 'Alt 0', exact: true }).waitFor();
    const again = page.waitForEvent('filechooser');
    await page.getByText('Aus WordPress übernehmen (WXR-Datei)').click();
    await (await again).setFiles({ name: 'alt.xml', mimeType: 'text/xml', buffer: Buffer.from('<html>kein Export</html>') });
    await says(page, 'Das ist keine vollständige WXR-Datei.');
    await page.getByRole('button', { name: 'Beispiele entfernen' }).click();
    await says(page, 'Die Beispiele sind fort.');
    await page.getByText('Der Anruf wegen des Fernsehens').waitFor({ state: 'detached' });
    const moved = await read('/7/', PLAIN);
    await moved.getByRole('heading', { name: 'Alt 7' }).waitFor();
  });

  test('a new story in English on a phone: kept, left with a question, published, withdrawn, deleted and brought back', async () => {
    const page = await open('/experiences/new', PHONE);
    await page.getByLabel('Title').fill('On hold');
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('Your name, as readers see it').fill('Eve');
    await page.getByLabel('Text', { exact: true }).fill('We both laughed in the end.');
    let asked = '';
    page.once('dialog', (dialog) => {
      asked = dialog.message();
      void dialog.dismiss();
    });
    await page.getByRole('link', { name: 'All experiences' }).click();
    expect(asked).toBe('It is not saved yet. Leave all the same?');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await says(page, 'Nothing was found by which somebody could be recognised.');
    await page.getByRole('button', { name: 'Publish now' }).click();
    await says(page, 'It is published now.');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await accessibilityProblems(page)).toEqual([]);
    await says(await read('/en/on-hold', PHONE), 'We both laughed in the end.');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await says(page, 'It is a draft again.');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'On hold' }).waitFor();
  });

  test('every page is readable for all: light and dark, wide and narrow, in both languages', async () => {
    for (const options of [DESKTOP, { ...DESKTOP, colorScheme: 'dark' as const }, PHONE]) {
      for (const path of ['/de/', '/de/der-anruf-beim-essen', '/de/search?q=alt', '/de/tag/essen', '/de/imprint', '/de/nichts', '/en/']) {
        const page = await read(path, options);
        expect([path, await accessibilityProblems(page)]).toEqual([path, []]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
        await page.close();
      }
    }
    for (const path of ['/experiences', '/experiences/new', '/experiences/comments?state=published']) {
      const page = await open(path, PHONE);
      await page.waitForLoadState('networkidle').catch(() => {});
      expect([path, await accessibilityProblems(page)]).toEqual([path, []]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await page.close();
    }
  });
});
