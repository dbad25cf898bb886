import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import { uuidv7 } from '../../src/call/ids.ts';
import { systemClock } from '../../src/call/clock.ts';
import { HOME } from '../../src/household/household.ts';
import { hum } from '../support/fakes.ts';
import { TestServer, until } from '../support/server.ts';

test('a message whose time is over is gone with the next start; one that has time left is not', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'danke-nein-test-'));
  const store = new SqliteJournalStore(await openDatabase(join(dataDir, 'danke-nein.db')));
  const now = systemClock.wallTime();
  const ids: string[] = [];
  for (const expiresAt of [now - 1_000, now + 86_400_000]) {
    const id = uuidv7(systemClock);
    ids.push(id);
    await store.openCall(HOME, {
      id,
      lineId: null,
      kind: 'try',
      approach: 'friendly_no',
      approachAssigned: 'household',
      policyVersion: 1,
      lang: 'de',
      callerNumber: null,
      callerName: null,
      contactName: null,
      legId: `leg-${id}`,
      legTransport: 'typed',
      startedAt: now - 100_000,
    });
    await store.beginMessage(HOME, { id: `message-${id}`, callId: id, createdAt: now - 100_000, expiresAt });
    await store.appendAudio(HOME, `message-${id}`, 0, hum(1_000));
    await store.finishMessage(HOME, `message-${id}`, 1_000);
  }
  await store.close();
  const server = await TestServer.start({ dataDir });
  try {
    const [over, left] = await until(async () => {
      const calls = await server.calls();
      return calls[0]?.message === null ? calls : null;
    }, 20_000);
    expect([over?.id, left?.id]).toEqual(ids);
    expect(left?.message).not.toBeNull();
  } finally {
    await server.stop();
  }
}, 180_000);
