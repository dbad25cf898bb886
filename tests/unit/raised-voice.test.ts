import { describe, expect, test } from 'vitest';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, samplesIn, type Pcm } from '../../src/call/audio.ts';
import { pitchOf } from '../../src/hearing/pitch.ts';
import type { RaisedVoice } from '../../src/call/events.ts';
import { RaisedVoiceEar } from '../../src/hearing/raised-voice.ts';

/** A buzz of so many Hz without its fundamental, as the telephone leaves it, in so many syllables a second. */
function voice(ms: number, { hz = 120, syllables = 4, dbfs = -25 } = {}): Pcm {
  const amplitude = 32768 * 10 ** (dbfs / 20);
  return Int16Array.from({ length: samplesIn(ms) }, (_, at) => {
    const seconds = at / SAMPLE_RATE;
    let sum = 0;
    for (let harmonic = Math.ceil(300 / hz); harmonic * hz < 2_500; harmonic++)
      sum += Math.sin(2 * Math.PI * harmonic * hz * seconds) / harmonic;
    const swell = 0.1 + 0.9 * Math.sin(Math.PI * syllables * seconds) ** 2;
    return Math.round(sum * swell * amplitude);
  });
}

/** Speaks one after the other with a pause between; what was observed at the end of each. */
function observed(...spans: readonly Pcm[]): (RaisedVoice | null)[] {
  const ear = new RaisedVoiceEar();
  let atMs = 0;
  return spans.map((span) => {
    const fromMs = atMs;
    for (let at = 0; at + FRAME_SAMPLES <= span.length; at += FRAME_SAMPLES) ear.push(span.subarray(at, at + FRAME_SAMPLES), true);
    atMs += (span.length / FRAME_SAMPLES) * FRAME_MS;
    const seen = ear.spanEnded(fromMs, atMs);
    for (let quiet = 0; quiet < 20; quiet++) ear.push(new Int16Array(FRAME_SAMPLES), false);
    return seen;
  });
}

describe('pitch', () => {
  test.each([80, 110, 165, 220, 300])('of a voice at %d Hz, though the telephone has taken the fundamental away', (hz) => {
    expect(Math.abs((pitchOf(voice(60, { hz, syllables: 0.1, dbfs: -10 }).subarray(0, 320)) ?? 0) / hz - 1)).toBeLessThan(0.04);
  });

  test('there is none in noise, silence, or too little sound', () => {
    let state = 1;
    const noise = Int16Array.from({ length: 320 }, () => ((state = (state * 48_271) % 2_147_483_647) % 8_000) - 4_000);
    expect(pitchOf(noise)).toBeNull();
    expect(pitchOf(new Int16Array(320))).toBeNull();
    expect(pitchOf(new Int16Array(80).fill(1_000))).toBeNull();
  });
});

describe('a raised voice', () => {
  const calm = [voice(3_000), voice(3_000)];

  test('louder and higher: said in figures', () => {
    const [, , seen] = observed(...calm, voice(2_000, { hz: 150, dbfs: -15 }));
    expect(seen).toMatchObject({ fromMs: 6_000, toMs: 8_000 });
    expect(Math.abs((seen?.db ?? 0) - 10)).toBeLessThanOrEqual(2);
    expect(Math.abs((seen?.pitchPct ?? 0) - 25)).toBeLessThanOrEqual(3);
    expect(Math.abs(seen?.ratePct ?? 99)).toBeLessThanOrEqual(15);
  });

  test('higher and faster is seen although a telephone with automatic gain keeps the level', () => {
    const [, , seen] = observed(...calm, voice(2_000, { hz: 160, syllables: 7 }));
    expect(seen).not.toBeNull();
    expect(Math.abs(seen?.db ?? 99)).toBeLessThanOrEqual(3);
    expect(Math.abs((seen?.ratePct ?? 0) - 75)).toBeLessThanOrEqual(10);
  });

  test.each([
    ['only louder: nearer to the microphone', { dbfs: -10 }],
    ['only higher: a question', { hz: 170 }],
    ['only faster: in a hurry', { syllables: 8 }],
    ['quieter and lower', { hz: 95, dbfs: -35 }],
    ['as before', {}],
  ])('is none where one sign stands alone: %s', (_, how) => {
    expect(observed(...calm, voice(2_000, how))).toEqual([null, null, null]);
  });

  test('nothing is said of the first five seconds, nor of a single word', () => {
    expect(observed(voice(2_000), voice(2_000, { hz: 200, dbfs: -10 }))).toEqual([null, null]);
    expect(observed(...calm, voice(500, { hz: 200, dbfs: -10 }))).toEqual([null, null, null]);
  });
});
