import type { Language } from '../../call/language.ts';
import type { Recording, RecordingStore } from '../../speaking/recording.ts';
import { durably, type Db } from './database.ts';
import type { RecordingTable } from './schema.ts';

/** Sentences in people's own voices, on SQLite. */
export class SqliteRecordingStore implements RecordingStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async recordings(householdId: string): Promise<Recording[]> {
    const rows = await this.#db
      .selectFrom('recording')
      .selectAll()
      .where('household_id', '=', householdId)
      .where('removed_at', 'is', null)
      .orderBy('recorded_at')
      .execute();
    return rows.map(asRecording);
  }

  async keepRecording(householdId: string, { lang, words, pcm, recordedAt, recordedBy }: Recording): Promise<void> {
    const content = {
      audio: new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength).slice(),
      recorded_at: recordedAt,
      recorded_by: recordedBy,
      removed_at: null,
    };
    await durably(this.#db, async (db) => {
      await db
        .insertInto('recording')
        .values({ household_id: householdId, lang, words, ...content })
        .onConflict((conflict) => conflict.columns(['household_id', 'lang', 'words']).doUpdateSet(content))
        .execute();
    });
  }

  async removeRecording(householdId: string, lang: Language, words: string, at: number): Promise<boolean> {
    const one = this.#one(householdId, lang, words).set({ removed_at: at }).where('removed_at', 'is', null);
    const { numUpdatedRows } = await one.executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async restoreRecording(householdId: string, lang: Language, words: string): Promise<Recording | null> {
    const one = this.#one(householdId, lang, words).set({ removed_at: null }).where('removed_at', 'is not', null);
    const row = await one.returningAll().executeTakeFirst();
    return row ? asRecording(row) : null;
  }

  async purgeRecordings(householdId: string, removedBefore: number): Promise<void> {
    await this.#db.deleteFrom('recording').where('household_id', '=', householdId).where('removed_at', '<', removedBefore).execute();
  }

  #one(householdId: string, lang: Language, words: string) {
    return this.#db.updateTable('recording').where('household_id', '=', householdId).where('lang', '=', lang).where('words', '=', words);
  }
}

function asRecording({ lang, words, audio, recorded_at, recorded_by }: RecordingTable): Recording {
  return { lang, words, pcm: new Int16Array(Uint8Array.from(audio).buffer), recordedAt: recorded_at, recordedBy: recorded_by };
}
