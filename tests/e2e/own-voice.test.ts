import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import { EspeakVoice } from '../../src/adapters/espeak/espeak-voice.ts';
import { joinPcm, levelDbfs, samplesIn } from '../../src/call/audio.ts';
import { systemClock } from '../../src/call/clock.ts';
import { uncountedFaults } from '../../src/call/faults.ts';
import { fromWav, toWav } from '../../src/call/wav.ts';
import type { SentencesReply } from '../../src/http/api.ts';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { TestServer } from '../support/server.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 }, locale: 'de-DE', timezoneId: 'Europe/Berlin' };
const ENGLISH_PHONE: BrowserContextOptions = { ...DESKTOP, viewport: { width: 360, height: 740 }, locale: 'en-GB', colorScheme: 'dark' };
const FIRST = 'Guten Tag, hier spricht ein Computer für Familie Berger.';

describe.skipIf(!hasProgram('chromium'))('one’s own voice in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-own-voice-'));
  let browser: Browser;
  let server: TestServer;
  let pages: Pages;
  let spoken: Buffer;

  beforeAll(async () => {
    // What the microphone hears: somebody who begins after a moment, and is done after some seconds; then again.
    const voice = new EspeakVoice(systemClock, 'caller', uncountedFaults);
    const speech = await voice.render(FIRST, 'de');
    voice.rest();
    const quiet = new Int16Array(samplesIn(600));
    spoken = toWav(joinPcm([quiet, speech, quiet]));
    const file = join(folder, 'microphone.wav');
    writeFileSync(file, spoken);
    const microphone = [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${file}`,
    ];
    [browser, server] = await Promise.all([launchChromium(microphone), TestServer.start()]);
    pages = new Pages(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    expect(await pages.close()).toEqual([]);
  });

  const open = (path: string, options = DESKTOP): Promise<Page> => pages.open(server.url + path, options);
  const recorded = async (lang = 'de'): Promise<string[]> =>
    (await server.get<SentencesReply>(`/voice/sentences?lang=${lang}`)).sentences.flatMap((one) => (one.recorded ? [one.words] : []));
  const greeting = async (): Promise<Int16Array> => {
    const response = await fetch(`${server.url}/api/voice/recording?${new URLSearchParams({ lang: 'de', words: FIRST })}`);
    return Int16Array.from(fromWav(new Uint8Array(await response.arrayBuffer())).samples, (sample) => sample * 32_767);
  };

  test('a sentence is recorded, cut where it begins and ends, listened to and kept; then comes the next', async () => {
    const before = await greeting();
    const page = await open('/settings');
    await page.getByText('Schöner klingt er mit Ihrer Stimme.').waitFor();
    await page.getByRole('link', { name: 'Mit der eigenen Stimme aufnehmen' }).click();
    await page.getByRole('heading', { name: FIRST }).waitFor();
    await page.getByText('0 von 22 aufgenommen').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Aufnehmen', exact: true }).click();
    await page.getByText('Aufnahme läuft').waitFor();
    // The meter moves with the voice.
    await expect
      .poll(() => page.getByLabel('Wie laut Sie sind').evaluate((meter) => Number(getComputedStyle(meter).getPropertyValue('--level'))))
      .toBeGreaterThan(0.5);
    await page.waitForTimeout(5_000);
    await page.getByRole('button', { name: 'Fertig gesprochen' }).click();
    await page.getByLabel('Ihre Aufnahme').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    const ends = await page
      .getByRole('slider')
      .evaluateAll((sliders) => sliders.map((slider) => (slider as HTMLInputElement).valueAsNumber));
    expect(ends[0]).toBeLessThan(ends[1] ?? 0);
    await page.getByRole('button', { name: 'Anhören', exact: true }).click();
    await page.getByRole('button', { name: 'Behalten und weiter' }).click();
    await page.getByText('1 von 22 aufgenommen').waitFor();
    await page.getByRole('heading', { name: 'Ihre Nachricht nehme ich gleich auf.' }).waitFor();
    expect(await recorded()).toEqual([FIRST]);
    // Callers hear it at the attendant's own level.
    const own = await greeting();
    expect(own).not.toEqual(before);
    expect(levelDbfs(own)).toBeGreaterThan(-23);
    expect(levelDbfs(own)).toBeLessThan(-16);
  });

  test('it can be deleted, and brought back', async () => {
    const page = await open('/settings/voice');
    await page.getByRole('button', { name: `Löschen: ${FIRST}` }).click();
    await page.getByText('0 von 22 aufgenommen').waitFor();
    expect(await recorded()).toEqual([]);
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.getByText('1 von 22 aufgenommen').waitFor();
    expect(await recorded()).toEqual([FIRST]);
  });

  test('from files too; what is no sound, and what is too short for its sentence, is said', async () => {
    const page = await open('/settings/voice');
    await page.getByRole('button', { name: /^Aufnehmen: Danke, Ihre Nachricht ist gespeichert/u }).click();
    const file = page.locator('input[type=file]');
    await file.setInputFiles({ name: 'brief.txt', mimeType: 'text/plain', buffer: Buffer.from('kein Ton') });
    await page.getByText('Diese Datei kann der Browser nicht abspielen.').waitFor();
    await file.setInputFiles({ name: 'kurz.wav', mimeType: 'audio/wav', buffer: spoken.subarray(0, 44 + 16 * 1_000) });
    await page.getByRole('button', { name: /^Behalten/u }).click();
    await page.getByText('Das ist kürzer als der Satz.').waitFor();
    await file.setInputFiles({ name: 'gut.wav', mimeType: 'audio/wav', buffer: spoken });
    await page.getByRole('button', { name: /^Behalten/u }).click();
    await page.getByText('2 von 22 aufgenommen').waitFor();
  });

  test('on a small screen, in English, for the sentences of the other language', async () => {
    const page = await open('/settings/voice', ENGLISH_PHONE);
    await page.getByRole('heading', { name: 'Your voice' }).waitFor();
    await page.getByText('0 of 22 recorded').waitFor();
    await page.getByLabel('German').check();
    await page.getByText('2 of 22 recorded').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
