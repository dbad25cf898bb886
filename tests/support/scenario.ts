import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { Attendant } from '../../src/attendant/attendant.ts';
import type { CallEvent, HouseholdCommand } from '../../src/call/events.ts';
import { silentLog } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { wordsHeard } from '../../src/call/utterance.ts';
import { wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { contactsOf, readContacts } from '../../src/household/contacts.ts';
import { SALES_APPROACHES } from '../../src/call/names.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { NEVER_QUIET } from '../../src/household/quiet.ts';
import { HOME, type Household } from '../../src/household/household.ts';
import { MessageBox } from '../../src/journal/message-box.ts';
import { Journal } from '../../src/journal/journal.ts';
import type { CallDetails } from '../../src/journal/store.ts';
import { PhraseAudio } from '../../src/speaking/phrase-audio.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { FakeVoice, noCache, PLAIN_LINE, speechNoise, understandingTools } from './fakes.ts';
import { LINE_SOUNDS } from './line-sounds.ts';
import { FakePhones } from './fake-phones.ts';
import { MemoryStore } from './memory-store.ts';

const when = {
  at: z.number().optional(),
  after: z
    .enum([
      'answer',
      'tone',
      'saved',
      'turn 1',
      'turn 2',
      'turn 3',
      'turn 4',
      'turn 5',
      'alerted',
      'phones ring',
      'phone answered',
      'connected',
      'not connected',
    ])
    .optional(),
  wait: z.number().default(0),
};
/** What a person of the household asks for, in the console. */
const WISHES = {
  'ends kindly': 'end_kindly',
  'wants the call': 'put_through',
  'wants to listen': 'listen_in',
  'wants a clear no': { say: 'no' },
  'wants a word of empathy': { say: 'empathy' },
  'wants a message': { say: 'message' },
  'wants empathy from now on': { approach: 'empathy' },
} as const satisfies Readonly<Record<string, HouseholdCommand>>;

const Act = z.union([
  z.strictObject({ ...when, speaks: z.number() }),
  z.strictObject({
    ...when,
    sounds: z.enum(Object.keys(LINE_SOUNDS) as [keyof typeof LINE_SOUNDS, ...(keyof typeof LINE_SOUNDS)[]]),
    for: z.number(),
  }),
  z.strictObject({ ...when, says: z.string() }),
  z.strictObject({ ...when, presses: z.string() }),
  z.strictObject({ ...when, does: z.enum(['hang up', 'hold', 'resume', 'lose the line']) }),
  z.strictObject({ ...when, household: z.enum(Object.keys(WISHES) as [keyof typeof WISHES, ...(keyof typeof WISHES)[]]) }),
  z.strictObject({
    ...when,
    phone: z.number().default(0),
    person: z.enum(['picks up', 'presses 1', 'presses 2', 'hangs up', 'declines', 'puts us on hold']),
  }),
  z.strictObject({ ...when, disk: z.literal('is full') }),
]);

const Scenario = z.strictObject({
  title: z.string(),
  why: z.string(),
  lang: z.enum(['de', 'en']).default('de'),
  household: z.string().nullable().default('Familie Berger'),
  line: z
    .strictObject({
      rings: z.number().default(20),
      fritzbox: z.boolean().default(false),
      anteroom: z.boolean().default(false),
      quiet: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  /** Phones of the household that can be rung. */
  phones: z.number().default(0),
  /** Phones of people who are told of a claimed emergency. */
  alertPhones: z.number().default(0),
  ringPhones: z.enum(['together', 'in_turn']).default('together'),
  contacts: z.string().default(''),
  /** Words are understood on this line. */
  words: z.boolean().default(false),
  approach: z.enum(SALES_APPROACHES).default('friendly_no'),
  caller: z.strictObject({ number: z.string().nullable().default('+4940123456'), name: z.string().nullable().default(null) }).prefault({}),
  acts: z.array(Act),
  transcript: z.string(),
  outcome: z.string(),
  never: z.array(z.string()).default([]),
});

export type Scenario = z.output<typeof Scenario>;

export function readScenario(path: string): Scenario {
  return Scenario.parse(parse(readFileSync(path, 'utf8')));
}

export interface Played {
  readonly transcript: string;
  readonly call: CallDetails;
  readonly messageMs: number | null;
  readonly timersLeft: number;
}

/** About fifteen letters a second. */
const MS_PER_LETTER = 65;
const LONGEST_CALL_MS = 15 * 60_000;

/** Plays a scenario on a virtual clock, with the real attendant, and writes down what an ear on the line would notice. */
export async function play(scenario: Scenario): Promise<Played> {
  const clock = new VirtualClock();
  const store = new MemoryStore();
  const household: Household = {
    id: HOME,
    spokenName: scenario.household,
    lang: scenario.lang,
    countryCode: '49',
    timeZone: 'Europe/Berlin',
    keepMessagesDays: 30,
    keepTranscriptsDays: 0,
    maxCalls: Infinity,
    profile: { ...DEFAULT_PROFILE, approach: scenario.approach, wanted: 'put_through' },
    lines: scenario.line
      ? [
          {
            ...PLAIN_LINE,
            id: 'home',
            answerAfterSeconds: scenario.line.rings,
            fritzbox: scenario.line.fritzbox,
            repeatCallMinutes: 0,
            lang: scenario.lang,
            mode: scenario.line.anteroom ? 'anteroom' : 'after_ringing',
            ringPhones: scenario.ringPhones,
            quiet: scenario.line.quiet ? { until: (at) => at + 3_600_000 } : NEVER_QUIET,
          },
        ]
      : [],
  };
  const phones = new FakePhones(clock, scenario.phones, scenario.alertPhones);
  const attendant = new Attendant(
    {
      clock,
      household,
      phrases: new PhraseAudio(new FakeVoice(), noCache, (segment) => {
        const words = wordsOf(segment);
        if (segment.phraseId.startsWith('family_')) phones.heard.push({ atMs: clock.now(), text: `PHONE hears: ${words}` });
        return words;
      }),
      contacts: contactsOf(readContacts(scenario.contacts).contacts),
      journal: new Journal({ store, transcripts: store, householdId: HOME, clock, log: silentLog }),
      ...understandingTools(),
      messages: new MessageBox(store, HOME, clock),
      dialler: phones,
      serverIsFull: () => false,
    },
    [{ opened: () => {}, event: (_, event) => note(event), saying: () => {}, closed: () => {} }],
  );
  const leg = new LocalLeg(clock, {
    from: { number: scenario.caller.number, displayName: scenario.caller.name },
    lineId: scenario.line ? 'home' : null,
    transport: scenario.phones > 0 ? 'sip' : 'typed',
    givesWords: scenario.words,
  });

  const marks = new Map<string, number>();
  const waiting = [...scenario.acts];
  /** Utterances of the attendant that were heard to their end; the greeting is the first. */
  let turns = 0;
  function note(event: CallEvent): void {
    if (event.type === 'alerted') mark('alerted', event.atMs);
    if (event.type === 'phones_ring') mark('phones ring', event.atMs);
    if (event.type === 'phone_answered') mark('phone answered', event.atMs);
    if (event.type === 'connected') mark('connected', event.atMs);
    if (event.type === 'not_connected') mark('not connected', event.atMs);
    if (event.type === 'answered') mark('answer', event.atMs);
    if (event.type === 'tone_ended') mark('tone', event.atMs);
    if (event.type === 'message_saved') mark('saved', event.atMs);
    if (event.type === 'utterance_ended' && event.complete) mark(`turn ${++turns}`, event.atMs);
  }
  function mark(name: string, atMs: number): void {
    if (marks.has(name)) return;
    marks.set(name, atMs);
    for (const act of waiting.filter((candidate) => candidate.after === name)) schedule(act);
  }
  function schedule(act: Scenario['acts'][number]): void {
    clock.after((act.at === undefined ? 0 : act.at * 1000) + act.wait * 1000, () => perform(act));
  }
  function perform(act: Scenario['acts'][number]): void {
    if ('speaks' in act) leg.speak(speechNoise(act.speaks * 1000), 0.95);
    else if ('says' in act) leg.speak(speechNoise(Math.max(400, act.says.length * MS_PER_LETTER)), 0.95, act.says);
    else if ('sounds' in act) leg.speak(LINE_SOUNDS[act.sounds](act.for * 1000), 0.05);
    else if ('presses' in act) leg.pressKey(act.presses);
    else if ('household' in act) attendant.command(callId, WISHES[act.household], null);
    else if ('person' in act) phones.does(act.phone, act.person);
    else if ('disk' in act) store.full = true;
    else if (act.does === 'hang up') leg.leave();
    else if (act.does === 'lose the line') leg.fail('media_timeout');
    else leg.hold(act.does === 'hold');
  }

  const callId = attendant.take(leg) ?? '';
  for (const act of waiting.filter((candidate) => candidate.after === undefined)) schedule(act);
  for (let waited = 0; attendant.calls > 0 && waited < LONGEST_CALL_MS; waited += 1000) await clock.advance(1000);
  // Whoever listens at a phone still hears that the call is over.
  await clock.advance(10_000);
  const call = await store.call(HOME, callId);
  if (!call) throw new Error('the call is not in the journal');
  return {
    transcript: transcriptOf(call.events, phones.heard),
    call,
    messageMs: call.message?.durationMs ?? null,
    timersLeft: clock.waiting,
  };
}

/** What was heard on the line, a line each, in seconds from the offer. */
export function transcriptOf(events: readonly CallEvent[], atPhones: readonly { atMs: number; text: string }[] = []): string {
  const lines: { atMs: number; text: string }[] = [...atPhones];
  for (const event of events) {
    const text = textOf(event);
    if (text) lines.push({ atMs: 'fromMs' in event ? event.fromMs : event.atMs, text });
  }
  return lines
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((line) => `${(line.atMs / 1000).toFixed(1).padStart(6)}  ${line.text}\n`)
    .join('');
}

function textOf(event: CallEvent): string | null {
  switch (event.type) {
    case 'offered':
      return event.quiet === true ? '(quiet hours)' : null;
    case 'ringing':
      return '(rings)';
    case 'answered':
      return '(answered)';
    case 'speech_ended':
      return `CALLER speaks for ${((event.toMs - event.fromMs) / 1000).toFixed(1)} s`;
    case 'understood':
      return `(understood: ${event.heard.purpose}${event.heard.acts.length > 0 ? `; ${event.heard.acts.join(', ')}` : ''})`;
    case 'alerted':
      return '(the household is alerted)';
    case 'alert_taken':
      return `(somebody at phone ${event.phone + 1} takes care of it)`;
    case 'alert_not_taken':
      return '(nobody could be told)';
    case 'line_sound':
      return event.sound === 'fax' ? '(a fax machine)' : '(only the exchange’s tone is left)';
    case 'held_back':
      return `(held back: ${event.phraseId}, ${event.why})`;
    case 'key':
      return `CALLER presses ${event.digit}`;
    case 'segment_played': {
      const words = wordsOf(event.segment);
      return event.complete ? words : `${wordsHeard(words, event.playedMs, event.ofMs)} -- (cut off)`;
    }
    case 'tone_ended':
      return event.complete ? '(tone; recording begins)' : null;
    case 'message_saved':
      return `(message of ${(event.durationMs / 1000).toFixed(1)} s saved)`;
    case 'message_not_saved':
      return '(the message could not be saved)';
    case 'held':
      return event.by === 'music' ? '(music plays)' : 'CALLER puts us on hold';
    case 'resumed':
      return 'CALLER is back';
    case 'phones_ring':
      return `(${event.phones === 1 ? "the household's phone rings" : `${event.phones} phones of the household ring`})`;
    case 'phone_answered':
      return `(phone ${event.phone + 1} is picked up)`;
    case 'connected':
      return event.phone === null ? '(caller and browser are connected)' : `(caller and phone ${event.phone + 1} are connected)`;
    case 'not_connected':
      return `(not connected: ${event.why.replaceAll('_', ' ')})`;
    case 'phone_left':
      return '(the person hangs up)';
    case 'command':
      if (event.command === 'end_kindly') return 'HOUSEHOLD asks to end kindly';
      return event.command === 'put_through'
        ? 'HOUSEHOLD would like to take the call'
        : `HOUSEHOLD ${Object.entries(WISHES).find(([, wish]) => JSON.stringify(wish) === JSON.stringify(event.command))?.[0] ?? ''}`;
    case 'ended':
      return event.by === 'caller' ? '(caller hung up)' : event.by === 'failure' ? '(line lost)' : '(hung up)';
    default:
      return null;
  }
}
