import { sql } from 'kysely';
import { SALES_APPROACHES, type Coder, type Parting, type SalesApproach } from '../../call/names.ts';
import type { EvidenceRow, EvidenceStore, Mood } from '../../journal/evidence.ts';
import type { CodedParting } from '../../journal/parting.ts';
import { durably, type Db } from './database.ts';

/** Who calls within so long after a call calls again. */
const CALLS_AGAIN_MS = 30 * 86_400_000;

/** How calls parted, and how people felt, on SQLite. */
export class SqliteEvidenceStore implements EvidenceStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async setParting(householdId: string, userId: string, callId: string, parting: Parting, at: number): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const coded = await shownCall(db, householdId, callId)
        .innerJoin('parting', 'parting.call_id', 'call.id')
        .select('parting.topic')
        .executeTakeFirst();
      if (!coded) return false;
      await addParting(db, householdId, callId, { how: parting, topic: coded.topic }, { codedBy: 'person', userId, at });
      return true;
    });
  }

  async setMood(householdId: string, userId: string, callId: string, mood: Mood): Promise<boolean> {
    return durably(this.#db, async (db) => {
      if (!(await shownCall(db, householdId, callId).executeTakeFirst())) return false;
      await db
        .insertInto('mood')
        .values({ household_id: householdId, call_id: callId, user_id: userId, ...mood })
        .onConflict((conflict) =>
          conflict.columns(['call_id', 'user_id']).doUpdateSet((builder) => ({
            before: builder.fn.coalesce('excluded.before', 'mood.before'),
            after: builder.fn.coalesce('excluded.after', 'mood.after'),
          })),
        )
        .execute();
      return true;
    });
  }

  async mood(householdId: string, userId: string, callId: string): Promise<Mood> {
    const row = await this.#db
      .selectFrom('mood')
      .select(['before', 'after'])
      .where('household_id', '=', householdId)
      .where('call_id', '=', callId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return row ?? { before: null, after: null };
  }

  async evidence(householdId: string, now: number): Promise<EvidenceRow[]> {
    const rows = await this.#db
      .selectFrom('call')
      .innerJoin('parting', 'parting.call_id', 'call.id')
      .leftJoin('mood', 'mood.call_id', 'call.id')
      .select([
        'call.approach',
        'call.approach_assigned',
        'call.started_at',
        'call.ended_at',
        'call.caller_number',
        'parting.parting',
        'parting.topic',
      ])
      .select((builder) => [
        'mood.before as mood_before',
        'mood.after as mood_after',
        builder
          .selectFrom('call as again')
          .select(sql<number>`1`.as('one'))
          .whereRef('again.household_id', '=', 'call.household_id')
          .whereRef('again.caller_number', '=', 'call.caller_number')
          .whereRef('again.started_at', '>', 'call.started_at')
          .where(sql<boolean>`again.started_at <= call.started_at + ${CALLS_AGAIN_MS}`)
          .where('again.kind', '=', 'real')
          .limit(1)
          .as('again'),
      ])
      .where('call.household_id', '=', householdId)
      .where('call.kind', '=', 'real')
      .where('call.deleted_at', 'is', null)
      .where('call.approach', 'in', SALES_APPROACHES)
      .where('call.corrected', 'is not', 'wanted')
      .where((builder) =>
        builder(
          'parting.id',
          '=',
          builder
            .selectFrom('parting as newest')
            .select(sql<number>`max(newest.id)`.as('id'))
            .whereRef('newest.call_id', '=', 'call.id'),
        ),
      )
      .groupBy('call.id')
      .orderBy('call.id')
      .execute();
    return rows.map((row) => ({
      handler: 'attendant' as const,
      approach: row.approach as SalesApproach,
      topic: row.topic,
      assigned: row.approach_assigned,
      parting: row.parting,
      durationMs: (row.ended_at ?? row.started_at) - row.started_at,
      calledAgain: row.caller_number === null || now < row.started_at + CALLS_AGAIN_MS ? null : row.again !== null,
      moodBefore: row.mood_before,
      moodAfter: row.mood_after,
    }));
  }
}

/** A household's call that is not deleted. */
function shownCall(db: Db, householdId: string, callId: string) {
  return db
    .selectFrom('call')
    .select('call.id')
    .where('call.household_id', '=', householdId)
    .where('call.id', '=', callId)
    .where('call.deleted_at', 'is', null);
}

/** Adds a coding; the newest one counts. */
export async function addParting(
  db: Db,
  householdId: string,
  callId: string,
  { how, topic }: CodedParting,
  by: { readonly codedBy: Coder; readonly userId: string | null; readonly at: number },
): Promise<void> {
  await db
    .insertInto('parting')
    .values({ household_id: householdId, call_id: callId, parting: how, topic, coded_by: by.codedBy, user_id: by.userId, at: by.at })
    .execute();
}
