import { createHash } from 'node:crypto';
import { sharedPcm, type Pcm } from '../call/audio.ts';
import { isOfOneCall, type Segment, type Utterance } from '../call/utterance.ts';
import { readable } from './readable.ts';
import type { Voice } from './voice.ts';

/** Keeps rendered phrases across restarts. Failing costs time, never a call: `read` gives null, `write` is best effort. */
export interface PhraseCache {
  read(key: string): Promise<Pcm | null>;
  write(key: string, pcm: Pcm): Promise<void>;
}

/** Says the sentences of one household, or of all. */
export interface Phrases {
  /** Rejects with VoiceError when the phrase cannot be rendered. */
  get(segment: Segment): Promise<Pcm>;
}

/** So many sentences that hold something of one caller are in memory; none is kept longer than that. */
const MOST_OF_ONE_CALL = 100;

/**
 * The audio of phrases: from memory, from the cache, or freshly rendered. One rendering per phrase, however many ask. What
 * holds a caller's name or number is never written to the cache: it would outlive the call, and its message.
 */
export class PhraseAudio implements Phrases {
  readonly #embedded: Voice;
  /** A better one, which may fail; null: there is none. */
  #voice: Voice | null = null;
  readonly #cache: PhraseCache;
  readonly #wordsOf: (segment: Segment) => string;
  readonly #rendered = new Map<string, Promise<Pcm>>();
  readonly #ofOneCall = new Set<string>();

  constructor(voice: Voice, cache: PhraseCache, wordsOf: (segment: Segment) => string) {
    this.#embedded = voice;
    this.#cache = cache;
    this.#wordsOf = wordsOf;
  }

  /** From now on phrases are spoken with this voice, and with the embedded one whenever it fails; null: with that alone. */
  use(voice: Voice | null): void {
    this.#voice = voice;
  }

  get(segment: Segment): Promise<Pcm> {
    if (!this.#voice) return this.#spokenBy(this.#embedded, segment);
    return this.#spokenBy(this.#voice, segment).catch(() => this.#spokenBy(this.#embedded, segment));
  }

  #spokenBy(voice: Voice, segment: Segment): Promise<Pcm> {
    const words = readable(this.#wordsOf(segment), segment.lang);
    const key = createHash('sha256').update(`${voice.identity}\n${segment.lang}\n${words}`).digest('hex').slice(0, 32);
    let audio = this.#rendered.get(key);
    if (!audio) {
      const ofOneCall = isOfOneCall(segment);
      audio = ofOneCall ? voice.render(words, segment.lang).then(sharedPcm) : this.#load(voice, key, words, segment);
      this.#rendered.set(key, audio);
      audio.catch(() => this.#rendered.delete(key));
      if (ofOneCall) this.#forgetOldest(key);
    }
    return audio;
  }

  /** Renders all that is not cached yet, one phrase after another, then lets the engine rest. */
  async prepare(utterance: Utterance): Promise<void> {
    try {
      for (const segment of utterance) await this.get(segment);
    } finally {
      this.#embedded.rest();
    }
  }

  #forgetOldest(newest: string): void {
    this.#ofOneCall.add(newest);
    for (const oldest of this.#ofOneCall) {
      if (this.#ofOneCall.size <= MOST_OF_ONE_CALL) return;
      this.#ofOneCall.delete(oldest);
      this.#rendered.delete(oldest);
    }
  }

  async #load(voice: Voice, key: string, words: string, segment: Segment): Promise<Pcm> {
    const cached = await this.#cache.read(key);
    if (cached) return sharedPcm(cached);
    const pcm = await voice.render(words, segment.lang);
    await this.#cache.write(key, pcm);
    return sharedPcm(pcm);
  }
}
