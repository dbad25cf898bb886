import type { CallEvent, HouseholdCommand } from '../call/events.ts';
import { RateLimiter } from '../call/rate-limit.ts';
import { uuidv7 } from '../call/ids.ts';
import type { Language } from '../call/language.ts';
import type { Random } from '../call/random.ts';
import type { Utterance } from '../call/utterance.ts';
import { localMoment } from '../conversation/care/crisis-lines.ts';
import { greeting } from '../conversation/dialogue/dialogue.ts';
import { everySegment, releasedSlots } from '../conversation/phrases/catalogue.ts';
import { POLICY_VERSION } from '../conversation/policy.ts';
import { greetingOf } from '../conversation/wording.ts';
import type { Contacts } from '../household/contacts.ts';
import { lineOf, type Line } from '../household/household.ts';
import type { NewCall } from '../journal/store.ts';
import type { Saying } from '../speaking/playout.ts';
import type { CallLeg, LegInfo } from '../telephony/leg.ts';
import { admit, firstState, type Admission, type Circumstances, type TrialWish } from './admission.ts';
import { CODE_TRIES, InsideCall, type InsideTools } from './inside-call.ts';
import type { Lead } from './lead.ts';
import { RepeatCalls } from './repeat-calls.ts';
import { RunningCall, type CallTools } from './running-call.ts';
import { turnAway } from './turn-away.ts';

/** Half of them odd, half even. */
const LOTS = 1_000_000;

/** Whoever watches calls as they happen: the live view, a log, a test. Observers change nothing. */
export interface CallObserver {
  opened(call: NewCall): void;
  event(callId: string, event: CallEvent): void;
  saying(callId: string, saying: Saying): void;
  /** How the call is led has changed. */
  leads?(callId: string, lead: Lead): void;
  /** What the caller said, while somebody may hear it; to be shown, and to be kept nowhere. */
  words?(callId: string, words: string): void;
  /** What they have said so far of a sentence that goes on; as above. */
  partial?(callId: string, words: string): void;
  /** How loud the caller is, in dBFS, some times a second. */
  level?(callId: string, dbfs: number): void;
  closed(callId: string): void;
}

export interface AttendantTools extends CallTools, InsideTools {
  readonly contacts: Contacts;
  /** Draws lots for approaches in rotation, before a call begins: nobody can choose which call gets which. */
  readonly random: Random;
  /** Words go to a service outside this machine: callers are told. */
  readonly wordsLeave: boolean;
  /** Whether the server runs as many calls as it takes, all households together; another one is met with a busy signal. */
  readonly serverIsFull: () => boolean;
}

/**
 * Takes every call that comes in and sees it to its end.
 *
 *     call in -> heard -> understood -> decided -> said -> remembered
 *
 * A leg comes from telephony. Admission decides, before anything is answered, whether the caller is known, how long
 * the family's phones ring first, and which words are right. Then the running call lives its life: hearing turns
 * frames into events, understanding turns words into meaning, the conversation's policy decides, speaking says it, and
 * the journal remembers every event. What breaks in one call, or in whoever watches it, is contained there.
 */
export class Attendant {
  #tools: AttendantTools;
  readonly #observers: readonly CallObserver[];
  readonly #running = new Map<string, RunningCall>();
  readonly #codes: RateLimiter;
  readonly #inside = new Set<InsideCall>();
  readonly #repeats: RepeatCalls;
  #accepting = true;
  #whenEmpty: (() => void) | null = null;

  constructor(tools: AttendantTools, observers: readonly CallObserver[]) {
    this.#tools = tools;
    this.#codes = new RateLimiter(tools.clock, CODE_TRIES);
    this.#repeats = new RepeatCalls(tools.clock);
    this.#observers = observers;
  }

  /** From now on calls are met with these; those that run go on as they began. */
  use(changed: Partial<AttendantTools>): void {
    this.#tools = { ...this.#tools, ...changed };
  }

  /** Takes a leg that was just offered; a trial may wish how it is met. Returns the call's id, or null: turned away, or from one of our own phones. */
  take(leg: CallLeg, wish: TrialWish = {}): string | null {
    const met: { id: string | null } = { id: null };
    const { faults, clock } = this.#tools;
    faults.contain(
      'call',
      () => {
        met.id = this.#meet(leg, wish);
      },
      () => turnAway(leg, 'gone', clock, true),
    );
    return met.id;
  }

  #meet(leg: CallLeg, wish: TrialWish): string | null {
    const { household } = this.#tools;
    const line = lineOf(household, leg.info.lineId);
    if (!this.#accepting || this.calls >= household.maxCalls || this.#tools.serverIsFull()) {
      turnAway(leg, this.#accepting ? 'busy' : 'gone', this.#tools.clock, line?.fritzbox === true);
      return null;
    }
    if (line?.inside.phones.includes(leg.info.from.number ?? '')) {
      this.#takeInside(leg, line);
      return null;
    }
    const admission = admit(leg.info, household, this.#circumstances(leg.info, line), wish);
    const call = newCall(leg, admission, this.#tools);
    const running = new RunningCall(call, leg, admission, this.#tools, {
      event: (event) => this.#tell((observer) => observer.event(call.id, event)),
      saying: (saying) => this.#tell((observer) => observer.saying(call.id, saying)),
      leads: (lead) => this.#tell((observer) => observer.leads?.(call.id, lead)),
      words: (words) => this.#tell((observer) => observer.words?.(call.id, words)),
      partial: (words) => this.#tell((observer) => observer.partial?.(call.id, words)),
      level: (dbfs) => this.#tell((observer) => observer.level?.(call.id, dbfs)),
      closed: () => this.#closed(call.id, running),
    });
    this.#running.set(call.id, running);
    this.#tell((observer) => observer.opened(call));
    running.start(this.#everyPhrase(admission));
    return call.id;
  }

  /** What somebody whom nobody knows hears first on the telephone. */
  greeting(lang: Language): Utterance {
    const stranger: LegInfo = { from: { number: null, displayName: null }, lineId: null, transport: 'sip' };
    // The same wording each time somebody looks.
    const admission = admit(stranger, this.#tools.household, { ...this.#circumstances(stranger, undefined), lot: 0 }, { lang });
    return greetingOf(firstState(admission, this.#tools.household));
  }

  /** Passes a person's wish on to a running call. False: no such call runs. */
  command(callId: string, command: HouseholdCommand, userId: string | null): boolean {
    const running = this.#running.get(callId);
    running?.command(command, userId);
    return running !== undefined;
  }

  /** Somebody takes a running call in their browser. False: no such call runs, or it cannot be taken. */
  takeOver(callId: string, leg: CallLeg, userId: string | null): boolean {
    return this.#running.get(callId)?.takeOver(leg, userId) ?? false;
  }

  /** Somebody would like to hear a running call. False: no such call runs, or there is nothing to hear. */
  listenIn(callId: string, leg: CallLeg, userId: string | null): boolean {
    return this.#running.get(callId)?.listenIn(leg, userId) ?? false;
  }

  /** Those that run, and those from the household's own phones. */
  get calls(): number {
    return this.#running.size + this.#inside.size;
  }

  /**
   * Takes no more calls, ends those that it leads with a goodbye, lets people who speak finish, and resolves when the last
   * one is in the journal.
   */
  async drain(): Promise<void> {
    this.#accepting = false;
    for (const inside of this.#inside) inside.hangUp();
    for (const running of this.#running.values()) running.drain();
    if (this.#running.size > 0) await new Promise<void>((resolve) => (this.#whenEmpty = resolve));
  }

  /** Hangs up every call at once. */
  hangUpAll(): void {
    for (const running of this.#running.values()) running.hangUp();
  }

  /** The process cannot go on: every call ends at once, and the journal says why. */
  breakOff(): void {
    this.#accepting = false;
    for (const inside of this.#inside) inside.hangUp();
    for (const running of this.#running.values()) running.breakOff();
  }

  #circumstances(leg: LegInfo, line: Line | undefined): Circumstances {
    const { contacts, toldNo, random, transcriber, wordsLeave, expecting, clock, dialler } = this.#tools;
    return {
      contacts,
      toldNo,
      lot: random.below(LOTS),
      hears: (lang) => transcriber?.languages.includes(lang) ?? false,
      wordsLeave,
      secondCall: line !== undefined && this.#repeats.isSecond(line, leg.from.number),
      expecting: expecting.until !== null,
      quiet: (line?.quiet.until(clock.wallTime()) ?? null) !== null,
      moment: localMoment(clock.wallTime(), this.#tools.household.timeZone),
      phones: leg.transport === 'sip' ? dialler.phonesOf(leg.lineId, 'household') : 0,
    };
  }

  #takeInside(leg: CallLeg, line: Line): void {
    const call: InsideCall = new InsideCall(leg, line, this.#tools, this.#codes, () => this.#inside.delete(call));
    this.#inside.add(call);
    call.start();
  }

  /** No call is answered before every sentence that it may need can be spoken; a conversation's are rendered as they come. */
  async #everyPhrase(admission: Admission): Promise<void> {
    const { lang, dialogue } = admission;
    const segments = [...everySegment(lang, releasedSlots(this.#tools.household)), ...(dialogue ? greeting(dialogue) : [])];
    await Promise.all(segments.map((segment) => this.#tools.phrases.get(segment)));
  }

  #closed(callId: string, { leg, mayInsist }: RunningCall): void {
    this.#running.delete(callId);
    if (leg.info.lineId !== null && mayInsist) this.#repeats.remember(leg.info.lineId, leg.info.from.number);
    this.#tell((observer) => observer.closed(callId));
    if (this.#running.size === 0) this.#whenEmpty?.();
  }

  #tell(what: (observer: CallObserver) => void): void {
    for (const observer of this.#observers) this.#tools.faults.contain('observer', () => what(observer));
  }
}

function newCall(leg: CallLeg, admission: Admission, tools: AttendantTools): NewCall {
  return {
    id: uuidv7(tools.clock),
    lineId: leg.info.lineId,
    kind: admission.kind,
    approach: admission.approach,
    approachAssigned: admission.approachAssigned,
    policyVersion: POLICY_VERSION,
    lang: admission.lang,
    callerNumber: leg.info.from.number,
    callerName: leg.info.from.displayName,
    contactName: admission.knownAs,
    legId: leg.id,
    legTransport: leg.info.transport,
    startedAt: tools.clock.wallTime(),
  };
}
