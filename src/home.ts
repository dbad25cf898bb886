import { join } from 'node:path';
import { fileContacts } from './adapters/files/contacts-file.ts';
import type { KeptCalendar } from './adapters/ical/kept-calendar.ts';
import type { SqliteCallerBookStore } from './adapters/sqlite/caller-book-store.ts';
import type { SqliteSettingStore } from './adapters/sqlite/setting-store.ts';
import { Attendant, type AttendantTools } from './attendant/attendant.ts';
import { SelfTest } from './attendant/self-test.ts';
import type { Clock } from './call/clock.ts';
import type { Faults } from './call/faults.ts';
import type { Log } from './call/log.ts';
import type { HouseholdConfig } from './config.ts';
import { calendarsOf, householdOf } from './configured-household.ts';
import type { ConfiguredServices } from './configured-model.ts';
import { wordsOf } from './conversation/phrases/catalogue.ts';
import { CallerBook } from './household/caller-book.ts';
import { Expecting } from './household/expecting.ts';
import { HOME, lineOf, type Household } from './household/household.ts';
import type { LineHealth } from './http/api.ts';
import { LiveCalls } from './http/live.ts';
import { TryDesk } from './http/try-desk.ts';
import { WebDesk, type BrowserLegs } from './http/web-desk.ts';
import { MessageBox } from './journal/message-box.ts';
import { Journal } from './journal/journal.ts';
import type { JournalStore } from './journal/store.ts';
import type { TranscriptStore } from './journal/transcript.ts';
import { ToldNo } from './journal/told-no.ts';
import { OwnVoice } from './speaking/own-voice.ts';
import type { RecordingStore } from './speaking/recording.ts';
import type { Voice } from './speaking/voice.ts';
import type { Dialler } from './telephony/leg.ts';
import type { RegistrationStatus } from './telephony/sip/registration.ts';

/** What the households of one server share. None of it holds anything of a household. */
export interface SharedTools extends Pick<AttendantTools, 'phrases' | 'random' | 'understanding' | 'serverIsFull'> {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly log: Log;
  readonly dataDir: string;
  readonly store: JournalStore;
  readonly transcripts: TranscriptStore;
  readonly settings: SqliteSettingStore;
  readonly callerBooks: SqliteCallerBookStore;
  readonly dialler: Dialler;
  readonly recordings: RecordingStore;
  readonly callersVoice: Voice;
  readonly browserLegs: BrowserLegs;
  readonly registrations: () => readonly RegistrationStatus[];
}

/** One household with all that works for it alone: its attendant, its lists, what its console shows. */
export class Home {
  readonly attendant: Attendant;
  readonly selfTest: SelfTest;
  readonly expecting: Expecting;
  readonly toldNo: ToldNo;
  readonly live: LiveCalls;
  readonly tryDesk: TryDesk;
  readonly ownVoice: OwnVoice;
  readonly webDesk: WebDesk;
  readonly #shared: SharedTools;
  readonly #journal: Journal;
  #household: Household;
  #callers: CallerBook;
  #calendars: ReadonlyMap<string, KeptCalendar>;
  /** Lines whose password cannot be opened any more. */
  #lost: readonly string[];

  private constructor(shared: SharedTools, parts: Parts) {
    const { clock, dialler } = shared;
    this.#shared = shared;
    this.#household = parts.household;
    this.#callers = parts.callers;
    this.#journal = parts.journal;
    this.#calendars = parts.calendars;
    this.#lost = parts.lost;
    this.attendant = parts.attendant;
    this.expecting = parts.expecting;
    this.toldNo = parts.toldNo;
    this.live = parts.live;
    this.ownVoice = parts.ownVoice;
    this.selfTest = new SelfTest({ clock, household: () => this.#household, dialler });
    this.webDesk = new WebDesk(parts.attendant, shared.browserLegs);
    this.tryDesk = new TryDesk(parts.attendant, shared.callersVoice, clock);
  }

  /** Calls that an earlier run left open are closed. */
  static async open(config: HouseholdConfig, shared: SharedTools, services: ConfiguredServices): Promise<Home> {
    const { clock, log, store, dataDir } = shared;
    const calendars = calendarsOf(config, dataDir, clock, log);
    const household = householdOf(config, calendars);
    const { id } = household;
    const abandoned = await store.closeAbandoned(id, clock.wallTime());
    if (abandoned > 0) log.warn({ household: id, calls: abandoned }, 'calls of an earlier run were cut off and are closed now');
    const live = new LiveCalls(wordsOf, clock.wallTime());
    const expecting = await Expecting.load(shared.settings, id, clock, () => live.tell({ type: 'state' }));
    const callers = await callersOf(shared, household);
    const ownVoice = await OwnVoice.load({ store: shared.recordings, householdId: id, otherwise: shared.phrases, wordsOf });
    const toldNo = new ToldNo(await store.companiesToldNo(id));
    const journal = new Journal({ store, transcripts: shared.transcripts, householdId: id, clock, log });
    const tools = {
      ...shared,
      ...forAttendant(services),
      phrases: ownVoice,
      household,
      expecting,
      contacts: callers,
      journal,
      messages: new MessageBox(store, id, clock),
      toldNo,
    };
    const lost = linesWithoutPassword(config);
    return new Home(shared, {
      household,
      callers,
      calendars,
      expecting,
      toldNo,
      live,
      ownVoice,
      journal,
      lost,
      attendant: new Attendant(tools, [live]),
    });
  }

  get household(): Household {
    return this.#household;
  }

  get callers(): CallerBook {
    return this.#callers;
  }

  /** Begins to read its calendars. */
  start(): void {
    for (const calendar of this.#calendars.values()) void calendar.start();
  }

  /** Its settings, or the server's services, are others now: that holds for the next call. */
  async use(config: HouseholdConfig, services: ConfiguredServices): Promise<void> {
    const calendars = calendarsOf(config, this.#shared.dataDir, this.#shared.clock, this.#shared.log, this.#calendars);
    const household = householdOf(config, calendars);
    if (household.countryCode !== this.#household.countryCode) this.#callers = await callersOf(this.#shared, household);
    const before = this.#calendars;
    this.#household = household;
    this.#calendars = calendars;
    this.#lost = linesWithoutPassword(config);
    this.attendant.use({ household, contacts: this.#callers, ...forAttendant(services) });
    for (const [id, calendar] of before) if (calendars.get(id) !== calendar) calendar.stop();
    for (const [id, calendar] of calendars) if (before.get(id) !== calendar) void calendar.start();
    this.live.tell({ type: 'lines', lines: this.lines() });
    this.live.tell({ type: 'state' });
  }

  /** How its lines are, now. */
  lines(): LineHealth[] {
    const { registrations, clock } = this.#shared;
    const lost = this.#lost.map((id): LineHealth => ({ id, state: 'unreachable', code: null, problem: 'password_lost', quietUntil: null }));
    const registered = registrations().flatMap(({ lineId, state, code, problem }) => {
      const line = lineOf(this.#household, lineId);
      return line ? [{ id: lineId, state, code, problem, quietUntil: line.quiet.until(clock.wallTime()) }] : [];
    });
    return [...registered, ...lost];
  }

  stop(): void {
    for (const calendar of this.#calendars.values()) calendar.stop();
  }

  /** After its last call: what could not be written is tried once more. */
  finish(): Promise<void> {
    return this.#journal.finish();
  }
}

type Parts = Pick<Home, 'household' | 'attendant' | 'expecting' | 'callers' | 'toldNo' | 'live' | 'ownVoice'> & {
  readonly calendars: ReadonlyMap<string, KeptCalendar>;
  readonly journal: Journal;
  readonly lost: readonly string[];
};

function linesWithoutPassword({ lines }: HouseholdConfig): string[] {
  return lines.filter(({ password }) => password === '').map(({ id }) => id);
}

function forAttendant({ wordsGoTo, ...services }: ConfiguredServices) {
  return { ...services, wordsLeave: wordsGoTo !== null };
}

function callersOf({ callerBooks, dataDir, log }: SharedTools, household: Household): Promise<CallerBook> {
  return CallerBook.load(callerBooks, household, fileContacts(contactsFile(dataDir, household.id), household.countryCode, log));
}

/** The owner's lies at the top of the data folder, everybody else's in a folder of its name. */
function contactsFile(dataDir: string, householdId: string): string {
  return householdId === HOME ? join(dataDir, 'contacts.csv') : join(dataDir, 'households', householdId, 'contacts.csv');
}
