import { isIP } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { EspeakVoice } from './adapters/espeak/espeak-voice.ts';
import { secretKey } from './adapters/files/secret-key.ts';
import { filePhraseCache } from './adapters/files/phrase-cache.ts';
import { emptyLog, openDatabase } from './adapters/sqlite/database.ts';
import { SqliteEvidenceStore } from './adapters/sqlite/evidence-store.ts';
import { SqliteKeyStore } from './adapters/sqlite/key-store.ts';
import { SqliteJournalStore } from './adapters/sqlite/journal-store.ts';
import { SqlitePracticeStore } from './adapters/sqlite/practice-store.ts';
import { SqliteRecordingStore } from './adapters/sqlite/recording-store.ts';
import { SqliteReflectionStore } from './adapters/sqlite/reflection-store.ts';
import { SqliteCallerBookStore } from './adapters/sqlite/caller-book-store.ts';
import { eraseFromSnapshots } from './adapters/sqlite/snapshot-erasure.ts';
import { SqliteSettingStore } from './adapters/sqlite/setting-store.ts';
import { SqliteTranscriptStore } from './adapters/sqlite/transcript-store.ts';
import { SqliteUserStore } from './adapters/sqlite/user-store.ts';
import { weriftPeer } from './adapters/werift/web-peer.ts';
import { Switchboard, type Desk } from './attendant/switchboard.ts';
import { every, systemClock, within, type Clock } from './call/clock.ts';
import { containedClock, Faults } from './call/faults.ts';
import type { Language } from './call/language.ts';
import type { Log } from './call/log.ts';
import { systemRandom } from './call/random.ts';
import { StartError, type Config, type HouseholdConfig } from './config.ts';
import { accountsOf, allowedNetworks, householdIds, networks } from './configured-household.ts';
import { checkService } from './check-service.ts';
import { configuredServices } from './configured-model.ts';
import { openSite } from './configured-site.ts';
import { openSettings } from './kept-settings.ts';
import { SettingsDesk } from './settings-desk.ts';
import { everySegment, recordable, releasedSlots, wordsOf } from './conversation/phrases/catalogue.ts';
import type { Household } from './household/household.ts';
import { scryptHashing } from './household/password.ts';
import { Home, type SharedTools } from './home.ts';
import { Access } from './http/access.ts';
import { AccessLog } from './http/access-log.ts';
import { consoleApp } from './http/app.ts';
import { OpenRequests } from './http/open-requests.ts';
import { Passkeys } from './http/passkeys.ts';
import { ConsoleServer, type Seal } from './http/server.ts';
import { StoreError } from './journal/store.ts';
import { SpeechPacks } from './speech-packs.ts';
import { PhraseAudio } from './speaking/phrase-audio.ts';
import { BrowserLeg } from './telephony/browser-leg.ts';
import { MediaEngine } from './telephony/media/media-engine.ts';
import { startMediaWorker } from './telephony/media/worker-channel.ts';
import type { Account } from './telephony/sip/registration.ts';
import { DATABASE_FILE, everyAddress, listen, ownAddresses, prepareFolder } from './starting.ts';
import { StatusFile, type StatusTools } from './status.ts';
import { watchNetwork } from './telephony/network-watch.ts';
import { UserAgent } from './telephony/sip/user-agent.ts';
import { Understanding } from './understanding/understanding.ts';
import { ROOT, VERSION } from './version.ts';

/** It is the first start, or nobody counts. */
const NEVER_RESTARTED: StatusTools['past'] = { restarts: 0, lastEnd: '' };

export interface Running {
  readonly sipPort: number;
  readonly httpPort: number;
  /** Null: there is no HTTPS of ours. */
  readonly httpsPort: number | null;
  readonly passwordSet: boolean;
  /** The settings as they hold: what the console changed, over the file. */
  readonly config: Config;
  /** What is said on the telephone becomes words. */
  readonly hearsWords: boolean;
  /** Resolves when every phrase can be spoken; rejects when there is no voice. */
  readonly voiceReady: Promise<void>;
  /** Takes no more calls, ends those that run with a goodbye (at most `graceMs`), and stops. */
  stop(graceMs: number): Promise<void>;
  /** The process cannot go on: every call ends with a BYE and in its journal, as far as that can be done within a second. */
  breakOff(): Promise<void>;
}

/** No RTP for so long ends a call; longer than any silence that the conversation allows. */
const MEDIA_TIMEOUT_MS = 60_000;
const HOUSEKEEPING_MS = 60_000;
/** Deleted calls and recordings can be brought back for so long. */
const UNDO_MS = 10 * 60_000;
/** What a setting was before can be brought back for so long; then its passwords are forgotten. */
const SETTING_UNDO_MS = 30 * 24 * 3_600_000;

/** Wires everything together and starts it. Rejects with StartError. */
export async function serve(file: Config, log: Log = createLog(), past = NEVER_RESTARTED): Promise<Running> {
  const faults = new Faults((fault, count) => log.warn({ ...fault, count }, 'a fault was contained'));
  const clock = containedClock(systemClock, faults);
  prepareFolder(file.dataDir);
  const status = new StatusFile({ dataDir: file.dataDir, clock, pid: process.pid, version: VERSION, past, faults: () => faults.counts });
  faults.onCounted(() => status.changed());
  const database = join(file.dataDir, DATABASE_FILE);
  const db = await openDatabase(database).catch((error: unknown) => {
    throw new StartError(error instanceof StoreError ? error.message : String(error), { cause: error });
  });
  const settingChanges = await openSettings(db, database, file.dataDir);
  const settings = await SettingsDesk.open(file, {
    store: settingChanges,
    clock,
    log,
    check: (wish) => checkService(wish, callersVoice, clock),
  });
  const { config } = settings;
  const store = new SqliteJournalStore(db);
  const transcripts = new SqliteTranscriptStore(db);
  const voice = new EspeakVoice(clock, 'attendant', faults);
  const callersVoice = new EspeakVoice(clock, 'caller', faults);
  const phrases = new PhraseAudio(voice, filePhraseCache(join(config.dataDir, 'cache', 'voice')), wordsOf);
  const worker = await startMediaWorker({
    clock,
    entry: new URL('media-worker.ts', import.meta.url),
    options: {
      family: isIP(config.sip.host) === 6 ? 'udp6' : 'udp4',
      firstPort: config.rtp.firstPort,
      lastPort: config.rtp.lastPort,
      timeoutMs: MEDIA_TIMEOUT_MS,
      speechModel: config.hearing.speechModel,
    },
    onDied: (error) => {
      faults.note('worker_message', error);
      status.count('mediaWorkerDeaths');
      log.warn({}, 'the media worker died; calls end, and it is started again');
    },
  });
  const media = new MediaEngine(worker, { clock, faults });
  const userAgent = new UserAgent({
    host: config.sip.host,
    port: config.sip.port,
    clock,
    random: systemRandom,
    media,
    faults,
    log,
    contactKey: await secretKey(join(config.dataDir, 'line.key')),
    allows: allowedNetworks(config.sip.allow),
    rateLimit: { perSecond: config.sip.messagesPerSecond, burst: 2 * config.sip.messagesPerSecond },
    accounts: accountsOf(config),
    onRegistration: ({ lineId }) => linesChanged(lineId),
    onRefused: (refusal) => status.count(refusal),
  });
  const recordings = new SqliteRecordingStore(db);
  const shared: SharedTools = {
    clock,
    faults,
    log,
    dataDir: config.dataDir,
    store,
    transcripts,
    settings: new SqliteSettingStore(db),
    callerBooks: new SqliteCallerBookStore(db),
    phrases,
    recordings,
    random: systemRandom,
    dialler: userAgent,
    registrations: () => userAgent.registrations,
    callersVoice,
    async browserLegs(offer, info) {
      const peer = await weriftPeer(offer, clock);
      const leg = await BrowserLeg.open(info, { clock, media, faults }, peer);
      return { leg, answer: peer.answer, leave: () => leg.leave() };
    },
    understanding: Understanding.shipped(),
    serverIsFull: () => switchboard.calls >= config.sip.maxCalls,
  };
  const [first, ...further] = config.households;
  const packs: SpeechPacks = new SpeechPacks({
    dataDir: config.dataDir,
    clock,
    faults,
    log,
    voice: callersVoice,
    catalogue: config.packCatalogue,
    choice: () => settings.config.packs,
    choose: async (choice, userName) => void (await settings.change(first.id, userName, 'packs', choice)),
    renew: () => use(settings.config),
    changed: () => homes[0].live.tell({ type: 'packs' }),
  });
  let services = await configuredServices(config, await packs.use(config.packs), clock);
  phrases.use(services.voice);
  const open = (one: HouseholdConfig): Promise<Home> => Home.open(one, shared, services);
  const homes = [await open(first), ...(await Promise.all(further.map(open)))] as const;
  const switchboard = new Switchboard(homes, { clock, faults });
  userAgent.onLeg((leg) => switchboard.take(leg));
  const linesChanged = (lineId: string): void => {
    const home = switchboard.deskOf(lineId);
    home?.live.tell({ type: 'lines', lines: home.lines() });
  };

  const users = new SqliteUserStore(db);
  const site = await openSite({
    db,
    database,
    clock,
    log,
    faults,
    config: () => settings.config,
    entry: new URL('site-worker.ts', import.meta.url),
    knownNames: async () => {
      const people = await users.users(first.id);
      const { household, callers } = homes[0];
      return [
        household.spokenName ?? '',
        ...household.profile.people,
        ...callers.entries.map(({ name }) => name),
        ...people.map(({ name }) => name),
      ];
    },
    tellConsoles: () => homes[0].live.tell({ type: 'experiences' }),
  });
  const keys = new SqliteKeyStore(db);
  const accessLog = new AccessLog(log);
  const openRequests = new OpenRequests(clock);
  const access = new Access({ users, keys, households: householdIds(config), hashing: scryptHashing, clock, log: accessLog });
  access.onChange(() => openRequests.recheck());
  await access.refresh();
  const isTrustedProxy = networks('http.trustedProxies', config.http.trustedProxies);
  const app = consoleApp({
    version: VERSION,
    homes,
    access,
    accessLog,
    openRequests,
    isTrustedProxy,
    faults,
    passkeys: new Passkeys(keys, householdIds(config), clock),
    store,
    transcripts,
    services: () => services,
    settings,
    packs,
    evidence: new SqliteEvidenceStore(db),
    practices: new SqlitePracticeStore(db),
    reflections: new SqliteReflectionStore(db),
    experiences: site.experiences,
    voice: shared.callersVoice,
    clock,
    log,
    wordsOf,
    recordable: (lang, household) => recordable(lang, releasedSlots(household)),
    sipPort: () => userAgent.port,
    httpPort: () => server.port,
    sealedPort: () => server.sealedPort,
    hasOwnCertificate: config.http.https?.certificate !== undefined,
    addresses: ownAddresses,
    hosts: config.http.hosts,
    consoleFolder: join(ROOT, 'dist', 'console'),
    onPasswordSet: () => void clock.after(OPEN_AFTER_MS, () => faults.contain('housekeeping', openWhenGuarded)),
  });
  const seal = await sealOf(config, clock);
  const server = new ConsoleServer(app, { port: config.http.port, clock, seal, isTrustedProxy, faults });

  const undo = async (): Promise<void> => {
    await Promise.all([worker.stop(), store.close()]);
  };
  await listen(() => userAgent.start(), 'SIP_PORT', config.sip.port, undo);
  await listen(
    () => server.start(access.passwordSet),
    'HTTP_PORT',
    config.http.port,
    async () => {
      await userAgent.stop(0);
      await undo();
    },
  );

  let isOpen = access.passwordSet;
  /** A password may also have come from the command line of another process. */
  const openWhenGuarded = async (): Promise<void> => {
    await access.refresh();
    if (isOpen || !access.passwordSet) return;
    isOpen = true;
    await server.openToNetwork().catch(() => log.warn({}, 'the console could not be opened to the network'));
  };
  const purge = (): void => {
    const now = clock.wallTime();
    const purging = [
      site.purge(now).catch(() => log.warn({}, 'what was deleted of the public pages could not be purged')),
      ...homes.map(({ household }) =>
        Promise.all([
          store.purge(household.id, now, now - UNDO_MS),
          transcripts.purgeWords(household.id, now),
          recordings.purgeRecordings(household.id, now - UNDO_MS),
          settingChanges.forgetValues(household.id, now - SETTING_UNDO_MS),
        ]).catch(() => log.warn({ household: household.id }, 'retention could not delete')),
      ),
    ];
    // A log that a reader holds at this moment is emptied the next time.
    void Promise.all(purging)
      .then(() => eraseFromSnapshots(db, database, now))
      .catch(() => log.warn({}, 'what was deleted stands in a snapshot still'))
      .then(() => emptyLog(db))
      .catch(() => log.warn({}, 'the write-ahead log could not be emptied'));
  };
  purge();
  const housekeeping = every(clock, HOUSEKEEPING_MS, () => {
    purge();
    faults.contain('housekeeping', openWhenGuarded);
  });
  const network = watchNetwork(clock, everyAddress, (what) => {
    log.info({ what }, 'the network has changed; lines are registered anew');
    userAgent.networkChanged();
  });
  const useLines = async (accounts: readonly Account[]): Promise<void> => {
    await userAgent.setAccounts(accounts);
    for (const home of homes) home.live.tell({ type: 'lines', lines: home.lines() });
  };
  /** Services, packs and households are as these settings say, for the next call. */
  const use = async (changed: Config): Promise<void> => {
    services = await configuredServices(changed, await packs.use(changed.packs), clock);
    phrases.use(services.voice);
    for (const one of changed.households) await homes.find(({ household }) => household.id === one.id)?.use(one, services);
    prepareVoice(
      phrases,
      homes.map(({ household }) => household),
      log,
    ).catch(() => {});
  };
  settings.onChange(async (changed) => {
    await use(changed);
    await site.use();
    // A registrar may take its time; whoever watches the line sees how it gets on.
    void useLines(accountsOf(changed));
  });
  await site.use();
  for (const home of homes) home.start();
  await status.start();
  const voiceReady = prepareVoice(
    phrases,
    homes.map(({ household }) => household),
    log,
  );
  voiceReady.catch(() => {});

  return {
    sipPort: userAgent.port,
    httpPort: server.port,
    httpsPort: server.sealedPort,
    passwordSet: access.passwordSet,
    config,
    hearsWords: services.transcriber !== null,
    voiceReady,
    async stop(graceMs) {
      housekeeping.cancel();
      network.cancel();
      for (const home of homes) home.stop();
      await drained(switchboard, clock, graceMs);
      await Promise.all([userAgent.stop(), server.stop(), site.stop()]);
      await Promise.all(homes.map((home) => home.finish()));
      voice.rest();
      packs.stop();
      await undo();
      await status.stop();
    },
    breakOff: () => within(clock, LAST_WORDS_MS, switchboard.breakOff()),
  };
}

/** By what HTTPS is sealed: the household's own certificate, else one of ours; null: it is not wanted. Rejects with StartError. */
async function sealOf({ http: { https }, dataDir }: Config, clock: Clock): Promise<Seal | null> {
  if (!https) return null;
  const { port, key, certificate } = https;
  if (key !== undefined && certificate !== undefined) return { port, key, certificate };
  // Its library takes a tenth of a second to load.
  const { ownCertificate } = await import('./adapters/files/own-certificate.ts');
  return { port, ...(await ownCertificate(join(dataDir, 'tls'), everyAddress(), clock.wallTime())) };
}

/** For the last BYE and the last line in the journal. */
const LAST_WORDS_MS = 1_000;
/** Long enough for the answer to the browser that set the password. */
const OPEN_AFTER_MS = 300;

export function createLog(): Log & { flush(): void } {
  return pino({ level: process.env['LOG_LEVEL'] ?? 'warn', base: null }, pino.destination({ dest: 2, sync: true }));
}

/** First the languages that a household's lines speak, then the other one, so that a first call has to wait as little as possible. */
async function prepareVoice(phrases: PhraseAudio, households: readonly Household[], log: Log): Promise<void> {
  const speaks = ({ lang, lines }: Household): Set<Language> => new Set([lang, ...lines.map((line) => line.lang)]);
  const prepare = (household: Household, lang: Language): Promise<void> => phrases.prepare(everySegment(lang, releasedSlots(household)));
  try {
    for (const household of households) for (const lang of speaks(household)) await prepare(household, lang);
    for (const household of households)
      for (const lang of ['de', 'en'] as const) if (!speaks(household).has(lang)) await prepare(household, lang);
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'there is no voice; calls are not answered');
    throw error;
  }
}

async function drained(switchboard: Switchboard<Desk>, clock: Clock, graceMs: number): Promise<void> {
  const empty = switchboard.drain();
  await within(clock, graceMs, empty);
  switchboard.hangUpAll();
  // A peer that never confirms keeps its leg for half a minute; the journal closes such a call at the next start.
  await within(clock, LAST_WORDS_MS, empty);
}
