import { sql, type SelectQueryBuilder } from 'kysely';
import { joinPcm, SAMPLE_RATE, samplesIn, type Pcm } from '../../call/audio.ts';
import { EVENT_VERSION, type CallEvent } from '../../call/events.ts';
import type { Outcome, Parting, Welcome } from '../../call/names.ts';
import type { Understood } from '../../call/understood.ts';
import { searchedText } from '../../journal/search.ts';
import {
  StoreError,
  type CallDetails,
  type CallEnd,
  type CallFilter,
  type CallSearch,
  type CallSummary,
  type JournalStore,
  type NewCall,
  type NewMessage,
} from '../../journal/store.ts';
import { atomically, durably, type Db } from './database.ts';
import { searchedCalls } from './call-search.ts';
import { addParting } from './evidence-store.ts';
import type { CallTable, Schema } from './schema.ts';

/** The journal on SQLite. */
export class SqliteJournalStore implements JournalStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async openCall(householdId: string, call: NewCall): Promise<void> {
    await atomically(this.#db, async (db) => {
      await db
        .insertInto('household')
        .values({ id: householdId, created_at: call.startedAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await db
        .insertInto('call')
        .values({
          id: call.id,
          household_id: householdId,
          line_id: call.lineId,
          kind: call.kind,
          handler: 'attendant',
          approach: call.approach,
          approach_assigned: call.approachAssigned,
          policy_version: call.policyVersion,
          lang: call.lang,
          caller_number: call.callerNumber,
          caller_name: call.callerName,
          contact_name: call.contactName,
          started_at: call.startedAt,
          answered: 0,
          ended_at: null,
          ended_by: null,
          end_reason: null,
          deleted_at: null,
          outcome: null,
          purpose: null,
          company: null,
          corrected: null,
          searched: searchedText({ ...call, company: null }),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      await db
        .insertInto('leg')
        .values({ id: call.legId, household_id: householdId, call_id: call.id, role: 'caller', transport: call.legTransport })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    });
  }

  async appendEvents(householdId: string, callId: string, firstSeq: number, events: readonly CallEvent[]): Promise<void> {
    if (events.length === 0) return;
    await atomically(this.#db, async (db) => {
      await this.#mustOwn(db, householdId, callId);
      const next = await nextSeq(db, callId);
      if (firstSeq > next) throw new StoreError(`event ${firstSeq} does not follow ${next - 1}`);
      const fresh = events.slice(next - firstSeq);
      if (fresh.length === 0) return;
      const rows = fresh.map(({ atMs, type, ...payload }, index) => ({
        household_id: householdId,
        call_id: callId,
        seq: next + index,
        ms: atMs,
        type,
        version: EVENT_VERSION,
        payload: JSON.stringify(payload),
      }));
      await db.insertInto('event').values(rows).execute();
      if (fresh.some((event) => event.type === 'answered')) {
        await db.updateTable('call').set({ answered: 1 }).where('id', '=', callId).execute();
      }
    });
  }

  async closeCall(householdId: string, callId: string, end: CallEnd): Promise<void> {
    await durably(this.#db, async (db) => {
      const open = await db
        .selectFrom('call')
        .select(['contact_name', 'caller_name', 'caller_number'])
        .where('household_id', '=', householdId)
        .where('id', '=', callId)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      if (!open) return;
      const { purpose, company } = end.about;
      const caller = { contactName: open.contact_name, callerName: open.caller_name, callerNumber: open.caller_number };
      await db
        .updateTable('call')
        .set({ ended_at: end.endedAt, ended_by: end.endedBy, end_reason: end.reason, purpose, company })
        .set({ searched: searchedText({ ...caller, company }) })
        .where('id', '=', callId)
        .execute();
      await addOutcome(db, householdId, callId, end);
      if (end.parting !== null)
        await addParting(db, householdId, callId, end.parting, { codedBy: end.codedBy, userId: null, at: end.endedAt });
    });
  }

  async beginMessage(householdId: string, message: NewMessage): Promise<void> {
    await atomically(this.#db, async (db) => {
      await this.#mustOwn(db, householdId, message.callId);
      await db
        .insertInto('message')
        .values({
          id: message.id,
          household_id: householdId,
          call_id: message.callId,
          created_at: message.createdAt,
          expires_at: message.expiresAt,
          duration_ms: null,
          heard_at: null,
        })
        .execute();
    });
  }

  async appendAudio(householdId: string, messageId: string, seq: number, pcm: Pcm): Promise<void> {
    const bytes = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    await atomically(this.#db, async (db) => {
      await this.#messageOf(db, householdId, messageId).executeTakeFirstOrThrow();
      await db.insertInto('message_chunk').values({ household_id: householdId, message_id: messageId, seq, pcm: bytes }).execute();
    });
  }

  async finishMessage(householdId: string, messageId: string, lengthMs: number): Promise<void> {
    await durably(this.#db, async (db) => {
      await this.#messageOf(db, householdId, messageId).executeTakeFirstOrThrow();
      await db
        .updateTable('message')
        .set({ duration_ms: Math.round(lengthMs) })
        .where('id', '=', messageId)
        .execute();
    });
  }

  async companiesToldNo(householdId: string): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('event')
      .innerJoin('call', 'call.id', 'event.call_id')
      .innerJoin('outcome', 'outcome.call_id', 'event.call_id')
      .select('event.payload')
      .where('event.household_id', '=', householdId)
      .where('event.type', '=', 'understood')
      .where('call.kind', '=', 'real')
      .where('call.deleted_at', 'is', null)
      .where('outcome.outcome', '=', 'ended_after_no')
      .where('call.corrected', 'is not', 'wanted')
      .execute();
    const companies = rows.map(({ payload }) => (JSON.parse(payload) as { heard: Understood }).heard.slots.company);
    return [...new Set(companies.filter((company) => company !== undefined))];
  }

  async calls(householdId: string, filter: CallFilter): Promise<CallSummary[]> {
    let found = searchedCalls(this.#db, householdId, filter).select('call.id').orderBy('call.id', 'desc').limit(filter.limit);
    if (filter.before !== undefined) found = found.where('call.id', '<', filter.before);
    const rows = await this.#summaries(householdId).where('call.id', 'in', found).orderBy('call.id', 'desc').execute();
    return rows.map(summaryOf);
  }

  async countCalls(householdId: string, search: CallSearch): Promise<number> {
    const { count } = await searchedCalls(this.#db, householdId, search)
      .select(sql<number>`count(*)`.as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  async outcomesSince(householdId: string, from: number): Promise<ReadonlyMap<Outcome, number>> {
    const rows = await this.#db
      .selectFrom('call')
      .select(['outcome', sql<number>`count(*)`.as('count')])
      .where('household_id', '=', householdId)
      .where('deleted_at', 'is', null)
      .where('started_at', '>=', from)
      .where('kind', '=', 'real')
      .groupBy('outcome')
      .execute();
    return new Map(rows.flatMap(({ outcome, count }) => (outcome === null ? [] : [[outcome, count] as const])));
  }

  async unheard(householdId: string): Promise<number> {
    const { count } = await this.#db
      .selectFrom('message')
      .innerJoin('call', 'call.id', 'message.call_id')
      .select(sql<number>`count(*)`.as('count'))
      .where('message.household_id', '=', householdId)
      .where('message.heard_at', 'is', null)
      .where('call.deleted_at', 'is', null)
      .executeTakeFirstOrThrow();
    return count;
  }

  async call(householdId: string, callId: string): Promise<CallDetails | null> {
    const row = await this.#summaries(householdId).where('call.id', '=', callId).executeTakeFirst();
    if (!row) return null;
    const events = await this.#db
      .selectFrom('event')
      .select(['ms', 'type', 'payload'])
      .where('household_id', '=', householdId)
      .where('call_id', '=', callId)
      .orderBy('seq')
      .execute();
    return {
      ...summaryOf(row),
      policyVersion: row.policy_version,
      events: events.map((event) => ({ atMs: event.ms, type: event.type, ...JSON.parse(event.payload) }) as CallEvent),
    };
  }

  async messageAudio(householdId: string, messageId: string): Promise<Pcm | null> {
    const message = await this.#messageOf(this.#db, householdId, messageId).executeTakeFirst();
    if (!message) return null;
    const chunks = await this.#db.selectFrom('message_chunk').select('pcm').where('message_id', '=', messageId).orderBy('seq').execute();
    const audio = joinPcm(chunks.map(({ pcm }) => new Int16Array(Uint8Array.from(pcm).buffer)));
    return message.duration_ms === null ? audio : audio.subarray(0, samplesIn(message.duration_ms));
  }

  async markHeard(householdId: string, messageId: string, at: number): Promise<boolean> {
    const message = await this.#messageOf(this.#db, householdId, messageId).executeTakeFirst();
    if (!message) return false;
    await this.#db.updateTable('message').set({ heard_at: at }).where('id', '=', messageId).execute();
    return true;
  }

  async deleteMessage(householdId: string, messageId: string): Promise<boolean> {
    return durably(this.#db, async (db) => {
      if (!(await this.#messageOf(db, householdId, messageId).executeTakeFirst())) return false;
      await db.deleteFrom('message').where('id', '=', messageId).execute();
      return true;
    });
  }

  async deleteCall(householdId: string, callId: string, at: number): Promise<boolean> {
    return this.#setDeleted(householdId, callId, at, false);
  }

  async restoreCall(householdId: string, callId: string): Promise<boolean> {
    return this.#setDeleted(householdId, callId, null, true);
  }

  async correct(householdId: string, userId: string, callId: string, welcome: Welcome | null, at: number): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const changed = await db
        .updateTable('call')
        .set({ corrected: welcome })
        .where('household_id', '=', householdId)
        .where('id', '=', callId)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) return false;
      await db
        .insertInto('correction')
        .values({ household_id: householdId, call_id: callId, field: 'welcome', value: welcome ?? '', user_id: userId, at })
        .execute();
      return true;
    });
  }

  async closeAbandoned(householdId: string, at: number): Promise<number> {
    return durably(this.#db, async (db) => {
      const open = await db.selectFrom('call').select('id').where('household_id', '=', householdId).where('ended_at', 'is', null).execute();
      for (const { id } of open) {
        await this.#finishAbandonedMessages(db, id);
        const message = await db.selectFrom('message').select('id').where('call_id', '=', id).executeTakeFirst();
        const outcome: Outcome = message ? 'message_left' : 'cut_off';
        await db.updateTable('call').set({ ended_at: at, ended_by: 'failure', end_reason: 'process_ended' }).where('id', '=', id).execute();
        await addOutcome(db, householdId, id, { endedAt: at, outcome, codedBy: 'recovery' });
      }
      return open.length;
    });
  }

  async purge(householdId: string, now: number, deletedBefore: number): Promise<void> {
    await atomically(this.#db, async (db) => {
      await db.deleteFrom('call').where('household_id', '=', householdId).where('deleted_at', '<', deletedBefore).execute();
      await db.deleteFrom('message').where('household_id', '=', householdId).where('expires_at', '<', now).execute();
    });
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }

  /** Whatever audio was written is the message; one without any is none. */
  async #finishAbandonedMessages(db: Db, callId: string): Promise<void> {
    const unfinished = await db.selectFrom('message').select('id').where('call_id', '=', callId).where('duration_ms', 'is', null).execute();
    for (const { id } of unfinished) {
      const { bytes } = await db
        .selectFrom('message_chunk')
        .select(sql<number>`coalesce(sum(length(pcm)), 0)`.as('bytes'))
        .where('message_id', '=', id)
        .executeTakeFirstOrThrow();
      if (bytes === 0) await db.deleteFrom('message').where('id', '=', id).execute();
      else
        await db
          .updateTable('message')
          .set({ duration_ms: msOf(bytes) })
          .where('id', '=', id)
          .execute();
    }
  }

  async #setDeleted(householdId: string, callId: string, at: number | null, deleted: boolean): Promise<boolean> {
    const result = await this.#db
      .updateTable('call')
      .set({ deleted_at: at })
      .where('household_id', '=', householdId)
      .where('id', '=', callId)
      .where('deleted_at', deleted ? 'is not' : 'is', null)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async #mustOwn(db: Db, householdId: string, callId: string): Promise<void> {
    await db.selectFrom('call').select('id').where('household_id', '=', householdId).where('id', '=', callId).executeTakeFirstOrThrow();
  }

  /** A household's own message, unless its call was deleted. */
  #messageOf(db: Db, householdId: string, messageId: string) {
    return db
      .selectFrom('message')
      .innerJoin('call', 'call.id', 'message.call_id')
      .select('message.duration_ms')
      .where('message.household_id', '=', householdId)
      .where('message.id', '=', messageId)
      .where('call.deleted_at', 'is', null);
  }

  #summaries(householdId: string): SelectQueryBuilder<Schema, 'call', SummaryRow> {
    return this.#db
      .selectFrom('call')
      .leftJoin('message', 'message.call_id', 'call.id')
      .selectAll('call')
      .select((builder) => [
        'message.id as message_id',
        'message.heard_at as message_heard_at',
        'message.expires_at as message_expires_at',
        'message.duration_ms as message_duration_ms',
        builder
          .selectFrom('message_chunk')
          .select(sql<number>`coalesce(sum(length(pcm)), 0)`.as('bytes'))
          .whereRef('message_chunk.message_id', '=', 'message.id')
          .as('message_bytes'),
        builder
          .selectFrom('parting')
          .select('parting')
          .whereRef('parting.call_id', '=', 'call.id')
          .orderBy('id', 'desc')
          .limit(1)
          .as('parting'),
        builder
          .selectFrom('event')
          .select(sql<number>`1`.as('one'))
          .whereRef('event.call_id', '=', 'call.id')
          .where('event.type', '=', 'alerted')
          .limit(1)
          .as('urgent'),
      ])
      .where('call.household_id', '=', householdId)
      .where('call.deleted_at', 'is', null);
  }
}

interface SummaryRow extends CallTable {
  parting: Parting | null;
  urgent: number | null;
  message_id: string | null;
  message_heard_at: number | null;
  message_expires_at: number | null;
  message_duration_ms: number | null;
  message_bytes: number | null;
}

function summaryOf(row: SummaryRow): CallSummary {
  return {
    id: row.id,
    lineId: row.line_id,
    kind: row.kind,
    approach: row.approach,
    lang: row.lang,
    callerNumber: row.caller_number,
    callerName: row.caller_name,
    contactName: row.contact_name,
    startedAt: row.started_at,
    answered: row.answered === 1,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    outcome: row.outcome,
    parting: row.parting,
    purpose: row.purpose,
    company: row.company,
    corrected: row.corrected,
    urgent: row.urgent !== null,
    message:
      row.message_id === null
        ? null
        : {
            id: row.message_id,
            durationMs: row.message_duration_ms ?? msOf(row.message_bytes ?? 0),
            heard: row.message_heard_at !== null,
            expiresAt: row.message_expires_at,
          },
  };
}

function msOf(bytes: number): number {
  return Math.round((bytes / 2) * (1000 / SAMPLE_RATE));
}

async function nextSeq(db: Db, callId: string): Promise<number> {
  const { last } = await db
    .selectFrom('event')
    .select(({ fn }) => fn.max('seq').as('last'))
    .where('call_id', '=', callId)
    .executeTakeFirstOrThrow();
  // Kysely's type does not know that there is no greatest of none.
  return ((last as number | null) ?? -1) + 1;
}

async function addOutcome(
  db: Db,
  householdId: string,
  callId: string,
  end: Pick<CallEnd, 'outcome' | 'codedBy' | 'endedAt'>,
): Promise<void> {
  await db
    .insertInto('outcome')
    .values({ household_id: householdId, call_id: callId, outcome: end.outcome, coded_by: end.codedBy, user_id: null, at: end.endedAt })
    .execute();
  await db.updateTable('call').set({ outcome: end.outcome }).where('id', '=', callId).execute();
}
