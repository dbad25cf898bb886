import { sharedPcm, type Pcm } from '../call/audio.ts';
import type { Language } from '../call/language.ts';
import type { Segment } from '../call/utterance.ts';
import type { Phrases } from './phrase-audio.ts';
import type { Recording, RecordingStore } from './recording.ts';

/** A household's sentences: those that somebody recorded in their own voice, word for word, and all others as `otherwise` says them. */
export class OwnVoice implements Phrases {
  readonly #store: RecordingStore;
  readonly #householdId: string;
  readonly #otherwise: Phrases;
  readonly #wordsOf: (segment: Segment) => string;
  readonly #recordings: Map<string, Recording>;

  private constructor(tools: OwnVoiceTools, recordings: readonly Recording[]) {
    this.#store = tools.store;
    this.#householdId = tools.householdId;
    this.#otherwise = tools.otherwise;
    this.#wordsOf = tools.wordsOf;
    this.#recordings = new Map(recordings.map((one) => [keyOf(one.lang, one.words), shared(one)]));
  }

  /** Rejects with StoreError. */
  static async load(tools: OwnVoiceTools): Promise<OwnVoice> {
    return new OwnVoice(tools, await tools.store.recordings(tools.householdId));
  }

  get(segment: Segment): Promise<Pcm> {
    const recording = this.recording(segment.lang, this.#wordsOf(segment));
    return recording ? Promise.resolve(recording.pcm) : this.#otherwise.get(segment);
  }

  /** Null: nobody recorded these words. */
  recording(lang: Language, words: string): Recording | null {
    return this.#recordings.get(keyOf(lang, words)) ?? null;
  }

  /** From the next sentence on. Rejects with StoreError, and then everything is as before. */
  async keep(recording: Recording): Promise<void> {
    await this.#store.keepRecording(this.#householdId, recording);
    this.#recordings.set(keyOf(recording.lang, recording.words), shared(recording));
  }

  /** False: there is none. */
  async remove(lang: Language, words: string, at: number): Promise<boolean> {
    const removed = await this.#store.removeRecording(this.#householdId, lang, words, at);
    this.#recordings.delete(keyOf(lang, words));
    return removed;
  }

  /** False: there is none to bring back. */
  async restore(lang: Language, words: string): Promise<boolean> {
    const recording = await this.#store.restoreRecording(this.#householdId, lang, words);
    if (recording) this.#recordings.set(keyOf(lang, words), shared(recording));
    return recording !== null;
  }
}

export interface OwnVoiceTools {
  readonly store: RecordingStore;
  readonly householdId: string;
  /** Says what nobody recorded. */
  readonly otherwise: Phrases;
  readonly wordsOf: (segment: Segment) => string;
}

function keyOf(lang: Language, words: string): string {
  return `${lang}\n${words}`;
}

/** Other threads read it too. */
function shared(recording: Recording): Recording {
  return { ...recording, pcm: sharedPcm(recording.pcm) };
}
