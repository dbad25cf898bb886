import { existsSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSilero } from '../../src/adapters/silero/silero.ts';
import { durationMs, FRAME_MS, FRAME_SAMPLES, joinPcm, samplesIn, type Pcm } from '../../src/call/audio.ts';
import { seededRandom } from '../../src/call/random.ts';
import { RaisedVoiceEar } from '../../src/hearing/raised-voice.ts';
import { VoiceActivity, type Heard } from '../../src/hearing/voice-activity.ts';
import type { SpeechProbability } from '../../src/hearing/speech-probability.ts';
import { MESSAGE_TONE } from '../../src/speaking/tone.ts';
import { lacks } from '../support/programs.ts';
import { clip, CLIPS } from '../support/real-speech.ts';

const HEARD = 12;

/** White noise at so many dB below the speech's -19 dBFS. */
function withNoise(pcm: Pcm, snrDb: number): Pcm {
  const random = seededRandom(9);
  const amplitude = 32768 * 10 ** ((-19 - snrDb) / 20) * Math.sqrt(3);
  return pcm.map((sample) =>
    Math.max(-32768, Math.min(32767, sample + Math.round(((random.below(20_001) - 10_000) / 10_000) * amplitude))),
  );
}

describe.skipIf(lacks('flac', 'metaflac') || !existsSync(CLIPS))('voice activity on real German speech', () => {
  let model: SpeechProbability;
  beforeAll(async () => {
    model = await loadSilero();
  });

  async function spansOf(pcm: Pcm, useModel = true): Promise<Heard[]> {
    const activity = new VoiceActivity();
    const stream = model.open();
    const heard: Heard[] = [];
    for (let at = 0; at + FRAME_SAMPLES <= pcm.length; at += FRAME_SAMPLES) {
      const frame = pcm.subarray(at, at + FRAME_SAMPLES);
      if (useModel) {
        stream.push(frame);
        await model.run();
      }
      const { probability } = stream;
      const event = activity.push(
        probability === undefined ? { pcm: frame } : { pcm: frame, speechProbability: probability },
        durationMs(at) + FRAME_MS,
        false,
      );
      if (event) heard.push(event);
    }
    stream.close();
    return heard;
  }

  test.each([
    ['Silero, clean', true, 60, -500],
    ['Silero, 15 dB above noise', true, 15, -500],
    ['Silero, 5 dB above noise', true, 5, -500],
    ['loudness, clean', false, 60, -500],
    // Loudness alone loses the quiet end of a sentence in the noise; the pause that we wait for covers most of it.
    ['loudness, 15 dB above noise', false, 15, -1_400],
  ])('%s: begins in time, ends in time, and hears nothing before', async (_, useModel, snrDb, earliestEnd) => {
    const files = readdirSync(CLIPS)
      .filter((file) => file.endsWith('.flac'))
      .toSorted()
      .slice(0, HEARD);
    const lateStarts: number[] = [];
    const lateEnds: number[] = [];
    for (const file of files) {
      const speech = clip(file);
      const lead = samplesIn(2_000);
      const pcm = withNoise(joinPcm([new Int16Array(lead), speech, new Int16Array(samplesIn(2_000))]), snrDb);
      const heard = await spansOf(pcm, useModel);
      const first = heard.find((event) => event.type === 'speech_started');
      const last = heard.findLast((event) => event.type === 'speech_ended');
      lateStarts.push((first?.fromMs ?? 99_999) - 2_000);
      lateEnds.push((last?.type === 'speech_ended' ? last.toMs : 99_999) - 2_000 - durationMs(speech.length));
    }
    const within = (values: readonly number[], low: number, high: number): number =>
      values.filter((value) => value >= low && value <= high).length;
    expect(within(lateStarts, -150, 400), `starts ${lateStarts.join(' ')}`).toBeGreaterThanOrEqual(HEARD - 1);
    expect(within(lateEnds, earliestEnd, 300), `ends ${lateEnds.join(' ')}`).toBeGreaterThanOrEqual(HEARD - 1);
  });

  test('noise, a tone and silence are no speech', async () => {
    const noise = withNoise(new Int16Array(samplesIn(5_000)), 10);
    const tone = joinPcm(Array.from({ length: 10 }, () => MESSAGE_TONE));
    for (const pcm of [noise, tone, new Int16Array(samplesIn(5_000))]) expect(await spansOf(pcm)).toEqual([]);
  });

  test('a raised voice is noted where it is one, and not in a calm reader’s sentences, nor in louder ones', async () => {
    const files = readdirSync(CLIPS)
      .filter((file) => file.endsWith('.flac'))
      .toSorted();
    const quieter = (pcm: Pcm, db: number): Pcm => pcm.map((sample) => Math.round(sample * 10 ** (-db / 20)));
    const noted = { calm: 0, louder: 0, raised: 0 };
    let sentences = 0;
    for (let first = 0; first + 6 <= files.length; first += 6) {
      const begin = files.slice(first, first + 3).map((file) => quieter(clip(file), 12));
      const later = files.slice(first + 3, first + 6);
      sentences += later.length;
      noted.calm += raisedIn([...begin, ...later.map((file) => quieter(clip(file), 12))]);
      noted.louder += raisedIn([...begin, ...later.map((file) => clip(file))]);
      noted.raised += raisedIn([...begin, ...later.map((file) => clip(file, 1.35))]);
    }
    expect(sentences).toBe(30);
    expect(noted.calm, JSON.stringify(noted)).toBeLessThanOrEqual(1);
    expect(noted.louder, JSON.stringify(noted)).toBeLessThanOrEqual(2);
    expect(noted.raised, JSON.stringify(noted)).toBeGreaterThanOrEqual(24);
  });
});

/** How often a raised voice is noted in sentences that follow one another. */
function raisedIn(sentences: readonly Pcm[]): number {
  const [activity, ear] = [new VoiceActivity(), new RaisedVoiceEar()];
  const pcm = joinPcm(sentences.flatMap((sentence) => [new Int16Array(samplesIn(600)), sentence, new Int16Array(samplesIn(600))]));
  let noted = 0;
  for (let at = 0; at + FRAME_SAMPLES <= pcm.length; at += FRAME_SAMPLES) {
    const frame = pcm.subarray(at, at + FRAME_SAMPLES);
    const heard = activity.push({ pcm: frame }, durationMs(at) + FRAME_MS, false);
    ear.push(frame, activity.voiced);
    if (heard?.type === 'speech_ended' && ear.spanEnded(heard.fromMs, heard.toMs)) noted++;
  }
  return noted;
}
