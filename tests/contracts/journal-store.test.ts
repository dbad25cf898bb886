import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteEvidenceStore } from '../../src/adapters/sqlite/evidence-store.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import type { CallEvent } from '../../src/call/events.ts';
import type { Parting } from '../../src/call/names.ts';
import { uuidv7 } from '../../src/call/ids.ts';
import type { Understood } from '../../src/call/understood.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { EvidenceStore } from '../../src/journal/evidence.ts';
import { StoreError, type CallEnd, type CallSearch, type JournalStore, type NewCall } from '../../src/journal/store.ts';
import { MemoryStore } from '../support/memory-store.ts';

interface Stores {
  readonly journal: JournalStore;
  readonly evidence: EvidenceStore;
}

const STORES: Readonly<Record<string, () => Promise<Stores>>> = {
  memory: async () => {
    const store = new MemoryStore();
    return { journal: store, evidence: store };
  },
  sqlite: async () => {
    const db = await openDatabase(':memory:');
    return { journal: new SqliteJournalStore(db), evidence: new SqliteEvidenceStore(db) };
  },
};

const END: CallEnd = {
  endedAt: 2_000,
  endedBy: 'caller',
  reason: 'hung_up',
  outcome: 'ended_after_no',
  parting: null,
  about: { purpose: 'sales', company: 'Sparfuchs' },
  codedBy: 'attendant',
};
const DAY_MS = 86_400_000;

/** What every journal store must do. A new adapter is added to STORES above, and nothing else. */
describe.each(Object.entries(STORES))('the journal store in %s', (_, make) => {
  let store: JournalStore;
  let people: EvidenceStore;
  let clock: VirtualClock;
  beforeEach(async () => {
    ({ journal: store, evidence: people } = await make());
    clock = new VirtualClock(1_000);
  });

  async function newCall(household = 'one', overrides: Partial<NewCall> = {}): Promise<NewCall> {
    await clock.advance(5);
    const call: NewCall = {
      id: uuidv7(clock),
      lineId: null,
      kind: 'real',
      approach: 'conditional_no',
      approachAssigned: 'rule',
      policyVersion: 1,
      lang: 'de',
      callerNumber: '+4940123',
      callerName: 'Ümläut "quoted"',
      contactName: null,
      legId: uuidv7(clock),
      legTransport: 'sip',
      startedAt: clock.wallTime(),
      ...overrides,
    };
    await store.openCall(household, call);
    return call;
  }

  async function newMessage(call: NewCall, household = 'one', expiresAt: number | null = null): Promise<string> {
    const id = uuidv7(clock);
    await store.beginMessage(household, { id, callId: call.id, createdAt: clock.wallTime(), expiresAt });
    return id;
  }

  test('keeps a call with its events, in order, exactly as they were', async () => {
    const call = await newCall();
    const events = [
      { atMs: 0, type: 'offered' },
      { atMs: 10, type: 'answered' },
      {
        atMs: 900,
        type: 'segment_played',
        segment: { phraseId: 'intro', variant: 0, lang: 'de', slots: { household: 'Ü' } },
        fromMs: 700,
        playedMs: 200,
        ofMs: 300,
        complete: false,
      },
    ] as const;
    await store.appendEvents('one', call.id, 0, events.slice(0, 2));
    await store.appendEvents('one', call.id, 2, events.slice(2));
    await store.closeCall('one', call.id, END);
    const kept = await store.call('one', call.id);
    expect(kept?.events).toEqual(events);
    expect(kept).toMatchObject({
      callerName: 'Ümläut "quoted"',
      answered: true,
      endedAt: 2_000,
      outcome: 'ended_after_no',
      policyVersion: 1,
    });
  });

  test('finds calls by name, company, number, purpose, outcome, approach and time; together they narrow', async () => {
    const aunt = await newCall('one', { callerNumber: '+4940123456', callerName: null, contactName: 'Tante Ünal' });
    const seller = await newCall('one', { callerNumber: '0301 99', callerName: null, approach: 'friendly_no' });
    const scammer = await newCall('one', { callerNumber: null, callerName: 'Bank 100%' });
    const running = await newCall('one', { callerNumber: null, callerName: null });
    const other = await newCall('two', { callerNumber: '+4940123456', contactName: 'Tante Ünal' });
    await store.closeCall('one', aunt.id, { ...END, outcome: 'message_left', about: { purpose: 'private', company: null } });
    await store.closeCall('one', seller.id, END);
    await store.closeCall('one', scammer.id, { ...END, outcome: 'ended_safely', about: { purpose: 'scam', company: null } });
    const searches: readonly (readonly [CallSearch, readonly NewCall[]])[] = [
      [{}, [running, scammer, seller, aunt]],
      [{ text: 'ünal' }, [aunt]],
      [{ text: '  TANTE   ün ' }, [aunt]],
      [{ text: 'tante bank' }, []],
      [{ text: 'sparfuchs' }, [seller]],
      [{ text: '040 / 123' }, [aunt]],
      [{ text: '+49 40' }, [aunt]],
      [{ text: '030199' }, [seller]],
      [{ text: '0' }, [running, scammer, seller, aunt]],
      [{ text: '100%' }, [scammer]],
      [{ text: '%' }, [scammer]],
      [{ text: "' or 1=1 --" }, []],
      [{ purpose: 'sales' }, [seller]],
      [{ outcome: 'ended_safely' }, [scammer]],
      [{ approach: 'friendly_no' }, [seller]],
      [{ approach: 'conditional_no', purpose: 'private' }, [aunt]],
      [{ from: seller.startedAt, until: running.startedAt }, [scammer, seller]],
    ];
    for (const [search, expected] of searches) {
      const found = await store.calls('one', { ...search, limit: 10 });
      expect(
        found.map(({ id }) => id),
        JSON.stringify(search),
      ).toEqual(expected.map(({ id }) => id));
      expect(await store.countCalls('one', search), JSON.stringify(search)).toBe(expected.length);
    }
    expect((await store.calls('one', { limit: 2, before: scammer.id })).map(({ id }) => id)).toEqual([seller.id, aunt.id]);
    expect((await store.calls('two', { text: 'ünal', limit: 10 })).map(({ id }) => id)).toEqual([other.id]);
    await store.deleteCall('one', seller.id, 1);
    expect(await store.countCalls('one', { text: 'sparfuchs' })).toBe(0);
    expect(await store.call('one', scammer.id)).toMatchObject({ purpose: 'scam', company: null });
  });

  test('refuses events that leave a gap, and keeps what was there', async () => {
    const call = await newCall();
    await store.appendEvents('one', call.id, 0, [{ atMs: 0, type: 'offered' }]);
    await expect(store.appendEvents('one', call.id, 2, [{ atMs: 1, type: 'wake' }])).rejects.toThrow(StoreError);
    expect((await store.call('one', call.id))?.events).toHaveLength(1);
  });

  test('a call that is opened and events that are appended once more change nothing', async () => {
    const call = await newCall();
    const events: CallEvent[] = [
      { atMs: 0, type: 'offered' },
      { atMs: 1, type: 'answered' },
      { atMs: 2, type: 'wake' },
    ];
    await store.appendEvents('one', call.id, 0, events.slice(0, 2));
    await store.openCall('one', { ...call, lang: 'en' });
    await store.appendEvents('one', call.id, 0, events);
    await store.appendEvents('one', call.id, 0, events);
    expect(await store.call('one', call.id)).toMatchObject({ lang: 'de', answered: true, events });
  });

  test('closes a call once', async () => {
    const call = await newCall();
    await store.closeCall('one', call.id, END);
    await store.closeCall('one', call.id, { ...END, endedAt: 9_999, outcome: 'cut_off' });
    expect(await store.call('one', call.id)).toMatchObject({ endedAt: 2_000, outcome: 'ended_after_no' });
  });

  test('counts how the real calls of a day ended, and the messages that nobody has heard', async () => {
    const early = await newCall();
    const [told, left] = [await newCall(), await newCall()];
    const trial = await newCall('one', { kind: 'try' });
    await newCall();
    const deleted = await newCall();
    for (const call of [early, told, trial, deleted]) await store.closeCall('one', call.id, END);
    await store.closeCall('one', left.id, { ...END, outcome: 'message_left' });
    const [first] = [await newMessage(left), await newMessage(trial)];
    const gone = await newMessage(deleted);
    await store.deleteCall('one', deleted.id, 5);
    expect(gone).not.toBe(first);
    const since = await store.outcomesSince('one', told.startedAt);
    expect(Object.fromEntries(since)).toEqual({ ended_after_no: 1, message_left: 1 });
    expect(await store.unheard('one')).toBe(2);
    await store.markHeard('one', first, 6);
    expect(await store.unheard('one')).toBe(1);
    expect(await store.unheard('two')).toBe(0);
    expect((await store.outcomesSince('two', 0)).size).toBe(0);
  });

  test('a person’s word on whether a call was wanted is kept, changed and taken back', async () => {
    const call = await newCall();
    const about = { purpose: 'sales', company: 'Sparfuchs' } as const;
    const heard = { purpose: 'sales', slots: { company: 'Sparfuchs' } } as unknown as Understood;
    await store.appendEvents('one', call.id, 0, [{ atMs: 1, type: 'understood', heard }]);
    await store.closeCall('one', call.id, { ...END, about });
    const said = async () => [(await store.call('one', call.id))?.corrected, await store.companiesToldNo('one')];
    expect(await said()).toEqual([null, ['Sparfuchs']]);
    expect(await store.correct('one', 'eva', call.id, 'wanted', 5)).toBe(true);
    expect(await said()).toEqual(['wanted', []]);
    expect(await store.correct('one', 'eva', call.id, 'unwanted', 6)).toBe(true);
    expect(await said()).toEqual(['unwanted', ['Sparfuchs']]);
    expect(await store.correct('one', 'eva', call.id, null, 7)).toBe(true);
    expect(await said()).toEqual([null, ['Sparfuchs']]);
    expect(await store.correct('two', 'eva', call.id, 'wanted', 8)).toBe(false);
    await store.deleteCall('one', call.id, 9);
    expect(await store.correct('one', 'eva', call.id, 'wanted', 10)).toBe(false);
  });

  test('lists calls newest first, a page at a time', async () => {
    const calls = [];
    for (let i = 0; i < 5; i++) calls.push(await newCall());
    const newest = calls.map((call) => call.id).toReversed();
    expect((await store.calls('one', { limit: 3 })).map((call) => call.id)).toEqual(newest.slice(0, 3));
    expect((await store.calls('one', { limit: 3, before: newest[2]! })).map((call) => call.id)).toEqual(newest.slice(3));
  });

  test('marks a call in which an emergency was claimed, and no other', async () => {
    const [urgent, other] = [await newCall(), await newCall()];
    await store.appendEvents('one', urgent.id, 0, [{ atMs: 0, type: 'offered' }]);
    await store.appendEvents('one', other.id, 0, [{ atMs: 0, type: 'offered' }]);
    expect((await store.call('one', urgent.id))?.urgent).toBe(false);
    await store.appendEvents('one', urgent.id, 1, [{ atMs: 9, type: 'alerted' }]);
    expect((await store.call('one', urgent.id))?.urgent).toBe(true);
    expect((await store.calls('one', { limit: 2 })).map((call) => call.urgent)).toEqual([false, true]);
  });

  test('gives a message back sample by sample, cut to its length', async () => {
    const call = await newCall();
    const id = await newMessage(call);
    await store.appendAudio(
      'one',
      id,
      0,
      Int16Array.from({ length: 8000 }, (_, i) => i - 4000),
    );
    await store.appendAudio('one', id, 1, new Int16Array([32767, -32768, ...Array.from({ length: 798 }, () => 5)]).subarray(0, 800));
    expect((await store.call('one', call.id))?.message).toMatchObject({ durationMs: 1_100, heard: false });
    await store.finishMessage('one', id, 1_000.125);
    const audio = await store.messageAudio('one', id);
    expect(audio?.length).toBe(8000);
    expect(audio?.[0]).toBe(-4000);
    expect((await store.call('one', call.id))?.message?.durationMs).toBeCloseTo(1_000, 0);
  });

  test('refuses audio for a message that does not exist', async () => {
    await expect(store.appendAudio('one', 'nowhere', 0, new Int16Array(8))).rejects.toThrow(StoreError);
    await expect(store.finishMessage('one', 'nowhere', 1)).rejects.toThrow(StoreError);
  });

  test('remembers that a message was heard', async () => {
    const call = await newCall();
    const id = await newMessage(call);
    expect(await store.markHeard('one', id, 5)).toBe(true);
    expect((await store.call('one', call.id))?.message?.heard).toBe(true);
    expect(await store.markHeard('one', 'nowhere', 5)).toBe(false);
  });

  test('deletes a message and keeps its call', async () => {
    const call = await newCall();
    const id = await newMessage(call);
    await store.appendAudio('one', id, 0, new Int16Array(8));
    expect(await store.deleteMessage('two', id)).toBe(false);
    expect(await store.deleteMessage('one', id)).toBe(true);
    expect(await store.messageAudio('one', id)).toBeNull();
    expect((await store.call('one', call.id))?.message).toBeNull();
    expect(await store.deleteMessage('one', id)).toBe(false);
  });

  test('deletes a call, brings it back, and purges it for good', async () => {
    const call = await newCall();
    const id = await newMessage(call);
    await store.appendAudio('one', id, 0, new Int16Array(8));
    expect(await store.deleteCall('one', call.id, 100)).toBe(true);
    expect(await store.call('one', call.id)).toBeNull();
    expect(await store.messageAudio('one', id)).toBeNull();
    expect(await store.restoreCall('one', call.id)).toBe(true);
    expect(await store.messageAudio('one', id)).not.toBeNull();
    await store.deleteCall('one', call.id, 100);
    await store.purge('one', 150, 100);
    expect(await store.restoreCall('one', call.id)).toBe(true);
    await store.deleteCall('one', call.id, 100);
    await store.purge('one', 150, 101);
    expect(await store.restoreCall('one', call.id)).toBe(false);
    expect(await store.deleteCall('one', call.id, 100)).toBe(false);
  });

  test('lets messages expire, and keeps their calls', async () => {
    const call = await newCall();
    const expiring = await newMessage(call, 'one', 5_000);
    const kept = await newMessage(await newCall());
    await store.purge('one', 4_999, 0);
    expect(await store.messageAudio('one', expiring)).not.toBeNull();
    await store.purge('one', 5_001, 0);
    expect(await store.messageAudio('one', expiring)).toBeNull();
    expect(await store.messageAudio('one', kept)).not.toBeNull();
    expect((await store.call('one', call.id))?.message).toBeNull();
  });

  test('closes what an earlier run left open, and keeps a message that had begun', async () => {
    const silent = await newCall();
    const spoken = await newCall();
    const closed = await newCall();
    await store.closeCall('one', closed.id, END);
    const id = await newMessage(spoken);
    await store.appendAudio('one', id, 0, new Int16Array(4000));
    expect(await store.closeAbandoned('one', 9_000)).toBe(2);
    expect(await store.call('one', silent.id)).toMatchObject({ outcome: 'cut_off', endedBy: 'failure', endedAt: 9_000 });
    expect(await store.call('one', spoken.id)).toMatchObject({ outcome: 'message_left', message: { durationMs: 500 } });
    expect(await store.call('one', closed.id)).toMatchObject({ endedAt: 2_000 });
    expect(await store.closeAbandoned('one', 9_000)).toBe(0);
  });

  test('remembers the companies that were told no in real calls', async () => {
    const heard = (company: string): CallEvent => ({
      atMs: 5,
      type: 'understood',
      heard: { lang: 'de', purpose: 'sales', confidence: 1, odds: {}, acts: [], topic: 'other', remarks: [], slots: { company } },
    });
    for (const [kind, company, outcome] of [
      ['real', 'Vital Direkt', 'ended_after_no'],
      ['try', 'Probefirma', 'ended_after_no'],
      ['real', 'Praxis Weber', 'message_left'],
    ] as const) {
      const { id } = await newCall('one', { kind });
      await store.appendEvents('one', id, 0, [heard(company)]);
      await store.closeCall('one', id, { ...END, outcome });
    }
    expect(await store.companiesToldNo('one')).toEqual(['Vital Direkt']);
    expect(await store.companiesToldNo('other')).toEqual([]);
  });

  describe('for the evidence', () => {
    const sale = (more: Partial<NewCall> = {}) => newCall('one', { approach: 'empathy', approachAssigned: 'rotation', ...more });
    const closed = async (call: NewCall, how: Parting | null): Promise<NewCall> => {
      const parting = how && { how, topic: 'solar' as const };
      await store.closeCall('one', call.id, { ...END, endedAt: call.startedAt + 60_000, parting });
      return call;
    };
    const evidence = (now = 0) => people.evidence('one', now);

    test('gives real calls that were met with a no, oldest first, with how they parted', async () => {
      await closed(await sale(), 'kindly');
      await closed(await sale({ approach: 'friendly_no', approachAssigned: 'household' }), 'hard');
      await closed(await sale({ kind: 'try' }), 'kindly');
      await closed(await sale({ approach: 'conditional_no' }), 'kindly');
      await closed(await sale(), null);
      await closed(await newCall('two', { approach: 'empathy' }), 'kindly').catch(() => {});
      const deleted = await closed(await sale(), 'kindly');
      await store.deleteCall('one', deleted.id, 5);
      expect(await evidence()).toEqual([
        {
          approach: 'empathy',
          assigned: 'rotation',
          handler: 'attendant',
          topic: 'solar',
          parting: 'kindly',
          durationMs: 60_000,
          calledAgain: null,
          moodBefore: null,
          moodAfter: null,
        },
        {
          approach: 'friendly_no',
          assigned: 'household',
          handler: 'attendant',
          topic: 'solar',
          parting: 'hard',
          durationMs: 60_000,
          calledAgain: null,
          moodBefore: null,
          moodAfter: null,
        },
      ]);
    });

    test('leaves out whoever was wanted after all', async () => {
      const call = await closed(await sale(), 'hard');
      await store.correct('one', 'eva', call.id, 'wanted', 9);
      expect(await evidence()).toEqual([]);
      await store.correct('one', 'eva', call.id, 'unwanted', 9);
      expect(await evidence()).toHaveLength(1);
    });

    test('knows who called again within thirty days, once they are over', async () => {
      const first = await closed(await sale({ callerNumber: '+4930' }), 'neither');
      const [later, suppressed] = [await sale({ callerNumber: '+4930' }), await sale({ callerNumber: null })];
      await closed(later, 'neither');
      await closed(suppressed, 'neither');
      const again = async (now: number) => (await evidence(now)).map(({ calledAgain }) => calledAgain);
      expect(await again(first.startedAt + 29 * DAY_MS)).toEqual([null, null, null]);
      expect(await again(first.startedAt + 31 * DAY_MS)).toEqual([true, false, null]);
      const muchLater = await sale({ callerNumber: '+4930', startedAt: later.startedAt + 31 * DAY_MS });
      await closed(muchLater, 'neither');
      expect((await again(first.startedAt + 40 * DAY_MS)).slice(0, 2)).toEqual([true, false]);
    });

    test('takes a person’s word for how it parted, and what they felt', async () => {
      const call = await closed(await sale(), 'neither');
      expect(await people.setParting('one', 'eva', call.id, 'kindly', 9)).toBe(true);
      expect(await people.setParting('two', 'eva', call.id, 'hard', 9)).toBe(false);
      expect(await people.setMood('one', 'eva', call.id, { before: 2, after: null })).toBe(true);
      expect(await people.setMood('one', 'eva', call.id, { before: null, after: 4 })).toBe(true);
      expect(await people.setMood('two', 'eva', call.id, { before: 1, after: 1 })).toBe(false);
      expect(await people.mood('one', 'eva', call.id)).toEqual({ before: 2, after: 4 });
      expect(await people.mood('one', 'anna', call.id)).toEqual({ before: null, after: null });
      expect(await evidence()).toMatchObject([{ parting: 'kindly', topic: 'solar', moodBefore: 2, moodAfter: 4 }]);
      expect(await store.call('one', call.id)).toMatchObject({ parting: 'kindly' });
      const uncoded = await closed(await sale(), null);
      expect(await people.setParting('one', 'eva', uncoded.id, 'kindly', 9)).toBe(false);
    });
  });

  test('never shows or changes one household’s rows for another', async () => {
    const call = await newCall('one');
    const id = await newMessage(call, 'one');
    await store.appendAudio('one', id, 0, new Int16Array(8));
    expect(await store.calls('two', { limit: 10 })).toEqual([]);
    expect(await store.call('two', call.id)).toBeNull();
    expect(await store.messageAudio('two', id)).toBeNull();
    expect(await store.markHeard('two', id, 1)).toBe(false);
    expect(await store.deleteCall('two', call.id, 1)).toBe(false);
    await expect(store.appendEvents('two', call.id, 0, [{ atMs: 0, type: 'offered' }])).rejects.toThrow(StoreError);
    await expect(store.appendAudio('two', id, 1, new Int16Array(8))).rejects.toThrow(StoreError);
    await expect(store.finishMessage('two', id, 1)).rejects.toThrow(StoreError);
    await store.closeCall('two', call.id, END).catch(() => {});
    await store.purge('two', 1e15, 1e15);
    expect(await store.closeAbandoned('two', 1)).toBe(0);
    expect(await store.call('one', call.id)).toMatchObject({ endedAt: null, events: [] });
  });
});
