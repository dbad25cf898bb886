import { FRAME_MS, type Pcm } from '../call/audio.ts';
import type { Clock, Timer } from '../call/clock.ts';
import type { Language } from '../call/language.ts';
import type { Listening, Transcriber } from './transcriber.ts';

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
  /** Runs what the recogniser sets off, for the call to answer for. */
  readonly enter: (run: () => unknown) => void;
}

/** What somebody wants to know of the words. */
export interface SpokenWordsWatch {
  /** The words so far of an utterance that goes on; each replaces those before. */
  readonly partial: (words: string) => void;
  /** An utterance is over; null: there were no words in it. */
  readonly words: (words: string | null) => void;
  readonly failure: () => void;
}

/** Lets a recogniser hear the caller's utterances, and hands their words back in their order. The sound is kept no longer. */
export class SpokenWords {
  readonly #tools: SpokenWordsTools;
  readonly #lang: Language | null;
  readonly #watch: SpokenWordsWatch;
  #before: Pcm[] = [];
  #listening: { readonly to: Listening; frames: number } | null = null;
  /** Utterances that are over, and whose words are not there yet. */
  readonly #awaited = new Set<Listening>();
  #speaks = false;
  #join: Timer | null = null;
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  /** `lang`: that is spoken; null: one of several. */
  constructor(tools: SpokenWordsTools, lang: Language | null, watch: SpokenWordsWatch) {
    this.#tools = tools;
    this.#lang = lang;
    this.#watch = watch;
  }

  /** Every frame that was heard, speech or not. */
  push(pcm: Pcm): void {
    if (this.#listening) {
      if (++this.#listening.frames * FRAME_MS <= LONGEST_MS) this.#listening.to.push(pcm);
      return;
    }
    this.#before.push(pcm);
    if (this.#before.length * FRAME_MS > BEFORE_MS) this.#before.shift();
  }

  speechStarted(): void {
    this.#speaks = true;
    this.#join?.cancel();
    this.#listening ??= this.#begin();
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
    this.#listening?.to.cancel();
    for (const listening of this.#awaited) listening.cancel();
    this.#listening = null;
    this.#before = [];
  }

  #begin(): { readonly to: Listening; frames: number } {
    const to = this.#tools.transcriber.listen(this.#lang, (words) => {
      this.#tools.enter(() => this.#listening?.to === to && this.#watch.partial(words));
    });
    const frames = this.#before.length;
    for (const pcm of this.#before.splice(0)) to.push(pcm);
    return { to, frames };
  }

  #finish(): void {
    const listening = this.#listening?.to;
    if (this.#speaks || !listening) return;
    this.#listening = null;
    this.#awaited.add(listening);
    // It is asked now, and told of after those before it.
    const heard = this.#wordsOf(listening);
    this.#queue = this.#queue.then(async () => this.#tell(await heard));
  }

  /** Null: they could not be had. */
  async #wordsOf(listening: Listening): Promise<string | null> {
    const limit = this.#tools.clock.after(this.#tools.deadlineMs, () => listening.cancel());
    const heard = await Promise.try(() => listening.finish()).catch(() => null);
    limit.cancel();
    this.#awaited.delete(listening);
    return heard;
  }

  #tell(heard: string | null): void {
    if (this.#closed) return;
    this.#tools.enter(() => {
      if (heard === null) this.#watch.failure();
      else this.#watch.words(heard.trim() === '' ? null : heard.trim());
    });
  }
}
