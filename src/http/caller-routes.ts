import { Hono } from 'hono';
import { z } from 'zod';
import { WELCOMES } from '../call/names.ts';
import { MOST_ENTRIES, type BookEntry } from '../household/caller-book.ts';
import { readContacts, type ContactsReading } from '../household/contacts.ts';
import { normaliseNumber } from '../household/phone-number.ts';
import { readVCards } from '../household/vcard.ts';
import { AccessError } from './access.ts';
import type { CorrectionReply, ImportReply, NumbersRequest } from './api.ts';
import { bodyOf, idOf, parsed, whoAsks, type Env, type HomeTools, type HttpTools } from './routing.ts';

export const IMPORT_PATH = '/api/callers/import';
/** Some 50,000 contacts, as in `contacts.csv`. */
export const MAX_IMPORT_BYTES = 4 * 1024 * 1024;

const welcome = z.enum(WELCOMES);
const name = z.string().trim().max(100);
const Caller = z.object({ number: z.string().max(60), name, welcome });
const Numbers: z.ZodType<NumbersRequest> = z.object({ numbers: z.array(z.string().max(60)).max(MOST_ENTRIES) });
const Correction = z.object({ welcome: welcome.nullable() });

/** Whom the household knows by number, and what it says of a call afterwards. */
export function callerRoutes({ store, clock }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/callers', (context) => context.json(context.var.home.callers.entries));

  routes.put('/callers', async (context) => {
    const { number, ...entry } = parsed(Caller, await bodyOf(context));
    await put(context.var.home, [{ ...entry, number: numberIn(context.var.home, number), since: clock.wallTime() }]);
    return context.json({});
  });

  routes.delete('/callers/:number', async (context) => {
    const { callers } = context.var.home;
    const entry = callers.entryOf(context.req.param('number'));
    if (!entry) throw new AccessError('not_found');
    await callers.remove([entry.number]);
    return context.json({});
  });

  /** The undo of an import. */
  routes.post('/callers/remove', async (context) => {
    const { numbers } = parsed(Numbers, await bodyOf(context));
    await context.var.home.callers.remove(numbers);
    return context.json({});
  });

  routes.post('/callers/import', async (context) => {
    const { home } = context.var;
    const { contacts, problems } = readAny(await context.req.text(), home.household.countryCode);
    const entries = new Map(contacts.map(({ number, ...rest }) => [number, { ...rest, name: rest.name.slice(0, 100), number }]));
    const known = new Map([...entries.keys()].map((number) => [number, home.callers.entryOf(number)]));
    const since = clock.wallTime();
    await put(
      home,
      [...entries.values()].map((entry): BookEntry => ({ ...entry, welcome: 'wanted', since: known.get(entry.number)?.since ?? since })),
    );
    const added = [...entries.keys()].filter((number) => known.get(number) === null);
    const renamed = [...entries.values()].filter((entry) => known.get(entry.number) && known.get(entry.number)?.name !== entry.name).length;
    return context.json({ added, renamed, problems } satisfies ImportReply);
  });

  routes.put('/calls/:id/correction', async (context) => {
    const { home } = context.var;
    const [householdId, userId] = whoAsks(context);
    const wish = parsed(Correction, await bodyOf(context)).welcome;
    const call = await store.call(householdId, idOf(context));
    if (!call) throw new AccessError('not_found');
    await store.correct(householdId, userId, call.id, wish, clock.wallTime());
    const number = call.callerNumber === null ? null : normaliseNumber(call.callerNumber, home.household.countryCode);
    const before = number === null ? null : home.callers.entryOf(number);
    if (number !== null && wish === null) await home.callers.remove([number]);
    if (number !== null && wish !== null) {
      const called = before?.name || call.contactName || call.callerName || call.company || '';
      await put(home, [{ number, name: called, welcome: wish, since: clock.wallTime() }]);
    }
    if (call.company !== null && wish === 'unwanted') home.toldNo.remember(call.company);
    if (call.company !== null && wish === 'wanted') home.toldNo.forget(call.company);
    return context.json({ before } satisfies CorrectionReply);
  });

  return routes;
}

/** vCards begin with their name; everything else is read as a table. */
function readAny(text: string, countryCode: string): ContactsReading {
  return /^\uFEFF?\s*BEGIN:VCARD/iu.test(text) ? readVCards(text, countryCode) : readContacts(text, countryCode);
}

function numberIn({ household }: HomeTools, written: string): string {
  const number = normaliseNumber(written, household.countryCode);
  if (number === null) throw new AccessError('no_telephone_number');
  return number;
}

async function put({ callers }: HomeTools, entries: readonly BookEntry[]): Promise<void> {
  try {
    await callers.put(entries);
  } catch (error) {
    throw error instanceof RangeError ? new AccessError('book_is_full') : error;
  }
}
