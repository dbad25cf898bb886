import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import type { CommentsPage, CommentState, DecisionsRequest, ExperiencesPage } from '../../src/http/api.ts';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { TestServer } from '../support/server.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 }, locale: 'de-DE' };
const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, locale: 'en-GB', colorScheme: 'dark' };
const FIVE = ['Anna', 'Ben', 'Clara', 'David', 'Emma'];

/** A WordPress export of one post whose comments wait. The first is the newest, as in the queue. */
function waitingFrom(names: readonly string[]): string {
  const comment = (name: string, nth: number): string => {
    const minute = new Date(Date.now() - (nth + 1) * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    return `<wp:comment><wp:comment_id>${nth + 1}</wp:comment_id><wp:comment_author>${name}</wp:comment_author><wp:comment_author_email>${nth}@leser.example</wp:comment_author_email><wp:comment_date_gmt>${minute}</wp:comment_date_gmt><wp:comment_content>So ging es mir auch.</wp:comment_content><wp:comment_approved>0</wp:comment_approved></wp:comment>`;
  };
  return `<rss xmlns:wp="w" xmlns:dc="d" xmlns:content="c"><channel><item><title>Alt</title><link>https://alt.example/${names.length}/</link><dc:creator>eva</dc:creator><content:encoded>Beitrag</content:encoded><wp:post_date>2014-03-01 12:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>${names.map(comment).join('')}</item></channel></rss>`;
}

describe.skipIf(!hasProgram('chromium'))('many comments decided at once, in Chromium', () => {
  let browser: Browser;
  let server: TestServer;
  let pages: Pages;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), TestServer.start({ config: { sitePort: 0 } })]);
    pages = new Pages(browser);
    await bring(FIVE);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    for (const state of ['published', 'spam', 'removed'] as const) {
      const ids = (await inState(state)).filter(({ why }) => why === 'imported').map(({ id }) => id);
      if (ids.length > 0) await decide({ ids, state: 'waiting' });
    }
  });
  afterEach(async () => {
    expect(await pages.close()).toEqual([]);
  });

  const post = (path: string, body: string, type = 'application/json'): Promise<Response> =>
    fetch(`${server.url}/api${path}`, { method: 'POST', body, headers: { 'Content-Type': type } });
  const decide = (wish: DecisionsRequest): Promise<Response> => post('/comments/decide', JSON.stringify(wish));
  async function bring(names: readonly string[]): Promise<void> {
    await (await post('/experiences/import?lang=de', waitingFrom(names), 'application/octet-stream')).text();
  }
  const inState = async (state: CommentState) => (await server.get<CommentsPage>(`/comments?state=${state}`)).comments;
  const namesIn = async (state: CommentState): Promise<string[]> =>
    (await inState(state)).filter(({ why }) => why === 'imported').map(({ name }) => name);
  const open = (state: CommentState, options = DESKTOP): Promise<Page> =>
    pages.open(`${server.url}/experiences/comments?state=${state}`, options);
  const bar = (page: Page) => page.locator('.selection');
  const box = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true });
  const row = (page: Page, name: string) => page.locator('.comments li', { hasText: name });
  /** From the top, where the bar lies over no row: axe takes a button that is half scrolled under it for a small one. */
  async function problemsOf(page: Page): Promise<string[]> {
    await page.evaluate(() => window.scrollTo(0, 0));
    return accessibilityProblems(page);
  }
  async function ticked(page: Page): Promise<string[]> {
    const names: string[] = [];
    for (const name of FIVE) if ((await box(page, name).count()) > 0 && (await box(page, name).isChecked())) names.push(name);
    return names;
  }

  test('three of five are published in one request, and undone by one', async () => {
    const page = await open('waiting');
    const asked: unknown[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(request.postDataJSON());
    });
    const ids = (await inState('waiting')).map(({ id }) => id);
    expect(await bar(page).getByRole('button').count()).toBe(0);
    for (const name of ['Anna', 'Clara', 'David']) await box(page, name).check();
    await bar(page).getByText('3 ausgewählt').waitFor();
    expect(await bar(page).getByRole('button').allInnerTexts()).toEqual(['×', 'Veröffentlichen', 'Spam', 'Entfernen']);
    expect(await problemsOf(page)).toEqual([]);
    await bar(page).getByRole('button', { name: 'Veröffentlichen' }).click();
    await page.getByText('3 Kommentare veröffentlicht.').waitFor();
    await row(page, 'Anna').waitFor({ state: 'detached' });
    expect([await namesIn('published'), await namesIn('waiting'), await ticked(page)]).toEqual([
      ['Anna', 'Clara', 'David'],
      ['Ben', 'Emma'],
      [],
    ]);
    await page.locator('.toast').getByRole('button', { name: 'Rückgängig' }).click();
    await row(page, 'Anna').waitFor();
    expect([await namesIn('published'), await namesIn('waiting'), await ticked(page)]).toEqual([[], FIVE, []]);
    const three = [ids[0], ids[2], ids[3]];
    expect(asked).toEqual([
      { ids: three, state: 'published' },
      { ids: three, state: 'waiting' },
    ]);
  });

  test('by keyboard: a range with Shift and space, Escape for none, all of them, and the focus is not lost', async () => {
    const page = await open('waiting');
    await box(page, 'Ben').focus();
    await page.keyboard.press('Space');
    await box(page, 'David').focus();
    await page.keyboard.press('Shift+Space');
    expect(await ticked(page)).toEqual(['Ben', 'Clara', 'David']);
    await page.keyboard.press('Escape');
    expect(await ticked(page)).toEqual([]);

    await row(page, 'Emma').getByRole('button', { name: 'Antworten' }).click();
    await box(page, 'Anna').check();
    await row(page, 'Emma').getByRole('textbox').press('Escape');
    expect(await ticked(page)).toEqual(['Anna']);
    await box(page, 'Clara').click({ modifiers: ['Shift'] });
    expect(await ticked(page)).toEqual(['Anna', 'Ben', 'Clara']);

    const all = page.getByRole('checkbox', { name: 'Alle gezeigten' });
    expect(await all.evaluate((element: HTMLInputElement) => element.indeterminate)).toBe(true);
    await all.focus();
    await page.keyboard.press('Space');
    expect(await ticked(page)).toEqual(FIVE);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    expect(await ticked(page)).toEqual([]);
    expect(await all.evaluate((element) => element === document.activeElement)).toBe(true);

    await page.keyboard.press('Space');
    await bar(page).getByRole('button', { name: 'Spam' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('5 Kommentare als Spam gemerkt.').waitFor();
    await row(page, 'Anna').waitFor({ state: 'detached' });
    expect(await namesIn('spam')).toEqual(FIVE);
    await page.waitForFunction(() => document.activeElement?.tagName === 'MAIN');
  });

  test('what another console decides leaves the selection and does not come back to it; the rest stays ticked', async () => {
    const page = await open('waiting');
    await page.getByRole('checkbox', { name: 'Alle gezeigten' }).check();
    const [anna] = await inState('waiting');
    await decide({ ids: [anna?.id ?? ''], state: 'removed' });
    await bar(page).getByText('4 ausgewählt').waitFor();
    await decide({ ids: [anna?.id ?? ''], state: 'waiting' });
    await row(page, 'Anna').waitFor();
    expect(await ticked(page)).toEqual(['Ben', 'Clara', 'David', 'Emma']);
  });

  test('a decision that does not arrive says what to do, keeps the selection, and succeeds when tried again', async () => {
    const page = await open('waiting', PHONE);
    for (const name of ['Anna', 'Ben']) await box(page, name).check();
    await page.route('**/api/comments/decide', (route) => route.fulfill({ status: 400, json: { error: 'busy' } }), { times: 1 });
    await bar(page).getByRole('button', { name: 'Remove' }).click();
    await bar(page).getByRole('alert').waitFor();
    expect(await ticked(page)).toEqual(['Anna', 'Ben']);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await problemsOf(page)).toEqual([]);
    await bar(page).getByRole('button', { name: 'Try again' }).click();
    await page.getByText('2 comments removed.').waitFor();
    expect(await namesIn('removed')).toEqual(['Anna', 'Ben']);

    // The bar stays on the screen, however far down the list goes.
    await box(page, 'Clara').check();
    await row(page, 'Emma').scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 5_000);
    const { y = -1 } = (await bar(page).getByRole('button', { name: 'Publish' }).boundingBox()) ?? {};
    expect(y).toBeGreaterThanOrEqual(0);
  });

  test('more than a hundred go in turns; what failed stays ticked, and what was done is undone together', async () => {
    await bring(Array.from({ length: 125 }, (_, nth) => `Leser ${nth}`));
    const waits = async () => (await server.get<ExperiencesPage>('/experiences')).waiting;
    expect(await waits()).toBe(130);
    const page = await open('waiting');
    for (const shown of [50, 100]) {
      await expect.poll(() => page.locator('.comments > li').count()).toBe(shown);
      await page.getByRole('button', { name: 'Mehr zeigen' }).click();
    }
    await expect.poll(() => page.locator('.comments > li').count()).toBe(130);
    await page.getByRole('checkbox', { name: 'Alle gezeigten' }).check();
    await bar(page).getByText('130 ausgewählt').waitFor();
    let turns = 0;
    await page.route('**/api/comments/decide', async (route) => {
      turns += 1;
      await (turns === 2 ? route.fulfill({ status: 400, json: { error: 'busy' } }) : route.continue());
    });
    await bar(page).getByRole('button', { name: 'Entfernen' }).click();
    await bar(page).getByText('30 ausgewählt').waitFor();
    await bar(page).getByRole('alert').waitFor();
    await page.getByText('100 Kommentare entfernt.').waitFor();
    expect(await waits()).toBe(30);
    await page.locator('.toast').getByRole('button', { name: 'Rückgängig' }).click();
    await expect.poll(waits).toBe(130);
  });
});
