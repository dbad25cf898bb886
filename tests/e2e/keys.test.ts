import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { TestServer } from '../support/server.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 }, locale: 'de-DE', timezoneId: 'Europe/Berlin' };

const PASSWORD = 'ein langer Satz';

describe.skipIf(!hasProgram('chromium'))('keys to the console', () => {
  let browser: Browser;
  let server: TestServer;
  let pages: Pages;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), TestServer.start()]);
    pages = new Pages(browser);
    const headers = { 'Content-Type': 'application/json', Origin: server.url };
    await fetch(`${server.url}/api/users`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'Eva', password: PASSWORD, role: 'owner' }),
    });
    // With the first password the server opens its port anew.
    await sleep(1_000);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    expect(await pages.close()).toEqual([]);
  });

  async function logIn(page: Page): Promise<void> {
    await page.getByLabel('Ihr Name').fill('Eva');
    await page.getByLabel('Passwort').fill(PASSWORD);
    await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  }

  /** A device that says yes by itself (WebDriver's virtual authenticator). */
  async function withDevice(page: Page) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return { isVerified: (is: boolean) => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: is }) };
  }

  test('a passkey is added, opens the console instead of the password, and opens nothing once it is removed', async () => {
    const page = await pages.open(`${server.url}/access`, DESKTOP);
    const device = await withDevice(page);
    await logIn(page);
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
    await page.getByLabel('Wie heißt dieses Gerät?').fill('Evas Telefon');
    await page.getByRole('button', { name: 'Passkey hinzufügen' }).click();
    await page.getByText('noch nie benutzt').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Abmelden', exact: true }).click();
    await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
    await page.getByText('zuletzt benutzt').waitFor();
    // Whoever holds the device and cannot prove to be its person stays out.
    await page.getByRole('button', { name: 'Abmelden', exact: true }).click();
    await page.getByRole('button', { name: 'Mit Passkey anmelden' }).waitFor();
    await device.isVerified(false);
    await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
    await page.getByText('Das Gerät hat nicht zugestimmt').waitFor();
    await device.isVerified(true);
    await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
    await page.getByText('Evas Telefon').waitFor();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Evas Telefon entfernen' }).click();
    await page.getByText('Evas Telefon').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Abmelden', exact: true }).click();
    await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
    await page.getByText('Dieser Passkey hat nicht gepasst.').waitFor();
    await logIn(page);
    await page.getByRole('heading', { name: 'Schlüssel für Programme' }).waitFor();
  });

  test('a program gets a key that is shown once, reads with it, changes no access, and is out when it is taken away', async () => {
    const page = await pages.open(server.url, DESKTOP);
    await logIn(page);
    await page.getByRole('link', { name: 'Einstellungen' }).click();
    await page.getByRole('link', { name: 'Zum Zugang' }).click();
    const tokens = page.locator('section', { has: page.getByRole('heading', { name: 'Schlüssel für Programme' }) });
    await tokens.getByLabel('Wofür?').fill('Statistik');
    await tokens.getByRole('button', { name: 'Schlüssel erzeugen' }).click();
    const token = (await tokens.locator('code').textContent()) ?? '';
    expect(token).toMatch(/^dn_[\w-]{40,}$/u);
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${server.url}/api${path}`, { ...init, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' } });
    expect((await ask('/calls')).status).toBe(200);
    expect((await ask('/settings')).status).toBe(403);
    for (const path of ['/users', '/tokens', '/passkeys']) expect([path, (await ask(path)).status]).toEqual([path, 403]);
    expect((await ask('/password', { method: 'POST', body: '{"before":"","password":"ein anderer Satz"}' })).status).toBe(403);
    expect((await fetch(`${server.url}/api/calls`, { headers: { Authorization: 'Bearer dn_wrong' } })).status).toBe(401);
    await page.reload();
    await tokens.getByText('zuletzt benutzt').waitFor();
    expect(await tokens.locator('code').count()).toBe(0);
    page.on('dialog', (dialog) => void dialog.accept());
    await tokens.getByRole('button', { name: 'Entfernen' }).click();
    await tokens.getByText('Statistik').waitFor({ state: 'detached' });
    expect((await ask('/calls')).status).toBe(401);
  });
});
