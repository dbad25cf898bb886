import { afterAll, describe, expect, test } from 'vitest';
import { EspeakVoice } from '../../src/adapters/espeak/espeak-voice.ts';
import { durationMs, levelDbfs, type Pcm } from '../../src/call/audio.ts';
import { systemClock } from '../../src/call/clock.ts';
import { everySegment, wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import type { Voice } from '../../src/speaking/voice.ts';
import { treeOf } from '../../bench/machine.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { FakeVoice } from '../support/fakes.ts';

const VOICES: Readonly<Record<string, Voice>> = { fake: new FakeVoice(), espeak: new EspeakVoice(systemClock, 'attendant') };

afterAll(() => Object.values(VOICES).forEach((voice) => voice.rest()));

/** What every voice must do. */
describe.each(Object.entries(VOICES))('the voice %s', (_, voice) => {
  test('speaks longer words for longer, in both languages', async () => {
    for (const lang of ['de', 'en'] as const) {
      const short = await voice.render('Guten Tag.', lang);
      const long = await voice.render('Guten Tag, hier spricht ein Computer für Familie Berger.', lang);
      expect(long.length).toBeGreaterThan(2 * short.length);
    }
  });

  test('renders what is asked for at the same time, one after the other', async () => {
    const [one, two, again] = await Promise.all([
      voice.render('Eins.', 'de'),
      voice.render('Zwei und drei.', 'de'),
      voice.render('Eins.', 'de'),
    ]);
    // The embedded voice's melody depends a little on what it said before.
    expect(Math.abs(again.length - one.length)).toBeLessThan(0.2 * one.length);
    expect(two.length).toBeGreaterThan(one.length);
  });

  test('speaks again after a rest', async () => {
    voice.rest();
    expect((await voice.render('Guten Tag.', 'de')).length).toBeGreaterThan(0);
  });
});

test.skipIf(process.platform !== 'linux')(
  'the embedded voice gives its memory back when there is nothing to say, and speaks again',
  async () => {
    const clock = new VirtualClock();
    const voice = new EspeakVoice(clock, 'attendant');
    const engines = (): number => treeOf(process.pid).length;
    const before = engines();
    await voice.render('Guten Tag.', 'de');
    expect(engines()).toBe(before + 1);
    await clock.advance(119_000);
    await voice.render('Auf Wiederhören.', 'de');
    await clock.advance(119_000);
    expect(engines()).toBe(before + 1);
    await clock.advance(2_000);
    await expect.poll(engines, { timeout: 5_000 }).toBe(before);
    expect((await voice.render('Guten Tag.', 'de')).length).toBeGreaterThan(0);
    voice.rest();
  },
);

describe('the embedded voice, listened to with figures', () => {
  const peak = (pcm: Pcm): number => 20 * Math.log10(pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 32768);

  test.each(['de', 'en'] as const)('every phrase in %s is at a steady level, does not clip, and begins and ends softly', async (lang) => {
    for (const segment of everySegment(lang, { household: 'Familie Berger' })) {
      const pcm = await VOICES['espeak']!.render(wordsOf(segment), lang);
      expect(levelDbfs(pcm)).toBeGreaterThan(-22);
      expect(levelDbfs(pcm)).toBeLessThan(-17);
      expect(peak(pcm)).toBeLessThanOrEqual(-2.9);
      expect(Math.abs(pcm[0]!)).toBeLessThan(100);
      expect(Math.abs(pcm.at(-1)!)).toBeLessThan(100);
      expect(durationMs(pcm.length) / wordsOf(segment).length).toBeLessThan(90);
    }
  });
});
