import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breaths, share } from '../scripts/training/breaths.ts';
import { fill, readCorpus } from '../scripts/training/corpus.ts';
import { chooser } from '../scripts/training/train.ts';
import { EspeakVoice } from '../src/adapters/espeak/espeak-voice.ts';
import { FRAME_SAMPLES, levelDbfs, type Pcm } from '../src/call/audio.ts';
import { systemClock } from '../src/call/clock.ts';
import { uncountedFaults } from '../src/call/faults.ts';
import type { Language } from '../src/call/language.ts';
import { seededRandom, type Random } from '../src/call/random.ts';
import { toTelephone } from '../src/speaking/telephone-band.ts';
import { decodeG711, encodeG711Into } from '../src/telephony/media/g711.ts';
import { clip, CLIPS } from '../tests/support/real-speech.ts';

const CALLS = Number(process.env['BENCH_CALLS'] ?? 60);
/** So often the real clips are read, each time with other pauses. */
const PASSES = 3;
/** Played so much faster, and higher with it. */
const PACES = [0.9, 1.1] as const;

/** Pauses inside a turn, log-normal: median, and a spread with which 5 % last longer than 1.6 s, a fifth of it between people. */
const MEDIAN_MS = 500;
const SPREAD = 0.64;
const SPREAD_OF_PEOPLE = 0.3;
const SHORTEST_MS = 200;

export interface Piece {
  readonly words: string;
  readonly pcm: Pcm;
  /** The silence after it, in ms; 0: the turn has ended. */
  readonly pauseMs: number;
}

export type Turn = readonly Piece[];

export interface SpokenCall {
  readonly lang: Language;
  readonly turns: readonly Turn[];
}

/** G.711 A-law, with white noise at so many dB below speech at -19 dBFS. */
export function overTheLine(pcm: Pcm, noiseDb: number | null, random: Random): Pcm {
  const amplitude = noiseDb === null ? 0 : 32_768 * 10 ** ((-19 - noiseDb) / 20) * Math.sqrt(3);
  const noisy = pcm.map((sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample + (share(random) * 2 - 1) * amplitude))));
  const payload = new Uint8Array(noisy.length);
  encodeG711Into('PCMA', noisy, payload, 0);
  return decodeG711('PCMA', payload);
}

/** Calls of the corpus that the bench's model was not trained with, spoken with pauses by voices of different pitch and pace. */
export async function spokenCalls(): Promise<SpokenCall[]> {
  const voices = (['attendant', 'caller'] as const).map((speaker) => new EspeakVoice(systemClock, speaker, uncountedFaults));
  const random = seededRandom(5);
  const calls: SpokenCall[] = [];
  for (const lang of ['de', 'en'] as const) {
    const { lists, situations } = readCorpus(lang);
    const choose = chooser(random);
    const written = situations.filter(({ isCall, split }) => isCall && split === 'dev');
    const everyNth = Math.max(1, Math.floor(written.length / CALLS));
    for (const { lines } of written.filter((_, nth) => nth % everyNth === 0).slice(0, CALLS)) {
      const person = Math.exp(SPREAD_OF_PEOPLE * normal(random));
      const voice = voices[random.below(voices.length)];
      const pace = PACES[random.below(PACES.length)] ?? 1;
      if (!voice) throw new Error('there is no voice');
      const spoken: Turn[] = [];
      for (const { template } of lines) {
        const pieces: Piece[] = [];
        for (const { words, goesOn } of breaths(fill(template, lists, choose), lang, random)) {
          const rendered = trimmed(toTelephone(await voice.render(words, lang), Math.round(8_000 * pace)));
          const pauseMs = pauseOf(person, random);
          pieces.push({ words, pcm: rendered, pauseMs: goesOn ? pauseMs : 0 });
        }
        spoken.push(pieces);
      }
      calls.push({ lang, turns: spoken });
    }
  }
  for (const voice of voices) voice.rest();
  return calls;
}

/** One or two sentences of a real reader as a turn: pauses only where a sentence has ended, the hardest place. */
export function readCalls(): SpokenCall[] {
  if (!existsSync(CLIPS) || spawnSync('flac', ['--version']).status !== 0) return [];
  const random = seededRandom(6);
  const clips = readFileSync(join(CLIPS, 'manifest.csv'), 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => ({ file: line.split(',')[0] ?? '', words: textIn(line) }));
  const calls: SpokenCall[] = [];
  for (let nth = 0; nth < clips.length * PASSES;) {
    const person = Math.exp(SPREAD_OF_PEOPLE * normal(random));
    const spoken: Turn[] = [];
    for (let turn = 0; turn < 4 && nth < clips.length * PASSES; turn++) {
      const sentences = Array.from({ length: 1 + random.below(2) }, () => clips[nth++ % clips.length]).filter((one) => one !== undefined);
      spoken.push(
        sentences.map(({ file, words }, place) => ({
          words: words.replace(/[.,;:!–]$/u, ''),
          pcm: trimmed(clip(file)),
          pauseMs: place === sentences.length - 1 ? 0 : pauseOf(person, random),
        })),
      );
    }
    calls.push({ lang: 'de', turns: spoken });
  }
  return calls;
}

/** The second field of a line of the manifest. */
function textIn(line: string): string {
  return (
    /^[^,]*,(?:"((?:[^"]|"")*)"|([^,]*)),/u
      .exec(line)
      ?.slice(1)
      .find((text) => text !== undefined)
      ?.replaceAll('""', '"') ?? ''
  );
}

/** Without the silence around it: where words end is then known. */
function trimmed(pcm: Pcm): Pcm {
  const loud: number[] = [];
  for (let begin = 0; begin + FRAME_SAMPLES <= pcm.length; begin += FRAME_SAMPLES)
    if (levelDbfs(pcm.subarray(begin, begin + FRAME_SAMPLES)) > QUIET_DBFS) loud.push(begin);
  return pcm.slice(loud[0] ?? 0, (loud.at(-1) ?? pcm.length) + FRAME_SAMPLES);
}

const QUIET_DBFS = -45;

/** In ms. `person`: how much longer than others somebody pauses. */
function pauseOf(person: number, random: Random): number {
  return Math.round(Math.max(SHORTEST_MS, MEDIAN_MS * person * Math.exp(SPREAD * normal(random))));
}

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - share(random))) * Math.cos(2 * Math.PI * share(random));
}
