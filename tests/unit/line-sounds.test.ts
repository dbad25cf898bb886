import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FRAME_SAMPLES, joinPcm, samplesIn, type Pcm } from '../../src/call/audio.ts';
import { seededRandom } from '../../src/call/random.ts';
import { LineSoundEar, toneOf, type LineSound } from '../../src/hearing/line-sounds.ts';
import { WaitingMusicEar } from '../../src/hearing/waiting-music.ts';
import { overTheLine } from '../../bench/spoken-turns.ts';
import { speechNoise } from '../support/fakes.ts';
import { LINE_SOUNDS } from '../support/line-sounds.ts';
import { lacks } from '../support/programs.ts';
import { clip, CLIPS } from '../support/real-speech.ts';

/** As a line brings it. */
const telephone = (pcm: Pcm): Pcm => overTheLine(pcm, null, seededRandom(1));

function noise(ms: number, dbfs: number): Pcm {
  const random = seededRandom(7);
  const loudness = 32_768 * Math.sqrt(3) * 10 ** (dbfs / 20);
  return Int16Array.from({ length: samplesIn(ms) }, () => (2 * (random.below(1_000_000) / 1_000_000) - 1) * loudness);
}

function mixed(one: Pcm, other: Pcm): Pcm {
  return one.map((sample, at) => sample + (other[at] ?? 0));
}

function frames(pcm: Pcm): Pcm[] {
  return Array.from({ length: Math.floor(pcm.length / FRAME_SAMPLES) }, (_, at) =>
    pcm.subarray(at * FRAME_SAMPLES, (at + 1) * FRAME_SAMPLES),
  );
}

/** What was heard first, and when, in seconds; null: nothing. */
function heard(pcm: Pcm): [LineSound, number] | null {
  const ear = new LineSoundEar();
  for (const [at, frame] of frames(telephone(pcm)).entries()) {
    const sound = ear.push(frame);
    if (sound) return [sound, Math.round((at + 1) / 5) / 10];
  }
  return null;
}

describe('sounds of the line', () => {
  test.each([
    ['fax', 'fax', 4.1],
    ['busy', 'hung_up', 3.4],
    ['congestion', 'hung_up', 1.7],
    ['dial', 'hung_up', 4],
  ] as const)('%s is heard, also in noise and quietly', (name, sound, seconds) => {
    const clean = LINE_SOUNDS[name](20_000);
    for (const pcm of [clean, mixed(clean, noise(20_000, -40)), clean.map((sample) => sample / 5)]) {
      const found = heard(joinPcm([new Int16Array(samplesIn(330)), pcm]));
      expect(found?.[0]).toBe(sound);
      expect(found?.[1]).toBeLessThan(seconds + 0.6);
    }
  });

  test.each(['ringback', 'american busy', 'american ringback', 'keys', 'music'] as const)('%s is none of them', (name) => {
    expect(heard(LINE_SOUNDS[name](60_000))).toBeNull();
  });

  test('nor is one call of a fax, half of a busy tone, noise, or speech', () => {
    expect(heard(joinPcm([LINE_SOUNDS.fax(1_000), new Int16Array(samplesIn(20_000))]))).toBeNull();
    expect(heard(joinPcm([LINE_SOUNDS.busy(2_400), new Int16Array(samplesIn(20_000))]))).toBeNull();
    for (const dbfs of [-50, -30, -12]) expect(heard(noise(60_000, dbfs))).toBeNull();
    expect(heard(speechNoise(60_000))).toBeNull();
  });

  test.skipIf(!existsSync(CLIPS) || lacks('flac'))('nor is anything that a real reader says', () => {
    const files = readdirSync(CLIPS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.flac'));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files.filter((_, at) => at % 4 === 0)) expect(heard(clip(file))).toBeNull();
  });

  test.each([300, 425, 1_100, 2_100, 3_200])('a tone of %i Hz is known by its frequency', (hz) => {
    const pcm = Int16Array.from({ length: FRAME_SAMPLES }, (_, at) => 3_000 * Math.sin((2 * Math.PI * hz * at) / 8_000 + 0.3));
    expect(Math.abs((toneOf(telephone(pcm)) ?? 0) - hz)).toBeLessThan(6);
  });
});

describe('waiting music', () => {
  const plays = (pcm: Pcm, voiced: (at: number) => boolean = () => false): boolean => {
    const ear = new WaitingMusicEar();
    for (const [at, frame] of frames(telephone(pcm)).entries()) ear.push(frame, voiced(at));
    return ear.plays;
  };

  test('is heard after five seconds, goes on over short pauses, and is over after one', () => {
    expect(plays(LINE_SOUNDS.music(4_900))).toBe(false);
    expect(plays(LINE_SOUNDS.music(6_000))).toBe(true);
    expect(plays(joinPcm([LINE_SOUNDS.music(6_000), new Int16Array(samplesIn(1_000))]))).toBe(true);
    expect(plays(joinPcm([LINE_SOUNDS.music(6_000), new Int16Array(samplesIn(1_300))]))).toBe(false);
  });

  test('silence, steady noise, tones with pauses and anything with a voice are none', () => {
    expect(plays(new Int16Array(samplesIn(10_000)))).toBe(false);
    for (const dbfs of [-45, -25]) expect(plays(noise(10_000, dbfs))).toBe(false);
    for (const name of ['busy', 'ringback', 'dial', 'fax'] as const) expect(plays(LINE_SOUNDS[name](10_000))).toBe(false);
    expect(plays(LINE_SOUNDS.music(10_000), (at) => at % 100 < 10)).toBe(false);
  });
});
