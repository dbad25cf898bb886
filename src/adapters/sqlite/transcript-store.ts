import { StoreError } from '../../journal/store.ts';
import type { Transcript, TranscriptLine, TranscriptStore } from '../../journal/transcript.ts';
import { atomically, durably, type Db } from './database.ts';

/** Transcripts on SQLite. */
export class SqliteTranscriptStore implements TranscriptStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async addWords(householdId: string, callId: string, { atMs, words }: TranscriptLine, expiresAt: number): Promise<void> {
    await atomically(this.#db, async (db) => {
      const call = await db
        .selectFrom('call')
        .select('id')
        .where('household_id', '=', householdId)
        .where('id', '=', callId)
        .executeTakeFirst();
      if (!call) throw new StoreError('no such call');
      await db
        .insertInto('transcript')
        .values({ household_id: householdId, call_id: callId, at_ms: atMs, words, expires_at: expiresAt })
        .execute();
    });
  }

  async transcript(householdId: string, callId: string): Promise<Transcript | null> {
    const rows = await this.#db
      .selectFrom('transcript')
      .innerJoin('call', 'call.id', 'transcript.call_id')
      .select(['transcript.at_ms', 'transcript.words', 'transcript.expires_at'])
      .where('transcript.household_id', '=', householdId)
      .where('transcript.call_id', '=', callId)
      .where('call.deleted_at', 'is', null)
      .orderBy('transcript.id')
      .execute();
    const [first] = rows;
    return first ? { lines: rows.map(({ at_ms, words }) => ({ atMs: at_ms, words })), expiresAt: first.expires_at } : null;
  }

  async forgetWords(householdId: string, callId: string): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const gone = await db
        .deleteFrom('transcript')
        .where('household_id', '=', householdId)
        .where('call_id', '=', callId)
        .executeTakeFirst();
      return gone.numDeletedRows > 0n;
    });
  }

  async purgeWords(householdId: string, now: number): Promise<void> {
    await this.#db.deleteFrom('transcript').where('household_id', '=', householdId).where('expires_at', '<', now).execute();
  }
}
