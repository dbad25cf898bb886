import { beforeEach, describe, expect, test } from 'vitest';
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
import { PhraseAudio } from '../../src/speaking/phrase-audio.ts';
import type { CallLeg, LegInfo } from '../../src/telephony/leg.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { FakePhones } from '../support/fake-phones.ts';
import { FakeTranscriber, FakeVoice, noCache, PLAIN_LINE, speechNoise, understandingTools } from '../support/fakes.ts';
import { MemoryStore } from '../support/memory-store.ts';

const BROWSER: LegInfo = { from: { number: null, displayName: null }, lineId: null, transport: 'browser' };

/** A browser that listens: it notes whom it overhears, and when. */
class ListeningLeg extends LocalLeg {
  overheard: { readonly leg: CallLeg; readonly at: number } | null = null;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    super(clock, BROWSER);
    this.#clock = clock;
  }

  override overhear(leg: CallLeg): void {
    this.overheard = { leg, at: this.#clock.now() };
  }
}

describe('people of the household in a running call', () => {
  let clock: VirtualClock;
  let store: MemoryStore;
  let phones: FakePhones;
  let live: LiveCalls;
  let attendant: Attendant;
  let household: Household;
  beforeEach(() => {
    clock = new VirtualClock();
    store = new MemoryStore();
    phones = new FakePhones(clock, 1);
    live = new LiveCalls(wordsOf);
    const line = { ...PLAIN_LINE, id: 'home', answerAfterSeconds: 20, fritzbox: false, repeatCallMinutes: 3, lang: 'de' } as const;
    household = {
      id: HOME,
      spokenName: 'Familie Berger',
      lang: 'de',
      countryCode: '49',
      timeZone: 'Europe/Berlin',
      keepMessagesDays: 30,
      keepTranscriptsDays: 0,
      maxCalls: 3,
      lines: [line],
      profile: DEFAULT_PROFILE,
    };
    const tools: AttendantTools = {
      clock,
      household,
      phrases: new PhraseAudio(new FakeVoice(), noCache, wordsOf),
      contacts: contactsOf([]),
      journal: new Journal({ store, transcripts: store, householdId: HOME, clock, log: silentLog }),
      messages: new MessageBox(store, HOME, clock),
      ...understandingTools(),
      dialler: phones,
      serverIsFull: () => false,
    };
    attendant = new Attendant(tools, [live]);
  });

  function call(more: Partial<LegInfo> = {}): { caller: LocalLeg; id: string; heard: string[] } {
    const heard: string[] = [];
    const caller = new LocalLeg(
      clock,
      { from: { number: '040123', displayName: null }, lineId: null, transport: 'sip', ...more },
      { hears: (pcm) => void (pcm.some((sample) => sample !== 0) && heard.push('sound')) },
    );
    return { caller, id: attendant.take(caller) ?? '', heard };
  }

  const types = async (id: string) => ((await store.call(HOME, id))?.events ?? []).map(({ type }) => type);

  test('one takes it in a browser: the caller hears so first, then both hear each other', async () => {
    const { caller, id } = call();
    await clock.advance(10_000);
    const said: number[] = [];
    const browser = new LocalLeg(clock, BROWSER, { hears: () => void said.push(clock.now()) });
    expect(attendant.takeOver(id, browser, 'anna')).toBe(true);
    expect(browser.state).toBe('answered');
    await clock.advance(500);
    caller.speak(speechNoise(200));
    expect(said).toEqual([]);
    await clock.advance(9_000);
    const before = said.length;
    caller.speak(speechNoise(1_000));
    await clock.advance(1_500);
    expect(said.length).toBeGreaterThan(before);
    browser.leave();
    await clock.advance(1_000);
    expect(caller.state).toBe('ended');
    const events = (await store.call(HOME, id))?.events ?? [];
    const words = events.flatMap((event) => (event.type === 'segment_played' && event.complete ? [event.segment.phraseId] : []));
    expect(words.at(-1)).toBe('taken_over');
    expect(events).toContainEqual(expect.objectContaining({ type: 'connected', phone: null }));
    expect((await store.call(HOME, id))?.outcome).toBe('put_through');
  });

  test('one takes it while it still rings: it is answered for them, and no word is said', async () => {
    const { caller, id } = call({ lineId: 'home' });
    await clock.advance(5_000);
    expect(caller.state).toBe('ringing');
    const browser = new LocalLeg(clock, BROWSER);
    expect(attendant.takeOver(id, browser, 'anna')).toBe(true);
    await clock.advance(100);
    expect(caller.state).toBe('answered');
    await clock.advance(30_000);
    caller.leave();
    await clock.advance(1_000);
    expect(browser.state).toBe('ended');
    expect(await types(id)).not.toContain('segment_played');
  });

  test('whoever is gone before the words are over leaves the caller to the attendant, who takes a message', async () => {
    const { caller, id } = call();
    await clock.advance(10_000);
    const browser = new LocalLeg(clock, BROWSER);
    attendant.takeOver(id, browser, 'anna');
    await clock.advance(500);
    browser.leave();
    await clock.advance(10_000);
    caller.speak(speechNoise(3_000));
    await clock.advance(30_000);
    expect((await store.call(HOME, id))?.outcome).toBe('message_left');
  });

  test.each(['answer', 'overhear', 'hangUp', 'listen'] as const)('whose browser breaks costs the call nothing (%s)', async (method) => {
    const { caller, id } = call();
    await clock.advance(3_000);
    const broken = new ListeningLeg(clock);
    broken[method] = () => {
      throw new Error('broken');
    };
    attendant.listenIn(id, broken, 'anna');
    await clock.advance(12_000);
    const taker = new ListeningLeg(clock);
    taker[method] = () => {
      throw new Error('broken');
    };
    attendant.takeOver(id, taker, 'ben');
    await clock.advance(10_000);
    expect(caller.state).toBe('answered');
    caller.leave();
    await clock.advance(1_000);
    expect((await store.call(HOME, id))?.events.findLast(({ type }) => type === 'ended')).toMatchObject({ by: 'caller' });
    expect(attendant.calls).toBe(0);
    for (const leg of [broken, taker]) leg.leave();
    expect(clock.waiting).toBe(0);
  });

  test('two cannot take one call, nobody a typed one or one that is not there', async () => {
    const { id } = call();
    const typed = call({ transport: 'typed' });
    await clock.advance(3_000);
    expect(attendant.takeOver(id, new LocalLeg(clock, BROWSER), 'anna')).toBe(true);
    expect(attendant.takeOver(id, new LocalLeg(clock, BROWSER), 'ben')).toBe(false);
    expect(attendant.takeOver(typed.id, new LocalLeg(clock, BROWSER), 'ben')).toBe(false);
    expect(attendant.takeOver('nowhere', new LocalLeg(clock, BROWSER), 'ben')).toBe(false);
    expect(attendant.listenIn(typed.id, new ListeningLeg(clock), 'ben')).toBe(false);
  });

  test('one listens: not before the caller has heard so to the end', async () => {
    const { caller, id } = call();
    await clock.advance(2_000);
    const listener = new ListeningLeg(clock);
    expect(attendant.listenIn(id, listener, 'anna')).toBe(true);
    await clock.advance(100);
    expect(listener.overheard).toBeNull();
    expect(live.calls[0]?.lead).toMatchObject({ announced: false, mayListen: true });
    await clock.advance(20_000);
    const events = (await store.call(HOME, id))?.events ?? [];
    const told = events.find((event) => event.type === 'segment_played' && event.segment.phraseId === 'someone_listens');
    expect(told).toMatchObject({ complete: true });
    expect(listener.overheard?.leg).toBe(caller);
    expect(listener.overheard?.at).toBeGreaterThanOrEqual(told?.atMs ?? Infinity);
    // Whoever comes later hears it at once: the caller knows.
    const later = new ListeningLeg(clock);
    expect(attendant.listenIn(id, later, 'ben')).toBe(true);
    expect(later.overheard?.leg).toBe(caller);
    caller.leave();
    await clock.advance(1_000);
    expect([listener.state, later.state]).toEqual(['ended', 'ended']);
  });

  test('who listens is out of it as soon as two people speak', async () => {
    const { id } = call();
    await clock.advance(2_000);
    const listener = new ListeningLeg(clock);
    attendant.listenIn(id, listener, 'anna');
    await clock.advance(10_000);
    attendant.takeOver(id, new LocalLeg(clock, BROWSER), 'ben');
    await clock.advance(10_000);
    expect(listener.state).toBe('ended');
  });

  test('while a message is recorded nobody begins to listen', async () => {
    const { caller, id } = call();
    await clock.advance(28_000);
    caller.speak(speechNoise(20_000));
    await clock.advance(2_000);
    expect(live.calls[0]?.lead?.mayListen).toBe(false);
    expect(attendant.listenIn(id, new ListeningLeg(clock), 'anna')).toBe(false);
  });

  test('words of a trial are shown while it lasts, are forgotten with it, and never kept', async () => {
    const events: string[] = [];
    live.listen(null, ({ event }) => events.push(JSON.stringify(event)));
    const { caller, id } = call({ givesWords: true });
    await clock.advance(6_000);
    caller.speak(speechNoise(1_000), 0.9, 'Guten Tag, könnten Sie mir kurz weiterhelfen?');
    await clock.advance(8_000);
    // A trial shows its words from the beginning: it is the person's own.
    expect(live.calls[0]?.words).toHaveLength(1);
    caller.leave();
    await clock.advance(2_000);
    expect(JSON.stringify((await store.call(HOME, id))?.events)).not.toContain('weiterhelfen');
    const { missed } = live.listen(0, () => {});
    expect(JSON.stringify(missed)).not.toContain('weiterhelfen');
    expect(events.some((event) => event.includes('"type":"level"'))).toBe(true);
  });

  test('on a line no word is shown before the caller knows that somebody listens', async () => {
    const { caller, id } = call({ lineId: 'home', givesWords: true });
    await clock.advance(26_000);
    caller.speak(speechNoise(1_000), 0.9, 'Guten Tag, hier ist die Praxis Weiß.');
    await clock.advance(2_000);
    expect(live.calls[0]?.words).toEqual([]);
    attendant.command(id, 'listen_in', 'anna');
    await clock.advance(15_000);
    caller.speak(speechNoise(1_000), 0.9, 'Es geht um den Termin.');
    await clock.advance(2_000);
    expect(live.calls[0]?.words.map(({ words }) => words)).toEqual(['Es geht um den Termin.']);
  });

  describe('the coach', () => {
    let ear: FakeTranscriber;
    beforeEach(() => {
      ear = new FakeTranscriber();
      attendant.use({ transcriber: ear.transcriber, transcriberDeadlineMs: 1_000 });
    });
    async function taken(more: Partial<LegInfo> = {}): Promise<{ caller: LocalLeg; id: string; browser: LocalLeg }> {
      const { caller, id } = call({ lineId: 'home', ...more });
      await clock.advance(25_000);
      const browser = new LocalLeg(clock, BROWSER);
      attendant.takeOver(id, browser, 'anna');
      await clock.advance(12_000);
      return { caller, id, browser };
    }

    test('gets no word of a conversation that a person has taken', async () => {
      const { caller, id } = await taken();
      const before = ear.heardMs.length;
      expect(live.calls[0]?.lead?.along).toBe('can');
      caller.speak(speechNoise(2_000), 0.9);
      await clock.advance(6_000);
      expect(ear.heardMs).toHaveLength(before);
      expect(live.calls[0]?.words).toEqual([]);
      expect(await types(id)).not.toContain('understood');
    });

    test('gets the caller’s words, and no others, once the person says that they agree; they are kept nowhere', async () => {
      const { caller, id, browser } = await taken();
      const heard: number[] = [];
      attendant.command(id, 'write_along', 'anna');
      expect(live.calls[0]?.lead?.along).toBe('is');
      ear.hears('Könnten Sie mir kurz weiterhelfen?');
      caller.speak(speechNoise(2_000), 0.9);
      browser.speak(speechNoise(2_000), 0.9);
      await clock.advance(6_000);
      expect(live.calls[0]?.words.map(({ words }) => words)).toEqual(['Könnten Sie mir kurz weiterhelfen?']);
      heard.push(...ear.heardMs);
      expect(heard).toHaveLength(1);
      caller.leave();
      await clock.advance(2_000);
      const events = (await store.call(HOME, id))?.events ?? [];
      expect(events).toContainEqual(expect.objectContaining({ type: 'command', command: 'write_along' }));
      expect(JSON.stringify(events)).not.toContain('weiterhelfen');
      const spoken = events.slice(events.findIndex(({ type }) => type === 'connected')).map(({ type }) => type);
      expect(spoken).not.toContain('segment_played');
    });

    test('is not asked for before a person has taken the call, nor of people whom the household knows', async () => {
      const { id } = call({ lineId: 'home' });
      await clock.advance(25_000);
      attendant.command(id, 'write_along', 'anna');
      expect(live.calls[0]?.lead?.along).toBe('no');
      attendant.use({ contacts: contactsOf([{ name: 'Oma', number: '49301' }]) });
      const known = await taken({ from: { number: '030 1', displayName: null } });
      attendant.command(known.id, 'write_along', 'anna');
      expect(live.calls.find((one) => one.id === known.id)?.lead?.along).toBe('no');
    });
  });

  test('settings that change hold for the next call, and the one that runs goes on as it began', async () => {
    const running = call();
    attendant.use({ household: { ...household, lang: 'en' } });
    const next = call();
    expect(live.calls.map(({ id, lang }) => [id, lang])).toEqual([
      [running.id, 'de'],
      [next.id, 'en'],
    ]);
  });
});
