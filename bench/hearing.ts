import { existsSync, readdirSync } from 'node:fs';
import { EspeakVoice } from '../src/adapters/espeak/espeak-voice.ts';
import { loadSilero } from '../src/adapters/silero/silero.ts';
import { FRAME_MS, FRAME_SAMPLES, joinPcm, levelDbfs, samplesIn, type Pcm } from '../src/call/audio.ts';
import { systemClock } from '../src/call/clock.ts';
import { uncountedFaults } from '../src/call/faults.ts';
import { seededRandom } from '../src/call/random.ts';
import { LineSoundEar } from '../src/hearing/line-sounds.ts';
import type { SpeechProbability } from '../src/hearing/speech-probability.ts';
import { VoiceActivity } from '../src/hearing/voice-activity.ts';
import { WaitingMusicEar } from '../src/hearing/waiting-music.ts';
import { LINE_SOUNDS } from '../tests/support/line-sounds.ts';
import { clip, CLIPS } from '../tests/support/real-speech.ts';
import { bargeIns } from './barge-in.ts';
import { overTheLine } from './spoken-turns.ts';

const CLIPS_HEARD = Number(process.env['BENCH_CLIPS'] ?? 20);
const NOISE_DB = [null, 20, 10, 5, 0] as const;
/** Between two clips, and before the first. */
const SILENCE_MS = 1_500;
/** A frame of a clean clip this far below its loudest is no speech. */
const SPOKEN_RANGE_DB = 32;
/** Speech has ended when it was quiet for so long (`hearing/voice-activity.ts`); what is shorter is a pause inside. */
const PAUSE_FRAMES = 10;
const STREAMS = 24;
const SECONDS = 20;

interface Heard {
  /** By frame: whether it lies in a span of speech. */
  readonly speech: readonly boolean[];
  /** When spans of speech were known to have begun, in frames. */
  readonly starts: readonly number[];
  /** When a sound of the line, and music, were known first, in seconds; null: never. */
  readonly soundAt: number | null;
  readonly musicAt: number | null;
}

/** Voice activity beside loudness alone: how well, how soon, what it takes for speech that is none, and what it costs. */
export async function hearing(): Promise<void> {
  const model = await loadSilero();
  const { sound, truth, onsets } = spoken();
  console.log(
    `\nhearing: ${Math.round((sound.length / 8_000) * 10) / 10} s of ${existsSync(CLIPS) ? 'a real reader' : 'synthetic noise bursts'}, G.711, white noise`,
  );
  console.log('  noise      F1 model  F1 loudness   speech known after its first frame, model (loudness), median and p95');
  for (const noise of NOISE_DB) {
    const line = overTheLine(sound, noise, seededRandom(3));
    const [byModel, byLoudness] = [await hear(line, model), await hear(line, null)];
    const [one, other] = [delays(onsets, byModel.starts), delays(onsets, byLoudness.starts)];
    const name = noise === null ? 'none' : `${noise} dB`;
    console.log(
      `  ${name.padEnd(9)}  ${f1(truth, byModel.speech).toFixed(3)}     ${f1(truth, byLoudness.speech).toFixed(3)}         ${one[0]}, ${one[1]} (${other[0]}, ${other[1]})`,
    );
  }

  console.log('\n  a minute of              taken for speech, model   by loudness   line sound after   music after');
  for (const [name, make] of Object.entries(LINE_SOUNDS)) {
    const line = overTheLine(make(60_000), 40, seededRandom(4));
    const [byModel, byLoudness] = [await hear(line, model), await hear(line, null)];
    const { soundAt, musicAt } = byModel;
    console.log(
      `  ${name.padEnd(22)}   ${String(byModel.starts.length).padStart(8)}                ${String(byLoudness.starts.length).padStart(8)}      ${(soundAt === null ? '-' : `${soundAt} s`).padStart(8)}           ${musicAt === null ? '-' : `${musicAt} s`}`,
    );
  }

  const overs = await bargeIns();
  const middleAndWorst = (times: readonly number[]): string => {
    const sorted = times.toSorted((a, b) => a - b).map(Math.round);
    return `${sorted[Math.floor(sorted.length / 2)]} ms (median), ${sorted.at(-1)} ms at worst`;
  };
  console.log(`\n  over the wire, ${overs.length} calls at once, callers who speak over the greeting`);
  console.log(`  silent after their first word: ${middleAndWorst(overs.map(({ silentAfterMs }) => silentAfterMs))}`);
  console.log(`  answers begin later than the pause that ends a turn: ${middleAndWorst(overs.map(({ answersLateMs }) => answersLateMs))}`);
  await cost(model);
  await firstSentence();
}

/** Clips with silence between them, and where somebody speaks in them. */
function spoken(): { sound: Pcm; truth: boolean[]; onsets: number[] } {
  const files = existsSync(CLIPS)
    ? readdirSync(CLIPS, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.flac'))
        .toSorted()
        .slice(0, CLIPS_HEARD)
    : [];
  const silence = new Int16Array(samplesIn(SILENCE_MS));
  const clips = files.map((file) => clip(file)).map((pcm) => pcm.subarray(0, pcm.length - (pcm.length % FRAME_SAMPLES)));
  const sound = joinPcm([silence, ...clips.flatMap((pcm) => [pcm, silence])]);
  const levels = frames(sound).map(levelDbfs);
  const loudest = Math.max(...levels);
  const truth = closed(levels.map((level) => level > loudest - SPOKEN_RANGE_DB));
  const onsets = truth.flatMap((is, at) => (is && !truth[at - 1] ? [at] : []));
  return { sound, truth, onsets };
}

/** Short gaps belong to the speech around them. */
function closed(is: readonly boolean[]): boolean[] {
  return is.map(
    (one, at) => one || (is.slice(Math.max(0, at - PAUSE_FRAMES), at).includes(true) && is.slice(at, at + PAUSE_FRAMES).includes(true)),
  );
}

async function hear(pcm: Pcm, model: SpeechProbability | null): Promise<Heard> {
  const [activity, sounds, music, stream] = [new VoiceActivity(), new LineSoundEar(), new WaitingMusicEar(), model?.open()];
  const speech: boolean[] = Array.from({ length: Math.floor(pcm.length / FRAME_SAMPLES) }, () => false);
  const starts: number[] = [];
  let soundAt: number | null = null;
  let musicAt: number | null = null;
  const mark = (fromMs: number, toMs: number): void => void speech.fill(true, Math.floor(fromMs / FRAME_MS), Math.ceil(toMs / FRAME_MS));
  for (const [at, frame] of frames(pcm).entries()) {
    stream?.push(frame);
    await model?.run();
    const probability = stream?.probability;
    const event = activity.push(
      { pcm: frame, ...(probability !== undefined && { speechProbability: probability }) },
      (at + 1) * FRAME_MS,
      false,
    );
    if (event?.type === 'speech_started') starts.push(at + 1);
    if (event?.type === 'speech_ended') mark(event.fromMs, event.toMs);
    music.push(frame, activity.voiced);
    const seconds = Math.round((at + 1) / 5) / 10;
    if (sounds.push(frame) !== null) soundAt ??= seconds;
    if (music.plays) musicAt ??= seconds;
  }
  const last = activity.end();
  if (last?.type === 'speech_ended') mark(last.fromMs, last.toMs);
  stream?.close();
  return { speech, starts, soundAt, musicAt };
}

/** From each onset to when it was known: median and 95th percentile of those that were noticed. */
function delays(onsets: readonly number[], starts: readonly number[]): [string, string] {
  const each = onsets
    .flatMap((onset) => {
      const known = starts.find((start) => start >= onset && start < onset + 50);
      return known === undefined ? [] : [(known - onset) * FRAME_MS];
    })
    .toSorted((a, b) => a - b);
  const at = (share: number): string => (each.length === 0 ? '-' : `${each[Math.floor(each.length * share)]} ms`);
  return [at(0.5), at(0.95)];
}

function f1(truth: readonly boolean[], heard: readonly boolean[]): number {
  let [both, one] = [0, 0];
  for (const [at, is] of truth.entries()) {
    if (is && heard[at]) both++;
    else if (is || heard[at]) one++;
  }
  return (2 * both) / Math.max(1, 2 * both + one);
}

/** What a leg costs of a core: the model in one batch, and everything else that listens. */
async function cost(model: SpeechProbability): Promise<void> {
  const speech = overTheLine(joinPcm(Array.from({ length: 2 }, () => LINE_SOUNDS.music((SECONDS * 1_000) / 2))), 20, seededRandom(5));
  const streams = Array.from({ length: STREAMS }, () => model.open());
  const each = frames(speech);
  const before = systemClock.now();
  for (const frame of each) {
    for (const stream of streams) stream.push(frame);
    await model.run();
  }
  const modelMs = systemClock.now() - before;
  for (const stream of streams) stream.close();
  const ears = Array.from({ length: STREAMS }, () => [new VoiceActivity(), new LineSoundEar(), new WaitingMusicEar()] as const);
  const begun = systemClock.now();
  for (const [at, frame] of each.entries())
    for (const [activity, sounds, music] of ears) {
      activity.push({ pcm: frame, speechProbability: 0.1 }, at * FRAME_MS, false);
      sounds.push(frame);
      music.push(frame, false);
    }
  const restMs = systemClock.now() - begun;
  const share = (ms: number): string => `${((100 * ms) / (SECONDS * 1_000) / STREAMS).toFixed(2)} %`;
  console.log(
    `\n  ${STREAMS} streams at once, each: the model ${share(modelMs)} of a core, spans, tones and music together ${share(restMs)}`,
  );
}

/** A sentence that nobody has rendered before, with the embedded voice running. */
async function firstSentence(): Promise<void> {
  const voice = new EspeakVoice(systemClock, 'attendant', uncountedFaults);
  await voice.render('Guten Tag.', 'de');
  const times: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const before = systemClock.now();
    await voice.render(`Ich wiederhole: Angerufen hat Praxis Doktor Weber ${turn + 20}.`, 'de');
    times.push(systemClock.now() - before);
  }
  voice.rest();
  const sorted = times.toSorted((a, b) => a - b);
  console.log(
    `  a new sentence in the embedded voice: median ${Math.round(sorted[10] ?? 0)} ms, worst of 20 ${Math.round(sorted.at(-1) ?? 0)} ms`,
  );
}

function frames(pcm: Pcm): Pcm[] {
  return Array.from({ length: Math.floor(pcm.length / FRAME_SAMPLES) }, (_, at) =>
    pcm.subarray(at * FRAME_SAMPLES, (at + 1) * FRAME_SAMPLES),
  );
}
