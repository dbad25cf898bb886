/** Calls on a file system that is full, and then has room again. `node full-disk-child.ts <folder>` */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import { SqliteTranscriptStore } from '../../src/adapters/sqlite/transcript-store.ts';
import type { CallEvent } from '../../src/call/events.ts';
import { uuidv7 } from '../../src/call/ids.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { Journal } from '../../src/journal/journal.ts';

const [folder = ''] = process.argv.slice(2);
const clock = new VirtualClock(Date.UTC(2026, 0, 1));
const db = await openDatabase(join(folder, 'danke-nein.db'));
const [store, transcripts] = [new SqliteJournalStore(db), new SqliteTranscriptStore(db)];
let warned = false;
const log = { info: () => {}, warn: () => void (warned = true) };
const journal = new Journal({ store, transcripts, householdId: 'home', clock, log });

const filler = join(folder, 'filler');
for (let nth = 0; fill(nth); nth++);
const events = Array.from({ length: 40 }, (_, nth): CallEvent => (nth === 0 ? { atMs: 0, type: 'offered' } : { atMs: nth, type: 'wake' }));
for (let nth = 0; nth < 20; nth++) {
  const call = { lineId: null, kind: 'real', approach: 'friendly_no', approachAssigned: 'rule', policyVersion: 1, lang: 'de' } as const;
  const caller = { callerNumber: null, callerName: null, contactName: null };
  const id = uuidv7(clock);
  const page = journal.open({ id, ...call, ...caller, legId: uuidv7(clock), legTransport: 'sip', startedAt: clock.wallTime() });
  for (const event of events) page.event(event);
  await page.close(clock.wallTime(), 'caller', 'bye');
  await clock.advance(500);
}
const ended = async (): Promise<number> => (await store.calls('home', { limit: 100 })).filter(({ endedAt }) => endedAt !== null).length;
const whileFull = await ended();
for (let nth = 0; nth < 4_000; nth++) rmSync(`${filler}-${nth}`, { force: true });
for (let step = 0; step < 60; step++) {
  await clock.advance(1_000);
  await turn();
}
const all = await Promise.all((await store.calls('home', { limit: 100 })).map(({ id }) => store.call('home', id)));
const inOrder = all.every((call) => JSON.stringify(call?.events) === JSON.stringify(events));
const total = all.reduce((sum, call) => sum + (call?.events.length ?? 0), 0);
process.stdout.write(JSON.stringify({ whileFull, warned, afterwards: await ended(), events: total, inOrder }));
await db.destroy();

/** One block more; false: there is none left. */
function fill(nth: number): boolean {
  try {
    writeFileSync(`${filler}-${nth}`, new Uint8Array(4_096).fill(1));
    return true;
  } catch {
    return false;
  }
}
