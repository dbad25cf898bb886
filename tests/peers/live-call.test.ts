import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { Pocketsphinx } from '../support/pocketsphinx.ts';
import { lacks } from '../support/programs.ts';
import { TestServer, until } from '../support/server.ts';
import { SpokenCall } from '../support/spoken-call.ts';

const OFFER = 'i would like to offer you a new contract for electricity';
const SENTENCES = [OFFER, 'you can save a lot of money with our new tariff', 'thank you goodbye', 'could you please call me back'] as const;
const DESKTOP = { viewport: { width: 1100, height: 900 }, locale: 'en-GB' };
/** Chromium's microphone without a microphone beeps once a second. */
const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

describe.skipIf(lacks('pocketsphinx_continuous', 'flite', 'sipp', 'chromium'))('a call by sipp, seen live in Chromium', () => {
  let ears: Pocketsphinx;
  let server: TestServer;
  let browser: Browser;
  let pages: Pages;
  beforeAll(async () => {
    [ears, browser] = await Promise.all([Pocketsphinx.start(SENTENCES), launchChromium(MICROPHONE)]);
    pages = new Pages(browser);
    server = await TestServer.start({
      config: {
        language: 'en',
        household: 'the Berger family',
        speechToText: { url: ears.url, model: 'pocketsphinx' },
        conversation: { languages: ['en'] },
        keepTranscriptsDays: 30,
      },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    ears?.stop();
  });
  afterEach(async () => {
    expect(await pages.close()).toEqual([]);
  });
  const shows = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

  test('words come as they are said, with what was understood; they stay with the call, and go when asked', async () => {
    const call = await SpokenCall.place(server);
    const page = await pages.open(`${server.url}/calls/${call.id}`, DESKTOP);
    await shows(page, /What you say is turned into text for that, and kept for a while\./u);
    await call.says(OFFER);
    await shows(page, new RegExp(OFFER, 'u'));
    await shows(page, /understood: sales/iu);
    await call.says('thank you goodbye');
    const { call: kept } = await call.ended();
    expect(kept).toMatchObject({ outcome: 'ended_after_no' });
    await shows(page, /What was said here is kept until/u);
    await page.locator('.turn.caller_words', { hasText: OFFER }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Delete the words' }).click();
    await shows(page, 'The words are deleted.');
    await shows(page, 'Words are understood and forgotten at once; nothing is recorded before the tone.');
    expect(await page.locator('.turn.caller_words').count()).toBe(0);
    const { timeline, wordsKeptUntil } = await server.call(call.id);
    expect([wordsKeptUntil, JSON.stringify(timeline).includes('like to offer')]).toEqual([null, false]);
  });

  test('it is taken over in the browser: both hear each other, and no word is written down any more', async () => {
    const call = await SpokenCall.place(server);
    const page = await pages.open(`${server.url}/calls/${call.id}`, DESKTOP);
    await call.says(OFFER);
    await page.getByRole('button', { name: 'Take it here' }).click();
    await shows(page, 'One of you is speaking. The computer does not listen.');
    const since = call.ear.nowMs;
    await until(async () => (call.ear.levelBetween(since + 500, call.ear.nowMs) > -40 ? true : null));
    const heard = ears.heard.length;
    await call.speak('could you please call me back');
    expect(ears.heard).toHaveLength(heard);
    await page.getByRole('button', { name: 'Hang up' }).click();
    const { timeline } = await call.ended();
    expect(timeline.flatMap((item) => (item.kind === 'caller_words' ? [item.said] : []))).toEqual([OFFER]);
  });
});
