import type { Generated } from 'kysely';
import type { Approach, CallKind, Coder, Ender, Outcome, Parting, Purpose, Welcome } from '../../call/names.ts';
import type { Language } from '../../call/language.ts';
import type { Topic } from '../../call/understood.ts';
import type { Role } from '../../household/users.ts';
import type { Difficulty } from '../../practice/state.ts';
import type { Ending } from '../../practice/talk.ts';
import type { ExperiencesSchema } from './schema-experiences.ts';

/** All times are ms since 1970 UTC; every row names its household. */
export interface Schema extends ExperiencesSchema {
  household: { id: string; created_at: number };
  user: { id: string; household_id: string; name: string; role: Role; password_hash: string; created_at: number };
  session: { token_hash: string; household_id: string; user_id: string; expires_at: number };
  /** `public_key` is COSE. */
  passkey: {
    id: string;
    household_id: string;
    user_id: string;
    name: string;
    public_key: Uint8Array;
    counter: number;
    rp_id: string;
    created_at: number;
    last_used_at: number | null;
  };
  api_token: {
    id: string;
    household_id: string;
    name: string;
    role: Role;
    token_hash: string;
    created_at: number;
    last_used_at: number | null;
    expires_at: number | null;
  };
  setting: { household_id: string; key: string; value: string };
  /** What was deleted and may stand in a snapshot yet; `key` is JSON: the columns that it is known by. */
  gone: { id: Generated<number>; from_table: string; key: string };
  recording: RecordingTable;
  /** Append-only: the newest one of a section counts. `fields` and `value` are JSON; a null value means the settings file. */
  setting_change: {
    id: Generated<number>;
    household_id: string;
    section: string;
    at: number;
    user_name: string;
    fields: string;
    value: string | null;
    forgotten: 0 | 1;
  };
  /** What a caller said, a row for each time that they spoke; `at_ms` in the call's time. */
  transcript: {
    id: Generated<number>;
    household_id: string;
    call_id: string;
    at_ms: number;
    words: string;
    expires_at: number;
  };
  /** Append-only: the newest one counts. */
  parting: {
    id: Generated<number>;
    household_id: string;
    call_id: string;
    parting: Parting;
    topic: Topic;
    coded_by: Coder;
    user_id: string | null;
    at: number;
  };
  mood: { household_id: string; call_id: string; user_id: string; before: number | null; after: number | null };
  /** A person's own page on a call; `content` is JSON. Null: a call that they added by hand. */
  reflection: {
    id: string;
    household_id: string;
    user_id: string;
    call_id: string | null;
    happened_at: number;
    updated_at: number;
    content: string;
  };
  practice: PracticeTable;
  caller: { household_id: string; number: string; name: string; welcome: Welcome; since: number };
  call: CallTable;
  leg: { id: string; household_id: string; call_id: string; role: 'caller' | 'household'; transport: 'sip' | 'typed' | 'browser' };
  /** Append-only. `ms` is monotonic from the call's offer; `payload` is JSON. */
  event: { household_id: string; call_id: string; seq: number; ms: number; type: string; version: number; payload: string };
  /** Append-only: the newest one counts. */
  outcome: {
    id: Generated<number>;
    household_id: string;
    call_id: string;
    outcome: Outcome;
    coded_by: Coder;
    user_id: string | null;
    at: number;
  };
  /** Append-only: what a person said about a call. */
  correction: {
    id: Generated<number>;
    household_id: string;
    call_id: string;
    field: string;
    value: string;
    user_id: string | null;
    at: number;
  };
  /** `duration_ms` is null until the message is finished. */
  message: {
    id: string;
    household_id: string;
    call_id: string;
    created_at: number;
    expires_at: number | null;
    duration_ms: number | null;
    heard_at: number | null;
  };
  /** 16-bit linear PCM, 8 kHz, little endian. */
  message_chunk: { household_id: string; message_id: string; seq: number; pcm: Uint8Array };
}

/** `slips` and `good` are JSON lists of kinds. */
export interface PracticeTable {
  id: string;
  household_id: string;
  user_id: string;
  at: number;
  persona_id: string;
  difficulty: Difficulty;
  lang: Language;
  ending: Ending;
  turns: number;
  no_at: number | null;
  tension_first: number;
  tension_last: number;
  slips: string;
  good: string;
}

/** `audio`: 16-bit linear PCM at 8 kHz. */
export interface RecordingTable {
  household_id: string;
  lang: Language;
  words: string;
  audio: Uint8Array;
  recorded_at: number;
  recorded_by: string;
  removed_at: number | null;
}

export interface CallTable {
  id: string;
  household_id: string;
  line_id: string | null;
  kind: CallKind;
  handler: 'attendant' | 'person';
  approach: Approach;
  approach_assigned: 'rule' | 'household' | 'rotation';
  policy_version: number;
  lang: Language;
  caller_number: string | null;
  caller_name: string | null;
  contact_name: string | null;
  started_at: number;
  answered: number;
  ended_at: number | null;
  ended_by: Ender | null;
  end_reason: string | null;
  deleted_at: number | null;
  /** The newest of its outcomes, once more, to be searched by. */
  outcome: Outcome | null;
  purpose: Purpose | null;
  company: string | null;
  /** The newest correction of whether the caller is welcome; null: nobody said. */
  corrected: Welcome | null;
  /** What `searchedText` makes of the caller. */
  searched: string;
}
