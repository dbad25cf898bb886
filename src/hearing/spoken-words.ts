import { FRAME_MS, joinPcm, type Pcm } from '../call/audio.ts';
import type { Clock, Timer } from '../call/clock.ts';
import type { Language } from '../call/language.ts';
import type { Transcriber } from './transcriber.ts';

/** Kept from before the first voice: a word begins softly, and speech is noticed some frames late. */
const BEFORE_MS = 400;
/**
 * Whoever goes on within this time has not finished, and one recognition hears more than two. It is short: by its words it is
 * decided how long to wait (`conversation/turn-end.ts`).
 */
const JOIN_MS = 150;
/** As long as a caller's turn may be; what goes beyond it is not heard. */
const LONGEST_MS = 30_000;

export interface SpokenWordsTools {
  readonly clock: Clock;
  readonly transcriber: Transcriber;
  /** Words that come later than this after the utterance are not waited for, in ms. */
  readonly deadlineMs: number;
}

/** Hands the caller's utterances to a recogniser, one after the other, and their words back. The sound is kept no longer. */
export class SpokenWords {
  readonly #tools: SpokenWordsTools;
  readonly #lang: Language | null;
  readonly #onWords: (words: string | null) => void;
  readonly #onFailure: () => void;
  #before: Pcm[] = [];
  #utterance: Pcm[] | null = null;
  #speaks = false;
  #join: Timer | null = null;
  #queue: Promise<void> = Promise.resolve();
  #aborting: AbortController | null = null;
  #closed = false;

  /** `lang`: that is spoken; null: one of several. `onWords`: null where there were none. */
  constructor(tools: SpokenWordsTools, lang: Language | null, onWords: (words: string | null) => void, onFailure: () => void) {
    this.#tools = tools;
    this.#lang = lang;
    this.#onWords = onWords;
    this.#onFailure = onFailure;
  }

  /** Every frame that was heard, speech or not. */
  push(pcm: Pcm): void {
    if (this.#utterance) {
      if (lengthMs(this.#utterance) < LONGEST_MS) this.#utterance.push(pcm);
      return;
    }
    this.#before.push(pcm);
    if (lengthMs(this.#before) > BEFORE_MS) this.#before.shift();
  }

  speechStarted(): void {
    this.#speaks = true;
    this.#join?.cancel();
    this.#utterance ??= this.#before.splice(0);
  }

  speechEnded(): void {
    this.#speaks = false;
    this.#join?.cancel();
    this.#join = this.#tools.clock.after(JOIN_MS, () => this.#finish());
  }

  /** Nobody wants to know any more. */
  close(): void {
    this.#closed = true;
    this.#join?.cancel();
    this.#aborting?.abort();
    this.#utterance = null;
    this.#before = [];
  }

  #finish(): void {
    const utterance = this.#utterance;
    if (this.#speaks || !utterance) return;
    this.#utterance = null;
    const pcm = joinPcm(utterance);
    this.#queue = this.#queue.then(() => this.#transcribe(pcm));
  }

  async #transcribe(pcm: Pcm): Promise<void> {
    if (this.#closed) return;
    const aborting = new AbortController();
    this.#aborting = aborting;
    const limit = this.#tools.clock.after(this.#tools.deadlineMs, () => aborting.abort());
    const heard = await this.#tools.transcriber.transcribe(pcm, this.#lang, aborting.signal).catch(() => null);
    limit.cancel();
    if (this.#closed) return;
    if (heard === null) this.#onFailure();
    else this.#onWords(heard.trim() === '' ? null : heard.trim());
  }
}

function lengthMs(frames: readonly Pcm[]): number {
  return frames.length * FRAME_MS;
}
