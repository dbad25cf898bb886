import { describe, expect, test, vi } from 'vitest';
import { Attendant, type CallObserver } from '../../src/attendant/attendant.ts';
import { Faults } from '../../src/call/faults.ts';
import type * as FaultsModule from '../../src/call/faults.ts';
import { silentLog } from '../../src/call/log.ts';
import { seededRandom } from '../../src/call/random.ts';
import type { CallEvent } from '../../src/call/events.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import type * as GuardModule from '../../src/conversation/guard.ts';
import type * as PolicyModule from '../../src/conversation/policy.ts';
import { contactsOf } from '../../src/household/contacts.ts';
import { HOME, type Household } from '../../src/household/household.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { MessageBox } from '../../src/journal/message-box.ts';
import { Journal } from '../../src/journal/journal.ts';
import type { CallDetails } from '../../src/journal/store.ts';
import { PhraseAudio } from '../../src/speaking/phrase-audio.ts';
import type { CallLeg, Dialler } from '../../src/telephony/leg.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { ToldNo } from '../../src/journal/told-no.ts';
import {
  FakeTranscriber,
  FakeVoice,
  noCache,
  PLAIN_LINE,
  shippedUnderstanding,
  speechNoise,
  understandingTools,
} from '../support/fakes.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { Saboteur, type Sabotage } from '../support/saboteur.ts';
import { transcriptOf } from '../support/scenario.ts';

/** Stands before the parts that are functions, and no ports. */
const inner = vi.hoisted(() => ({ use: (_name: string): void => {} }));
vi.mock('../../src/call/faults.ts', async (load) => {
  const real = await load<typeof FaultsModule>();
  const containedClock: typeof real.containedClock = (...args) => {
    const clock = real.containedClock(...args);
    const timed =
      (run: () => void): (() => void) =>
      () => {
        inner.use('timer');
        run();
      };
    return { ...clock, after: (ms, run) => clock.after(ms, timed(run)) };
  };
  return { ...real, containedClock };
});
vi.mock('../../src/conversation/policy.ts', async (load) => {
  const real = await load<typeof PolicyModule>();
  const step: typeof real.step = (state, event) => {
    inner.use(`step.${event.type}`);
    return real.step(state, event);
  };
  return { ...real, step };
});
vi.mock('../../src/conversation/guard.ts', async (load) => {
  const real = await load<typeof GuardModule>();
  const guard: typeof real.guard = (...args) => {
    inner.use('guard');
    return real.guard(...args);
  };
  return { ...real, guard };
});

const LINE = { ...PLAIN_LINE, id: 'home', answerAfterSeconds: 3, fritzbox: true, repeatCallMinutes: 3, lang: 'de' } as const;
const HOUSEHOLD: Household = {
  id: HOME,
  spokenName: 'Familie Berger',
  lang: 'de',
  countryCode: '49',
  timeZone: 'Europe/Berlin',
  keepMessagesDays: 30,
  keepTranscriptsDays: 0,
  maxCalls: 5,
  profile: { ...DEFAULT_PROFILE, wanted: 'put_through' },
  lines: [LINE],
};

/** Who calls, and what happens then: `after` an event of that call, so many ms later. */
type Act = readonly [after: string, waitMs: number, does: (leg: LocalLeg, phone: () => LocalLeg | undefined) => void];
interface Caller {
  readonly number: string;
  readonly at: number;
  readonly typed: boolean;
  readonly acts: readonly Act[];
}
const says =
  (words: string) =>
  (leg: LocalLeg): void =>
    void leg.speak(speechNoise(Math.max(400, words.length * 40)), 0.95, words);
const CALLERS: Readonly<Record<string, Caller>> = {
  /** Spoken, recognised, put through. */
  doctor: {
    number: '+4940111',
    at: 0,
    typed: false,
    acts: [
      ['turn 1', 400, says('Guten Tag, hier ist die Praxis Doktor Weber, bitte rufen Sie uns zurück.')],
      ['phones_ring', 3_000, (_, phone) => phone()?.answer()],
      ['phone_answered', 8_000, (_, phone) => phone()?.pressKey('1')],
      ['connected', 2_000, (_, phone) => phone()?.pressKey('5')],
      ['connected', 4_000, (_, phone) => phone()?.leave()],
    ],
  },
  /** Typed; claims an emergency, and leaves a message. */
  neighbour: {
    number: '+4940222',
    at: 2_000,
    typed: true,
    acts: [
      ['turn 1', 500, says('Hilfe, ich bin gestürzt und komme nicht hoch!')],
      ['tone_ended', 500, says('Hier ist Frau Lehmann von oben, ich liege im Flur.')],
      ['alerted', 2_000, (_, phone) => phone()?.answer()],
      ['alerted', 9_000, (_, phone) => phone()?.pressKey('1')],
      ['tone_ended', 1_000, (leg) => leg.hold(true)],
      ['tone_ended', 2_000, (leg) => leg.hold(false)],
      // Whoever is in need is never hung up on.
      ['answered', 90_000, (leg) => leg.leave()],
    ],
  },
  /** Typed; sells, talks over us, and takes the no. */
  seller: {
    number: '+4940333',
    at: 4_000,
    typed: true,
    acts: [
      ['answered', 1_500, says('Hallo?')],
      ['turn 1', 500, says('Guten Tag, hier ist die Firma Sonnenklar, ich habe ein tolles Angebot für einen neuen Stromtarif.')],
      ['turn 2', 600, says('Na gut, danke für die Ehrlichkeit. Schönen Tag noch!')],
    ],
  },
};

interface Ended {
  readonly transcript: string;
  readonly call: CallDetails | null;
  readonly reason: string | null;
}

/** Plays the calls beside each other with one port out of order, and looks at what is left. */
async function play(names: readonly string[], sabotage: Sabotage | null) {
  const clock = new VirtualClock();
  const store = new MemoryStore();
  const saboteur = new Saboteur(sabotage);
  inner.use = (name) => saboteur.use(name);
  const faults = new Faults(() => {});
  const ear = new FakeTranscriber();
  ear.streams = true;
  ear.behave({ text: 'Guten Tag, hier ist die Praxis Doktor Weber, bitte rufen Sie uns zurück.' });
  const phones: { list: string; leg: LocalLeg }[] = [];
  const dialler: Dialler = {
    phonesOf: (_, list) => (list === 'self' ? 0 : 1),
    dial: (lineId, list) => {
      const leg = new LocalLeg(clock, { from: { number: null, displayName: null }, lineId, transport: 'sip' });
      phones.push({ list, leg });
      return saboteur.before<CallLeg>(`${list}-phone`, leg);
    },
  };
  const callers = new Map<string, { leg: LocalLeg; id: string | null; events: CallEvent[] }>();
  const schedule = (name: string, mark: string): void => {
    const list = name === 'neighbour' ? 'alert' : 'household';
    for (const [after, waitMs, does] of CALLERS[name]!.acts)
      if (after === mark)
        clock.after(waitMs, () =>
          does(callers.get(name)!.leg, () => phones.find((phone) => phone.list === list && phone.leg.state !== 'ended')?.leg),
        );
  };
  const seen: CallObserver = {
    opened: () => {},
    event: (id, event) => {
      const [name, caller] = [...callers].find(([, one]) => one.id === id || one.id === null)!;
      caller.id ??= id;
      caller.events.push(event);
      const turn = caller.events.filter((one) => one.type === 'utterance_ended' && one.complete).length;
      const again = caller.events.filter((one) => one.type === event.type).length > 1;
      if (event.type === 'utterance_ended' && event.complete) schedule(name, `turn ${turn}`);
      else if (!again) schedule(name, event.type);
    },
    saying: () => {},
    closed: () => {},
  };
  const broken: Required<CallObserver> = {
    opened: () => {},
    event: () => {},
    saying: () => {},
    leads: () => {},
    words: () => {},
    partial: () => {},
    level: () => {},
    closed: () => {},
  };
  const poisonedStore = saboteur.before('store', store);
  const attendant = new Attendant(
    {
      ...understandingTools(),
      clock,
      faults,
      household: saboteur.before('household', HOUSEHOLD, { looks: true }),
      phrases: saboteur.before('phrases', new PhraseAudio(new FakeVoice(), noCache, wordsOf)),
      contacts: saboteur.before('contacts', contactsOf([])),
      journal: saboteur.before(
        'journal',
        new Journal({ store: poisonedStore, transcripts: poisonedStore, householdId: HOME, clock, log: silentLog }),
        { made: { open: 'page' } },
      ),
      messages: new MessageBox(store, HOME, clock),
      dialler: saboteur.before('dialler', dialler),
      understanding: saboteur.before('understanding', shippedUnderstanding),
      toldNo: saboteur.before('told-no', new ToldNo(), { looks: true }),
      model: saboteur.before('model', { propose: async () => null }),
      modelDeadlineMs: 1_000,
      transcriber: saboteur.before('transcriber', ear.transcriber, { made: { listen: 'listening' } }),
      transcriberDeadlineMs: 1_000,
      expecting: saboteur.before('expecting', { until: null, expect: async () => {} }, { looks: true }),
      // Each call draws the same wordings, whoever else calls.
      random: saboteur.before('random', { below: () => 0 }),
      serverIsFull: () => {
        saboteur.use('server-is-full');
        return false;
      },
    },
    [saboteur.before('observer', broken), seen],
  );
  for (const name of names) {
    const { number, at, typed } = CALLERS[name]!;
    clock.after(at, () => {
      const leg = new LocalLeg(clock, {
        from: { number, displayName: null },
        lineId: 'home',
        transport: typed ? 'typed' : 'sip',
        ...(typed && { givesWords: true }),
      });
      const caller = { leg, id: null as string | null, events: [] };
      callers.set(name, caller);
      caller.id = attendant.take(saboteur.before<CallLeg>('leg', leg)) ?? '';
    });
  }
  await clock.advance(10_000);
  for (let second = 0; attendant.calls > 0 && second < 200; second++) await clock.advance(1_000);
  // What still rings for an emergency gives up.
  await clock.advance(60_000);
  // A dialler that fails once its leg is made hands it to nobody.
  if (sabotage?.use === 'dialler.dial') for (const { leg } of phones) leg.leave();
  // Without a voice nobody is answered: the line rings until the caller gives up.
  if (sabotage?.use === 'phrases.get') for (const { leg } of callers.values()) if (leg.state === 'ringing') leg.leave();
  await clock.advance(0);
  inner.use = () => {};
  const ended = new Map<string, Ended>();
  for (const [name, { id, leg }] of callers) {
    const call = id === null ? null : await store.call(HOME, id);
    ended.set(name, {
      transcript: transcriptOf(call?.events ?? []),
      call,
      reason: call?.events.findLast((one) => one.type === 'ended')?.reason ?? null,
    });
    expect({ name, state: leg.state }).toEqual({ name, state: 'ended' });
  }
  expect(phones.filter(({ leg }) => leg.state !== 'ended')).toEqual([]);
  expect({ calls: attendant.calls, timers: clock.waiting }).toEqual({ calls: 0, timers: 0 });
  return { ended, faults: faults.counts, uses: saboteur.uses, struck: saboteur.struck };
}

const NAMES = Object.keys(CALLERS);
const whole = await play(NAMES, null);
const LONG = process.env['DANKE_LONG'] === '1';

/** What is counted and goes no further: the call is led on as if nothing had been. */
const HARMLESS =
  /^(?:observer|store\.(?:openCall|appendEvents|closeCall|addWords)|page\.(?:event|words|close)|model|listening\.(?:finish|cancel))/u;
/** What may fail in the course of things, and is answered where it is asked. */
const FAILURE = /^(?:model|listening\.finish|phrases|page\.(?:beginMessage|appendAudio|finishMessage))/u;
/** What a call cannot be led without. */
const FATAL =
  /^(?:step\.(?!ended|line_quality|phone_left|alert)|understanding|transcriber\.listen|listening\.push|leg\.(?:play|bridge|stopPlaying|sendKey)$)/u;

function sabotages(): Sabotage[] {
  const random = seededRandom(18);
  return [...whole.uses].flatMap(([use, count]) => {
    const picks = LONG ? [1, 2, 3, count] : [1];
    for (let more = 0; more < (LONG ? 4 : 1); more++) picks.push(1 + random.below(count));
    return [...new Set(picks.filter((nth) => nth <= count))].map((nth, index): Sabotage => ({
      use,
      nth,
      how: index % 2 ? 'reject' : 'throw',
    }));
  });
}

describe('calls beside each other', () => {
  test('are as they are alone', async () => {
    expect(whole.faults).toEqual({});
    for (const name of NAMES) {
      const alone = await play([name], null);
      expect(alone.ended.get(name)?.transcript).toBe(whole.ended.get(name)?.transcript);
    }
    expect([...whole.ended.values()].map(({ call }) => call?.outcome)).toEqual(['put_through', 'message_left', 'ended_after_no']);
  });

  test.each(sabotages())('nothing but its own call notices $use failing at its use no. $nth ($how)', async (sabotage) => {
    const { ended, faults, struck } = await play(NAMES, sabotage);
    expect(struck).toBe(true);
    const counted = Object.values(faults).reduce((sum, count) => sum + count, 0);
    expect(counted > 0 || FAILURE.test(sabotage.use)).toBe(true);
    const changed = NAMES.filter((name) => ended.get(name)?.transcript !== whole.ended.get(name)?.transcript);
    expect(changed.length).toBeLessThanOrEqual(1);
    const broken = [...ended.values()].filter(({ reason }) => reason === 'internal_error');
    expect(broken.length).toBeLessThanOrEqual(1);
    for (const { call } of broken) expect(call?.endedBy).toBe('failure');
    if (HARMLESS.test(sabotage.use)) expect(broken).toEqual([]);
    if (FATAL.test(sabotage.use)) expect(broken).toHaveLength(1);
  });
});
