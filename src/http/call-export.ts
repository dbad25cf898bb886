import type { Language } from '../call/language.ts';
import { timelineOf } from '../journal/timeline.ts';
import { withWords } from '../journal/transcript.ts';
import type { CallSearch, CallSummary, JournalStore } from '../journal/store.ts';
import { wordsIn } from '../words/words.ts';
import { spoken } from './live.ts';
import type { HttpTools } from './routing.ts';

const PAGE_SIZE = 200;
const BOM = '\uFEFF';
/** What German spreadsheets part fields by: there the comma parts decimals. */
const SEPARATOR: Readonly<Record<Language, string>> = { de: ';', en: ',' };

/** Calls with their timelines as one JSON list, in parts, newest first: all that is kept but the sound of messages. */
export async function* callsAsJson(tools: HttpTools, householdId: string, search: CallSearch): AsyncGenerator<string> {
  let first = true;
  for await (const { id } of everyCall(tools.store, householdId, search)) {
    const found = await tools.store.call(householdId, id);
    if (!found) continue;
    const { events, ...call } = found;
    const kept = await tools.transcripts.transcript(householdId, id);
    const timeline = spoken(withWords(timelineOf(events), kept?.lines ?? []), tools.wordsOf);
    yield `${first ? '[' : ','}\n${JSON.stringify({ ...call, timeline })}`;
    first = false;
  }
  yield first ? '[]\n' : '\n]\n';
}

/** Calls as a table for a spreadsheet, in parts, newest first, in the words of a language; times of day as in `timeZone`. */
export async function* callsAsCsv(
  store: JournalStore,
  householdId: string,
  search: CallSearch,
  { lang, timeZone }: { readonly lang: Language; readonly timeZone: string },
): AsyncGenerator<string> {
  const { journal, outcome, call: callWords, evidence } = wordsIn(lang).console;
  const time = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  const row = (fields: readonly string[]): string => `${fields.map((field) => csvField(field, SEPARATOR[lang])).join(SEPARATOR[lang])}\r\n`;
  yield BOM + row(Object.values(journal.columns));
  for await (const call of everyCall(store, householdId, search)) {
    const columns: Record<keyof typeof journal.columns, string> = {
      startedAt: time.format(call.startedAt),
      seconds: call.endedAt === null ? '' : String(Math.round((call.endedAt - call.startedAt) / 1_000)),
      name: call.contactName ?? call.callerName ?? '',
      number: call.callerNumber ?? '',
      company: call.company ?? '',
      purpose: call.purpose === null ? '' : callWords.purpose[call.purpose],
      approach: journal.approaches[call.approach],
      outcome: outcome[call.outcome ?? 'running'],
      parting: call.parting === null ? '' : evidence.partings[call.parting],
      message: call.message === null ? '' : String(Math.round(call.message.durationMs / 1_000)),
    };
    yield row(Object.values(columns));
  }
}

async function* everyCall(store: JournalStore, householdId: string, search: CallSearch): AsyncGenerator<CallSummary> {
  let before: string | undefined;
  for (;;) {
    const page = await store.calls(householdId, { ...search, limit: PAGE_SIZE, ...(before !== undefined && { before }) });
    yield* page;
    before = page.at(-1)?.id;
    if (page.length < PAGE_SIZE) return;
  }
}

/**
 * A field as RFC 4180 has it. What a caller can choose must not be a formula where a spreadsheet opens it: an apostrophe
 * stands in front (OWASP, CSV injection). A telephone number may begin with its plus sign.
 */
export function csvField(text: string, separator: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) && !/^\+\d+$/u.test(text) ? `'${text}` : text;
  return safe.includes(separator) || /["\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
