import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../scripts/peers.ts';
import { joinPcm, samplesIn } from '../../src/call/audio.ts';
import { toWav } from '../../src/call/wav.ts';
import { launchChromium } from '../support/console.ts';
import { flite, Pocketsphinx } from '../support/pocketsphinx.ts';
import { TestServer } from '../support/server.ts';

const SENTENCES = ['no thank you we will not buy it', 'that sounds like a long day', 'yes that is correct'];
const missing = ['chromium', 'pocketsphinx_continuous', 'flite'].some((program) => !hasProgram(program));

describe.skipIf(missing)('a practice that is spoken, with a real microphone path and a real recogniser', () => {
  let ears: Pocketsphinx;
  let server: TestServer;
  beforeAll(async () => {
    ears = await Pocketsphinx.start(SENTENCES);
    server = await TestServer.start({ config: { language: 'en', speechToText: { url: ears.url, model: 'pocketsphinx' } } });
  });
  afterAll(async () => {
    await server?.stop();
    ears?.stop();
  });

  test('what is said into the microphone is understood, the caller answers, and nothing of it is kept', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'danke-nein-mic-')), 'speech.wav');
    const silence = new Int16Array(samplesIn(20_000));
    const said = flite('no thank you we will not buy it');
    writeFileSync(file, toWav(joinPcm([new Int16Array(samplesIn(700)), said, silence])));
    const browser = await launchChromium([
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${file}%noloop`,
    ]);
    try {
      const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
      await page.goto(`${server.url}/practice/tinas-caller`);
      await page.getByRole('button', { name: 'Speak instead of typing' }).click();
      await page.getByText('Listening ...').waitFor();
      await page.waitForTimeout(4_000);
      await page.getByRole('button', { name: 'Done speaking' }).click();
      await page.locator('.bubble.caller', { hasText: 'no thank you we will not buy it' }).waitFor();
      await page.getByText('All right, thank you for telling me.').waitFor();
      expect(ears.heard).toEqual(['no thank you we will not buy it']);
    } finally {
      await browser.close();
    }
  });

  test('sound that is none is refused, and a recogniser that fails is told', async () => {
    const hear = (body: Uint8Array<ArrayBuffer>, type = 'application/octet-stream') =>
      fetch(`${server.url}/api/practice/hear?lang=en`, { method: 'POST', body, headers: { 'Content-Type': type } });
    expect((await hear(new Uint8Array(3))).status).toBe(400);
    expect((await hear(new Uint8Array(0))).status).toBe(400);
    expect((await hear(new Uint8Array(100), 'text/plain')).status).toBe(400);
    expect((await hear(new Uint8Array(600_000))).status).toBe(400);
    const deaf = await TestServer.start({ config: { speechToText: { url: 'http://127.0.0.1:9/v1', model: 'none' } } });
    try {
      const response = await fetch(`${deaf.url}/api/practice/hear?lang=de`, {
        method: 'POST',
        body: new Uint8Array(100),
        headers: { 'Content-Type': 'application/octet-stream' },
      });
      expect([response.status, await response.json()]).toEqual([503, { error: 'hearing_failed' }]);
    } finally {
      await deaf.stop();
    }
  });
});
