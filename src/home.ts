import { join } from 'node:path';
import { fileContacts } from './adapters/files/contacts-file.ts';
import type { SqliteCallerBookStore } from './adapters/sqlite/caller-book-store.ts';
import type { SqliteSettingStore } from './adapters/sqlite/setting-store.ts';
import { Attendant, type AttendantTools } from './attendant/attendant.ts';
import { SelfTest } from './attendant/self-test.ts';
import type { Clock } from './call/clock.ts';
import type { Log } from './call/log.ts';
import type { HouseholdConfig } from './config.ts';
import { calendarsOf, householdOf } from './configured-household.ts';
import { wordsOf } from './conversation/phrases/catalogue.ts';
import { CallerBook } from './household/caller-book.ts';
import { Expecting } from './household/expecting.ts';
import { HOME, lineOf, type Household } from './household/household.ts';
import type { LineHealth } from './http/api.ts';
import { LiveCalls } from './http/live.ts';
import { TryDesk } from './http/try-desk.ts';
import { MessageBox } from './journal/message-box.ts';
import { Journal } from './journal/journal.ts';
import type { JournalStore } from './journal/store.ts';
import { ToldNo } from './journal/told-no.ts';
import type { Voice } from './speaking/voice.ts';
import type { Dialler } from './telephony/leg.ts';
import type { RegistrationStatus } from './telephony/sip/registration.ts';

/** What the households of one server share. None of it holds anything of a household. */
export interface SharedTools extends Pick<
  AttendantTools,
  | 'phrases'
  | 'random'
  | 'understanding'
  | 'model'
  | 'modelDeadlineMs'
  | 'transcriber'
  | 'transcriberDeadlineMs'
  | 'wordsLeave'
  | 'serverIsFull'
> {
  readonly clock: Clock;
  readonly log: Log;
  readonly dataDir: string;
  readonly store: JournalStore;
  readonly settings: SqliteSettingStore;
  readonly callerBooks: SqliteCallerBookStore;
  readonly dialler: Dialler;
  readonly callersVoice: Voice;
  readonly registrations: () => readonly RegistrationStatus[];
}

/** One household with all that works for it alone: its attendant, its lists, what its console shows. */
export interface Home {
  readonly household: Household;
  readonly attendant: Attendant;
  readonly selfTest: SelfTest;
  readonly expecting: Expecting;
  readonly callers: CallerBook;
  readonly toldNo: ToldNo;
  readonly live: LiveCalls;
  readonly tryDesk: TryDesk;
  /** How its lines are, now. */
  readonly lines: () => LineHealth[];
  /** Begins to read its calendars. */
  start(): void;
  stop(): void;
}

/** Calls that an earlier run left open are closed. */
export async function openHome(config: HouseholdConfig, shared: SharedTools): Promise<Home> {
  const { clock, log, store, dialler } = shared;
  const calendars = calendarsOf(config, shared.dataDir, clock, log);
  const household = householdOf(config, calendars);
  const { id } = household;
  const abandoned = await store.closeAbandoned(id, clock.wallTime());
  if (abandoned > 0) log.warn({ household: id, calls: abandoned }, 'calls of an earlier run were cut off and are closed now');
  const live = new LiveCalls(wordsOf, clock.wallTime());
  const expecting = await Expecting.load(shared.settings, id, clock, () => live.tell({ type: 'state' }));
  const callers = await CallerBook.load(
    shared.callerBooks,
    household,
    fileContacts(contactsFile(shared.dataDir, id), household.countryCode, log),
  );
  const toldNo = new ToldNo(await store.companiesToldNo(id));
  const attendant = new Attendant(
    {
      ...shared,
      household,
      expecting,
      contacts: callers,
      journal: new Journal(store, id, log),
      messages: new MessageBox(store, id, clock),
      toldNo,
    },
    [live],
  );
  const ownLines = (): RegistrationStatus[] => shared.registrations().filter(({ lineId }) => lineOf(household, lineId) !== undefined);
  return {
    household,
    attendant,
    expecting,
    callers,
    toldNo,
    live,
    selfTest: new SelfTest({ clock, household, dialler }),
    tryDesk: new TryDesk(attendant, shared.callersVoice, clock),
    lines: () =>
      ownLines().map(({ lineId, state, code, problem }) => ({
        id: lineId,
        state,
        code,
        problem,
        quietUntil: lineOf(household, lineId)?.quiet.until(clock.wallTime()) ?? null,
      })),
    start() {
      for (const calendar of calendars.values()) void calendar.start();
    },
    stop() {
      for (const calendar of calendars.values()) calendar.stop();
    },
  };
}

/** The owner's lies at the top of the data folder, everybody else's in a folder of its name. */
function contactsFile(dataDir: string, householdId: string): string {
  return householdId === HOME ? join(dataDir, 'contacts.csv') : join(dataDir, 'households', householdId, 'contacts.csv');
}
