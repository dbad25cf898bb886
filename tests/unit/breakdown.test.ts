import { beforeEach, describe, expect, test } from 'vitest';
import { Attendant, type AttendantTools } from '../../src/attendant/attendant.ts';
import { Faults } from '../../src/call/faults.ts';
import { silentLog } from '../../src/call/log.ts';
import type { Segment } from '../../src/call/utterance.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { guard } from '../../src/conversation/guard.ts';
import { utterance, wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { contactsOf } from '../../src/household/contacts.ts';
import { HOME, type Household } from '../../src/household/household.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { MessageBox } from '../../src/journal/message-box.ts';
import { Journal } from '../../src/journal/journal.ts';
import type { CallDetails } from '../../src/journal/store.ts';
import { PhraseAudio, type Phrases } from '../../src/speaking/phrase-audio.ts';
import { VoiceError } from '../../src/speaking/voice.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { FakePhones } from '../support/fake-phones.ts';
import { FakeVoice, noCache, PLAIN_LINE, shippedUnderstanding, speechNoise, understandingTools } from '../support/fakes.ts';
import { MemoryStore } from '../support/memory-store.ts';

/** A far end that confirms nothing: it is hung up, and the leg never says that it has ended. */
class DeafLeg extends LocalLeg {
  hungUpAt: number | null = null;
  readonly #now: () => number;
  /** Clips are taken, and never come to their end. */
  mute = false;

  constructor(clock: VirtualClock) {
    super(clock, { from: { number: '040123', displayName: null }, lineId: null, transport: 'typed', givesWords: true });
    this.#now = () => clock.now();
  }

  override hangUp(): void {
    this.hungUpAt ??= this.#now();
  }

  override play(clipId: number, pcm: Int16Array): void {
    if (!this.mute) super.play(clipId, pcm);
  }
}

describe('a call in which something of ours breaks', () => {
  let clock: VirtualClock;
  let store: MemoryStore;
  let faults: Faults;
  let phones: FakePhones;
  let phrases: Phrases;
  const household: Household = {
    id: HOME,
    spokenName: 'Familie Berger',
    lang: 'de',
    countryCode: '49',
    timeZone: 'Europe/Berlin',
    keepMessagesDays: 30,
    keepTranscriptsDays: 0,
    maxCalls: 3,
    profile: DEFAULT_PROFILE,
    lines: [{ ...PLAIN_LINE, id: 'home', answerAfterSeconds: 20, fritzbox: true, repeatCallMinutes: 3, lang: 'de' }],
  };
  beforeEach(() => {
    clock = new VirtualClock();
    store = new MemoryStore();
    faults = new Faults(() => {});
    phones = new FakePhones(clock, 1);
    phrases = new PhraseAudio(new FakeVoice(), noCache, wordsOf);
  });

  function attendant(more: Partial<AttendantTools> = {}): Attendant {
    return new Attendant(
      {
        ...understandingTools(),
        clock,
        faults,
        household,
        phrases,
        contacts: contactsOf([]),
        journal: new Journal({ store, transcripts: store, householdId: HOME, clock, log: silentLog }),
        messages: new MessageBox(store, HOME, clock),
        dialler: phones,
        serverIsFull: () => false,
        ...more,
      },
      [],
    );
  }

  const typedLeg = (lineId: string | null = null): LocalLeg =>
    new LocalLeg(clock, { from: { number: '040123', displayName: null }, lineId, transport: 'typed', givesWords: true });
  const fails = (): never => {
    throw new Error('broken');
  };
  /** Understands nothing any more. */
  const stupid = { understand: fails } as unknown as AttendantTools['understanding'];
  const said = (call: CallDetails | null): string[] =>
    call?.events.flatMap((event) => (event.type === 'segment_played' && event.complete ? [event.segment.phraseId] : [])) ?? [];
  const endOf = (call: CallDetails | null): { atMs: number; by: string; reason: string }[] =>
    call?.events.flatMap((event) => (event.type === 'ended' ? [{ atMs: event.atMs, by: event.by, reason: event.reason }] : [])) ?? [];

  async function upset(leg: LocalLeg, desk: Attendant): Promise<CallDetails | null> {
    const id = desk.take(leg) ?? '';
    await clock.advance(12_000);
    leg.speak(speechNoise(1_000), 0.95, 'Guten Tag, ich möchte etwas sagen.');
    await clock.advance(20_000);
    return store.call(HOME, id);
  }

  test('the caller hears one kind sentence, and then the line is given back', async () => {
    const leg = typedLeg();
    const call = await upset(leg, attendant({ understanding: stupid }));
    expect(said(call).at(-1)).toBe('own_failure');
    expect(said(call).filter((phrase) => phrase === 'own_failure')).toHaveLength(1);
    expect(endOf(call)).toEqual([{ atMs: expect.any(Number), by: 'failure', reason: 'internal_error' }]);
    const heardAt = call?.events.findLast(({ type }) => type === 'utterance_ended')?.atMs;
    expect(endOf(call)[0]?.atMs).toBe(heardAt);
    expect(call).toMatchObject({ outcome: 'internal_error', endedBy: 'failure' });
    expect(leg.state).toBe('ended');
    expect(faults.counts).toEqual({ call: 1 });
    expect(clock.waiting).toBe(0);
  });

  test('what breaks while an event is handled does not make the call deaf: it ends with the sentence', async () => {
    const leg = typedLeg();
    const play = leg.play.bind(leg);
    const desk = attendant();
    const id = desk.take(leg) ?? '';
    await clock.advance(12_000);
    leg.play = () => {
      leg.play = play;
      throw new Error('broken');
    };
    leg.pressKey('1');
    await clock.advance(20_000);
    const call = await store.call(HOME, id);
    expect(said(call).at(-1)).toBe('own_failure');
    expect(endOf(call)[0]?.atMs).toBe(call?.events.findLast(({ type }) => type === 'utterance_ended')?.atMs);
  });

  test.each(['de', 'en'] as const)('the sentence passes the guard (%s)', (lang) => {
    expect(guard(utterance(lang, {}, 'own_failure'), lang, {}).rejected).toBeNull();
  });

  test('what was spoken of a message so far is kept', async () => {
    const leg = typedLeg();
    let works = true;
    const understand: AttendantTools['understanding']['understand'] = (...args) =>
      works ? shippedUnderstanding.understand(...args) : fails();
    const desk = attendant({ understanding: { understand } as AttendantTools['understanding'] });
    const id = desk.take(leg) ?? '';
    await clock.advance(10_000);
    leg.pressKey('1');
    await clock.advance(3_000);
    leg.speak(speechNoise(6_000), 0.95);
    await clock.advance(4_000);
    works = false;
    leg.speak(speechNoise(100), 0.95, 'x');
    await clock.advance(20_000);
    const call = await store.call(HOME, id);
    expect(call).toMatchObject({ outcome: 'message_left', endedBy: 'failure' });
    expect(call?.message?.durationMs).toBeGreaterThan(5_500);
    expect(endOf(call)[0]?.reason).toBe('internal_error');
    expect(clock.waiting).toBe(0);
  });

  test('a second fault hangs up at once: the sentence has no sound', async () => {
    let sounding = true;
    const get = (segment: Segment) =>
      !sounding && segment.phraseId === 'own_failure' ? Promise.reject(new VoiceError('none')) : phrases.get(segment);
    const leg = typedLeg();
    const desk = attendant({ understanding: stupid, phrases: { get } });
    const id = desk.take(leg) ?? '';
    await clock.advance(12_000);
    sounding = false;
    leg.speak(speechNoise(1_000), 0.95, 'Guten Tag.');
    await clock.advance(1_020);
    expect(leg.state).toBe('ended');
    await clock.advance(1_000);
    expect(said(await store.call(HOME, id))).not.toContain('own_failure');
    expect(faults.counts).toEqual({ call: 2 });
  });

  test('a leg that never says that it ended keeps no call open', async () => {
    const leg = new DeafLeg(clock);
    const desk = attendant({ understanding: stupid });
    const call = await upset(leg, desk);
    expect(leg.hungUpAt).not.toBeNull();
    expect(call).toMatchObject({ outcome: 'internal_error' });
    expect(endOf(call)[0]?.atMs).toBe(leg.hungUpAt! + 5_000);
    expect(desk.calls).toBe(0);
    leg.leave();
    expect(clock.waiting).toBe(0);
  });

  test('a sentence that never comes to its end is not waited for', async () => {
    const leg = new DeafLeg(clock);
    const desk = attendant({ understanding: stupid });
    desk.take(leg);
    await clock.advance(12_000);
    leg.mute = true;
    const spokenAt = clock.now();
    leg.speak(speechNoise(1_000), 0.95, 'Guten Tag.');
    await clock.advance(20_000);
    expect(leg.hungUpAt! - spokenAt).toBe(1_000 + 10_000);
    leg.leave();
  });

  test('on hold nobody would hear the sentence: the line is given back at once', async () => {
    const leg = typedLeg();
    const late = Promise.withResolvers<never>();
    let isLate = false;
    const desk = attendant({ phrases: { get: (segment) => (isLate ? late.promise : phrases.get(segment)) } });
    const id = desk.take(leg) ?? '';
    await clock.advance(12_000);
    isLate = true;
    leg.speak(speechNoise(1_000), 0.95, 'Guten Tag, ich möchte etwas sagen.');
    await clock.advance(5_000);
    leg.hold(true);
    isLate = false;
    await clock.advance(1_000);
    expect(leg.state).toBe('answered');
    late.reject(new VoiceError('none'));
    await clock.advance(0);
    expect(leg.state).toBe('ended');
    expect(endOf(await store.call(HOME, id))[0]?.reason).toBe('internal_error');
    expect(clock.waiting).toBe(0);
  });

  test('what cannot even be admitted rings for a moment, so that a FRITZ!Box silences nobody, and is declined', async () => {
    const declined: string[] = [];
    const leg = new LocalLeg(
      clock,
      { from: { number: '040123', displayName: null }, lineId: 'home', transport: 'typed' },
      { declined: (reason) => declined.push(`${reason} at ${clock.now()}`) },
    );
    const desk = attendant({ contacts: { nameOf: fails, isUnwanted: fails } });
    expect(desk.take(leg)).toBeNull();
    expect(leg.state).toBe('ringing');
    await clock.advance(10_000);
    expect(declined).toEqual(['gone at 3000']);
    expect(desk.calls).toBe(0);
    expect(faults.counts).toEqual({ call: 1 });
  });

  test('the process cannot go on: every call ends at once, and the journal says why', async () => {
    const [first, second] = [typedLeg(), typedLeg()];
    const desk = attendant();
    const ids = [first, second].map((leg) => desk.take(leg) ?? '');
    await clock.advance(5_000);
    desk.breakOff();
    await clock.advance(0);
    expect([first.state, second.state]).toEqual(['ended', 'ended']);
    for (const id of ids) expect(await store.call(HOME, id)).toMatchObject({ outcome: 'internal_error', endedBy: 'failure' });
    expect(desk.take(typedLeg())).toBeNull();
    expect(clock.waiting).toBe(0);
  });

  test('a voice that is missing while a call is left to the family is nobody’s error', async () => {
    const desk = attendant({
      phrases: { get: () => Promise.reject(new VoiceError('none')) },
      expecting: { until: 1e15, expect: async () => {} },
    });
    const leg = typedLeg('home');
    desk.take(leg);
    await clock.advance(1_000);
    expect(leg.state).toBe('ringing');
    leg.leave();
    await clock.advance(1_000);
    expect(faults.counts).toEqual({});
  });
});
