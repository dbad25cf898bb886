import type { Pcm } from '../call/audio.ts';
import type { CallEvent } from '../call/events.ts';
import type { Approach, CallKind, Coder, Ender, Outcome, Parting, Purpose, Welcome } from '../call/names.ts';
import type { Language } from '../call/language.ts';
import type { CallAbout } from './about.ts';
import type { CodedParting } from './parting.ts';

/** What is known of a call when it is offered. */
export interface NewCall {
  /** UUIDv7. */
  readonly id: string;
  readonly lineId: string | null;
  readonly kind: CallKind;
  readonly approach: Approach;
  /** Why this approach: a rule, a choice, a rotation. */
  readonly approachAssigned: 'rule' | 'household' | 'rotation';
  readonly policyVersion: number;
  readonly lang: Language;
  readonly callerNumber: string | null;
  readonly callerName: string | null;
  /** Known callers: whose entry matched. */
  readonly contactName: string | null;
  readonly legId: string;
  readonly legTransport: 'sip' | 'typed' | 'browser';
  /** Wall time, ms since 1970 UTC. */
  readonly startedAt: number;
}

export interface CallEnd {
  readonly endedAt: number;
  readonly endedBy: Ender;
  readonly reason: string;
  readonly outcome: Outcome;
  /** Of a call in which a no was said to somebody whose words were understood. */
  readonly parting: CodedParting | null;
  readonly about: CallAbout;
  readonly codedBy: Coder;
}

export interface CallSummary extends Omit<NewCall, 'legId' | 'legTransport' | 'policyVersion' | 'approachAssigned'>, CallAbout {
  readonly answered: boolean;
  readonly endedAt: number | null;
  readonly endedBy: Ender | null;
  readonly outcome: Outcome | null;
  /** As it was coded last, by the attendant or a person. */
  readonly parting: Parting | null;
  /** What a person said of the caller afterwards; null: nothing. */
  readonly corrected: Welcome | null;
  /** An emergency was claimed: somebody should call back. */
  readonly urgent: boolean;
  readonly message: MessageSummary | null;
}

export interface MessageSummary {
  readonly id: string;
  readonly durationMs: number;
  readonly heard: boolean;
  /** Wall time at which retention deletes it; null: kept until someone deletes it. */
  readonly expiresAt: number | null;
}

export interface CallDetails extends CallSummary {
  readonly policyVersion: number;
  readonly events: readonly CallEvent[];
}

export interface NewMessage {
  readonly id: string;
  readonly callId: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** Which calls; what is absent does not matter. */
export interface CallSearch {
  /** Every word of it is somewhere in a caller's name, company or number; see `callMatches`. */
  readonly text?: string;
  readonly purpose?: Purpose;
  readonly outcome?: Outcome;
  readonly approach?: Approach;
  /** Offered at or after this wall time, ms. */
  readonly from?: number;
  /** Offered before this wall time, ms. */
  readonly until?: number;
}

export interface CallFilter extends CallSearch {
  /** At most this many, newest first; 1 to 200. */
  readonly limit: number;
  /** Only calls older than the call with this id. */
  readonly before?: string;
}

/**
 * What is remembered. Every row belongs to a household and every call names it first; a store never shows one
 * household's rows to another. When a promise resolves, what it wrote survives a power cut. Writes reject with
 * StoreError, and then nothing of that write is kept.
 */
export interface JournalStore {
  /** Once; a call that is open stays as it is. */
  openCall(householdId: string, call: NewCall): Promise<void>;
  /** Appends in order; `firstSeq` is the sequence number of the first event. What is there already is not appended again; a gap is refused. */
  appendEvents(householdId: string, callId: string, firstSeq: number, events: readonly CallEvent[]): Promise<void>;
  /** Closes a call once; a call that is closed stays as it was. */
  closeCall(householdId: string, callId: string, end: CallEnd): Promise<void>;

  beginMessage(householdId: string, message: NewMessage): Promise<void>;
  appendAudio(householdId: string, messageId: string, seq: number, pcm: Pcm): Promise<void>;
  /** Until a message is finished its length is that of the audio that was appended. */
  finishMessage(householdId: string, messageId: string, durationMs: number): Promise<void>;

  /** The companies, as they named themselves, whose real calls ended after a no, but for those whose caller was wanted after all. */
  companiesToldNo(householdId: string): Promise<string[]>;
  calls(householdId: string, filter: CallFilter): Promise<CallSummary[]>;
  countCalls(householdId: string, search: CallSearch): Promise<number>;
  /** Of real calls that were offered since a wall time and have ended: how many ended how. */
  outcomesSince(householdId: string, from: number): Promise<ReadonlyMap<Outcome, number>>;
  /** How many messages nobody has heard yet. */
  unheard(householdId: string): Promise<number>;
  call(householdId: string, callId: string): Promise<CallDetails | null>;
  /** The message's audio, 8 kHz; null if there is none. */
  messageAudio(householdId: string, messageId: string): Promise<Pcm | null>;
  markHeard(householdId: string, messageId: string, at: number): Promise<boolean>;
  /** Removes a message for good, and keeps its call. False: unknown. */
  deleteMessage(householdId: string, messageId: string): Promise<boolean>;
  /** Hides a call with all that belongs to it, for `purge` to remove; `restoreCall` brings it back until then. False: unknown. */
  deleteCall(householdId: string, callId: string, at: number): Promise<boolean>;
  restoreCall(householdId: string, callId: string): Promise<boolean>;

  /** A person says that this caller was wanted, or was selling; null: takes that back. False: unknown. */
  correct(householdId: string, userId: string, callId: string, welcome: Welcome | null, at: number): Promise<boolean>;

  /** Closes calls that an earlier run of the process left open, and says how many. */
  closeAbandoned(householdId: string, at: number): Promise<number>;
  /** Removes for good what was deleted before `deletedBefore`, and messages that expired before `now`. */
  purge(householdId: string, now: number, deletedBefore: number): Promise<void>;
  close(): Promise<void>;
}

export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** The disk is full or failed, or somebody else holds a lock: the same write may succeed later. */
  readonly temporary: boolean;

  constructor(message: string, { temporary = false, ...options }: ErrorOptions & { readonly temporary?: boolean } = {}) {
    super(message, options);
    this.temporary = temporary;
  }
}
