import { createHash } from 'node:crypto';
import { sharedPcm, type Pcm } from '../call/audio.ts';
import type { Segment, Utterance } from '../call/utterance.ts';
import type { Voice } from './voice.ts';

/** Keeps rendered phrases across restarts. Failing costs time, never a call: `read` gives null, `write` is best effort. */
export interface PhraseCache {
  read(key: string): Promise<Pcm | null>;
  write(key: string, pcm: Pcm): Promise<void>;
}

/** The audio of phrases: from memory, from the cache, or freshly rendered. One rendering per phrase, however many ask. */
export class PhraseAudio {
  readonly #voice: Voice;
  readonly #cache: PhraseCache;
  readonly #wordsOf: (segment: Segment) => string;
  readonly #rendered = new Map<string, Promise<Pcm>>();

  constructor(voice: Voice, cache: PhraseCache, wordsOf: (segment: Segment) => string) {
    this.#voice = voice;
    this.#cache = cache;
    this.#wordsOf = wordsOf;
  }

  wordsOf(segment: Segment): string {
    return this.#wordsOf(segment);
  }

  /** Rejects with VoiceError when the phrase cannot be rendered. */
  get(segment: Segment): Promise<Pcm> {
    const words = this.#wordsOf(segment);
    const key = createHash('sha256').update(`${this.#voice.identity}\n${segment.lang}\n${words}`).digest('hex').slice(0, 32);
    let audio = this.#rendered.get(key);
    if (!audio) {
      audio = this.#load(key, words, segment);
      this.#rendered.set(key, audio);
      audio.catch(() => this.#rendered.delete(key));
    }
    return audio;
  }

  /** Renders all that is not cached yet, one phrase after another, then lets the engine rest. */
  async prepare(utterance: Utterance): Promise<void> {
    try {
      for (const segment of utterance) await this.get(segment);
    } finally {
      this.#voice.rest();
    }
  }

  async #load(key: string, words: string, segment: Segment): Promise<Pcm> {
    const cached = await this.#cache.read(key);
    if (cached) return sharedPcm(cached);
    const pcm = await this.#voice.render(words, segment.lang);
    await this.#cache.write(key, pcm);
    return sharedPcm(pcm);
  }
}
