import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../tests/support/console.ts';
import { speechNoise } from '../tests/support/fakes.ts';
import { FritzBox } from '../tests/support/fritzbox.ts';
import { PICTURED, PICTURES, settled, takePicture } from '../tests/support/pictures.ts';
import { TestServer } from '../tests/support/server.ts';

const FOLDER = join(import.meta.dirname, '../docs/pictures');
const DESKTOP = { viewport: { width: 1100, height: 900 }, locale: 'de-DE', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' } as const;

/** Takes the pictures of the docs anew, from real pages and real calls: `npm run pictures`, with Chromium installed. */
async function takeAll(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await launchChromium(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
  const box = await FritzBox.open();
  const fresh = await TestServer.start({ config: PICTURED });
  const home = await TestServer.start({ config: { ...PICTURED, lines: [box.line({ answerAfterSeconds: 2 })] } });
  try {
    for (const picture of PICTURES) keep(picture.name, await takePicture(browser, fresh, picture));
    await writing(browser, fresh.url);
    await practised(browser, fresh.url);
    await typedCall(browser, fresh.url);
    await box.registered();
    await takenOver(browser, home.url, box);
  } finally {
    await browser.close();
    await Promise.all([fresh.stop(), home.stop()]);
    box.close();
  }
}

/** What in a draft may tell who somebody is, before it is published. */
async function writing(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage(DESKTOP);
  await page.goto(`${url}/experiences`);
  await page.getByText('Neu schreiben').click();
  await page.getByLabel('Titel').fill('Eine Stimme, die müde klang');
  await page.getByLabel('Ihr Name, wie Leser ihn sehen').fill('Eva');
  await page
    .getByLabel('Text', { exact: true })
    .fill(
      'Kurz vor sechs rief Frau Kleinschmidt wegen einer Umfrage an. Ihre Stimme klang *müde*.\n\nZurückrufen sollte ich unter 040 1234567.',
    );
  await page.getByRole('button', { name: 'Veröffentlichen' }).click();
  await page.getByRole('button', { name: 'Jetzt veröffentlichen' }).scrollIntoViewIfNeeded();
  await shoot(page, 'writing');
  await page.close();
}

/** The end of a practice: how the caller was doing, and the moments that counted. */
async function practised(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage(DESKTOP);
  await page.goto(`${url}/practice`);
  await page.getByRole('link', { name: 'Abnehmen: Der Mann von der Telecom' }).click();
  for (const line of [
    'Ich brauche kein neues Produkt. Schön wäre, wenn Ihr DSL nicht im entscheidenden Moment ausfallen würde.',
    'Dafür sind Sie als Firma verantwortlich, nicht ich.',
  ]) {
    await page.locator('form.say input').fill(line);
    await page.keyboard.press('Enter');
    await page.locator('.bubble.caller', { hasText: line }).waitFor();
  }
  await page.getByRole('heading', { name: 'Der Hörer knallt auf die Gabel' }).waitFor();
  await shoot(page, 'practice');
  await page.close();
}

/** A typed trial call while it goes on, and its page in the journal. */
async function typedCall(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage(DESKTOP);
  await page.goto(`${url}/try`);
  await page.getByRole('button', { name: 'Anrufen', exact: true }).click();
  await page.getByText('Wie kann ich Ihnen weiterhelfen?').first().waitFor();
  const say = async (words: string, answer: RegExp): Promise<void> => {
    await page.getByLabel('Was sagen Sie?').fill(words);
    await page.getByRole('button', { name: 'Sagen' }).click();
    await page.getByText(answer).first().waitFor({ timeout: 60_000 });
  };
  await say('Guten Tag, ich habe ein tolles Angebot für einen neuen Stromtarif.', /Ihnen noch einen schönen Tag|wünsche Ihnen/u);
  await say('Den ganzen Tag legen alle auf, ich habe langsam keine Lust mehr.', /langen Tag/u);
  await shoot(page, 'try');
  await say('Na gut, danke. Auf Wiederhören.', /Auf Wiederhören|alles Gute/u);
  await page.getByRole('link', { name: 'Im Verlauf ansehen' }).click({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'Verlauf' }).waitFor();
  await shoot(page, 'call');
  await page.close();
}

/** A call on a line: while the attendant leads it, and when a person has taken it in the browser, with the coach. */
async function takenOver(browser: Browser, url: string, box: FritzBox): Promise<void> {
  const page = await browser.newPage(DESKTOP);
  await page.goto(`${url}/calls`);
  const call = await box.call('040123456');
  await page.getByRole('link', { name: '040123456' }).first().click();
  await call.talking();
  await page.getByText('Computer sagt: „Guten Tag').first().waitFor();
  const speaking = call.ear.speak(speechNoise(2_000));
  await shoot(page, 'live');
  await speaking;
  await page.getByRole('button', { name: 'Hier übernehmen' }).click();
  await page.getByText('Jemand von Ihnen spricht.').first().waitFor();
  await page.getByRole('button', { name: 'wird ärgerlich' }).click();
  const talking = call.ear.speak(speechNoise(3_000));
  await shoot(page, 'coach');
  await talking;
  call.hangUp();
  await page.close();
}

async function shoot(page: Page, name: string): Promise<void> {
  await settled(page);
  keep(name, await page.screenshot());
}

function keep(name: string, png: Buffer): void {
  writeFileSync(join(FOLDER, `${name}.png`), png);
  process.stdout.write(`docs/pictures/${name}.png\n`);
}

await takeAll();
// Ears of calls that are over still listen.
process.exit(0);
