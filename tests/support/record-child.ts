/** Records calls and says what the journal has acknowledged; for tests that kill it meanwhile. `node record-child.ts <path>` */
import { writeSync } from 'node:fs';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import { SqliteTranscriptStore } from '../../src/adapters/sqlite/transcript-store.ts';
import { systemClock } from '../../src/call/clock.ts';
import { uuidv7 } from '../../src/call/ids.ts';
import { silentLog } from '../../src/call/log.ts';
import { Journal } from '../../src/journal/journal.ts';

const [path = ''] = process.argv.slice(2);
const db = await openDatabase(path);
const store = new SqliteJournalStore(db);
const journal = new Journal({ store, transcripts: new SqliteTranscriptStore(db), householdId: 'home', clock: systemClock, log: silentLog });
const acknowledged = (what: object): void => void writeSync(1, `${JSON.stringify(what)}\n`);

acknowledged({ ready: true });
for (;;) {
  const id = uuidv7(systemClock);
  const call = { lineId: 'home', kind: 'real', approach: 'friendly_no', approachAssigned: 'rule', policyVersion: 1, lang: 'de' } as const;
  const caller = { callerNumber: '+4930123', callerName: null, contactName: null };
  const page = journal.open({ id, ...call, ...caller, legId: uuidv7(systemClock), legTransport: 'sip', startedAt: systemClock.wallTime() });
  page.event({ atMs: 0, type: 'offered' });
  page.event({ atMs: 1, type: 'answered' });
  const message = uuidv7(systemClock);
  await page.beginMessage({ id: message, callId: id, createdAt: systemClock.wallTime(), expiresAt: null });
  acknowledged({ call: id, message, seconds: 0 });
  for (let second = 0; second < 4; second++) {
    await page.appendAudio(message, second, new Int16Array(8_000).fill(second + 1));
    acknowledged({ call: id, message, seconds: second + 1 });
  }
  await page.finishMessage(message, 4_000);
  await page.close(systemClock.wallTime(), 'caller', 'bye');
  acknowledged({ call: id, message, seconds: 4, closed: true });
}
