import { durationMs, joinPcm, samplesIn, SAMPLE_RATE, type Pcm } from '../call/audio.ts';
import type { CallJournal } from '../journal/journal.ts';
import type { NewMessage } from '../journal/store.ts';

/** Kept of the time before the first word, and after the last one. */
const LEAD_MS = 600;
const TAIL_MS = 400;
const CHUNK_SAMPLES = SAMPLE_RATE;

/**
 * Writes a message to the journal while it is spoken, a second at a time, so that a power cut costs a second at most.
 * Nothing is written before the caller's first word.
 */
export class MessageRecorder {
  readonly #journal: CallJournal;
  readonly #message: NewMessage;
  #pending: Pcm[] = [];
  #pendingSamples = 0;
  #begun = false;
  #chunks = 0;
  #samples = 0;
  #samplesToLastWord = 0;
  #failed = false;

  constructor(journal: CallJournal, message: NewMessage) {
    this.#journal = journal;
    this.#message = message;
  }

  /** There is a word in it. */
  get hasBegun(): boolean {
    return this.#begun;
  }

  get messageId(): string {
    return this.#message.id;
  }

  /** Takes 20 ms; `callerSpeaks` as the voice activity says. */
  push(pcm: Pcm, callerSpeaks: boolean): void {
    this.#pending.push(pcm.slice());
    this.#pendingSamples += pcm.length;
    if (!this.#begun && !callerSpeaks) return this.#keepLead();
    if (!this.#begun) this.#begin();
    this.#samples += pcm.length;
    if (callerSpeaks) this.#samplesToLastWord = this.#samples;
    if (this.#pendingSamples >= CHUNK_SAMPLES) this.#flush();
  }

  /** Resolves with the length in ms when the message is durable; null when it could not be kept or holds no word. */
  async finish(): Promise<number | null> {
    if (!this.#begun) return null;
    this.#flush();
    const length = durationMs(Math.min(this.#samples, this.#samplesToLastWord + samplesIn(TAIL_MS)));
    try {
      await this.#journal.finishMessage(this.#message.id, length);
    } catch {
      return null;
    }
    return this.#failed ? null : length;
  }

  #begin(): void {
    this.#begun = true;
    this.#samples = this.#pendingSamples - (this.#pending.at(-1)?.length ?? 0);
    this.#watch(() => this.#journal.beginMessage(this.#message));
  }

  #flush(): void {
    if (this.#pendingSamples === 0) return;
    const pcm = joinPcm(this.#pending);
    this.#pending = [];
    this.#pendingSamples = 0;
    this.#watch(() => this.#journal.appendAudio(this.#message.id, this.#chunks++, pcm));
  }

  #keepLead(): void {
    while (this.#pendingSamples - (this.#pending[0]?.length ?? 0) >= samplesIn(LEAD_MS)) {
      this.#pendingSamples -= this.#pending.shift()?.length ?? 0;
    }
  }

  #watch(write: () => Promise<void>): void {
    Promise.try(write).catch(() => {
      this.#failed = true;
    });
  }
}
