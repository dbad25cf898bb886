import { loadSilero } from '../src/adapters/silero/silero.ts';
import { durationMs, FRAME_MS, FRAME_SAMPLES, joinPcm, samplesIn, type Pcm } from '../src/call/audio.ts';
import type { Language } from '../src/call/language.ts';
import { seededRandom } from '../src/call/random.ts';
import { turnPause, withPause } from '../src/conversation/turn-end.ts';
import type { SpeechProbability } from '../src/hearing/speech-probability.ts';
import { VoiceActivity } from '../src/hearing/voice-activity.ts';
import { Understanding, type UnderstandingModels } from '../src/understanding/understanding.ts';
import { shippedModel } from '../src/understanding/weights.ts';
import { readCorpus } from '../scripts/training/corpus.ts';
import { trainEnds } from '../scripts/training/train.ts';
import { table } from './machine.ts';
import { overTheLine, readCalls, spokenCalls, type SpokenCall, type Turn } from './spoken-turns.ts';

/** How likely it may be that the caller goes on. */
const LIKELIHOODS = Array.from({ length: 70 }, (_, nth) => 0.5 * 0.93 ** nth);
const NOISES = [null, 20, 10, 5, 0] as const;

/** A recogniser that is asked as `hearing/spoken-words.ts` asks it: an utterance ends this long after it was quiet, ... */
const VOICE_ENDS_MS = 200;
const JOIN_MS = 150;
/** ... and its words are there this much later. */
const RECOGNISED_MS = 300;

/** A stretch of speech as it was heard, in ms from the turn's begin. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}
interface HeardTurn {
  readonly turn: Turn;
  readonly spans: readonly Span[];
  readonly endMs: number;
}

/** How long an ending is given, at a silence after an utterance: ms from its last voice. */
type Rule = (utterance: string, lang: Language, ownPauses: readonly number[]) => number;

interface Outcome {
  readonly cutOff: number;
  readonly deadAirMs: number;
}

/**
 * When the caller's turn has ended: turns with known words, pauses and end, as speech over the telephone, at several levels of
 * noise. Beside our rule, silence alone, both answered by a recogniser that needs the same time.
 */
export async function turns(): Promise<void> {
  const model = await loadSilero();
  const understanding = new Understanding({ de: modelsWithout('de'), en: modelsWithout('en') });
  const known = new Map<string, number>();
  const ended = (words: string, lang: Language): number => {
    const key = `${lang} ${words}`;
    const likely = known.get(key) ?? understanding.understand(words, lang).ended ?? 0.5;
    known.set(key, likely);
    return likely;
  };
  const silence =
    (ms: number): Rule =>
    () =>
      ms;
  const ours =
    (likely: number): Rule =>
    (words, lang, own) =>
      turnPause(ended(words, lang), own, likely);

  const synthetic = await spokenCalls();
  const real = readCalls();
  const rows = [
    ['', 'turns', 'silence alone: dead air, mean', 'ours: dead air, mean', 'of it', 'ours as shipped: cut off', 'dead air, median'],
  ];
  const cases: [string, readonly SpokenCall[], (typeof NOISES)[number]][] = [
    ...NOISES.map(
      (noise) =>
        [`four synthetic voices, de and en, ${noise === null ? 'no noise' : `noise ${noise} dB below`}`, synthetic, noise] as const,
    ),
    ...(real.length > 0 ? ([['a real reader, de, whole sentences, no noise', real, null]] as const) : []),
  ].map(([name, calls, noise]) => [name, calls, noise]);
  const curve: string[][] = [['cut off at most once', 'silence alone, ms', 'ours, likelihood', 'dead air: silence', 'ours']];
  for (const [name, calls, noise] of cases) {
    const heard = await heardCalls(calls, model, noise);
    const plain = sweep(heard, range(200, 2_600, 50), silence);
    const fitted = sweep(heard, LIKELIHOODS, ours);
    const [a, b] = [at(plain, 0.05), at(fitted, 0.05)];
    const shipped = outcomesOf(heard, (words, lang, own) => turnPause(ended(words, lang), own));
    rows.push([
      name,
      String(shipped.length),
      `${a.deadAirMs.toFixed(0)} ms`,
      `${b.deadAirMs.toFixed(0)} ms`,
      `${((100 * b.deadAirMs) / a.deadAirMs).toFixed(0)} %`,
      percent(shareCutOff(shipped)),
      `${median(shipped.map(({ deadAirMs }) => deadAirMs)).toFixed(0)} ms`,
    ]);
    if (calls === synthetic && noise === null)
      for (const share of [0.02, 0.05, 0.1, 0.2]) {
        const [s, o] = [at(plain, share), at(fitted, share)];
        curve.push([
          percent(share),
          s.setting.toFixed(0),
          o.setting.toFixed(3),
          `${s.deadAirMs.toFixed(0)} ms`,
          `${o.deadAirMs.toFixed(0)} ms`,
        ]);
      }
  }
  table('Ends of turns: dead air where 5 % of the turns are cut off (aim: at most half of silence alone)', rows);
  table('The same as a curve, without noise', curve);
}

/** What ships, but for the model of the ends: it is trained without the calls that are asked about. */
function modelsWithout(lang: Language): UnderstandingModels {
  const corpus = readCorpus(lang);
  const [purposes, acts] = [shippedModel(lang, 'purposes'), shippedModel(lang, 'acts')];
  const seen = corpus.situations.filter(({ split }) => split === 'train');
  return { purposes, acts, ends: trainEnds(corpus, seen, lang, acts) };
}

function sweep(heard: readonly HeardCall[], settings: readonly number[], ruleOf: (setting: number) => Rule) {
  return settings.map((setting) => {
    const outcomes = outcomesOf(heard, ruleOf(setting));
    return { setting, cutOff: shareCutOff(outcomes), deadAirMs: mean(outcomes.map(({ deadAirMs }) => deadAirMs)) };
  });
}

/** The first setting at which at most this share of turns is cut off. */
function at(points: ReturnType<typeof sweep>, share: number): ReturnType<typeof sweep>[number] {
  const found = points.find(({ cutOff }) => cutOff <= share) ?? points.at(-1);
  if (!found) throw new Error('an empty curve');
  return found;
}

interface HeardCall {
  readonly lang: Language;
  readonly turns: readonly HeardTurn[];
}

function outcomesOf(heard: readonly HeardCall[], rule: Rule): Outcome[] {
  return heard.flatMap(({ lang, turns: heardTurns }) => {
    let own: readonly number[] = [];
    return heardTurns.map((turn) => {
      const { outcome, pauses } = played(turn, lang, own, rule);
      own = pauses.reduce(withPause, own);
      return outcome;
    });
  });
}

/** What becomes of one turn. After a cut-off the caller goes on, and is waited for again. */
function played(
  { turn, spans, endMs }: HeardTurn,
  lang: Language,
  own: readonly number[],
  rule: Rule,
): { outcome: Outcome; pauses: number[] } {
  const pauses: number[] = [];
  let cutOff = 0;
  let from = 0;
  for (const [nth, span] of spans.entries()) {
    const next = spans[nth + 1];
    const utterance = wordsBetween(turn, from, span.toMs);
    const pause = rule(utterance, lang, pauses.reduce(withPause, own));
    const decidedAt = Math.max(span.toMs + VOICE_ENDS_MS + JOIN_MS + RECOGNISED_MS, span.toMs + pause);
    if (!next) return { outcome: { cutOff, deadAirMs: Math.max(0, decidedAt - endMs) }, pauses };
    if (next.fromMs > decidedAt) cutOff++;
    // What is joined by the ear is one utterance for the recogniser.
    if (next.fromMs - span.toMs > VOICE_ENDS_MS + JOIN_MS) from = span.toMs;
    pauses.push(next.fromMs - span.toMs);
  }
  return { outcome: { cutOff, deadAirMs: 0 }, pauses };
}

/** The words of the pieces that were said in a stretch of a turn. */
function wordsBetween(turn: Turn, fromMs: number, toMs: number): string {
  const said: string[] = [];
  let at = 0;
  for (const { words, pcm, pauseMs } of turn) {
    const middle = at + durationMs(pcm.length) / 2;
    if (middle > fromMs && middle <= toMs) said.push(words);
    at += durationMs(pcm.length) + pauseMs;
  }
  return said.join(' ');
}

async function heardCalls(calls: readonly SpokenCall[], model: SpeechProbability, noiseDb: number | null): Promise<HeardCall[]> {
  const random = seededRandom(11);
  const heard: HeardCall[] = [];
  for (const { lang, turns: spoken } of calls) {
    const heardTurns: HeardTurn[] = [];
    for (const turn of spoken) {
      const pcm = joinPcm(turn.flatMap((piece) => [piece.pcm, new Int16Array(samplesIn(piece.pauseMs))]));
      const endMs = durationMs(pcm.length);
      heardTurns.push({
        turn,
        endMs,
        spans: await spansOf(overTheLine(joinPcm([pcm, new Int16Array(samplesIn(1_000))]), noiseDb, random), model),
      });
    }
    heard.push({ lang, turns: heardTurns });
  }
  return heard;
}

async function spansOf(pcm: Pcm, model: SpeechProbability): Promise<Span[]> {
  const activity = new VoiceActivity();
  const stream = model.open();
  const spans: Span[] = [];
  for (let begin = 0; begin + FRAME_SAMPLES <= pcm.length; begin += FRAME_SAMPLES) {
    const frame = pcm.subarray(begin, begin + FRAME_SAMPLES);
    stream.push(frame);
    await model.run();
    const { probability } = stream;
    const heard = activity.push(
      { pcm: frame, ...(probability !== undefined && { speechProbability: probability }) },
      durationMs(begin) + FRAME_MS,
      false,
    );
    if (heard?.type === 'speech_ended') spans.push({ fromMs: heard.fromMs, toMs: heard.toMs });
  }
  const last = activity.end();
  stream.close();
  if (last?.type === 'speech_ended') spans.push({ fromMs: last.fromMs, toMs: last.toMs });
  return spans;
}

function shareCutOff(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ cutOff }) => cutOff > 0).length / outcomes.length;
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, nth) => from + nth * step);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
