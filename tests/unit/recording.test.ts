import { describe, expect, test } from 'vitest';
import { durationMs, joinPcm, levelDbfs, samplesIn, type Pcm } from '../../src/call/audio.ts';
import { toWav } from '../../src/call/wav.ts';
import { recordable, wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { asSentence } from '../../src/speaking/recording.ts';
import { speechNoise } from '../support/fakes.ts';

const WORDS = 'Guten Tag, hier spricht ein Computer.';
const quiet = (ms: number): Pcm => new Int16Array(samplesIn(ms));
const louder = (pcm: Pcm, factor: number): Pcm => pcm.map((sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * factor))));

describe('a recording', () => {
  test('is cut to what is spoken, and brought to the attendant’s level, however loud it was', () => {
    for (const factor of [0.1, 0.4, 0.9]) {
      const pcm = asSentence(toWav(joinPcm([quiet(1_500), louder(speechNoise(2_000), factor), quiet(1_500)])), WORDS);
      if (typeof pcm === 'string') throw new Error(pcm);
      expect(durationMs(pcm.length)).toBeGreaterThan(1_700);
      expect(durationMs(pcm.length)).toBeLessThan(2_300);
      expect(levelDbfs(pcm)).toBeGreaterThan(-22);
      expect(levelDbfs(pcm)).toBeLessThan(-17);
      expect(Math.abs(pcm[0] ?? 0)).toBeLessThan(200);
    }
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'not_a_sound'],
    ['a letter', Buffer.from('RIFFxxxxWAVE and so on'), 'not_a_sound'],
    ['silence', toWav(quiet(3_000)), 'too_quiet'],
    ['a whisper from afar', toWav(louder(speechNoise(2_000), 0.005)), 'too_quiet'],
    ['distortion', toWav(louder(speechNoise(2_000), 50)), 'clipped'],
    ['half of it', toWav(speechNoise(400)), 'too_short'],
    ['a speech', toWav(speechNoise(31_000)), 'too_long'],
  ] as const)('that cannot be a sentence is refused: %s', (_, wav, problem) => {
    expect(asSentence(wav, WORDS)).toBe(problem);
  });
});

test.each(['de', 'en'] as const)(
  'what can be recorded in %s is said of nobody in particular, and the first sentences are those of every call',
  (lang) => {
    const all = recordable(lang, { household: 'Familie Berger' });
    const basic = all.filter(({ group }) => group === 'every_call');
    expect(basic[0]?.segment.phraseId).toBe('intro');
    expect(basic).toHaveLength(22);
    expect(all.length).toBeGreaterThan(100);
    for (const { segment } of all) expect(wordsOf(segment)).not.toMatch(/[{}]/u);
    const unnamed = recordable(lang, {});
    expect(unnamed[0]?.segment.phraseId).toBe('intro_unnamed');
    for (const { segment } of unnamed) expect(segment.slots?.['household']).toBeUndefined();
  },
);
