import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { z } from 'zod';
import type { Attendant } from '../attendant/attendant.ts';
import type { SelfTest } from '../attendant/self-test.ts';
import type { Clock } from '../call/clock.ts';
import type { Log } from '../call/log.ts';
import type { Segment } from '../call/utterance.ts';
import type { Expecting } from '../household/expecting.ts';
import type { Household } from '../household/household.ts';
import type { User } from '../household/users.ts';
import type { ReflectionStore } from '../journal/reflection.ts';
import type { Transcriber } from '../hearing/transcriber.ts';
import type { JournalStore } from '../journal/store.ts';
import type { PracticeStore } from '../practice/store.ts';
import type { Voice } from '../speaking/voice.ts';
import { AccessError, type Access } from './access.ts';
import type { LineHealth } from './api.ts';
import type { LiveCalls } from './live.ts';
import type { TryDesk } from './try-desk.ts';

/** What the console shows and does for one household; a request gets the one of whoever sends it, and no other. */
export interface HomeTools {
  readonly household: Household;
  readonly attendant: Attendant;
  readonly selfTest: SelfTest;
  readonly live: LiveCalls;
  readonly tryDesk: TryDesk;
  readonly expecting: Expecting;
  readonly lines: () => readonly LineHealth[];
}

/** What the console needs of the server. */
export interface HttpTools {
  readonly version: string;
  /** The first one is the owner's. */
  readonly homes: readonly [HomeTools, ...HomeTools[]];
  readonly access: Access;
  /** Every call names the household first. */
  readonly store: JournalStore;
  /** Makes words of what is said; null: none is configured. */
  readonly transcriber: Transcriber | null;
  readonly practices: PracticeStore;
  readonly reflections: ReflectionStore;
  /** Speaks the callers' words of a practice. */
  readonly voice: Voice;
  readonly clock: Clock;
  readonly log: Log;
  readonly wordsOf: (segment: Segment) => string;
  readonly sipPort: () => number;
  /** The host of a language model outside this machine; null: words stay here. */
  readonly wordsGoTo: string | null;
  readonly addresses: () => readonly string[];
  /** Further host names that browsers may ask for. */
  readonly hosts: readonly string[];
  /** Folder of the built console. */
  readonly consoleFolder: string;
  /** Called when the first password was set: from now on others may come in. */
  readonly onPasswordSet: () => void;
}

/** `home`: of whoever sends the request; a stranger's is the owner's, and shows nothing but its language. */
export type Env = { Variables: { user: User | null; home: HomeTools } };

export const SESSION_COOKIE = 'danke_session';

/** Throws AccessError unless the user is an owner. */
export function ownerOnly(context: Context<Env>): void {
  if (context.var.user?.role !== 'owner') throw new AccessError(context.var.user ? 'owner_only' : 'not_logged_in');
}

/** The IP address that a request came from. */
export function addressOf(context: Context<Env>): string {
  return getConnInfo(context).remote.address ?? '';
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
