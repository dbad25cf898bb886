import { careNumbers } from '../../src/conversation/care/crisis-lines.ts';
import { silentLog } from '../../src/call/log.ts';
import type { AttendantTools } from '../../src/attendant/attendant.ts';
import type { CallSetting } from '../../src/conversation/dialogue/setting.ts';
import { ToldNo } from '../../src/journal/told-no.ts';
import { Understanding } from '../../src/understanding/understanding.ts';
import { once } from 'node:events';
import { durationMs, samplesIn, type Pcm } from '../../src/call/audio.ts';
import { TranscriberError, wholeUtterances, type Transcriber } from '../../src/hearing/transcriber.ts';
import { Faults } from '../../src/call/faults.ts';
import type { Language } from '../../src/call/language.ts';
import { seededRandom } from '../../src/call/random.ts';
import type { PhraseCache } from '../../src/speaking/phrase-audio.ts';
import type { Recording, RecordingStore } from '../../src/speaking/recording.ts';
import type { Voice } from '../../src/speaking/voice.ts';
import type { SettingChange, SettingChangeStore } from '../../src/household/setting-changes.ts';
import type { BookEntry, CallerBookStore } from '../../src/household/caller-book.ts';
import type { SettingStore } from '../../src/household/expecting.ts';
import { NEVER_QUIET } from '../../src/household/quiet.ts';
import type { Dialler } from '../../src/telephony/leg.ts';
import { VoiceError } from '../../src/speaking/voice.ts';

/** Milliseconds that a letter takes to say: about the pace of a calm German speaker. */
export const MS_PER_LETTER = 60;

/** A voice whose speech is a steady hum, as long as the words would take. */
export class FakeVoice implements Voice {
  readonly identity = 'fake-1';
  broken = false;
  renderings = 0;

  async render(words: string, _lang: Language): Promise<Pcm> {
    if (this.broken) throw new VoiceError('the fake voice is broken');
    this.renderings++;
    return hum(words.length * MS_PER_LETTER);
  }

  rest(): void {}
}

export const noCache: PhraseCache = { read: async () => null, write: async () => {} };

export function hum(ms: number): Pcm {
  return new Int16Array(samplesIn(ms)).fill(3000);
}

/** Noise at about -22 dBFS: what a caller's voice looks like to an energy gate. */
export function speechNoise(ms: number, seed = 7): Pcm {
  const random = seededRandom(seed);
  return Int16Array.from({ length: samplesIn(ms) }, () => random.below(9000) - 4500);
}

/** What an attendant has for understanding: the weights that ship, no memory, no language model. */
export function understandingTools(): Pick<
  AttendantTools,
  | 'understanding'
  | 'toldNo'
  | 'model'
  | 'modelDeadlineMs'
  | 'wordsLeave'
  | 'dialler'
  | 'random'
  | 'expecting'
  | 'log'
  | 'faults'
  | 'transcriber'
  | 'transcriberDeadlineMs'
> {
  return {
    faults: new Faults(() => {}),
    dialler: noPhones,
    random: seededRandom(1),
    expecting: { until: null, expect: async () => {} },
    log: silentLog,
    understanding: shippedUnderstanding,
    toldNo: new ToldNo(),
    model: null,
    modelDeadlineMs: 0,
    transcriber: null,
    transcriberDeadlineMs: 0,
    wordsLeave: false,
  };
}

/** A household that has no phones to ring. */
export const noPhones: Dialler = {
  phonesOf: () => 0,
  dial: () => {
    throw new RangeError('there is no phone');
  },
};

/** Settings that are forgotten with the test. */
export function memorySettings(): SettingStore {
  const kept = new Map<string, string>();
  return {
    setting: async (household, key) => kept.get(`${household} ${key}`) ?? null,
    setSetting: async (household, key, value) => {
      if (value === null) kept.delete(`${household} ${key}`);
      else kept.set(`${household} ${key}`, value);
    },
  };
}

export function memoryCallerBook(): CallerBookStore {
  const kept = new Map<string, Map<string, BookEntry>>();
  const of = (household: string): Map<string, BookEntry> => kept.getOrInsertComputed(household, () => new Map());
  return {
    entries: async (household) => [...of(household).values()],
    putEntries: async (household, entries) => entries.forEach((entry) => of(household).set(entry.number, entry)),
    removeEntries: async (household, numbers) => numbers.forEach((number) => of(household).delete(number)),
  };
}

/** What a line is unless a test says otherwise. */
export const PLAIN_LINE = {
  mode: 'after_ringing',
  guarded: [],
  ringPhones: 'together',
  ringPhonesSeconds: 25,
  transfer: 'by_us',
  quiet: NEVER_QUIET,
  quietForKnown: 'ring',
  ownNumber: 'home',
  inside: { phones: [], answerAfterSeconds: 5, code: null },
} as const;

/** A call on which nothing is particular. */
export const PLAIN_CALL: CallSetting = {
  lang: 'de',
  spokenName: null,
  rotation: 0,
  toldNoBefore: [],
  unwanted: false,
  transcribes: false,
  keepsWords: false,
  wordsLeave: false,
  messageBy: 'words',
  careNumbers: careNumbers(null, '49', { weekday: 1, minute: 600, day: '2026-12-01' }),
  canRing: false,
};

/** The weights that ship, read once. */
export const shippedUnderstanding = Understanding.shipped();

/** A recogniser that hears what the test says. */
export class FakeTranscriber {
  /** What came to its ear, in ms. */
  readonly heardMs: number[] = [];
  readonly langs: (Language | null)[] = [];
  #behaviours: (FakeHearing | undefined)[] = [];
  #always: FakeHearing = { text: '' };

  /** Hears a word more of what comes next with every 300 ms. */
  streams = false;

  readonly transcriber: Transcriber = {
    languages: ['de', 'en'],
    listen: (lang, onPartial) => {
      const listening = this.#whole.listen(lang);
      let heard = 0;
      return {
        ...listening,
        push: (pcm) => {
          listening.push(pcm);
          heard += durationMs(pcm.length);
          const next = this.#behaviours[0] ?? this.#always;
          const words = Math.floor(heard / 300);
          if (this.streams && words > 0 && typeof next === 'object') onPartial?.(next.text.split(' ').slice(0, words).join(' '));
        },
      };
    },
  };

  readonly #whole: Transcriber = wholeUtterances(async (pcm, lang, signal) => {
    this.heardMs.push(durationMs(pcm.length));
    this.langs.push(lang);
    const behaviour = this.#behaviours.shift() ?? this.#always;
    if (behaviour === 'fails') throw new TranscriberError('it failed');
    if (behaviour !== 'hangs') return behaviour.text;
    if (!signal.aborted) await once(signal, 'abort');
    throw new TranscriberError('nobody waits any longer');
  });

  /** From now on. */
  behave(behaviour: FakeHearing): void {
    this.#always = behaviour;
  }

  /** For the next utterances, in order. */
  hears(...texts: readonly string[]): void {
    this.#behaviours.push(...texts.map((text) => ({ text })));
  }

  async stop(): Promise<void> {}
}

type FakeHearing = { readonly text: string } | 'fails' | 'hangs';

export function memorySettingChanges(): SettingChangeStore {
  type Row = SettingChange & { readonly id: number; readonly household: string; value: unknown; forgotten: boolean };
  const rows: Row[] = [];
  const of = (household: string, section?: string) =>
    rows.filter((row) => row.household === household && (section === undefined || row.section === section));
  const isNewest = (row: Row): boolean => of(row.household, row.section).at(-1) === row;
  return {
    current: async (household) => new Map(of(household).map(({ section, value }) => [section, value])),
    append: async (household, change) => rows.push({ ...change, id: rows.length + 1, household, forgotten: false }),
    changes: async (household, limit) =>
      of(household)
        .toReversed()
        .slice(0, limit)
        .map(({ id, section, at, userName, fields }) => ({ id, section, at, userName, fields })),
    before: async (household, id) => {
      const row = of(household).find((one) => one.id === id);
      if (!row || !isNewest(row)) return undefined;
      const earlier = of(household, row.section).at(-2);
      return earlier?.forgotten ? undefined : { section: row.section, value: earlier?.value ?? null };
    },
    forgetValues: async (household, at) => {
      for (const row of of(household)) if (row.at < at && !isNewest(row)) Object.assign(row, { value: null, forgotten: true });
    },
  };
}

export function memoryRecordings(): RecordingStore {
  const rows = new Map<string, { recording: Recording; household: string; removedAt: number | null }>();
  const keyOf = (household: string, lang: string, words: string): string => [household, lang, words].join('\n');
  return {
    recordings: async (household) =>
      [...rows.values()].filter((row) => row.household === household && row.removedAt === null).map(({ recording }) => recording),
    keepRecording: async (household, recording) =>
      void rows.set(keyOf(household, recording.lang, recording.words), { recording, household, removedAt: null }),
    async removeRecording(household, lang, words, at) {
      const row = rows.get(keyOf(household, lang, words));
      if (!row || row.removedAt !== null) return false;
      row.removedAt = at;
      return true;
    },
    async restoreRecording(household, lang, words) {
      const row = rows.get(keyOf(household, lang, words));
      if (!row || row.removedAt === null) return null;
      row.removedAt = null;
      return row.recording;
    },
    async purgeRecordings(household, removedBefore) {
      for (const [key, row] of rows)
        if (row.household === household && row.removedAt !== null && row.removedAt < removedBefore) rows.delete(key);
    },
  };
}
