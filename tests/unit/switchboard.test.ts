import { describe, expect, test } from 'vitest';
import { Attendant } from '../../src/attendant/attendant.ts';
import { SelfTest } from '../../src/attendant/self-test.ts';
import { Switchboard, type Desk } from '../../src/attendant/switchboard.ts';
import { Faults } from '../../src/call/faults.ts';
import { silentLog } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { contactsOf } from '../../src/household/contacts.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { MessageBox } from '../../src/journal/message-box.ts';
import { Journal } from '../../src/journal/journal.ts';
import { PhraseAudio } from '../../src/speaking/phrase-audio.ts';
import type { DeclineReason } from '../../src/telephony/leg.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { FakeVoice, noCache, noPhones, PLAIN_LINE, understandingTools } from '../support/fakes.ts';
import { MemoryStore } from '../support/memory-store.ts';

const SERVER_TAKES = 3;

/** Two households on one server: the doctor's may have two calls at once, the server three. */
function setUp() {
  const clock = new VirtualClock();
  const store = new MemoryStore();
  const heard: string[] = [];
  const phrases = new PhraseAudio(new FakeVoice(), noCache, (segment) => {
    const words = wordsOf(segment);
    heard.push(words);
    return words;
  });
  const desk = (id: string, spokenName: string, maxCalls: number) => {
    const household = {
      id,
      spokenName,
      lang: 'de',
      countryCode: '49',
      timeZone: 'Europe/Berlin',
      keepMessagesDays: 30,
      keepTranscriptsDays: 0,
      maxCalls,
      lines: [{ ...PLAIN_LINE, id: `${id}-line`, answerAfterSeconds: 0, fritzbox: false, repeatCallMinutes: 0, lang: 'de' }],
      profile: DEFAULT_PROFILE,
    } as const;
    const attendant: Attendant = new Attendant(
      {
        ...understandingTools(),
        clock,
        household,
        phrases,
        contacts: contactsOf([]),
        journal: new Journal({ store, transcripts: store, householdId: id, clock, log: silentLog }),
        messages: new MessageBox(store, id, clock),
        serverIsFull: () => switchboard.calls >= SERVER_TAKES,
      },
      [],
    );
    return { household, attendant, selfTest: new SelfTest({ clock, household: () => household, dialler: noPhones }) };
  };
  const switchboard: Switchboard<Desk> = new Switchboard([desk('home', 'Familie Berger', Infinity), desk('praxis', 'Praxis Weber', 2)], {
    clock,
    faults: new Faults(() => {}),
  });
  const declined: DeclineReason[] = [];
  const call = (lineId: string | null): LocalLeg => {
    const leg = new LocalLeg(
      clock,
      { from: { number: '030123', displayName: null }, lineId, transport: 'typed' },
      { declined: (why) => declined.push(why) },
    );
    switchboard.take(leg);
    return leg;
  };
  const linesOf = async (id: string) => (await store.calls(id, { limit: 10 })).map(({ lineId }) => lineId);
  return { clock, call, declined, linesOf, heard, switchboard };
}

describe('the switchboard', () => {
  test('brings a call to the household of its line, whose journal alone has it and whose name is heard', async () => {
    const { clock, call, linesOf, heard } = setUp();
    call('praxis-line');
    await clock.advance(2_000);
    expect(heard.join(' ')).toContain('Praxis Weber');
    expect(heard.join(' ')).not.toContain('Berger');
    expect(await linesOf('praxis')).toEqual(['praxis-line']);
    expect(await linesOf('home')).toEqual([]);
    call('home-line');
    call(null);
    expect(new Set(await linesOf('home'))).toEqual(new Set([null, 'home-line']));
    expect(await linesOf('praxis')).toHaveLength(1);
  });

  test('a household takes no more than its share, and all together no more than the server', async () => {
    const { call, declined, switchboard } = setUp();
    for (let i = 0; i < 3; i++) call('praxis-line');
    expect(declined).toEqual(['busy']);
    call('home-line');
    expect(switchboard.calls).toBe(SERVER_TAKES);
    call('home-line');
    expect(declined).toEqual(['busy', 'busy']);
  });

  test('drains every household, and then takes no call of any', async () => {
    const { clock, call, declined, switchboard } = setUp();
    call('praxis-line');
    call('home-line');
    await clock.advance(2_000);
    const empty = switchboard.drain();
    await clock.advance(30_000);
    await empty;
    expect(switchboard.calls).toBe(0);
    call('praxis-line');
    call('home-line');
    expect(declined).toEqual(['gone', 'gone']);
  });
});
