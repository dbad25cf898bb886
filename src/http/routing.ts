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
import type { JournalStore } from '../journal/store.ts';
import { AccessError, type Access } from './access.ts';
import type { LineHealth } from './api.ts';
import type { LiveCalls } from './live.ts';
import type { TryDesk } from './try-desk.ts';

export interface HttpTools {
  readonly version: string;
  readonly household: Household;
  readonly access: Access;
  readonly attendant: Attendant;
  readonly selfTest: SelfTest;
  readonly store: JournalStore;
  readonly live: LiveCalls;
  readonly tryDesk: TryDesk;
  readonly expecting: Expecting;
  readonly clock: Clock;
  readonly log: Log;
  readonly wordsOf: (segment: Segment) => string;
  readonly lines: () => readonly LineHealth[];
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

export type Env = { Variables: { user: User | null } };

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
