import type { Pcm } from '../call/audio.ts';
import type { CallEvent } from '../call/events.ts';
import type { Log } from '../call/log.ts';
import type { Ender } from '../call/names.ts';
import { aboutOf } from './about.ts';
import { outcomeOf } from './outcome.ts';
import { partingOf } from './parting.ts';
import type { JournalStore, NewCall, NewMessage } from './store.ts';
import type { TranscriptLine, TranscriptStore } from './transcript.ts';

/** Remembers calls as they happen. What it cannot write it says in the log; the call goes on. */
export class Journal {
  readonly #store: JournalStore;
  readonly #transcripts: TranscriptStore;
  readonly #householdId: string;
  readonly #log: Log;

  constructor(store: JournalStore, transcripts: TranscriptStore, householdId: string, log: Log) {
    this.#store = store;
    this.#transcripts = transcripts;
    this.#householdId = householdId;
    this.#log = log;
  }

  /** `onFailure`: told of every write that failed. */
  open(call: NewCall, onFailure: (error: unknown) => void): CallJournal {
    return new CallJournal(this.#store, this.#transcripts, this.#householdId, this.#log, call, onFailure);
  }
}

/**
 * One call's page. Writes go out in order, one at a time; events that come while a write is under way go together in
 * the next one.
 */
export class CallJournal {
  readonly #store: JournalStore;
  readonly #transcripts: TranscriptStore;
  readonly #householdId: string;
  readonly #log: Log;
  readonly #callId: string;
  readonly #onFailure: (error: unknown) => void;
  readonly #events: CallEvent[] = [];
  #written = 0;
  #writes: Promise<void>;

  constructor(
    store: JournalStore,
    transcripts: TranscriptStore,
    householdId: string,
    log: Log,
    call: NewCall,
    onFailure: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#transcripts = transcripts;
    this.#householdId = householdId;
    this.#log = log;
    this.#callId = call.id;
    this.#onFailure = onFailure;
    this.#writes = this.#guarded('a call could not be opened in the journal', () => store.openCall(householdId, call));
  }

  event(event: CallEvent): void {
    this.#events.push(event);
    this.#writes = this.#writes.then(() => this.#guarded('events could not be written', () => this.#flush()));
  }

  /** What the caller said, kept until `expiresAt`, wall time in ms. */
  words(line: TranscriptLine, expiresAt: number): void {
    this.#writes = this.#writes.then(() =>
      this.#guarded('words could not be written', () => this.#transcripts.addWords(this.#householdId, this.#callId, line, expiresAt)),
    );
  }

  /** Opens a message; like the audio below, it rejects with StoreError when the store fails. */
  beginMessage(message: NewMessage): Promise<void> {
    return this.#inOrder(() => this.#store.beginMessage(this.#householdId, message));
  }

  appendAudio(messageId: string, seq: number, pcm: Pcm): Promise<void> {
    return this.#inOrder(() => this.#store.appendAudio(this.#householdId, messageId, seq, pcm));
  }

  finishMessage(messageId: string, durationMs: number): Promise<void> {
    return this.#inOrder(() => this.#store.finishMessage(this.#householdId, messageId, durationMs));
  }

  /** Resolves when the call's end is durable, or could not be written and the log says so. */
  close(endedAt: number, endedBy: Ender, reason: string): Promise<void> {
    const outcome = outcomeOf(this.#events);
    const parting = partingOf(this.#events);
    const about = aboutOf(this.#events);
    this.#writes = this.#writes.then(() =>
      this.#guarded('a call could not be closed in the journal', async () => {
        await this.#flush();
        await this.#store.closeCall(this.#householdId, this.#callId, {
          endedAt,
          endedBy,
          reason,
          outcome,
          parting,
          about,
          codedBy: 'attendant',
        });
      }),
    );
    return this.#writes;
  }

  async #flush(): Promise<void> {
    const fresh = this.#events.slice(this.#written);
    if (fresh.length === 0) return;
    await this.#store.appendEvents(this.#householdId, this.#callId, this.#written, fresh);
    this.#written += fresh.length;
  }

  #inOrder(write: () => Promise<void>): Promise<void> {
    const result = this.#writes.then(write);
    this.#writes = result.catch(this.#onFailure);
    return result;
  }

  async #guarded(what: string, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#onFailure(error);
      this.#log.warn({ callId: this.#callId, error: error instanceof Error ? error.message : String(error) }, what);
    }
  }
}
