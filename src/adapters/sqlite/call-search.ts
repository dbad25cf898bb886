import { sql } from 'kysely';
import { searchedFor } from '../../journal/search.ts';
import type { CallSearch } from '../../journal/store.ts';
import type { Db } from './database.ts';

/** A household's calls that are searched for. All that it looks at stands in the index `call_searched`, which it reads alone. */
export function searchedCalls(db: Db, householdId: string, search: CallSearch) {
  let query = db.selectFrom('call').where('call.household_id', '=', householdId).where('call.deleted_at', 'is', null);
  const { text = '', purpose, outcome, approach, from, until } = search;
  for (const one of searchedFor(text)) query = query.where(sql<boolean>`instr(call.searched, ${one}) > 0`);
  if (purpose !== undefined) query = query.where('call.purpose', '=', purpose);
  if (outcome !== undefined) query = query.where('call.outcome', '=', outcome);
  if (approach !== undefined) query = query.where('call.approach', '=', approach);
  if (from !== undefined) query = query.where('call.started_at', '>=', from);
  if (until !== undefined) query = query.where('call.started_at', '<', until);
  return query;
}
