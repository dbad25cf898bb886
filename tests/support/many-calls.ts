import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import { uuidv7 } from '../../src/call/ids.ts';
import { APPROACHES, OUTCOMES, PURPOSES } from '../../src/call/names.ts';
import { seededRandom } from '../../src/call/random.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';

const NAMES = ['Anna Schmidt', 'Praxis Doktor Öztürk', 'Energie Nord', 'Peter Müller', 'Sparfuchs', 'Lena', 'Stadtwerke', 'Oma'];

/** A journal at `path` with so many made-up calls of the household `home`, five minutes apart from 2026 on; by a seed, always the same. */
export async function journalWith(calls: number, path: string): Promise<{ store: SqliteJournalStore; from: number; until: number }> {
  const db = await openDatabase(path);
  const store = new SqliteJournalStore(db);
  const from = Date.UTC(2026, 0, 1);
  const clock = new VirtualClock(from);
  const random = seededRandom(5);
  const oneOf = <One>(list: readonly One[]): One => list[random.below(list.length)] as One;
  for (let nth = 0; nth < calls; nth++) {
    await clock.advance(300_000);
    const id = uuidv7(clock);
    const caller = { callerNumber: `+49301${nth}`, callerName: null, contactName: nth % 3 === 0 ? oneOf(NAMES) : null };
    await store.openCall('home', {
      id,
      lineId: 'home',
      kind: 'real',
      approach: oneOf(APPROACHES),
      approachAssigned: 'rule',
      policyVersion: 1,
      lang: 'de',
      legId: uuidv7(clock),
      legTransport: 'sip',
      startedAt: clock.wallTime(),
      ...caller,
    });
    const about = { purpose: oneOf(PURPOSES), company: nth % 5 === 0 ? oneOf(NAMES) : null };
    const end = { endedAt: clock.wallTime() + 20_000, endedBy: 'caller', reason: 'hung_up', outcome: oneOf(OUTCOMES) } as const;
    await store.closeCall('home', id, { ...end, parting: null, about, codedBy: 'attendant' });
  }
  return { store, from, until: clock.wallTime() };
}
