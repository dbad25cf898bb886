import type { Browser, Page } from 'playwright-core';
import type { TestServer } from './server.ts';
import { TestSite } from './site.ts';

/** A picture of the console for the docs: which page, how it is looked at, and what has to stand there first. */
export interface Picture {
  readonly name: string;
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
  readonly locale?: 'de-DE' | 'en-GB';
  /** Of the public pages, not the console. */
  readonly site?: true;
  readonly ready: string;
}

const STORY = '/de/der-anruf-wegen-des-fernsehens';

/** The pages that look the same on every fresh server: a test holds them against the docs. */
export const PICTURES: readonly Picture[] = [
  { name: 'home', path: '/', width: 1100, height: 900, ready: '.stories' },
  { name: 'phone-dark', path: '/', width: 390, height: 844, dark: true, ready: '.stories' },
  { name: 'setup', path: '/setup?step=line', width: 1100, height: 900, ready: '.setting' },
  { name: 'settings', path: '/settings', width: 1100, height: 1000, ready: '#household' },
  { name: 'settings-en', path: '/settings', width: 390, height: 844, dark: true, locale: 'en-GB', ready: '#household' },
  { name: 'packs', path: '/settings/packs', width: 1100, height: 900, ready: '.pack' },
  { name: 'own-voice', path: '/settings/voice', width: 1100, height: 900, ready: '.booth' },
  { name: 'practice-callers', path: '/practice', width: 1100, height: 900, ready: 'h1' },
  { name: 'story', path: STORY, width: 1100, height: 1000, site: true, ready: 'h1' },
  { name: 'story-phone', path: STORY, width: 390, height: 844, dark: true, site: true, ready: 'h1' },
  { name: 'site-en', path: '/en/', width: 1100, height: 900, locale: 'en-GB', site: true, ready: 'h1' },
];

/** Of the server whose pages are in the pictures: what would differ from machine to machine is set. */
export const PICTURED = {
  household: 'Familie Berger',
  timeZone: 'Europe/Berlin',
  sitePort: 0,
  site: { enabled: true, tagline: 'Kurze Begegnungen mit Menschen, die uns etwas verkaufen möchten', imprint: 'Eva Berger', privacy: '-' },
} as const;

/** Of a server with `PICTURED`. */
export async function takePicture(browser: Browser, server: TestServer, picture: Picture): Promise<Buffer> {
  const { width, height, dark = false, locale = 'de-DE' } = picture;
  const page = await browser.newPage({
    viewport: { width, height },
    locale,
    timezoneId: 'Europe/Berlin',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  try {
    const url = picture.site ? (await TestSite.of(server)).url : server.url;
    await page.goto(url + picture.path);
    await page.waitForSelector(picture.ready);
    await settled(page);
    return await page.screenshot();
  } finally {
    await page.close();
  }
}

/** Fonts are there, and what was asked of the server has come. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(500);
}

/** The share of pixels in which two pictures differ to an eye, 0 to 1; 1 where they are not of one size. */
export async function difference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async ([a, b]) => {
      const pixels = async (png: string): Promise<ImageData> => {
        const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      };
      const [first, second] = [await pixels(a ?? ''), await pixels(b ?? '')];
      if (first.width !== second.width || first.height !== second.height) return 1;
      let differ = 0;
      for (let at = 0; at < first.data.length; at += 4) {
        const most = Math.max(...[0, 1, 2].map((channel) => Math.abs((first.data[at + channel] ?? 0) - (second.data[at + channel] ?? 0))));
        if (most > 48) differ++;
      }
      return (4 * differ) / first.data.length;
    },
    [one.toString('base64'), other.toString('base64')],
  );
}
