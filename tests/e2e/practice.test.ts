import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import { uuidv7 } from '../../src/call/ids.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { PracticePage } from '../../src/http/api.ts';
import { aboutOf } from '../../src/journal/about.ts';
import { partingOf } from '../../src/journal/parting.ts';
import { accessibilityProblems, launchChromium, Pages } from '../support/console.ts';
import { simulatedCall } from '../support/simulated-call.ts';
import { TestServer } from '../support/server.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 }, locale: 'de-DE' };
const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, locale: 'en-GB', colorScheme: 'dark' };
const NO = 'Es tut mir leid, ich muss Ihnen sagen, dass wir das nicht brauchen und nicht kaufen werden. Aber vielen Dank für das Angebot.';

describe.skipIf(!hasProgram('chromium'))('practice in Chromium', () => {
  let browser: Browser;
  let server: TestServer;
  let pages: Pages;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), TestServer.start()]);
    pages = new Pages(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    expect(await pages.close()).toEqual([]);
  });

  const open = (path: string, options = DESKTOP, url = server.url): Promise<Page> => pages.open(url + path, options);
  async function say(page: Page, line: string): Promise<void> {
    await page.locator('form.say input').fill(line);
    await page.keyboard.press('Enter');
    await page.locator('.bubble.caller', { hasText: line }).waitFor();
  }
  const kept = async () => ((await (await fetch(`${server.url}/api/practice?lang=de`)).json()) as PracticePage).progress;

  test('a whole practice: the phone is slammed down, the moment is found, tried again from there, and ends with a laugh', async () => {
    const page = await open('/practice');
    await page.getByText('Noch nichts geübt.').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'Abnehmen: Der Mann von der Telecom' }).click();
    await page.getByText('Guten Tag, ich rufe von der Telecom an.').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await say(page, 'Ich brauche kein neues Produkt. Schön wäre, wenn Ihr DSL nicht im entscheidenden Moment ausfallen würde.');
    await page.getByText('Sie wohnen halt zu weit vom Verteiler entfernt.').waitFor();
    await say(page, 'Dafür sind Sie als Firma verantwortlich, nicht ich.');
    await page.getByText('Ich habe genug!').waitFor();
    await page.getByRole('heading', { name: 'Der Hörer knallt auf die Gabel' }).waitFor();
    expect(await page.locator('form.say').count()).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.locator('.curve table tbody tr').count()).toBe(3);

    const moment = page.locator('.lesson', { hasText: 'Ein Urteil oder eine Schuld' });
    expect(await moment.textContent()).toContain('Dafür sind Sie als Firma verantwortlich, nicht ich.');
    await moment.getByRole('button', { name: 'Ab hier noch einmal' }).click();
    await page.locator('form.say input').waitFor();
    expect(await page.locator('.bubble.caller').count()).toBe(1);
    await say(
      page,
      'Das ist bestimmt mühsam, für alles den Kopf hinzuhalten. Danke für Ihren Anruf, wir brauchen nichts und kaufen nichts.',
    );
    await say(page, 'Ihnen einen schönen Tag!');
    await page.getByText('hat geholfen').first().waitFor();
    await expect.poll(async () => (await kept()).practices).toBe(2);
    const { lastEndings } = await kept();
    expect(['laughed', 'accepted']).toContain(lastEndings['telecom']);
  });

  test('Tina’s call on a phone, in English, in the dark; it is remembered, and forgotten when asked', async () => {
    const page = await open('/practice', PHONE);
    await page.getByRole('link', { name: "Pick up: Tina's caller" }).click();
    await page.getByText('We’ve got a water filter').or(page.getByText("We've got a water filter")).waitFor();
    await say(page, "I'm sorry, I have to tell you that we don't need it and won't buy it. But thank you for the offer.");
    await page.getByText('One last word, then the call is over.').waitFor();
    await say(page, 'Have a nice day!');
    await page.getByRole('heading', { name: 'Hung up with a smile' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBe(0);
    await page.getByRole('link', { name: 'To all callers' }).click();
    await page.getByText('last time: with a laugh').waitFor();
    await page.getByText('calls practised.').or(page.getByText('One call practised.')).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Forget everything' }).click();
    await page.getByText('Nothing practised yet.').waitFor();
    expect((await kept()).practices).toBe(0);
  });

  test('a person hangs up; the caller is read aloud with the built-in voice', async () => {
    const page = await open('/practice/closer?difficulty=hard');
    await page.locator('form.say').waitFor();
    const heardMs = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const { play } = HTMLMediaElement.prototype;
          HTMLMediaElement.prototype.play = async function playing(this: HTMLMediaElement): Promise<void> {
            await play.call(this);
            resolve(this.duration * 1000);
          };
        }),
    );
    await page.getByLabel('Anrufer vorlesen').check();
    expect(await heardMs).toBeGreaterThan(3_000);
    await page.getByRole('button', { name: 'Auflegen' }).click();
    await page.getByRole('heading', { name: 'Sie haben aufgelegt' }).waitFor();
    expect((await kept()).practices).toBe(0);
  });

  test('one’s last call becomes a practice: the same matter and objections; where no word was understood, that is said', async () => {
    const begun = (await post('/try', { lang: 'de', known: false })) as { callId: string };
    await expect.poll(async () => (await server.call(begun.callId)).timeline.length).toBeGreaterThan(1);
    await post(`/try/${begun.callId}/say`, { words: 'Guten Tag, wir haben ein neues Angebot für Ihren Stromtarif, das gilt nur heute.' });
    const page = await open(`/calls/${begun.callId}`);
    await page.getByText('verstanden: Verkauf').first().waitFor();
    await fetch(`${server.url}/api/try/${begun.callId}`, { method: 'DELETE' });
    await page.getByRole('link', { name: 'Diesen Anruf üben' }).click();
    await page.getByText('ich rufe wegen Ihres Strom- und Gastarifs an').waitFor();
    await page.getByText('Nach einem Ihrer Anrufe').waitFor();
    await say(page, NO);
    await page.locator('.bubble.caller-voice').nth(1).waitFor();

    const silent = (await post('/try', { lang: 'de', known: false })) as { callId: string };
    await fetch(`${server.url}/api/try/${silent.callId}`, { method: 'DELETE' });
    const nothing = await open(`/practice/call-${silent.callId}`);
    await nothing.getByText('In diesem Anruf wurden keine Worte verstanden.').waitFor();
    const unknown = await open('/practice/nobody');
    await unknown.getByText('Das gibt es nicht (mehr).').waitFor();
  });

  test('what works: nothing at first, then shares with their intervals; a person puts a call right, undoes it, and taps a mood', async () => {
    const empty = await open('/evidence');
    await empty.getByText('Noch gibt es hier nichts zu zählen.').waitFor();
    await empty.getByText('Am Telefon werden noch keine Worte verstanden.').waitFor();
    expect(await accessibilityProblems(empty)).toEqual([]);

    const dataDir = mkdtempSync(join(tmpdir(), 'danke-nein-test-'));
    const calls = await journalOfSales(dataDir, 60);
    const full = await TestServer.start({ dataDir });
    try {
      const page = await open('/evidence', DESKTOP, full.url);
      await page.getByRole('heading', { name: 'Freundliches Nein' }).waitFor();
      await page
        .getByText(/\d+ von \d+ endeten freundlich\. Auf die Dauer wären es wohl \d+.% bis \d+.%\./u)
        .first()
        .waitFor();
      await page.getByText(/Nach \d+ ausgelosten Anrufen/u).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);

      await page.goto(`${full.url}/calls/${calls.at(-1)}`);
      const hard = page.getByRole('button', { name: 'beschimpft oder abgebrochen' });
      await hard.click();
      await page.getByText('Danke, so zählt es jetzt.').waitFor();
      await expect.poll(() => hard.getAttribute('aria-pressed')).toBe('true');
      await page.getByRole('button', { name: 'Rückgängig' }).click();
      await expect.poll(() => hard.getAttribute('aria-pressed')).toBe('false');
      const light = page.getByRole('group', { name: 'danach' }).getByRole('button', { name: 'leicht', exact: true });
      await light.click();
      await expect.poll(() => light.getAttribute('aria-pressed')).toBe('true');
      expect(await accessibilityProblems(page)).toEqual([]);
      // Before its server goes, so that the browser misses nothing.
      await page.close();
    } finally {
      await full.stop();
    }
  });

  test('a reflection: words at hand, a gentle look at what was written, kept, exported, thrown away and brought back', async () => {
    const page = await open('/reflections');
    await page.getByText('Noch nichts aufgeschrieben.').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'Einen Anruf aufschreiben' }).click();
    await page.getByLabel('Was wurde gesagt?').fill('Er war unmöglich. Sie sind unverschämt, sagte ich.');
    await page.getByLabel('Was habe ich darin gehört?').click();
    await page.getByText('Das liest sich wie ein Urteil.').first().waitFor();
    const mine = page.getByRole('group', { name: 'Ich war' });
    // By key: the hint about the verdict moves what lies below it, and a click may land beside a list that has just moved.
    await mine.getByText('wenn etwas fehlte').press('Enter');
    await mine.getByRole('button', { name: 'müde', exact: true }).click();
    await mine.getByLabel('ein eigenes Wort').fill('geschafft');
    await page.keyboard.press('Enter');
    await mine.getByRole('button', { name: 'geschafft entfernen' }).waitFor();
    const matters = page.getByRole('group', { name: 'Mir war wichtig' });
    await matters.getByText('Ruhe, Frieden, Erholung').click();
    await matters.getByRole('button', { name: 'Ruhe', exact: true }).click();
    await page.getByRole('button', { name: 'Freundliches Nein' }).click();
    await page.getByRole('button', { name: 'bedankt oder Gutes gewünscht' }).click();
    await page.getByLabel('Meine Bitte an mich').fill('Beim nächsten Mal sage ich früher Nein.');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Aufheben' }).click();
    await page.getByText('Aufgehoben.').waitFor();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Alles als Text herunterladen' }).click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('### Ich war\n\nmüde, geschafft');
    expect(text).toContain('Beim nächsten Mal sage ich früher Nein.');

    const counted = await open('/evidence');
    await counted.getByText('Sie selbst · ein Anruf').waitFor();
    await counted.getByText('1 von 1 endeten freundlich.').waitFor();

    await page.locator('.notes a').first().click();
    await page.getByRole('button', { name: 'geschafft entfernen' }).waitFor();
    await page.getByRole('button', { name: 'Wegwerfen' }).click();
    await page.getByText('Noch nichts aufgeschrieben.').waitFor();
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.locator('.notes a').first().waitFor();

    const phone = await open('/reflections/new', PHONE);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await accessibilityProblems(phone)).toEqual([]);
  });

  /** A journal with so many simulated sales calls, half of each approach by lot. Returns their ids, oldest first. */
  async function journalOfSales(dataDir: string, count: number): Promise<string[]> {
    const store = new SqliteJournalStore(await openDatabase(join(dataDir, 'danke-nein.db')));
    const clock = new VirtualClock(Date.UTC(2026, 0, 1));
    const ids: string[] = [];
    for (let seed = 0; seed < count; seed++) {
      await clock.advance(60_000);
      const approach = seed % 2 === 0 ? 'friendly_no' : 'empathy';
      const [id, startedAt, events] = [uuidv7(clock), clock.wallTime(), simulatedCall(approach, seed)];
      const parting = partingOf(events);
      if (parting !== null) ids.push(id);
      const known = { callerNumber: `0301${seed}`, callerName: null, contactName: null };
      const call = {
        id,
        lineId: 'home',
        kind: 'real',
        approach,
        approachAssigned: 'rotation',
        policyVersion: 1,
        lang: 'de',
        startedAt,
        ...known,
      } as const;
      await store.openCall('home', { ...call, legId: uuidv7(clock), legTransport: 'sip' });
      await store.appendEvents('home', id, 0, events);
      const end = {
        endedAt: startedAt + 50_000,
        endedBy: 'caller',
        reason: 'hung_up',
        outcome: 'ended_after_no',
        codedBy: 'attendant',
      } as const;
      await store.closeCall('home', id, { ...end, parting, about: aboutOf(events) });
    }
    await store.close();
    return ids;
  }

  async function post(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${server.url}/api${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return response.json();
  }
});
