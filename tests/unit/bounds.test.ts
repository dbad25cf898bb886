import { beforeEach, describe, expect, test } from 'vitest';
import { Attendant } from '../../src/attendant/attendant.ts';
import { MessageRecorder } from '../../src/attendant/message-recorder.ts';
import type { PutThroughPlan } from '../../src/attendant/put-through-plan.ts';
import { PutThrough } from '../../src/attendant/put-through.ts';
import { RepeatCalls } from '../../src/attendant/repeat-calls.ts';
import { durationMs, FRAME_SAMPLES, type Pcm } from '../../src/call/audio.ts';
import { Faults } from '../../src/call/faults.ts';
import { silentLog } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { householdOf } from '../../src/configured-household.ts';
import { readConfig } from '../../src/config.ts';
import { utterance, wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { contactsOf } from '../../src/household/contacts.ts';
import { HOME, type Household, type Line } from '../../src/household/household.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import type { CallJournal } from '../../src/journal/journal.ts';
import { Journal } from '../../src/journal/journal.ts';
import { MessageBox } from '../../src/journal/message-box.ts';
import { ToldNo } from '../../src/journal/told-no.ts';
import { PhraseAudio } from '../../src/speaking/phrase-audio.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { FakePhones } from '../support/fake-phones.ts';
import { FakeVoice, hum, noCache, PLAIN_LINE, speechNoise, understandingTools } from '../support/fakes.ts';
import { MemoryStore } from '../support/memory-store.ts';

const LINE: Line = { ...PLAIN_LINE, id: 'home', answerAfterSeconds: 1, fritzbox: false, repeatCallMinutes: 30, lang: 'de' };
const HOUSEHOLD: Household = {
  id: HOME,
  spokenName: 'Familie Berger',
  lang: 'de',
  countryCode: '49',
  timeZone: 'Europe/Berlin',
  keepMessagesDays: 30,
  keepTranscriptsDays: 0,
  maxCalls: 3,
  profile: DEFAULT_PROFILE,
  lines: [LINE],
};
const phrases = new PhraseAudio(new FakeVoice(), noCache, wordsOf);

test('of callers who were answered, 500 are remembered, and the first are forgotten', () => {
  const clock = new VirtualClock();
  const repeats = new RepeatCalls(clock);
  const number = (caller: number): string => `+49401${String(caller).padStart(6, '0')}`;
  for (let caller = 0; caller <= 500; caller++) repeats.remember('home', number(caller));
  expect(repeats.isSecond(LINE, number(0))).toBe(false);
  expect(repeats.isSecond(LINE, number(1))).toBe(true);
  expect(repeats.isSecond(LINE, number(500))).toBe(true);
});

describe('phones that ring in turn', () => {
  const plan: PutThroughPlan = {
    lineId: 'home',
    list: 'household',
    ring: 'in_turn',
    ringMs: 30_000,
    wish: {},
    lang: 'de',
    words: utterance('de', {}, 'family_call'),
    slots: {},
    byKey: true,
    messageKey: true,
    taken: 'family_taken',
  };

  test('however many, keep a caller waiting for 100 s', async () => {
    const clock = new VirtualClock();
    const phones = new FakePhones(clock, 20);
    const faults = new Faults(() => {});
    const ends: string[] = [];
    const ringing = new PutThrough(
      plan,
      { clock, faults, phrases, dialler: phones },
      { answered: () => {}, accepted: () => {}, failed: (why) => ends.push(`${why} after ${clock.now()}`) },
    );
    ringing.start();
    await clock.advance(300_000);
    expect(ends).toEqual(['no_answer after 100000']);
    expect(phones.legs.map(({ leg }) => leg.state)).toEqual(['ended', 'ended', 'ended', 'ended']);
    expect(clock.waiting).toBe(0);
  });

  test('a telephone that cannot be rung does not end the ringing of the others', async () => {
    const clock = new VirtualClock();
    const phones = new FakePhones(clock, 3);
    const faults = new Faults(() => {});
    const ends: string[] = [];
    const dialler = {
      phonesOf: () => 3,
      dial: (...[line, list, phone]: Parameters<FakePhones['dial']>) => {
        if (phone !== 2) throw new RangeError('broken');
        return phones.dial(line, list, phone);
      },
    };
    for (const ring of ['together', 'in_turn'] as const)
      new PutThrough(
        { ...plan, ring },
        { clock, faults, phrases, dialler },
        { answered: () => {}, accepted: () => {}, failed: (why) => ends.push(why) },
      ).start();
    expect(phones.legs.map(({ phone }) => phone)).toEqual([2, 2]);
    await clock.advance(30_000);
    expect(ends).toEqual(['no_answer', 'no_answer']);
    expect(faults.counts).toEqual({ call: 4 });
  });
});

describe('the recorder of a message', () => {
  let written: Pcm[];
  let recorder: MessageRecorder;
  beforeEach(() => {
    written = [];
    const page = {
      beginMessage: async () => {},
      appendAudio: async (_id: string, _seq: number, pcm: Pcm) => void written.push(pcm),
      finishMessage: async () => {},
    } as unknown as CallJournal;
    recorder = new MessageRecorder(page, { id: 'm', callId: 'c', createdAt: 0, expiresAt: null });
  });
  const pushes = (ms: number, speaks: boolean): void => {
    for (let at = 0; at < ms; at += 20) recorder.push(hum(20).subarray(0, FRAME_SAMPLES), speaks);
  };
  const writtenMs = (): number[] => written.map((pcm) => durationMs(pcm.length));

  test('keeps 600 ms from before the first word, however long the silence was', async () => {
    pushes(60_000, false);
    expect(written).toEqual([]);
    pushes(200, true);
    await recorder.finish();
    expect(writtenMs()).toEqual([800]);
  });

  test('holds a second at most of what is not written yet', () => {
    pushes(10_000, true);
    expect(writtenMs()).toEqual(Array.from({ length: 10 }, () => 1_000));
  });
});

describe('what a call leaves behind', () => {
  let clock: VirtualClock;
  let store: MemoryStore;
  let toldNo: ToldNo;
  beforeEach(() => {
    clock = new VirtualClock();
    store = new MemoryStore();
    toldNo = new ToldNo();
  });
  const attendant = (household: Household): Attendant =>
    new Attendant(
      {
        ...understandingTools(),
        clock,
        household,
        phrases,
        toldNo,
        contacts: contactsOf([]),
        journal: new Journal({ store, transcripts: store, householdId: HOME, clock, log: silentLog }),
        messages: new MessageBox(store, HOME, clock),
        serverIsFull: () => false,
      },
      [],
    );
  const typed = (lineId: string | null): LocalLeg =>
    new LocalLeg(clock, { from: { number: '+4940123', displayName: null }, lineId, transport: 'typed', givesWords: true });

  async function sells(lineId: string | null): Promise<string | null | undefined> {
    const seller = typed(lineId);
    const id = attendant(HOUSEHOLD).take(seller) ?? '';
    const say = async (words: string): Promise<void> => {
      await clock.advance(12_000);
      seller.speak(speechNoise(3_000), 0.95, words);
      await clock.advance(14_000);
    };
    await say('Guten Tag, hier ist die Firma Sonnenklar, ich habe ein tolles Angebot für einen neuen Stromtarif.');
    await say('Na gut, danke für die Ehrlichkeit. Schönen Tag noch!');
    await clock.advance(60_000);
    return (await store.call(HOME, id))?.outcome;
  }

  test('a company that was told no is remembered', async () => {
    expect(await sells('home')).toBe('ended_after_no');
    expect(toldNo.companies).toEqual([expect.stringContaining('Sonnenklar')]);
  });

  test('of a trial nothing is: nobody was told anything', async () => {
    expect(await sells(null)).toBe('ended_after_no');
    expect(toldNo.companies).toEqual([]);
  });

  test.each([
    [7, 7 * 86_400_000],
    [90, 90 * 86_400_000],
  ])('a message is kept as long as the settings say (%i days)', async (keepMessagesDays, keptMs) => {
    const config = readConfig({ DANKE_CONFIG: '/dev/null' }, '/');
    const expiry = await leavesMessage(householdOf({ ...config.households[0], keepMessagesDays }));
    expect(expiry.expiresAt! - expiry.begunAt).toBe(keptMs);
    await store.purge(HOME, expiry.expiresAt! - 1, 0);
    expect((await store.call(HOME, expiry.id))?.message).not.toBeNull();
    await store.purge(HOME, expiry.expiresAt! + 1, 0);
    expect((await store.call(HOME, expiry.id))?.message).toBeNull();
  });

  test('where the settings say so, for good', async () => {
    const config = readConfig({ DANKE_CONFIG: '/dev/null' }, '/');
    expect((await leavesMessage(householdOf({ ...config.households[0], keepMessagesDays: null }))).expiresAt).toBeNull();
  });

  async function leavesMessage(household: Household): Promise<{ id: string; begunAt: number; expiresAt: number | null }> {
    let begunAt = 0;
    const begin = store.beginMessage.bind(store);
    store.beginMessage = async (of, message) => {
      begunAt = message.createdAt;
      await begin(of, message);
    };
    const caller = typed(null);
    const id = attendant(household).take(caller) ?? '';
    await clock.advance(10_000);
    caller.pressKey('1');
    await clock.advance(3_000);
    caller.speak(speechNoise(4_000), 0.95);
    await clock.advance(30_000);
    const message = (await store.call(HOME, id))?.message;
    if (!message) throw new Error('no message was kept');
    return { id, begunAt, expiresAt: message.expiresAt };
  }
});
