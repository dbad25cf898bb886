import type { HttpBindings } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Attendant } from '../attendant/attendant.ts';
import type { SelfTest } from '../attendant/self-test.ts';
import type { Clock } from '../call/clock.ts';
import type { Language } from '../call/language.ts';
import type { Log } from '../call/log.ts';
import type { Segment } from '../call/utterance.ts';
import type { Experiences } from '../experiences/experiences.ts';
import type { CallerBook } from '../household/caller-book.ts';
import type { Expecting } from '../household/expecting.ts';
import type { Household } from '../household/household.ts';
import { LOCAL_USER_ID, type User } from '../household/users.ts';
import type { EvidenceStore } from '../journal/evidence.ts';
import type { ReflectionStore } from '../journal/reflection.ts';
import type { Transcriber } from '../hearing/transcriber.ts';
import type { ToldNo } from '../journal/told-no.ts';
import type { JournalStore } from '../journal/store.ts';
import type { TranscriptStore } from '../journal/transcript.ts';
import type { PracticeStore } from '../practice/store.ts';
import type { OwnVoice } from '../speaking/own-voice.ts';
import type { Voice } from '../speaking/voice.ts';
import { AccessError, isProgram, SESSION_SECONDS, type Access } from './access.ts';
import type { Passkeys } from './passkeys.ts';
import type { LineHealth, SentenceEntry } from './api.ts';
import type { LiveCalls } from './live.ts';
import type { Packs } from './pack-api.ts';
import type { Settings } from './settings-api.ts';
import type { WebDesk } from './web-desk.ts';
import type { TryDesk } from './try-desk.ts';

/** What the console shows and does for one household; a request gets the one of whoever sends it, and no other. */
export interface HomeTools {
  readonly household: Household;
  readonly attendant: Attendant;
  readonly selfTest: SelfTest;
  readonly live: LiveCalls;
  readonly tryDesk: TryDesk;
  /** The attendant's sentences in its voice. */
  readonly ownVoice: OwnVoice;
  readonly webDesk: WebDesk;
  readonly expecting: Expecting;
  readonly callers: CallerBook;
  readonly toldNo: ToldNo;
  readonly lines: () => readonly LineHealth[];
}

interface RecordableSentence {
  readonly group: SentenceEntry['group'];
  readonly segment: Segment;
}

/** What the console needs of the server. */
export interface HttpTools {
  readonly version: string;
  /** The first one is the owner's. */
  readonly homes: readonly [HomeTools, ...HomeTools[]];
  readonly access: Access;
  readonly passkeys: Passkeys;
  /** Every call names the household first. */
  readonly store: JournalStore;
  readonly transcripts: TranscriptStore;
  /** The services that the settings name, as they are now. */
  readonly services: () => { readonly transcriber: Transcriber | null; readonly wordsGoTo: string | null };
  readonly settings: Settings;
  readonly packs: Packs;
  readonly evidence: EvidenceStore;
  readonly practices: PracticeStore;
  readonly reflections: ReflectionStore;
  readonly experiences: Experiences;
  /** Speaks the callers' words of a practice. */
  readonly voice: Voice;
  readonly clock: Clock;
  readonly log: Log;
  readonly wordsOf: (segment: Segment) => string;
  /** The attendant's sentences that somebody can record, in a household's words. */
  readonly recordable: (lang: Language, household: Household) => readonly RecordableSentence[];
  readonly sipPort: () => number;
  /** Where we speak HTTPS ourselves; null: nowhere. */
  readonly sealedPort: () => number | null;
  readonly addresses: () => readonly string[];
  /** Further host names that browsers may ask for. */
  readonly hosts: readonly string[];
  /** Folder of the built console. */
  readonly consoleFolder: string;
  /** Called when the first password was set: from now on others may come in. */
  readonly onPasswordSet: () => void;
}

/** `home`: of whoever sends the request; a stranger's is the owner's, and shows nothing but its language. */
export type Env = { Bindings: HttpBindings; Variables: { user: User | null; home: HomeTools } };

export const SESSION_COOKIE = 'danke_session';

/** The languages that a request may name. */
export const Lang = z.enum(['de', 'en']);

const Id = z.uuid();

/** The id in the path; throws AccessError if it is none. */
export function idOf(context: Context<Env>): string {
  return parsed(Id, context.req.param('id'));
}

/** To which household whoever sends the request belongs. */
export function householdOf(context: Context<Env>): string {
  return context.var.home.household.id;
}

/** Household and person: what a person keeps for themselves is asked for by both. Throws AccessError for a stranger, and for a program. */
export function whoAsks(context: Context<Env>): [householdId: string, userId: string] {
  if (!context.var.user) throw new AccessError('not_logged_in');
  humanOnly(context);
  return [householdOf(context), context.var.user.id];
}

/** The name of whoever sends the request; null: nobody has one, since there is no password yet. */
export function ownNameOf(context: Context<Env>): string | null {
  const { user } = context.var;
  return user && user.id !== LOCAL_USER_ID ? user.name : null;
}

/** Throws AccessError unless the user is an owner. */
export function ownerOnly(context: Context<Env>): void {
  if (context.var.user?.role !== 'owner') throw new AccessError(context.var.user ? 'owner_only' : 'not_logged_in');
}

/** Throws AccessError for a program: what belongs to people, people change. */
export function humanOnly(context: Context<Env>): void {
  if (context.var.user && isProgram(context.var.user)) throw new AccessError('owner_only');
}

/** Whether what is sent between browser and us, or the proxy in front of us, is sealed. */
export function isSealed(context: Context<Env>): boolean {
  const { socket } = context.env.incoming;
  return ('encrypted' in socket && socket.encrypted === true) || context.req.header('X-Forwarded-Proto') === 'https';
}

/** A session goes on in this browser. */
export function remember(context: Context<Env>, token: string): void {
  const secure = isSealed(context);
  setCookie(context, SESSION_COOKIE, token, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: SESSION_SECONDS, secure });
}

/** The IP address that a request came from. */
export function addressOf(context: Context<Env>): string {
  return getConnInfo(context).remote.address ?? '';
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./u.test(address);
}

/** The JSON body; throws AccessError if there is none. */
export async function bodyOf(context: Context<Env>): Promise<unknown> {
  if (!/^application\/json\b/iu.test(context.req.header('Content-Type') ?? '')) throw new AccessError('bad_request');
  try {
    return await context.req.json();
  } catch {
    throw new AccessError('bad_request');
  }
}

/** What the schema makes of a body; throws AccessError if it does not fit. */
export function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (!result.success) throw new AccessError('bad_request');
  return result.data;
}
