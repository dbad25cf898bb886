import { durationMs, joinPcm, type Pcm } from '../../src/call/audio.ts';
import type { CallEvent } from '../../src/call/events.ts';
import { SALES_APPROACHES, type Outcome, type Parting, type SalesApproach, type Welcome } from '../../src/call/names.ts';
import { callMatches } from '../../src/journal/search.ts';
import type { CodedParting } from '../../src/journal/parting.ts';
import type { EvidenceRow, EvidenceStore, Mood } from '../../src/journal/evidence.ts';
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
} from '../../src/journal/store.ts';
import type { Transcript, TranscriptLine, TranscriptStore } from '../../src/journal/transcript.ts';

interface Message extends NewMessage {
  audio: Pcm[];
  durationMs: number | null;
  heard: boolean;
}

interface Call {
  call: NewCall;
  events: CallEvent[];
  end: CallEnd | null;
  message: Message | null;
  deletedAt: number | null;
  parting: CodedParting | null;
  corrected: Welcome | null;
  moods: Map<string, Mood>;
  words: { line: TranscriptLine; expiresAt: number }[];
}

const DAYS_30 = 30 * 86_400_000;
const isSales = (approach: string): boolean => (SALES_APPROACHES as readonly string[]).includes(approach);

/** A journal store in memory, with the evidence and the transcripts of its calls. `full`: every write of audio fails, as on a full disk. */
export class MemoryStore implements JournalStore, EvidenceStore, TranscriptStore {
  full = false;
  readonly #households = new Map<string, Map<string, Call>>();

  #calls(householdId: string): Map<string, Call> {
    const calls = this.#households.get(householdId) ?? new Map<string, Call>();
    this.#households.set(householdId, calls);
    return calls;
  }

  #find(householdId: string, callId: string): Call {
    const call = this.#calls(householdId).get(callId);
    if (!call) throw new StoreError(`no call ${callId}`);
    return call;
  }

  #message(householdId: string, messageId: string): Call | undefined {
    return [...this.#calls(householdId).values()].find((call) => call.message?.id === messageId && call.deletedAt === null);
  }

  async companiesToldNo(householdId: string): Promise<string[]> {
    const told = [...this.#calls(householdId).values()].filter(
      ({ call, end, deletedAt, corrected }) =>
        call.kind === 'real' && end?.outcome === 'ended_after_no' && deletedAt === null && corrected !== 'wanted',
    );
    const companies = told.flatMap(({ events }) =>
      events.map((event) => (event.type === 'understood' ? event.heard.slots.company : undefined)),
    );
    return [...new Set(companies.filter((company) => company !== undefined))];
  }

  async openCall(householdId: string, call: NewCall): Promise<void> {
    this.#calls(householdId).getOrInsert(call.id, {
      call,
      events: [],
      end: null,
      message: null,
      deletedAt: null,
      parting: null,
      corrected: null,
      moods: new Map(),
      words: [],
    });
  }

  async appendEvents(householdId: string, callId: string, firstSeq: number, events: readonly CallEvent[]): Promise<void> {
    const call = this.#find(householdId, callId);
    if (firstSeq > call.events.length) throw new StoreError(`event ${firstSeq} does not follow ${call.events.length - 1}`);
    call.events.push(...events.slice(call.events.length - firstSeq));
  }

  async closeCall(householdId: string, callId: string, end: CallEnd): Promise<void> {
    const call = this.#find(householdId, callId);
    if (call.end) return;
    call.end = end;
    call.parting = end.parting;
  }

  async beginMessage(householdId: string, message: NewMessage): Promise<void> {
    if (this.full) throw new StoreError('the disk is full');
    this.#find(householdId, message.callId).message = { ...message, audio: [], durationMs: null, heard: false };
  }

  async appendAudio(householdId: string, messageId: string, seq: number, pcm: Pcm): Promise<void> {
    const message = this.#message(householdId, messageId)?.message;
    if (this.full || !message) throw new StoreError('the disk is full');
    if (seq !== message.audio.length) throw new StoreError(`chunk ${seq} does not follow ${message.audio.length - 1}`);
    message.audio.push(pcm.slice());
  }

  async finishMessage(householdId: string, messageId: string, lengthMs: number): Promise<void> {
    const message = this.#message(householdId, messageId)?.message;
    if (this.full || !message) throw new StoreError('the disk is full');
    message.durationMs = Math.round(lengthMs);
  }

  async setParting(householdId: string, _userId: string, callId: string, parting: Parting): Promise<boolean> {
    const call = this.#calls(householdId).get(callId);
    if (!call || call.deletedAt !== null || call.parting === null) return false;
    call.parting = { ...call.parting, how: parting };
    return true;
  }

  async setMood(householdId: string, userId: string, callId: string, mood: Mood): Promise<boolean> {
    const call = this.#calls(householdId).get(callId);
    if (!call || call.deletedAt !== null) return false;
    const known = call.moods.get(userId);
    call.moods.set(userId, { before: mood.before ?? known?.before ?? null, after: mood.after ?? known?.after ?? null });
    return true;
  }

  async mood(householdId: string, userId: string, callId: string): Promise<Mood> {
    return this.#calls(householdId).get(callId)?.moods.get(userId) ?? { before: null, after: null };
  }

  async evidence(householdId: string, now: number): Promise<EvidenceRow[]> {
    const real = [...this.#calls(householdId).values()].filter(({ call }) => call.kind === 'real');
    return real
      .filter(
        ({ parting, deletedAt, call, corrected }) =>
          parting !== null && deletedAt === null && isSales(call.approach) && corrected !== 'wanted',
      )
      .toSorted((a, b) => (a.call.id < b.call.id ? -1 : 1))
      .map(({ call, end, parting, moods }) => {
        const { startedAt, callerNumber } = call;
        const over = callerNumber !== null && now >= startedAt + DAYS_30;
        const isAgain = (other: Call): boolean =>
          other.call.callerNumber === callerNumber && other.call.startedAt > startedAt && other.call.startedAt <= startedAt + DAYS_30;
        const [mood] = moods.values();
        return {
          handler: 'attendant' as const,
          approach: call.approach as SalesApproach,
          topic: parting?.topic ?? 'other',
          assigned: call.approachAssigned,
          parting: parting?.how ?? 'neither',
          durationMs: (end?.endedAt ?? startedAt) - startedAt,
          calledAgain: over ? real.some(isAgain) : null,
          moodBefore: mood?.before ?? null,
          moodAfter: mood?.after ?? null,
        };
      });
  }

  async calls(householdId: string, filter: CallFilter): Promise<CallSummary[]> {
    return [...this.#calls(householdId).values()]
      .filter((call) => call.deletedAt === null && (filter.before === undefined || call.call.id < filter.before))
      .toSorted((a, b) => (a.call.id < b.call.id ? 1 : -1))
      .map(summaryOf)
      .filter((call) => callMatches(call, filter))
      .slice(0, filter.limit);
  }

  async countCalls(householdId: string, search: CallSearch): Promise<number> {
    const all = [...this.#calls(householdId).values()].filter((call) => call.deletedAt === null);
    return all.filter((call) => callMatches(summaryOf(call), search)).length;
  }

  async outcomesSince(householdId: string, from: number): Promise<ReadonlyMap<Outcome, number>> {
    const since = [...this.#calls(householdId).values()].filter(
      ({ call, end, deletedAt }) => call.kind === 'real' && call.startedAt >= from && end !== null && deletedAt === null,
    );
    return new Map([...Map.groupBy(since, ({ end }) => end!.outcome)].map(([outcome, calls]) => [outcome, calls.length]));
  }

  async unheard(householdId: string): Promise<number> {
    return [...this.#calls(householdId).values()].filter(({ message, deletedAt }) => message?.heard === false && deletedAt === null).length;
  }

  async call(householdId: string, callId: string): Promise<CallDetails | null> {
    const call = this.#calls(householdId).get(callId);
    if (!call || call.deletedAt !== null) return null;
    return { ...summaryOf(call), policyVersion: call.call.policyVersion, events: [...call.events] };
  }

  async messageAudio(householdId: string, messageId: string): Promise<Pcm | null> {
    const message = this.#message(householdId, messageId)?.message;
    if (!message) return null;
    const audio = joinPcm(message.audio);
    return message.durationMs === null ? audio : audio.subarray(0, Math.round(message.durationMs * 8));
  }

  async markHeard(householdId: string, messageId: string, _at: number): Promise<boolean> {
    const message = this.#message(householdId, messageId)?.message;
    if (message) message.heard = true;
    return message !== undefined && message !== null;
  }

  async deleteMessage(householdId: string, messageId: string): Promise<boolean> {
    const call = this.#message(householdId, messageId);
    if (call) call.message = null;
    return call !== undefined;
  }

  async addWords(householdId: string, callId: string, line: TranscriptLine, expiresAt: number): Promise<void> {
    this.#find(householdId, callId).words.push({ line, expiresAt });
  }

  async transcript(householdId: string, callId: string): Promise<Transcript | null> {
    const call = this.#calls(householdId).get(callId);
    const [first] = call?.words ?? [];
    if (!call || !first || call.deletedAt !== null) return null;
    return { lines: call.words.map(({ line }) => line), expiresAt: first.expiresAt };
  }

  async forgetWords(householdId: string, callId: string): Promise<boolean> {
    const gone = this.#calls(householdId).get(callId)?.words.splice(0) ?? [];
    return gone.length > 0;
  }

  async purgeWords(householdId: string, now: number): Promise<void> {
    for (const call of this.#calls(householdId).values()) call.words = call.words.filter(({ expiresAt }) => expiresAt >= now);
  }

  async deleteCall(householdId: string, callId: string, at: number): Promise<boolean> {
    const call = this.#calls(householdId).get(callId);
    if (!call || call.deletedAt !== null) return false;
    call.deletedAt = at;
    return true;
  }

  async restoreCall(householdId: string, callId: string): Promise<boolean> {
    const call = this.#calls(householdId).get(callId);
    if (!call || call.deletedAt === null) return false;
    call.deletedAt = null;
    return true;
  }

  async correct(householdId: string, _userId: string, callId: string, welcome: Welcome | null): Promise<boolean> {
    const call = this.#calls(householdId).get(callId);
    if (!call || call.deletedAt !== null) return false;
    call.corrected = welcome;
    return true;
  }

  async closeAbandoned(householdId: string, at: number): Promise<number> {
    const open = [...this.#calls(householdId).values()].filter((call) => call.end === null);
    for (const call of open) {
      const outcome = call.message ? 'message_left' : 'cut_off';
      call.end = {
        endedAt: at,
        endedBy: 'failure',
        reason: 'process_ended',
        outcome,
        parting: null,
        about: { purpose: null, company: null },
        codedBy: 'recovery',
      };
    }
    return open.length;
  }

  async purge(householdId: string, now: number, deletedBefore: number): Promise<void> {
    for (const [id, call] of this.#calls(householdId)) {
      if (call.deletedAt !== null && call.deletedAt < deletedBefore) this.#calls(householdId).delete(id);
      if (call.message && call.message.expiresAt !== null && call.message.expiresAt < now) call.message = null;
    }
  }

  async close(): Promise<void> {}
}

function summaryOf({ call, events, end, message, parting, corrected }: Call): CallSummary {
  const { legId: _legId, legTransport: _transport, policyVersion: _version, approachAssigned: _assigned, ...rest } = call;
  return {
    ...rest,
    answered: events.some((event) => event.type === 'answered'),
    endedAt: end?.endedAt ?? null,
    endedBy: end?.endedBy ?? null,
    outcome: end?.outcome ?? null,
    parting: parting?.how ?? null,
    purpose: end?.about.purpose ?? null,
    company: end?.about.company ?? null,
    corrected,
    urgent: events.some((event) => event.type === 'alerted'),
    message: message && {
      id: message.id,
      durationMs: message.durationMs ?? durationMs(joinPcm(message.audio).length),
      heard: message.heard,
      expiresAt: message.expiresAt,
    },
  };
}
