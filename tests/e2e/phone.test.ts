import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { speechNoise } from '../support/fakes.ts';
import { FritzBox, type OutsideCall } from '../support/fritzbox.ts';
import { TestServer, until } from '../support/server.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 }, locale: 'de-DE', timezoneId: 'Europe/Berlin' };
const PHONE: BrowserContextOptions = { ...DESKTOP, viewport: { width: 360, height: 740 } };
/** Chromium's microphone without a microphone beeps once a second. */
const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

describe.skipIf(!hasProgram('chromium'))('the browser as a telephone', () => {
  let browser: Browser;
  let box: FritzBox;
  let server: TestServer;
  let pages: Pages;

  beforeAll(async () => {
    box = await FritzBox.open();
    [browser, server] = await Promise.all([
      launchChromium(MICROPHONE),
      TestServer.start({ config: { lines: [box.line({ answerAfterSeconds: 6, repeatCallMinutes: 0 })] } }),
    ]);
    await box.registered();
    pages = new Pages(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    box?.close();
  });
  afterEach(async () => {
    expect(await pages.close()).toEqual([]);
  });

  const open = (path: string, options = DESKTOP): Promise<Page> => pages.open(server.url + path, options);
  const level = (page: Page, own: boolean): Promise<number> =>
    page
      .locator(own ? '.meters .own' : '.meters .meter:not(.own)')
      .evaluate((meter) => Number(getComputedStyle(meter).getPropertyValue('--level')));
  const becomes = (is: () => Promise<boolean>): Promise<true> => until(async () => ((await is()) ? true : null));
  const callOf = async (page: Page, number: string): Promise<OutsideCall> => {
    const call = await box.call(number);
    await page.getByRole('link', { name: number }).first().waitFor();
    return call;
  };
  const ownCall = (page: Page, number: string) => page.locator('.live-call', { hasText: number });

  test('a trial call with the microphone: both hear each other, keys and muting work, and the journal knows it', async () => {
    const page = await open('/try');
    await page.getByRole('button', { name: 'Mit Mikrofon anrufen' }).click();
    await page.getByText('Verbunden', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Probe in der Konsole' }).waitFor();
    await becomes(async () => (await level(page, false)) > 0.3);
    await becomes(async () => (await level(page, true)) > 0.3);
    await page.getByText('Computer sagt: „Guten Tag, hier spricht ein Computer für Familie Berger.“').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stumm schalten' }).click();
    expect(await page.getByRole('button', { name: 'Ton wieder an' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Tasten' }).click();
    await page.getByRole('button', { name: 'Taste 5' }).click();
    await page.getByText('Anrufer drückt 5').waitFor();
    await page.getByRole('button', { name: 'Auflegen' }).click();
    await page.getByText('Anrufer legt auf').waitFor();
    await becomes(async () => (await page.locator('.phone-bar').count()) === 0);
    const call = (await server.calls()).find(({ kind }) => kind === 'try');
    expect(call).toMatchObject({ kind: 'try', lineId: null });
  });

  test('a call on the line is taken over in the browser: the caller hears so, and then the person', async () => {
    const page = await open('/calls');
    const call = await callOf(page, '0305551');
    await call.talking();
    await page.getByText('Computer sagt: „Guten Tag, hier spricht').first().waitFor();
    await ownCall(page, '0305551').getByRole('button', { name: 'Hier übernehmen' }).click();
    await page.getByText('Computer sagt: „Einen Moment bitte, hier übernimmt jemand das Gespräch.“').first().waitFor();
    await page.getByText('Jemand von Ihnen spricht. Der Computer hört nicht zu.').waitFor();
    const since = call.ear.nowMs;
    await becomes(async () => call.ear.levelBetween(since + 500, call.ear.nowMs) > -40);
    const speaking = call.ear.speak(speechNoise(3_000));
    await becomes(async () => (await level(page, false)) > 0.4);
    await speaking;
    // The coach: a tap says what the caller does, and three sentences fit it.
    await page.getByRole('button', { name: 'wird ärgerlich' }).click();
    await page.getByText('Das klingt nach einem langen Tag, oder?').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Tasten' }).click();
    await page.getByRole('button', { name: 'Taste 7' }).click();
    await becomes(async () => call.ear.keys.includes('7'));
    await page.getByRole('button', { name: 'Auflegen' }).click();
    await call.ended();
    await page.getByText('wurde zu Ihnen durchgestellt').first().waitFor();
  });

  test('a call is taken while it still rings: the caller hears nobody but the person', async () => {
    const page = await open('/calls');
    const call = await callOf(page, '0305552');
    await ownCall(page, '0305552').getByRole('button', { name: 'Hier übernehmen' }).click();
    await call.talking();
    await page.getByText('Jemand von Ihnen spricht. Der Computer hört nicht zu.').waitFor();
    call.hangUp();
    await becomes(async () => (await page.locator('.phone-bar').count()) === 0);
    const taken = (await server.calls()).find(({ callerNumber }) => callerNumber === '0305552');
    const { timeline } = await server.call(taken?.id ?? '');
    expect(timeline.map(({ kind }) => kind)).not.toContain('attendant_spoke');
  });

  test('listening: first the caller is told, then both sides are heard, and nothing from here is', async () => {
    const page = await open('/calls');
    const call = await callOf(page, '0305553');
    await call.talking();
    await page.getByText('Computer sagt: „Guten Tag, hier spricht').first().waitFor();
    await ownCall(page, '0305553').getByRole('button', { name: 'Mithören' }).click();
    await page.getByText('Sobald der Anrufer weiß, dass jemand mithört, hören Sie beide.').waitFor();
    await page.getByText('Computer sagt: „Jetzt hört jemand aus der Familie mit.“').first().waitFor();
    await page.getByText('Verbunden', { exact: true }).waitFor();
    await becomes(async () => (await level(page, false)) > 0.3);
    await becomes(async () => page.getByText('Die Nachricht wird aufgenommen').first().isVisible());
    await becomes(async () => (await level(page, false)) < 0.1);
    const speaking = call.ear.speak(speechNoise(2_000));
    await becomes(async () => (await level(page, false)) > 0.4);
    await speaking;
    expect(await page.locator('.meters .own').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Stumm schalten' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Nicht mehr mithören' }).click();
    call.hangUp();
    await call.ended();
  });

  test('without leave to use the microphone, and on a page that is not secure, it is said what to do', async () => {
    const refused = await browser.newContext(DESKTOP);
    await refused.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    const page = await refused.newPage();
    await page.goto(`${server.url}/try`);
    await page.getByRole('button', { name: 'Mit Mikrofon anrufen' }).click();
    await page.getByText('Der Browser darf das Mikrofon nicht benutzen.').waitFor();
    await page.getByRole('button', { name: 'Schließen' }).click();
    await refused.close();
    const plain = await browser.newContext(DESKTOP);
    await plain.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }));
    const other = await plain.newPage();
    await other.goto(`${server.url}/try`);
    await other.getByRole('button', { name: 'Mit Mikrofon anrufen' }).click();
    await other.getByText('Über diese Adresse gibt der Browser das Mikrofon nicht frei.').waitFor();
    await plain.close();
  });

  test('what is no offer, or offers no sound that can be taken, is refused in words', async () => {
    const post = (offer: string) =>
      fetch(`${server.url}/api/web/call`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: server.url },
        body: JSON.stringify({ offer, lang: 'de', known: false }),
      });
    for (const offer of ['nonsense', 'v=0\r\n', `v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n`, 'x'.repeat(30_000)]) {
      const response = await post(offer);
      expect([response.status, await response.json()]).toEqual([400, { error: 'no_sound' }]);
    }
    expect((await post('x'.repeat(40_000))).status).toBe(400);
    expect((await fetch(`${server.url}/api/web/nobody`, { method: 'DELETE', headers: { Origin: server.url } })).status).toBe(404);
  });

  test('on a phone everything has room', async () => {
    const page = await open('/try', PHONE);
    await page.getByRole('button', { name: 'Mit Mikrofon anrufen' }).click();
    await page.getByText('Verbunden', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Tasten' }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Auflegen' }).click();
    await becomes(async () => (await page.locator('.phone-bar').count()) === 0);
  });
});
