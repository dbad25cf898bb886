import type { Pcm } from '../call/audio.ts';
import type { Clock } from '../call/clock.ts';
import type { CallEvent } from '../call/events.ts';
import type { Log } from '../call/log.ts';
import type { Ender } from '../call/names.ts';
import { aboutOf } from './about.ts';
import { Backlog, isTemporary, type Owed } from './backlog.ts';
import { outcomeOf } from './outcome.ts';
import { partingOf } from './parting.ts';
import type { CallEnd, JournalStore, NewCall, NewMessage } from './store.ts';
import type { TranscriptLine, TranscriptStore } from './transcript.ts';

export interface JournalTools {
  readonly store: JournalStore;
  readonly transcripts: TranscriptStore;
  readonly householdId: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Remembers calls as they happen; whatever becomes of a write, the call goes on. What cannot be written because the disk is full
 * or locked is written later; any other failure is said in the log.
 */
export class Journal {
  readonly #tools: JournalTools;
  readonly #backlog: Backlog;

  constructor(tools: JournalTools) {
    this.#tools = tools;
    this.#backlog = new Backlog(tools.clock, tools.log);
  }

  /** `onFailure`: told of every write that failed. */
  open(call: NewCall, onFailure: (error: unknown) => void = () => {}): CallJournal {
    return new CallJournal(this.#tools, this.#backlog, call, onFailure);
  }

  /** The server stops: what could not be written so far is tried once more. */
  finish(): Promise<void> {
    return this.#backlog.finish();
  }
}

interface SaidWords {
  readonly line: TranscriptLine;
  /** Wall time in ms. */
  readonly expiresAt: number;
}

/**
 * One call's page. Writes go out in order, one at a time; events that come while a write is under way go together in
 * the next one.
 */
export class CallJournal implements Owed {
  readonly #tools: JournalTools;
  readonly #backlog: Backlog;
  readonly #call: NewCall;
  readonly #onFailure: (error: unknown) => void;
  readonly #events: CallEvent[] = [];
  #opened = false;
  #written = 0;
  readonly #words: SaidWords[] = [];
  #end: CallEnd | null = null;
  #closed = false;
  #bytes = 0;
  #writes: Promise<void>;

  constructor(tools: JournalTools, backlog: Backlog, call: NewCall, onFailure: (error: unknown) => void) {
    this.#tools = tools;
    this.#backlog = backlog;
    this.#call = call;
    this.#onFailure = onFailure;
    this.#writes = this.#attempt('a call could not be opened in the journal');
  }

  get callId(): string {
    return this.#call.id;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isBehind(): boolean {
    return !this.#opened || this.#written < this.#events.length || this.#words.length > 0 || (this.#end !== null && !this.#closed);
  }

  event(event: CallEvent): void {
    this.#events.push(event);
    void this.#write('events could not be written');
  }

  /** What the caller said, kept until `expiresAt`, wall time in ms. */
  words(line: TranscriptLine, expiresAt: number): void {
    this.#words.push({ line, expiresAt });
    void this.#write('words could not be written');
  }

  /** Opens a message; like the audio below, it rejects with StoreError when the store fails. */
  beginMessage(message: NewMessage): Promise<void> {
    return this.#inOrder(async () => {
      await this.#catchUp();
      await this.#tools.store.beginMessage(this.#tools.householdId, message);
    });
  }

  appendAudio(messageId: string, seq: number, pcm: Pcm): Promise<void> {
    return this.#inOrder(() => this.#tools.store.appendAudio(this.#tools.householdId, messageId, seq, pcm));
  }

  finishMessage(messageId: string, durationMs: number): Promise<void> {
    return this.#inOrder(() => this.#tools.store.finishMessage(this.#tools.householdId, messageId, durationMs));
  }

  /** Resolves when the call's end is durable, or waits for room in the backlog, or the log says that it could not be written. */
  close(endedAt: number, endedBy: Ender, reason: string): Promise<void> {
    this.#end = {
      endedAt,
      endedBy,
      reason,
      outcome: outcomeOf(this.#events),
      parting: partingOf(this.#events),
      about: aboutOf(this.#events),
      codedBy: 'attendant',
    };
    return this.#write('a call could not be closed in the journal');
  }

  catchUp(): Promise<void> {
    return this.#inOrder(
      () => this.#catchUp(),
      () => {},
    );
  }

  /** Writes what is there, or leaves it to the backlog. Never rejects. */
  #write(what: string): Promise<void> {
    this.#writes = this.#writes.then(() => this.#attempt(what));
    return this.#writes;
  }

  async #attempt(what: string): Promise<void> {
    if (this.#backlog.isBehind) return this.#owe();
    try {
      await this.#catchUp();
    } catch (error) {
      this.#onFailure(error);
      if (isTemporary(error)) this.#owe();
      else this.#warn(what, error);
    }
  }

  #owe(): void {
    if (this.#end) this.#bytes = JSON.stringify([this.#events, this.#words]).length;
    this.#backlog.add(this);
  }

  /** Each step is done once; one of which it is unknown whether it took place may be done again, and changes nothing then. */
  async #catchUp(): Promise<void> {
    const { store, transcripts, householdId } = this.#tools;
    const { id } = this.#call;
    if (!this.#opened) {
      await store.openCall(householdId, this.#call);
      this.#opened = true;
    }
    const fresh = this.#events.slice(this.#written);
    if (fresh.length > 0) {
      await store.appendEvents(householdId, id, this.#written, fresh);
      this.#written += fresh.length;
    }
    for (let said = this.#words[0]; said; said = this.#words[0]) {
      await transcripts.addWords(householdId, id, said.line, said.expiresAt).catch((error: unknown) => {
        if (isTemporary(error)) throw error;
        this.#onFailure(error);
        this.#warn('words could not be written', error);
      });
      this.#words.shift();
    }
    if (!this.#end) return;
    await store.closeCall(householdId, id, this.#end);
    this.#closed = true;
  }

  #warn(what: string, error: unknown): void {
    this.#tools.log.warn({ callId: this.#call.id, error: error instanceof Error ? error.message : String(error) }, what);
  }

  #inOrder(write: () => Promise<void>, onFailure = this.#onFailure): Promise<void> {
    const result = this.#writes.then(write);
    this.#writes = result.catch(onFailure);
    return result;
  }
}
