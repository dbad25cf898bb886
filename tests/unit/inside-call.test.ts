import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { Attendant } from '../../src/attendant/attendant.ts';
import { silentLog } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { guard } from '../../src/conversation/guard.ts';
import { initialMenu, menuStep, PAUSE_MS, type KeptMessage, type MenuEvent } from '../../src/conversation/inside-menu.ts';
import { FAMILY_PHRASES } from '../../src/conversation/phrases/family.ts';
import { spokenMoment, spokenTime } from '../../src/conversation/phrases/spoken-time.ts';
import { wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { contactsOf } from '../../src/household/contacts.ts';
import { Expecting } from '../../src/household/expecting.ts';
import { HOME } from '../../src/household/household.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { Journal } from '../../src/journal/journal.ts';
import { MessageBox } from '../../src/journal/message-box.ts';
import { PhraseAudio } from '../../src/speaking/phrase-audio.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { FakeVoice, hum, memorySettings, noCache, PLAIN_LINE, speechNoise, understandingTools } from '../support/fakes.ts';
import { MemoryStore } from '../support/memory-store.ts';

const ZONE = 'Europe/Berlin';
const OMA = '0401234';

describe('a call from a phone of the house', () => {
  let clock: VirtualClock;
  let store: MemoryStore;
  let expecting: Expecting;
  let attendant: Attendant;
  let said: string[];

  async function start(inside: object = {}, lang: 'de' | 'en' = 'de'): Promise<void> {
    // 10 am in Berlin, on a Tuesday.
    clock = new VirtualClock(Date.UTC(2026, 10, 24, 9));
    store = new MemoryStore();
    said = [];
    expecting = await Expecting.load(memorySettings(), HOME, clock);
    const line = { ...PLAIN_LINE, id: 'home', answerAfterSeconds: 20, fritzbox: true, repeatCallMinutes: 3, lang } as const;
    attendant = new Attendant(
      {
        clock,
        household: {
          id: HOME,
          spokenName: null,
          lang,
          countryCode: '49',
          timeZone: ZONE,
          keepMessagesDays: 30,
          keepTranscriptsDays: 0,
          maxCalls: Infinity,
          lines: [{ ...line, inside: { phones: ['**610'], answerAfterSeconds: 5, code: null, ...inside } }],
          profile: DEFAULT_PROFILE,
        },
        phrases: new PhraseAudio(new FakeVoice(), noCache, (segment) => {
          const words = wordsOf(segment);
          if (segment.phraseId.startsWith('family_')) said.push(words);
          return words;
        }),
        contacts: contactsOf([{ name: 'Oma', number: '49401234' }]),
        journal: new Journal({ store, transcripts: store, householdId: HOME, clock, log: silentLog }),
        messages: new MessageBox(store, HOME, clock),
        ...understandingTools(),
        expecting,
        serverIsFull: () => false,
      },
      [],
    );
  }

  beforeEach(() => start());

  async function leaveMessage(number: string | null, seconds: number): Promise<void> {
    const leg = new LocalLeg(clock, { from: { number, displayName: null }, lineId: 'home', transport: 'typed' });
    attendant.take(leg);
    // Behind the tone, which comes sooner for people who are known.
    await clock.advance(number === OMA ? 30_000 : 45_000);
    leg.speak(speechNoise(seconds * 1000), 0.9);
    await clock.advance(seconds * 1000 + 30_000);
    expect(leg.state).toBe('ended');
  }

  function insideLeg(number = '**610'): { leg: LocalLeg; played: number[] } {
    const played: number[] = [];
    const leg = new LocalLeg(clock, { from: { number, displayName: 'Küche' }, lineId: 'home', transport: 'typed' });
    const play = leg.play.bind(leg);
    leg.play = (clipId, pcm) => {
      if (pcm.some((sample) => sample !== hum(20)[0] && sample !== 0)) played.push(Math.round(pcm.length / 8000));
      play(clipId, pcm);
    };
    attendant.take(leg);
    return { leg, played };
  }

  test('rings for a moment, tells that there is nothing, offers the pause, and says goodbye', async () => {
    const { leg } = insideLeg();
    await clock.advance(4_900);
    expect(leg.state).toBe('ringing');
    await clock.advance(60_000);
    const menu = 'Drücken Sie die Fünf, dann halte ich mich zwei Stunden lang heraus.';
    expect(said).toEqual(['Guten Tag. Neue Nachrichten gibt es nicht.', menu, menu, 'Auf Wiederhören.']);
    expect(leg.state).toBe('ended');
    expect(await store.calls(HOME, { limit: 10 })).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  test.each(['ring', 'answer', 'play', 'stopPlaying', 'hangUp', 'listen'] as const)(
    'ends when something breaks in it, and leaves nothing behind (%s)',
    async (method) => {
      await leaveMessage(OMA, 4);
      const leg = new LocalLeg(clock, { from: { number: '**610', displayName: null }, lineId: 'home', transport: 'typed' });
      const works = leg[method].bind(leg) as () => void;
      let struck = 0;
      leg[method] = () => {
        if (struck++ > 0) return works();
        throw new Error('broken');
      };
      attendant.take(leg);
      await clock.advance(8_000);
      leg.pressKey('2');
      await clock.advance(120_000);
      expect(struck).toBeGreaterThan(0);
      expect(attendant.calls).toBe(0);
      leg.leave();
      expect(clock.waiting).toBe(0);
    },
  );

  test('plays new messages, the oldest first, and marks as heard what was heard', async () => {
    await leaveMessage(OMA, 4);
    await leaveMessage(null, 6);
    said.length = 0;
    const { leg, played } = insideLeg();
    await clock.advance(120_000);
    expect(said.slice(0, 5)).toEqual([
      'Guten Tag. 2 neue Nachrichten warten auf Sie.',
      'Mit der Eins hören Sie eine Nachricht noch einmal, mit der Zwei geht es weiter.',
      'Heute um 10 Uhr, von Oma.',
      'Heute um 10 Uhr 1, ohne Nummer.',
      'Das waren alle.',
    ]);
    expect(played).toEqual([5, 7]);
    expect(leg.state).toBe('ended');
    expect((await store.calls(HOME, { limit: 10 })).map(({ message }) => message?.heard)).toEqual([true, true]);
    said.length = 0;
    const again = insideLeg();
    await clock.advance(11_000);
    again.leg.pressKey('1');
    await clock.advance(120_000);
    expect(said).toContain('Drücken Sie die Eins für Ihre Nachrichten.');
    expect(again.played).toEqual([5, 7]);
  });

  test('1 plays a message again, 2 goes on; who hangs up in the middle finds the rest new', async () => {
    await leaveMessage(OMA, 4);
    await leaveMessage(null, 6);
    const { leg, played } = insideLeg();
    await clock.advance(5_500);
    leg.pressKey('2');
    await clock.advance(4_000);
    leg.pressKey('1');
    await clock.advance(4_000);
    leg.pressKey('2');
    await clock.advance(3_000);
    leg.leave();
    await clock.advance(60_000);
    expect(played).toEqual([5, 5, 7]);
    expect((await store.calls(HOME, { limit: 10 })).map(({ message }) => message?.heard)).toEqual([false, true]);
    expect(clock.waiting).toBe(0);
  });

  test('5 pauses the attendant for two hours, and 5 ends it', async () => {
    const { leg } = insideLeg();
    await clock.advance(6_000);
    leg.pressKey('5');
    await clock.advance(20_000);
    expect(said).toContain('Bis 12 Uhr klingelt jeder Anruf bei Ihnen.');
    expect(leg.state).toBe('ended');
    expect(expecting.until).toBe(Date.UTC(2026, 10, 24, 11, 0, 6));
    said.length = 0;
    const back = insideLeg();
    await clock.advance(6_000);
    back.leg.pressKey('5');
    await clock.advance(20_000);
    expect(said).toContain('Ab jetzt nehme ich wieder ab.');
    expect(expecting.until).toBeNull();
  });

  test('asks for the code first, where one is set; after three wrong ones it hangs up', async () => {
    await start({ code: '2468' });
    await leaveMessage(OMA, 4);
    said.length = 0;
    const { leg, played } = insideLeg();
    await clock.advance(6_000);
    for (const digit of '1111') leg.pressKey(digit);
    await clock.advance(3_000);
    for (const digit of '2468') leg.pressKey(digit);
    await clock.advance(30_000);
    expect(said.slice(0, 3)).toEqual([
      'Guten Tag. Bitte geben Sie Ihre Geheimzahl ein.',
      'Das war sie leider nicht.',
      'Guten Tag. Eine neue Nachricht wartet auf Sie.',
    ]);
    expect(played).toEqual([5]);
    said.length = 0;
    const stranger = insideLeg();
    await clock.advance(6_000);
    for (const digit of '111122223333') stranger.leg.pressKey(digit);
    await clock.advance(20_000);
    expect(said.at(-1)).toBe('Auf Wiederhören.');
    expect(stranger.leg.state).toBe('ended');
    expect(stranger.played).toEqual([]);
  });

  test('codes cannot be tried through: after nine wrong ones there is a long wait', async () => {
    await start({ code: '2468' });
    const tryOut = async (digits: string): Promise<LocalLeg> => {
      const { leg } = insideLeg();
      await clock.advance(6_000);
      for (const digit of digits) leg.pressKey(digit);
      await clock.advance(30_000);
      return leg;
    };
    for (let call = 0; call < 3; call++) await tryOut('111122223333');
    said.length = 0;
    await tryOut('2468');
    expect(said).toEqual([]);
    await clock.advance(3_600_000);
    await tryOut('2468');
    expect(said[1]).toBe('Guten Tag. Neue Nachrichten gibt es nicht.');
  });

  test('the doorbell and phones that are not on the list hear nothing', async () => {
    for (const number of ['**1', '**611', '+494099']) {
      const { leg } = insideLeg(number);
      await clock.advance(10_000);
      expect(leg.state).toBe('ringing');
      leg.leave();
      await clock.advance(1_000);
    }
    expect(said).toEqual([]);
  });

  test('a store that fails is no reason for silence', async () => {
    store.calls = () => Promise.reject(new Error('disk'));
    insideLeg();
    await clock.advance(30_000);
    expect(said[0]).toBe('Guten Tag. Neue Nachrichten gibt es nicht.');
  });

  test('a stop of the server ends it', async () => {
    const { leg } = insideLeg();
    await clock.advance(7_000);
    await attendant.drain();
    expect(leg.state).toBe('ended');
  });
});

describe('the menu', () => {
  const message = fc.record({
    at: fc.integer({ min: 1_700_000_000_000, max: 1_760_000_000_000 }),
    name: fc.constantFrom(null, 'Oma', 'Praxis Weber'),
    number: fc.constantFrom(null, '+49401234', '**621'),
    heard: fc.boolean(),
  });
  const messages = fc.array(message, { maxLength: 4 }).map((list) => list.map((one, index): KeptMessage => ({ ...one, id: `m${index}` })));
  const event = fc.oneof<fc.Arbitrary<MenuEvent>[]>(
    fc.constantFrom<MenuEvent>({ type: 'said' }, { type: 'wake' }, { type: 'played', complete: true }, { type: 'played', complete: false }),
    fc.constantFrom(...'0123456789*#'.split('')).map((digit): MenuEvent => ({ type: 'key', digit })),
  );
  const NOW = 1_765_000_000_000;

  test('whatever is pressed: nothing is played or changed before the code, every sentence passes the guard, and the end is the end', () => {
    fc.assert(
      fc.property(
        messages,
        fc.constantFrom('de' as const, 'en' as const),
        fc.constantFrom(null, '2468'),
        fc.array(event, { maxLength: 40 }),
        (list, lang, code, events) => {
          let state = initialMenu({ lang, zone: ZONE, messages: list, code }, null);
          let keys = '';
          let over = false;
          for (const one of [{ type: 'answered' } as const, ...events, { type: 'ended' } as const, ...events]) {
            const step = menuStep(state, one, NOW);
            state = step.state;
            if (one.type === 'key') keys += one.digit;
            if (over) expect(step.actions).toEqual([]);
            over ||= one.type === 'ended' || step.actions.some(({ type }) => type === 'hang_up');
            for (const action of step.actions) {
              if (action.type === 'say') expect(guard(action.utterance, lang, action.slots, 'family').rejected).toBeNull();
              if (code !== null && ['play', 'mark_heard', 'pause'].includes(action.type)) expect(keys).toContain(code);
              if (action.type === 'pause' && action.until !== null) expect(action.until).toBe(NOW + PAUSE_MS);
            }
          }
        },
      ),
      { numRuns: process.env['DANKE_LONG'] === '1' ? 20_000 : 1_000 },
    );
  });

  test('left alone it ends, whatever was pressed before', () => {
    fc.assert(
      fc.property(messages, fc.constantFrom(null, '2468'), fc.array(event, { maxLength: 12 }), (list, code, before) => {
        let state = initialMenu({ lang: 'de', zone: ZONE, messages: list, code }, NOW + 1000);
        for (const one of [{ type: 'answered' } as const, ...before]) state = menuStep(state, one, NOW).state;
        for (let steps = 0; steps < 60 && state.room !== 'done'; steps++) {
          const next: MenuEvent =
            state.wakeIn !== null ? { type: 'wake' } : state.room === 'playing' ? { type: 'played', complete: true } : { type: 'said' };
          state = menuStep(state, next, NOW).state;
        }
        expect(state.room).toBe('done');
      }),
    );
  });

  test('a key that means nothing changes nothing: the pause that was counted goes on', () => {
    let state = initialMenu({ lang: 'de', zone: ZONE, messages: [], code: null }, null);
    state = menuStep(state, { type: 'answered' }, NOW).state;
    state = menuStep(state, { type: 'said' }, NOW).state;
    expect(state.wakeIn).toBe(6_000);
    for (const digit of '0346789*#'.split('')) expect(menuStep(state, { type: 'key', digit }, NOW)).toEqual({ state, actions: [] });
  });
});

test('both languages have every phrase for the family', () => {
  expect(Object.keys(FAMILY_PHRASES.en)).toEqual(Object.keys(FAMILY_PHRASES.de));
});

test.each([
  [0, 'Heute um 14 Uhr 5', 'Today at 2:05 pm'],
  [1, 'Gestern um 14 Uhr 5', 'Yesterday at 2:05 pm'],
  [3, 'Am Samstag um 14 Uhr 5', 'On Saturday at 2:05 pm'],
  [7, 'Am siebzehnten November um 14 Uhr 5', 'On the 17th of November at 2:05 pm'],
  [21, 'Am dritten November um 14 Uhr 5', 'On the 3rd of November at 2:05 pm'],
  [23, 'Am ersten November um 14 Uhr 5', 'On the 1st of November at 2:05 pm'],
  [24, 'Am einunddreißigsten Oktober um 14 Uhr 5', 'On the 31st of October at 2:05 pm'],
  [34, 'Am einundzwanzigsten Oktober um 15 Uhr 5', 'On the 21st of October at 3:05 pm'],
])('%i days ago is said as %s', (days, german, english) => {
  const now = Date.UTC(2026, 10, 24, 13, 5);
  const then = now - days * 86_400_000;
  expect([spokenMoment('de', then, now, ZONE), spokenMoment('en', then, now, ZONE)]).toEqual([german, english]);
});

test.each([
  [0, '0 Uhr', '12 am'],
  [12, '12 Uhr', '12 pm'],
  [23, '23 Uhr', '11 pm'],
])('%i o’clock is said as %s', (hour, german, english) => {
  const at = Date.UTC(2026, 0, 1, hour);
  expect([spokenTime('de', at, 'UTC'), spokenTime('en', at, 'UTC')]).toEqual([german, english]);
});
