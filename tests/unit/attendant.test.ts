import { beforeEach, describe, expect, test } from 'vitest';
import { transcribed, wholeUtterances } from '../../src/hearing/transcriber.ts';
import { Attendant, type AttendantTools } from '../../src/attendant/attendant.ts';
import { silentLog } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { contactsOf } from '../../src/household/contacts.ts';
import { HOME, type Household } from '../../src/household/household.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { LiveCalls } from '../../src/http/live.ts';
import { MessageBox } from '../../src/journal/message-box.ts';
import { Journal } from '../../src/journal/journal.ts';
import { StoreError } from '../../src/journal/store.ts';
import { PhraseAudio } from '../../src/speaking/phrase-audio.ts';
import type { DeclineReason } from '../../src/telephony/leg.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { FakePhones } from '../support/fake-phones.ts';
import { FakeTranscriber, FakeVoice, noCache, PLAIN_LINE, speechNoise, understandingTools } from '../support/fakes.ts';
import { MemoryStore } from '../support/memory-store.ts';

describe('the attendant', () => {
  let clock: VirtualClock;
  let store: MemoryStore;
  let phones: FakePhones;
  let voice: FakeVoice;
  let live: LiveCalls;
  let attendant: Attendant;
  let withTools: (more: Partial<AttendantTools>) => Attendant;
  let declined: DeclineReason[];
  let household: Household;
  beforeEach(() => {
    clock = new VirtualClock();
    store = new MemoryStore();
    phones = new FakePhones(clock, 1);
    voice = new FakeVoice();
    live = new LiveCalls(wordsOf);
    declined = [];
    const line = { ...PLAIN_LINE, id: 'home', answerAfterSeconds: 20, fritzbox: false, repeatCallMinutes: 3, lang: 'de' } as const;
    const box = { ...line, id: 'box', fritzbox: true } as const;
    household = {
      id: HOME,
      spokenName: 'Familie Berger',
      lang: 'de',
      countryCode: '49',
      timeZone: 'Europe/Berlin',
      keepMessagesDays: 30,
      keepTranscriptsDays: 0,
      maxCalls: 3,
      lines: [line, box],
      profile: DEFAULT_PROFILE,
    };
    const phrases = new PhraseAudio(voice, noCache, wordsOf);
    withTools = (more) => attendantWith(phrases, more);
    attendant = withTools({});
  });

  function attendantWith(phrases: PhraseAudio, more: Partial<AttendantTools>): Attendant {
    return new Attendant(
      {
        clock,
        household,
        phrases,
        contacts: contactsOf([]),
        journal: new Journal({ store, transcripts: store, householdId: HOME, clock, log: silentLog }),
        messages: new MessageBox(store, HOME, clock),
        ...understandingTools(),
        dialler: phones,
        serverIsFull: () => false,
        ...more,
      },
      [live],
    );
  }

  function leg(lineId: string | null = null, number: string | null = '040123'): LocalLeg {
    return new LocalLeg(
      clock,
      { from: { number, displayName: null }, lineId, transport: 'typed' },
      { declined: (reason) => declined.push(reason) },
    );
  }

  test('of sentences with a name of one call nothing is written to the cache, and the oldest are forgotten', async () => {
    const written: string[] = [];
    const phrases = new PhraseAudio(voice, { read: async () => null, write: async (key) => void written.push(key) }, wordsOf);
    const from = (name: string) => ({ phraseId: 'family_call_from', variant: 0, lang: 'de', slots: { name } }) as const;
    await phrases.get({ phraseId: 'intro', variant: 0, lang: 'de', slots: { household: 'Familie Berger' } });
    for (let caller = 0; caller < 101; caller++) await phrases.get(from(`Anrufer ${caller}`));
    expect(written).toHaveLength(1);
    const before = voice.renderings;
    await phrases.get(from('Anrufer 100'));
    expect(voice.renderings).toBe(before);
    await phrases.get(from('Anrufer 0'));
    expect(voice.renderings).toBe(before + 1);
  });

  test('leads two calls at once, each its own way', async () => {
    const talks = leg();
    const stays = leg();
    const first = attendant.take(talks) ?? '';
    await clock.advance(3_000);
    const second = attendant.take(stays) ?? '';
    await clock.advance(500);
    talks.speak(speechNoise(2_000), 0.9);
    await clock.advance(20_000);
    talks.speak(speechNoise(3_000), 0.9);
    await clock.advance(60_000);
    const [one, other] = await Promise.all([store.call(HOME, first), store.call(HOME, second)]);
    expect(one).toMatchObject({ outcome: 'message_left' });
    expect(other).toMatchObject({ outcome: 'stayed_silent', message: null });
    const said = (call: typeof one) =>
      call?.events.flatMap((event) => (event.type === 'segment_played' && event.complete ? [event.segment.phraseId] : []));
    expect(said(one)).toContain('words_lost');
    expect(said(other)).not.toContain('words_lost');
    expect(voice.renderings).toBeLessThan(25);
    expect(clock.waiting).toBe(0);
  });

  test('meets one call too many with a busy signal', () => {
    for (let i = 0; i < 3; i++) expect(attendant.take(leg())).not.toBeNull();
    expect(attendant.take(leg())).toBeNull();
    expect(declined).toEqual(['busy']);
  });

  test('on a FRITZ!Box line lets one call too many ring for a moment, so that no other phone falls silent', async () => {
    for (let i = 0; i < 3; i++) attendant.take(leg());
    const tooMany = leg('box');
    expect(attendant.take(tooMany)).toBeNull();
    expect(tooMany.state).toBe('ringing');
    await clock.advance(2_900);
    expect(declined).toEqual([]);
    await clock.advance(200);
    expect(declined).toEqual(['gone']);
  });

  /** Somebody who hears the computer and hangs up at once. */
  async function callsBriefly(number: string | null): Promise<void> {
    const caller = leg('home', number);
    attendant.take(caller);
    await clock.advance(23_000);
    expect(caller.state).toBe('answered');
    caller.leave();
    await clock.advance(100);
  }

  test('leaves the second call of whoever insists to the family, and answers the third', async () => {
    await callsBriefly('040123');
    const second = leg('home', '+4940123');
    const id = attendant.take(second) ?? '';
    await clock.advance(100_000);
    expect(second.state).toBe('ringing');
    second.leave();
    await clock.advance(100);
    expect((await store.call(HOME, id))?.events).toContainEqual({ atMs: 0, type: 'ringing', leftToFamily: 'second_call' });
    await callsBriefly('040123');
  });

  test.each([
    ['another number', '040124', 0],
    ['a suppressed number', null, 0],
    ['the same number after the time', '040123', 200_000],
  ])('answers %s as ever', async (_, number, laterMs) => {
    await callsBriefly('040123');
    await clock.advance(laterMs);
    await callsBriefly(number);
  });

  test('stays out of calls from inside the house', async () => {
    const doorbell = leg('box', '**1');
    attendant.take(doorbell);
    await clock.advance(120_000);
    expect(doorbell.state).toBe('ringing');
  });

  test('without a voice turns a trial away, and lets a line ring on', async () => {
    voice.broken = true;
    const trial = leg();
    const line = leg('home');
    attendant.take(trial);
    attendant.take(line);
    await clock.advance(60_000);
    expect(declined).toEqual(['not_acceptable']);
    expect(line.state).toBe('ringing');
    voice.broken = false;
    const next = leg();
    attendant.take(next);
    await clock.advance(10);
    expect(next.state).toBe('answered');
  });

  test('drains: takes no more calls, ends those that run with a goodbye, and those that ring at once', async () => {
    const talking = leg();
    const ringing = leg('home');
    attendant.take(talking);
    attendant.take(ringing);
    await clock.advance(2_000);
    let empty = false;
    void attendant.drain().then(() => (empty = true));
    await clock.advance(100);
    expect(ringing.state).toBe('ended');
    expect(attendant.take(leg())).toBeNull();
    expect(empty).toBe(false);
    await clock.advance(15_000);
    expect(empty).toBe(true);
    expect(declined).toEqual(['gone', 'gone']);
  });

  test('who waits while the phones ring hears a quiet sound, after a hold as well, and nothing of ours once connected', async () => {
    let loudest = 0;
    const hears = (pcm: Int16Array): void => {
      for (const sample of pcm) loudest = Math.max(loudest, Math.abs(sample));
    };
    const caller = new LocalLeg(clock, { from: { number: '040123', displayName: null }, lineId: 'home', transport: 'sip' }, { hears });
    const heardWithin = async (ms: number): Promise<number> => {
      loudest = 0;
      await clock.advance(ms);
      return loudest;
    };
    const id = attendant.take(caller) ?? '';
    await clock.advance(22_000);
    attendant.command(id, 'put_through', null);
    // The sentences first, in the fake voice's steady hum; then the sound, far quieter than speech.
    await clock.advance(8_000);
    expect(await heardWithin(5_000)).toBeGreaterThan(1_000);
    expect(loudest).toBeLessThan(6_600);
    caller.hold(true);
    expect(await heardWithin(1_000)).toBe(0);
    caller.hold(false);
    expect(await heardWithin(5_000)).toBeGreaterThan(1_000);
    phones.does(0, 'picks up');
    await clock.advance(500);
    phones.does(0, 'presses 1');
    await clock.advance(100);
    expect(await heardWithin(5_000)).toBe(0);
    phones.at(0)?.speak(speechNoise(1_000));
    expect(await heardWithin(1_500)).toBeGreaterThan(4_000);
    caller.leave();
    await clock.advance(1_000);
    expect(phones.at(0)?.state).toBe('ended');
  });

  test('drains: two people who speak are left alone; hanging up at last ends both', async () => {
    const caller = new LocalLeg(clock, { from: { number: '040123', displayName: null }, lineId: 'home', transport: 'sip' });
    const id = attendant.take(caller) ?? '';
    await clock.advance(22_000);
    expect(live.calls[0]?.state.phones).toBe('free');
    attendant.command(id, 'put_through', null);
    await clock.advance(10);
    expect(live.calls[0]?.state.phones).toBe('ringing');
    phones.does(0, 'picks up');
    await clock.advance(1_000);
    phones.does(0, 'presses 1');
    await clock.advance(1_000);
    expect(live.calls[0]?.state.phones).toBe('connected');
    expect(phones.legs[0]?.shownAs).toBe('040123');
    let empty = false;
    void attendant.drain().then(() => (empty = true));
    await clock.advance(20_000);
    expect([caller.state, phones.at(0)?.state, empty]).toEqual(['answered', 'answered', false]);
    attendant.hangUpAll();
    await clock.advance(10);
    expect([caller.state, phones.at(0)?.state, empty]).toEqual(['ended', 'ended', true]);
    expect((await store.call(HOME, id))?.outcome).toBe('put_through');
  });

  test('keeps no more of a message than was spoken after the tone', async () => {
    const caller = leg();
    const id = attendant.take(caller) ?? '';
    await clock.advance(1_000);
    caller.speak(speechNoise(3_000, 1), 0.9);
    await clock.advance(25_000);
    caller.speak(speechNoise(2_000, 2), 0.9);
    await clock.advance(40_000);
    const call = await store.call(HOME, id);
    const audio = await store.messageAudio(HOME, call?.message?.id ?? '');
    const spoken = speechNoise(2_000, 2);
    const at = audio?.findIndex((sample) => sample !== 0) ?? -1;
    expect(audio?.subarray(at, at + spoken.length)).toEqual(spoken);
    expect(call?.message?.durationMs).toBeLessThanOrEqual(3_100);
  });

  describe('with a recogniser', () => {
    let ear: FakeTranscriber;
    let warnings: string[];
    beforeEach(() => {
      ear = new FakeTranscriber();
      warnings = [];
      const log = { info: () => {}, warn: (what: object, message: string) => void warnings.push(`${JSON.stringify(what)} ${message}`) };
      attendant = withTools({ transcriber: ear.transcriber, transcriberDeadlineMs: 1_000, log });
    });
    const spoken = async (id: string): Promise<string[]> =>
      ((await store.call(HOME, id))?.events ?? []).flatMap((event) => (event.type === 'segment_played' ? [event.segment.phraseId] : []));

    test('a seller on the telephone is understood and hears a friendly no; no word of theirs is kept', async () => {
      const seller = leg();
      const id = attendant.take(seller) ?? '';
      await clock.advance(12_000);
      ear.hears('Ich möchte Ihnen einen günstigen Stromvertrag anbieten.', 'Ja, ich möchte Ihnen etwas verkaufen.');
      seller.speak(speechNoise(2_500), 0.9);
      await clock.advance(12_000);
      seller.speak(speechNoise(2_000), 0.9);
      await clock.advance(60_000);
      const call = await store.call(HOME, id);
      expect(call).toMatchObject({ outcome: 'ended_after_no', approach: 'friendly_no' });
      expect(await spoken(id)).toContain('speech_becomes_text');
      expect(JSON.stringify(call)).not.toMatch(/günstig|anbieten|verkaufen/u);
      expect(clock.waiting).toBe(0);
    });

    describe('where the household keeps words', () => {
      beforeEach(() => {
        household = { ...household, keepTranscriptsDays: 7 };
        attendant = withTools({ transcriber: ear.transcriber, transcriberDeadlineMs: 1_000 });
      });

      test('the caller hears so first; what they say then is kept until its time, and still in no event', async () => {
        const seller = leg();
        const id = attendant.take(seller) ?? '';
        await clock.advance(14_000);
        ear.hears('Ich möchte Ihnen einen günstigen Stromvertrag anbieten.');
        seller.speak(speechNoise(2_500), 0.9);
        await clock.advance(5_000);
        const saidAt = clock.wallTime();
        await clock.advance(60_000);
        expect(await spoken(id)).toContain('speech_is_kept');
        const kept = await store.transcript(HOME, id);
        expect(kept?.lines.map(({ words }) => words)).toEqual(['Ich möchte Ihnen einen günstigen Stromvertrag anbieten.']);
        expect(kept?.expiresAt).toBeGreaterThan(saidAt + 7 * 86_400_000 - 10_000);
        expect(kept?.expiresAt).toBeLessThanOrEqual(saidAt + 7 * 86_400_000);
        expect(JSON.stringify(await store.call(HOME, id))).not.toMatch(/günstig/u);
      });

      test('whoever spoke over that sentence is understood, and nothing of it is kept', async () => {
        const seller = leg();
        const id = attendant.take(seller) ?? '';
        await clock.advance(1_000);
        ear.hears('Ich möchte Ihnen einen günstigen Stromvertrag anbieten.');
        seller.speak(speechNoise(2_500), 0.9);
        await clock.advance(60_000);
        expect((await store.call(HOME, id))?.events.some(({ type }) => type === 'understood')).toBe(true);
        expect(await store.transcript(HOME, id)).toBeNull();
      });

      test('a transcript that cannot be written loses the call nothing', async () => {
        const warnings: string[] = [];
        const log = { info: () => {}, warn: (_: object, message: string) => void warnings.push(message) };
        const broken = Object.assign(new MemoryStore(), { addWords: () => Promise.reject(new StoreError('disk full')) });
        attendant = withTools({
          transcriber: ear.transcriber,
          transcriberDeadlineMs: 1_000,
          journal: new Journal({ store: broken, transcripts: broken, householdId: HOME, clock, log }),
        });
        const seller = leg();
        const id = attendant.take(seller) ?? '';
        await clock.advance(14_000);
        ear.hears('Ich möchte Ihnen einen günstigen Stromvertrag anbieten.');
        seller.speak(speechNoise(2_500), 0.9);
        await clock.advance(60_000);
        expect(warnings).toEqual(['words could not be written']);
        expect((await broken.call(HOME, id))?.events.some(({ type }) => type === 'understood')).toBe(true);
        attendant.hangUpAll();
        await clock.advance(5_000);
      });
    });

    test('the pause that ends a turn counts from the last word: who was understood late is answered at once', async () => {
      const late = wholeUtterances(async (...asked) => {
        await new Promise<void>((resolve) => clock.after(1_500, resolve));
        return transcribed(ear.transcriber, ...asked);
      });
      attendant = withTools({ transcriber: late, transcriberDeadlineMs: 3_000 });
      const caller = leg();
      const id = attendant.take(caller) ?? '';
      await clock.advance(12_000);
      ear.hears('Hier ist die Praxis Doktor Weber, es geht um Ihre Untersuchung.');
      caller.speak(speechNoise(2_000), 0.9);
      await clock.advance(10_000);
      const events = (await store.call(HOME, id))?.events ?? [];
      const understood = events.find(({ type }) => type === 'understood');
      const answer = events.findLast((event) => event.type === 'segment_played');
      expect(understood?.atMs).toBeGreaterThan(15_700);
      expect(Math.abs((answer?.fromMs ?? 0) - (understood?.atMs ?? 0))).toBeLessThan(100);
      attendant.hangUpAll();
      await clock.advance(5_000);
    });

    test('people who are known are not listened to; nor is anybody after the goodbye', async () => {
      attendant = withTools({
        transcriber: ear.transcriber,
        transcriberDeadlineMs: 1_000,
        contacts: contactsOf([{ name: 'Oma', number: '4940123' }]),
      });
      const oma = leg();
      attendant.take(oma);
      await clock.advance(9_000);
      oma.speak(speechNoise(3_000), 0.9);
      await clock.advance(60_000);
      expect(oma.state).toBe('ended');
      expect(ear.heardMs).toEqual([]);
    });

    test('a recogniser that fails: the caller is told that no word was understood, and leaves a message', async () => {
      ear.behave('fails');
      const caller = leg();
      const id = attendant.take(caller) ?? '';
      await clock.advance(12_000);
      caller.speak(speechNoise(2_000), 0.9);
      await clock.advance(16_000);
      caller.speak(speechNoise(4_000), 0.9);
      await clock.advance(60_000);
      expect(await store.call(HOME, id)).toMatchObject({ outcome: 'message_left' });
      expect(await spoken(id)).toEqual(['intro', 'speech_becomes_text', 'how_can_i_help', 'words_unclear', 'saved', 'goodbye']);
      expect(warnings.length).toBeGreaterThan(0);
      expect(warnings.every((line) => line.includes(id))).toBe(true);
    });
  });

  test('is watched live: pictures while someone looks, what was missed to those who come back', async () => {
    const seen: string[] = [];
    const { stop, missed } = live.listen(null, ({ event }) => seen.push(event.type));
    expect(missed.map(({ event }) => event.type)).toEqual(['reset']);
    const caller = leg();
    attendant.take(caller);
    await clock.advance(1_000);
    expect(live.calls[0]?.state).toMatchObject({ answered: true, saying: 'Guten Tag, hier spricht ein Computer für Familie Berger.' });
    stop();
    const again = live.listen(missed[0]?.id ?? 0, () => {});
    // Whoever missed how loud it was, missed nothing.
    expect(again.missed.length).toBe(seen.filter((type) => type !== 'level').length);
    again.stop();
    caller.leave();
    await clock.advance(100);
    const late = live.listen(missed[0]?.id ?? 0, () => {});
    expect(late.missed.map(({ event }) => event.type)).toEqual(['reset']);
    expect(live.calls).toEqual([]);
  });
});
