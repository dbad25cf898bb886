import type { Pcm } from '../call/audio.ts';
import type { Clock } from '../call/clock.ts';
import type { CallSummary, JournalStore, MessageSummary } from './store.ts';

const PAGE = 200;
/** Messages are looked for in so many calls at most. */
const MOST_PAGES = 10;

export type CallWithMessage = CallSummary & { readonly message: MessageSummary };

/** A household's messages, for its own ears. Rejects with StoreError. */
export class MessageBox {
  readonly #store: JournalStore;
  readonly #householdId: string;
  readonly #clock: Clock;

  constructor(store: JournalStore, householdId: string, clock: Clock) {
    this.#store = store;
    this.#householdId = householdId;
    this.#clock = clock;
  }

  /** Calls that have a message, the newest first. */
  async calls(): Promise<CallWithMessage[]> {
    const found: CallWithMessage[] = [];
    let before: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const calls = await this.#store.calls(this.#householdId, { limit: PAGE, ...(before !== undefined && { before }) });
      found.push(...calls.filter((call): call is CallWithMessage => call.message !== null));
      before = calls.at(-1)?.id;
      if (calls.length < PAGE) break;
    }
    return found;
  }

  /** Null: it was deleted. */
  audio(messageId: string): Promise<Pcm | null> {
    return this.#store.messageAudio(this.#householdId, messageId);
  }

  async markHeard(messageId: string): Promise<void> {
    await this.#store.markHeard(this.#householdId, messageId, this.#clock.wallTime());
  }
}
