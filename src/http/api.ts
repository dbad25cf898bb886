/** What the console and the server say to each other. The console imports types from here and nothing else of ours but words. */
import type { Language } from '../call/language.ts';
import type { Approach, CallKind, Outcome, Parting, Purpose, SalesApproach, Welcome } from '../call/names.ts';
import type { OfferedSentence } from '../call/events.ts';
import type { Lead } from '../attendant/lead.ts';
import type { SelfTestResult } from '../attendant/self-test.ts';
import type { MixUp } from '../nvc/steps.ts';
import type { Moment } from '../practice/feedback.ts';
import type { Progress } from '../practice/progress.ts';
import type { CallerState, Difficulty } from '../practice/state.ts';
import type { Ending } from '../practice/talk.ts';
import type { BookEntry } from '../household/caller-book.ts';
import type { ContactsReading } from '../household/contacts.ts';
import type { ApiToken, Passkey } from '../household/keys.ts';
import type { Role } from '../household/users.ts';
import type { ApproachEvidence, Evidence, Mood } from '../journal/evidence.ts';
import type { Course } from '../journal/day.ts';
import type { OwnCall, Reflection, ReflectionContent } from '../journal/reflection.ts';
import type { CallSearch, CallSummary } from '../journal/store.ts';
import type { TimelineItem } from '../journal/timeline.ts';
import type { RecordingProblem } from '../speaking/recording.ts';

export type { Lead, OfferedSentence };
export type { ApproachEvidence, OwnCall, Parting, Reflection, ReflectionContent };
export type * from './pack-api.ts';
export type * from './settings-api.ts';
export type * from './experience-api.ts';
export type { Difficulty, Ending, Moment, Progress };
export type { ApiToken, BookEntry, Course, Welcome };
export type { Approach, CallSearch, CallSummary, Language, Outcome, Purpose, Role, SalesApproach };

export interface Me {
  readonly name: string;
  readonly role: Role;
  /** What they type to log in: the name, with `@household` where it is not the first one. */
  readonly logInName: string;
}

export interface LineHealth {
  readonly id: string;
  readonly state: 'registering' | 'registered' | 'refused' | 'unreachable' | 'stopped';
  readonly code: number | null;
  /** Where there was no answer: why, as far as we can tell. `password_lost`: it cannot be opened any more, and none is asked. */
  readonly problem: 'no_such_host' | 'no_network' | 'no_answer' | 'connection_refused' | 'certificate' | 'password_lost' | null;
  /** Wall time until which the line wants quiet; null: it does not. */
  readonly quietUntil: number | null;
}

/** GET /api/state */
export interface State {
  readonly version: string;
  readonly lang: Language;
  readonly household: string | null;
  /** Null: nobody is logged in, and a password is needed. */
  readonly me: Me | null;
  readonly passwordSet: boolean;
  /** This server speaks HTTPS itself. */
  readonly https: boolean;
  /** People of every household but the first log in with its id behind their name. */
  readonly severalHouseholds: boolean;
  /** The public pages are this household's. */
  readonly hasSite: boolean;
  readonly sip: { readonly port: number; readonly addresses: readonly string[] };
  readonly lines: readonly LineHealth[];
  readonly keepMessagesDays: number | null;
  /** Wall time until which every call is left to the household, which expects one; null: none is expected. */
  readonly expectingUntil: number | null;
  /** A recogniser of the household's makes words of what is said. */
  readonly hearsWords: boolean;
  /** The host of a language model outside this machine that callers' words go to; null: nothing leaves. */
  readonly wordsGoTo: string | null;
}

/**
 * GET /api/calls?before=ID: newest first; searched with `text`, `purpose`, `outcome`, `approach`, `from` and `until` (wall time, ms).
 * GET /api/calls/export?format=csv&lang=de with the same search: a file; `format=json` holds the timelines too.
 */
export interface CallsPage {
  readonly calls: readonly CallSummary[];
  /** How many there are in all, with the first page. */
  readonly count: number | null;
  /** Pass as `before` for the next page; null: this was the last one. */
  readonly next: string | null;
}

/** PUT /api/calls/:id/correction: this caller was wanted, or was selling; null: takes that back. The number goes into the book. */
export interface CorrectionRequest {
  readonly welcome: Welcome | null;
}

/** What the book said of the number before; null: nothing, or the call had no number. */
export interface CorrectionReply {
  readonly before: BookEntry | null;
}

/** GET /api/callers: BookEntry[]. PUT /api/callers: one entry, or one anew; numbers in any way of writing. DELETE /api/callers/:number */
export interface CallerRequest {
  readonly number: string;
  readonly name: string;
  readonly welcome: Welcome;
}

/** POST /api/callers/import, a vCard or CSV file as text: its people are wanted. */
export interface ImportReply {
  /** Those who were not in the book before. */
  readonly added: readonly string[];
  /** Those who were, and have another name now. */
  readonly renamed: number;
  /** Lines that were passed over, from 1. */
  readonly problems: ContactsReading['problems'];
}

/** GET /api/voice/greeting?lang=de: what a stranger hears first; GET /api/voice/greeting/audio?lang=de: the same to listen to. */
export interface GreetingReply {
  readonly sentences: readonly string[];
}

export interface SentenceEntry {
  /** In which calls it is said: in any, or where the caller's words are understood. */
  readonly group: 'every_call' | 'conversation';
  readonly words: string;
  /** In somebody's own voice: when, by whom ('' before there is a password), how long in ms; null: it is not. */
  readonly recorded: { readonly at: number; readonly by: string; readonly ms: number } | null;
}

/** GET /api/voice/sentences?lang=de: what can be recorded. GET /api/voice/recording?lang&words: a sentence as callers hear it. */
export interface SentencesReply {
  readonly sentences: readonly SentenceEntry[];
}

/** PUT /api/voice/recording?lang&words with a WAV file; DELETE; POST /api/voice/recording/restore { lang, words } brings it back. */
export type RecordingReply =
  | { readonly ok: true; /** How long it is, in ms. */ readonly ms: number }
  | { readonly ok: false; readonly problem: RecordingProblem };

/** GET /api/today?from=MS: the household's real calls since that wall time, by how they went, and messages that nobody has heard. */
export interface TodayReply {
  readonly courses: Partial<Record<Course, number>>;
  readonly unheard: number;
  /** Comments on the public pages that somebody has to look at. */
  readonly waitingComments: number;
}

/** A timeline item with the words that were spoken. */
export type SpokenItem = TimelineItem & { readonly words?: string };

/** GET /api/calls/:id */
export interface CallPage {
  readonly call: CallSummary;
  readonly timeline: readonly SpokenItem[];
  /** The timeline holds what the caller said, which is deleted at this wall time, ms; null: it was not kept. */
  readonly wordsKeptUntil: number | null;
}

/** A call that is going on. */
export interface LiveCall {
  readonly id: string;
  readonly kind: CallKind;
  readonly approach: Approach;
  readonly lang: Language;
  readonly callerNumber: string | null;
  readonly callerName: string | null;
  readonly contactName: string | null;
  readonly startedAt: number;
  readonly timeline: readonly SpokenItem[];
  readonly state: LiveState;
  /** How it is led; null: it has not begun. */
  readonly lead: Lead | null;
  /** What the caller said since somebody may hear it; kept nowhere. Times in ms from the offer. */
  readonly words: readonly { readonly atMs: number; readonly words: string }[];
}

export interface LiveState {
  readonly answered: boolean;
  /** The sentence that is being heard right now. */
  readonly saying: string | null;
  readonly tone: boolean;
  readonly callerSpeaks: boolean;
  /** What they have said so far of a sentence that goes on, where a recogniser knows it already. */
  readonly callerSays: string | null;
  readonly recording: boolean;
  /** The household's phones: free to be rung for this caller, ringing, or one of them has the call. Null: there are none. */
  readonly phones: 'free' | 'ringing' | 'connected' | null;
  /** Its sound can be heard, and taken over, in a browser. */
  readonly hasSound: boolean;
  /** An emergency was claimed. */
  readonly urgent: boolean;
  readonly ended: boolean;
}

/** GET /api/live (server-sent events). `reset`: what came before is unknown, ask anew. */
export type LiveEvent =
  | { readonly type: 'reset'; readonly calls: readonly LiveCall[] }
  | { readonly type: 'call'; readonly call: LiveCall }
  | { readonly type: 'gone'; readonly callId: string }
  /** How loud a caller is now, in dBFS. */
  | { readonly type: 'level'; readonly callId: string; readonly dbfs: number }
  /** Something that is kept of calls or callers was changed: ask anew. */
  | { readonly type: 'journal' }
  /** Something on the public pages, or in what is said of them, was changed: ask anew. */
  | { readonly type: 'experiences' }
  /** What speech packs there are, or how far one is, is different now: ask anew. */
  | { readonly type: 'packs' }
  /** Something in the state has changed: ask anew. */
  | { readonly type: 'state' }
  | { readonly type: 'lines'; readonly lines: readonly LineHealth[] };

/** GET /api/passkeys: a person's own. POST /api/passkeys/options, POST /api/passkeys (WebAuthn), DELETE /api/passkeys/:id */
export type PasskeyEntry = Pick<Passkey, 'id' | 'name' | 'rpId' | 'createdAt' | 'lastUsedAt'>;

/** POST /api/tokens: the token itself is told this once. GET /api/tokens: ApiToken[]. DELETE /api/tokens/:id */
export type TokenReply = ApiToken & { readonly token: string };

/** POST /api/expecting: minutes from now on; null: no more. */
export interface ExpectingRequest {
  readonly minutes: number | null;
}

/** POST /api/lines/:id/test: the line has called itself. Times in ms. */
export type LineTestReply = SelfTestResult;

/** POST /api/calls/:id/say: what the attendant says next, in its own words. */
export interface SayWish {
  readonly say: OfferedSentence;
}

/** POST /api/calls/:id/approach: how a sale is met from now on in this call. */
export interface ApproachWish {
  readonly approach: SalesApproach;
}

/** POST /api/calls/:id/take, /api/calls/:id/listen: the browser's description of its sound (SDP). */
export interface OfferRequest {
  readonly offer: string;
}

/** POST /api/callers/remove: numbers as the book has them. */
export interface NumbersRequest {
  readonly numbers: readonly string[];
}

/** POST /api/try/:id/say */
export interface WordsRequest {
  readonly words: string;
}

/** POST /api/try/:id/key: 0 to 9, * or #. */
export interface KeyRequest {
  readonly digit: string;
}

/** POST /api/practice/voice */
export interface SpeakRequest extends WordsRequest {
  readonly lang: Language;
}

/** POST /api/login: the name with `@household` behind it where it is not the first one. */
export interface LogInRequest {
  readonly name: string;
  readonly password: string;
}

/** POST /api/users */
export interface NewUserRequest extends LogInRequest {
  readonly role: Role;
}

/** POST /api/password: one's own. */
export interface PasswordRequest {
  /** The password so far. */
  readonly before: string;
  readonly password: string;
}

/** POST /api/tokens */
export interface TokenRequest {
  readonly name: string;
  readonly role: Role;
  /** For so many days: 30, 90 or 365; null: without an end. A year where it is not there. */
  readonly days?: 30 | 90 | 365 | null;
}

/** POST /api/web/call */
export interface WebCallRequest extends TryRequest {
  /** The browser's description of its sound (SDP), with all its addresses. */
  readonly offer: string;
}

/** Of POST /api/web/call, /api/calls/:id/take and /api/calls/:id/listen. DELETE /api/web/LEG hangs up. */
export interface WebCallReply {
  readonly legId: string;
  readonly callId: string;
  /** Our description (SDP). */
  readonly answer: string;
}

/** POST /api/try */
export interface TryRequest {
  readonly lang: Language;
  readonly known: boolean;
  /** How a sales call shall be met; absent: as the household chose. */
  readonly approach?: SalesApproach;
}

export interface TryReply {
  readonly callId: string;
}

/** POST /api/try/:id/say: how long saying it takes, in ms. */
export interface SayReply {
  readonly durationMs: number;
}

/** GET /api/evidence: how sales calls parted, by the way in which they were met. */
export type EvidenceReply = Evidence;

/** PUT /api/calls/:id/parting: a person puts right how a call parted. */
export interface PartingRequest {
  readonly parting: Parting;
}

/** GET /api/calls/:id/mood: what whoever asks has tapped, from 1 (heavy) to 5 (light). */
export type MoodReply = Mood;

/** PUT /api/calls/:id/mood: what is null stays as it was. */
export type MoodRequest = Mood;

/** PUT /api/reflections/:id; GET gives a Reflection, and /api/reflections all of the person's. */
export type ReflectionRequest = Pick<Reflection, 'callId' | 'happenedAt' | 'content'>;

/** GET /api/word-lists?lang=de */
export interface WordListsReply {
  readonly feelings: { readonly unmet: readonly string[]; readonly met: readonly string[] };
  readonly needs: readonly (readonly string[])[];
}

/** POST /api/reflection-hints: nothing of it is kept. */
export interface HintsRequest extends Pick<ReflectionContent, 'said' | 'unsaid' | 'request'> {
  readonly lang: Language;
}

export interface HintsReply {
  readonly hints: readonly { readonly field: 'said' | 'unsaid' | 'request'; readonly mixUp: MixUp; readonly sentence: string }[];
}

/** GET /api/practice?lang=de: who can call, and how one gets on. */
export interface PracticePage {
  readonly personas: readonly PersonaEntry[];
  readonly progress: Progress;
}

export interface PersonaEntry {
  readonly id: string;
  readonly name: string;
  readonly about: string;
}

/** POST /api/practice/hear?lang=de, 16-bit linear PCM at 8 kHz, little endian: its words. Nothing of it is kept. */
export interface HeardReply {
  readonly words: string;
}

/** POST /api/practice/talk, PUT /api/practice/kept/:id: all of a talk; with the same request it is the same talk. */
export interface PracticeRequest {
  /** A persona, or `call-` and the id of a call in the journal. */
  readonly persona: string;
  readonly difficulty: Difficulty;
  readonly lang: Language;
  readonly seed: number;
  /** What the person has said so far. */
  readonly said: readonly string[];
  /** The person has hung up. */
  readonly hungUp: boolean;
}

export interface PracticeReply {
  readonly persona: PersonaEntry;
  readonly opener: string;
  readonly start: CallerState;
  readonly turns: readonly PracticeTurn[];
  readonly ending: Ending | null;
  /** The caller has taken the no and waits for a last word. */
  readonly parting: boolean;
  /** What to look at again, once it has ended. */
  readonly moments: readonly Moment[];
}

export interface PracticeTurn {
  readonly said: string;
  readonly reply: string | null;
  readonly state: CallerState;
}

export interface UserEntry extends Me {
  readonly id: string;
}

/** Every error of the API: a code that the console has words for. */
export interface ApiError {
  /** Of a setting: which one. */
  readonly field?: string;
  readonly error:
    | 'not_logged_in'
    | 'owner_only'
    | 'wrong_password'
    | 'old_password_wrong'
    | 'set_password_first'
    | 'busy'
    | 'too_many_streams'
    | 'too_many_entries'
    | 'too_many_tries'
    | 'bad_request'
    | 'passkey_refused'
    | 'passkey_needs_name'
    | 'no_sound'
    | 'no_picture'
    | 'call_not_there'
    | 'setting_invalid'
    | 'not_found'
    | 'name_taken'
    | 'last_owner'
    | 'no_telephone_number'
    | 'book_is_full'
    | 'password_too_short'
    | 'voice_failed'
    | 'hearing_failed'
    | 'too_many_trials'
    | 'nothing_to_practise'
    | 'foreign_origin'
    | 'internal';
}
