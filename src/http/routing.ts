import type { HttpBindings } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Attendant } from '../attendant/attendant.ts';
import type { SelfTest } from '../attendant/self-test.ts';
import { networkOf, plainAddress, realSource } from '../call/addresses.ts';
import type { Clock } from '../call/clock.ts';
import type { Faults } from '../call/faults.ts';
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
import { AccessError, isProgram, SESSION_SECONDS, type Access, type Visitor } from './access.ts';
import type { AccessLog } from './access-log.ts';
import type { Passkeys } from './passkeys.ts';
import type { LineHealth, SentenceEntry } from './api.ts';
import type { LiveCalls } from './live.ts';
import type { OpenRequests, TieToAccess } from './open-requests.ts';
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
  readonly accessLog: AccessLog;
  readonly openRequests: OpenRequests;
  /** Whether an address is one of the household's reverse proxies. */
  readonly isTrustedProxy: (address: string) => boolean;
  readonly faults: Faults;
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
  readonly httpPort: () => number;
  /** Where we speak HTTPS ourselves; null: nowhere. */
  readonly sealedPort: () => number | null;
  /** Browsers trust our certificate without asking: the household brought its own. */
  readonly hasOwnCertificate: boolean;
  readonly addresses: () => readonly string[];
  /** Further host names that browsers may ask for. */
  readonly hosts: readonly string[];
  /** Folder of the built console. */
  readonly consoleFolder: string;
  /** Called when the first password was set: from now on others may come in. */
  readonly onPasswordSet: () => void;
}

export type Env = {
  Bindings: HttpBindings;
  Variables: {
    readonly visitor: Visitor | null;
    readonly user: User | null;
    /** Of whoever sends the request; a stranger's is the owner's, and shows nothing but its language. */
    readonly home: HomeTools;
    /** Where the request comes from, as limits count it (`networkOf`). */
    readonly source: string;
    /** What is sent between the browser and us, or the proxy before us, is sealed. */
    readonly isSealed: boolean;
    /** How the answer ends when whoever gets it may not have it any more; undefined: it breaks off, as half a file has to. */
    readonly end: (() => void) | undefined;
    /** For what goes on when the answer is given: a call, a listener. */
    readonly tieToAccess: TieToAccess;
  };
};

const SESSION_COOKIE = 'danke_session';
const DEVICE_COOKIE = 'danke_device';
const DEVICE_SECONDS = 365 * 24 * 3600;

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

/**
 * Somebody with an account of their own. Throws AccessError for a program, and while nobody has one: what is made then would go on
 * opening the console once a password is set.
 */
export function personOf(context: Context<Env>): User {
  humanOnly(context);
  const { visitor } = context.var;
  if (!visitor) throw new AccessError('not_logged_in');
  if (visitor.by === 'local') throw new AccessError('set_password_first');
  return visitor.user;
}

/** Throws AccessError for a program: what belongs to people, people change. */
export function humanOnly(context: Context<Env>): void {
  if (context.var.user && isProgram(context.var.user)) throw new AccessError('owner_only');
}

/** Which source a request counts for, and whether it is sealed; what a proxy says of that counts if the household trusts it. */
export function wayOf(
  context: Context<Env>,
  isTrusted: (address: string) => boolean,
): { readonly source: string; readonly isSealed: boolean } {
  const remote = remoteOf(context);
  const { socket } = context.env.incoming;
  const proxySaysSealed = isTrusted(plainAddress(remote)) && context.req.header('X-Forwarded-Proto') === 'https';
  return {
    source: networkOf(realSource(remote, context.req.header('X-Forwarded-For'), isTrusted)),
    isSealed: ('encrypted' in socket && socket.encrypted === true) || proxySaysSealed,
  };
}

/** The IP address at the other end of the connection: a proxy's, where there is one. */
export function remoteOf(context: Context<Env>): string {
  return getConnInfo(context).remote.address ?? '';
}

/** A session goes on in this browser. */
export function remember(context: Context<Env>, session: string): void {
  keep(context, SESSION_COOKIE, session, SESSION_SECONDS);
}

/** The session that this browser has. */
export function sessionOf(context: Context<Env>): string | undefined {
  return kept(context, SESSION_COOKIE);
}

export function forgetSession(context: Context<Env>): void {
  for (const name of namesOf(context, SESSION_COOKIE)) deleteCookie(context, name, { path: '/', secure: context.var.isSealed });
}

/** What this device is known by at the next log-in; it stays when a session ends. */
export function rememberDevice(context: Context<Env>, device: string): void {
  keep(context, DEVICE_COOKIE, device, DEVICE_SECONDS);
}

export function deviceOf(context: Context<Env>): string | undefined {
  return kept(context, DEVICE_COOKIE);
}

function keep(context: Context<Env>, name: string, value: string, maxAge: number): void {
  const [safest = name] = namesOf(context, name);
  setCookie(context, safest, value, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge, secure: context.var.isSealed });
}

function kept(context: Context<Env>, name: string): string | undefined {
  for (const one of namesOf(context, name)) {
    const value = getCookie(context, one);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/**
 * Over a sealed way cookies have the `__Host-` prefix: then nobody else, such as another server under the same name or one of a
 * subdomain, can set them (RFC 6265bis section 4.1.3.2). Those of before, and of plain HTTP, have none, and count still.
 */
function namesOf(context: Context<Env>, name: string): readonly string[] {
  return context.var.isSealed ? [`__Host-${name}`, name] : [name];
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
