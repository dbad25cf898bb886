import type { Context } from 'hono';
import { z } from 'zod';
import { APPROACHES, OUTCOMES, PURPOSES } from '../call/names.ts';
import type { CallSearch } from '../journal/store.ts';
import { parsed, type Env } from './routing.ts';

const LONGEST_TEXT = 100;

/** Ms since 1970 UTC, as a query holds them. */
export const WallTime = z.coerce.number().int().min(0).max(8.64e15);

const Search = z.object({
  text: z.string().trim().max(LONGEST_TEXT).optional(),
  purpose: z.enum(PURPOSES).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  approach: z.enum(APPROACHES).optional(),
  from: WallTime.optional(),
  until: WallTime.optional(),
});

/** Which calls the query of a request asks for. Throws AccessError where a part of it is none that we know. */
export function searchOf(context: Context<Env>): CallSearch {
  const given = Object.entries(parsed(Search, context.req.query())).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given);
}
