import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import { launchChromium } from '../support/console.ts';
import { difference, PICTURED, PICTURES, takePicture } from '../support/pictures.ts';
import { TestServer } from '../support/server.ts';

const FOLDER = join(import.meta.dirname, '../../docs/pictures');
/** Edges of letters differ from one Chromium to the next; a page that has changed differs more. */
const MOST = 0.02;

describe.skipIf(!hasProgram('chromium'))('the pictures in the docs', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), TestServer.start({ config: PICTURED })]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test.each(PICTURES)('$name is what the page looks like; npm run pictures takes it anew', async (picture) => {
    const page = await browser.newPage();
    const kept = readFileSync(join(FOLDER, `${picture.name}.png`));
    expect(await difference(page, kept, await takePicture(browser, server, picture))).toBeLessThan(MOST);
  });

  test('a page that differs is noticed', async () => {
    const page = await browser.newPage();
    const [first] = PICTURES;
    if (!first) throw new Error('there is no picture');
    const other = await takePicture(browser, server, { ...first, path: '/calls', ready: 'h1' });
    expect(await difference(page, readFileSync(join(FOLDER, `${first.name}.png`)), other)).toBeGreaterThan(MOST);
  });
});
