import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import { seededRandom } from '../../src/call/random.ts';
import { runAndKill } from '../support/kill.ts';
import { integrityOf } from '../support/old-databases.ts';

const ROUNDS = process.env['DANKE_LONG'] === '1' ? 100 : 5;
const CHILD = join(import.meta.dirname, '..', 'support', 'record-child.ts');

interface Acknowledged {
  readonly call: string;
  readonly message: string;
  readonly seconds: number;
  readonly closed?: true;
}

test(`kill -9 in ${ROUNDS} rounds of recording: nothing that was acknowledged is lost`, { timeout: ROUNDS * 30_000 }, async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'danke-nein-test-')), 'danke-nein.db');
  const random = seededRandom(9);
  let calls = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { lines, killed } = await runAndKill(CHILD, [path], 20 + random.below(400));
    expect(killed).toBe(true);
    // The last line may be cut in half: then nobody has read that it was acknowledged.
    const whole = lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Acknowledged);
    const latest = new Map(whole.filter(({ call }) => call !== undefined).map((one) => [one.call, one]));
    calls += latest.size;
    expect(integrityOf(path)).toBe('ok');
    const db = await openDatabase(path);
    const store = new SqliteJournalStore(db);
    await store.closeAbandoned('home', 1);
    for (const { call, message, seconds, closed } of latest.values()) {
      const kept = await store.call('home', call);
      expect(kept?.events.map(({ type }) => type)).toEqual(['offered', 'answered']);
      expect(closed ? ['caller'] : ['caller', 'failure']).toContain(kept?.endedBy);
      const audio = await store.messageAudio('home', message);
      expect(audio?.length ?? 0).toBeGreaterThanOrEqual(seconds * 8_000);
      for (let second = 0; second < seconds; second++) expect(audio?.[second * 8_000 + 7_999]).toBe(second + 1);
    }
    await db.destroy();
  }
  expect(calls).toBeGreaterThan(ROUNDS);
});
