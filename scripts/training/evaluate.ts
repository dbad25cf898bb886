import { careNumbers } from '../../src/conversation/care/crisis-lines.ts';
import { seededRandom } from '../../src/call/random.ts';
import type { Language } from '../../src/call/language.ts';
import type { Purpose, Route, SalesApproach } from '../../src/call/names.ts';
import { answer, beginDialogue, expecting } from '../../src/conversation/dialogue/dialogue.ts';
import { dialogueSetting } from '../../src/conversation/dialogue/setting.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { Understanding } from '../../src/understanding/understanding.ts';
import { fill, readCallsApart, readCorpus, type Corpus, type Situation } from './corpus.ts';
import { chooser, examplesOf, train } from './train.ts';

const UNWANTED: ReadonlySet<Purpose> = new Set<Purpose>(['sales', 'survey_pretext', 'scam']);
const NO = { de: 'Nein, ', en: 'No, ' } as const;
const NOBODY: ReadonlySet<Purpose> = new Set<Purpose>(['noise', 'unclear']);

export interface Outcome {
  readonly situation: Situation;
  readonly lines: readonly string[];
  readonly routes: readonly Route[];
  /** What the call was taken for with each answer. */
  readonly purposes: readonly Purpose[];
}

export interface Evaluation {
  /** Rows: what it was; columns: what was understood, by single utterances. */
  readonly confusion: ReadonlyMap<Purpose, ReadonlyMap<Purpose, number>>;
  readonly utterances: number;
  /** Average distance between confidence and how often it was right, over ten bins. */
  readonly calibrationError: number;
  readonly calls: readonly Outcome[];
}

/** Trains on the other situations and tries what was learnt on the held-out ones: single utterances, then whole calls. */
export function evaluate(lang: Language, heldOut: (situation: Situation, index: number) => boolean): Evaluation {
  const corpus = readCorpus(lang);
  const dev = corpus.situations.filter(heldOut);
  const rest = corpus.situations.filter((situation, index) => !heldOut(situation, index));
  const models = train(corpus, rest, lang);
  const understanding = new Understanding({ de: models, en: models });
  const confusion = new Map<Purpose, Map<Purpose, number>>();
  const bins = Array.from({ length: 10 }, () => ({ count: 0, confidence: 0, right: 0 }));
  let utterances = 0;
  for (const { text, purpose } of examplesOf(corpus, dev, 2)) {
    const heard = understanding.understand(text, lang);
    const row = confusion.get(purpose) ?? new Map<Purpose, number>();
    row.set(heard.purpose, (row.get(heard.purpose) ?? 0) + 1);
    confusion.set(purpose, row);
    const bin = bins[Math.min(9, Math.floor(heard.confidence * 10))]!;
    bin.count++;
    bin.confidence += heard.confidence;
    bin.right += heard.purpose === purpose ? 1 : 0;
    utterances++;
  }
  const calibrationError = bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / utterances;
  const calls = dev
    .filter((situation) => situation.isCall && !NOBODY.has(situation.purpose))
    .map((situation, nth) => callOf(situation, corpus.lists, understanding, nth, true));
  return { confusion, utterances, calibrationError, calls };
}

/**
 * Plays the calls that were written apart from the corpus. `answering`: a wanted caller who is asked whether it is a
 * sale says no; otherwise everybody just reads their lines, whatever they are asked.
 */
export function callsApart(lang: Language, understanding: Understanding, answering: boolean): Outcome[] {
  return readCallsApart(lang).map((situation, nth) => callOf(situation, new Map(), understanding, nth, answering));
}

/**
 * A caller who says their lines one by one, and says them again in other words when asked on. Asked whether it is a
 * sale, somebody wanted says no; a seller just goes on.
 */
function callOf(situation: Situation, lists: Corpus['lists'], understanding: Understanding, seed: number, answering: boolean): Outcome {
  const choose = chooser(seededRandom(seed + 11));
  const approaches: readonly SalesApproach[] = ['friendly_no', 'empathy', 'redirect'];
  const profile = { ...DEFAULT_PROFILE, approach: approaches[seed % 3]! };
  const call = {
    lang: situation.lang,
    spokenName: null,
    rotation: 0,
    toldNoBefore: [],
    unwanted: false,
    transcribes: false,
    keepsWords: false,
    wordsLeave: false,
    messageBy: 'words' as const,
    careNumbers: careNumbers(null, '49', { weekday: 1, minute: 600, day: '2026-12-01' }),
    canRing: false,
  };
  let state = beginDialogue(dialogueSetting(profile, call));
  const lines: string[] = [];
  const routes: Route[] = [];
  const purposes: Purpose[] = [];
  for (let turn = 0; turn < 4; turn++) {
    const line = situation.lines[turn % situation.lines.length]!;
    const denies = answering && expecting(state) === 'selling_or_not' && !UNWANTED.has(situation.purpose);
    const text = `${denies ? NO[situation.lang] : ''}${fill(line.template, lists, choose)}`;
    const next = answer(state, understanding.understand(text, state.lang, expecting(state)));
    state = next.state;
    lines.push(text);
    routes.push(next.answer.route);
    purposes.push(next.answer.purpose);
    if (next.answer.ended) break;
  }
  return { situation, lines, routes, purposes };
}

/** True for a wanted caller who was refused, ever. */
export function refused({ situation, routes }: Outcome): boolean {
  return !UNWANTED.has(situation.purpose) && routes.some((route) => route === 'decline' || route === 'end_safely');
}

export function isWanted({ situation }: Outcome): boolean {
  return !UNWANTED.has(situation.purpose);
}

/** True for a call that sells, surveys to sell, or begs for money. */
export function sells({ situation }: Outcome): boolean {
  return situation.purpose === 'sales' || situation.purpose === 'survey_pretext';
}

/** True for a caller who had met the no (or nothing but goodbye) by the second answer. */
export function metByTheSecond({ routes }: Outcome): boolean {
  return routes.slice(0, 2).some((route) => route === 'decline' || route === 'end_safely');
}

/** True for a caller who met the no or a goodbye at all; a scam's ask often comes in its third sentence. */
export function met({ routes }: Outcome): boolean {
  return routes.some((route) => route === 'decline' || route === 'end_safely');
}

/** True for a call whose purpose was named by the time that its lines were said. */
export function purposeFound({ situation, purposes }: Outcome): boolean {
  return purposes.slice(0, situation.lines.length).includes(situation.purpose);
}
