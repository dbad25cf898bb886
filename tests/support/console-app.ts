import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import type { Hono } from 'hono';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteKeyStore } from '../../src/adapters/sqlite/key-store.ts';
import { SqliteUserStore } from '../../src/adapters/sqlite/user-store.ts';
import type { Clock } from '../../src/call/clock.ts';
import { Faults, type Fault } from '../../src/call/faults.ts';
import { silentLog, type Log } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { PasswordHashing } from '../../src/household/password.ts';
import { Access } from '../../src/http/access.ts';
import { AccessLog } from '../../src/http/access-log.ts';
import { consoleApp } from '../../src/http/app.ts';
import { LiveCalls } from '../../src/http/live.ts';
import { OpenRequests } from '../../src/http/open-requests.ts';
import { Passkeys } from '../../src/http/passkeys.ts';
import type { Env, HomeTools, HttpTools } from '../../src/http/routing.ts';

export const HOUSEHOLDS = ['home', 'praxis'] as const;

/** Costs nothing and hides nothing. */
export const quickHashing: PasswordHashing = {
  hash: async (password) => `plain:${password}`,
  verify: async (password, hash) => hash === `plain:${password}`,
};

/** What a part that stands for another one was asked to do: `store.calls`, and with what. */
export interface Asked {
  readonly what: string;
  readonly given: readonly unknown[];
}

/** Stands for a part that is not looked at: everything can be asked of it, and nothing comes of it but a note of what was asked. */
export function anything(what: string, asked: Asked[]): never {
  const target = (): void => {};
  return new Proxy(target, {
    get: (target, name) => {
      if (Object.hasOwn(target, name) && name !== 'length' && name !== 'name') return Reflect.get(target, name);
      // It is no promise, and has nothing in it.
      if (name === 'then' || name === 'toJSON') return undefined;
      if (name === 'length') return 0;
      if (name === 'at' || name === 'get') return () => undefined;
      if (name === Symbol.iterator) return () => [][Symbol.iterator]();
      if (name === Symbol.asyncIterator) return async function* () {};
      if (name === Symbol.toPrimitive) return () => what;
      return anything(`${what}.${String(name)}`, asked);
    },
    apply: (_target, _this, given: unknown[]) => {
      asked.push({ what, given });
      return anything(`${what}()`, asked);
    },
  }) as never;
}

export interface ConsoleApp {
  readonly app: Hono<Env>;
  readonly access: Access;
  readonly live: readonly [LiveCalls, LiveCalls];
  readonly users: SqliteUserStore;
  readonly openRequests: OpenRequests;
  readonly faults: Faults;
  readonly seen: readonly Fault[];
  readonly asked: Asked[];
}

interface Options {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly hashing?: PasswordHashing;
  readonly tools?: Partial<HttpTools>;
  /** Real parts of the first household, in the place of those that only note what they are asked. */
  readonly home?: Partial<HomeTools>;
}

/** The console's API with real access on a database in memory, for two households; what lies behind the API only notes what it is asked. */
export async function openConsole({
  clock = new VirtualClock(),
  log = silentLog,
  hashing = quickHashing,
  tools = {},
  home: realParts = {},
}: Options = {}): Promise<ConsoleApp> {
  const db = await openDatabase(':memory:');
  const [users, keys] = [new SqliteUserStore(db), new SqliteKeyStore(db)];
  const [asked, seen]: [Asked[], Fault[]] = [[], []];
  const faults = new Faults((fault) => seen.push(fault));
  const accessLog = new AccessLog(log);
  const access = new Access({ users, keys, households: HOUSEHOLDS, hashing, clock, log: accessLog });
  const openRequests = new OpenRequests(clock);
  access.onChange(() => openRequests.recheck());
  await access.refresh();
  const live = [new LiveCalls(() => ''), new LiveCalls(() => '')] as const;
  const home = (id: string, ofHome: LiveCalls) => {
    const parts = ['attendant', 'selfTest', 'tryDesk', 'ownVoice', 'webDesk', 'expecting', 'callers', 'toldNo'];
    return {
      ...Object.fromEntries(parts.map((part) => [part, anything(`${id}.${part}`, asked)])),
      household: { id, lang: 'de', spokenName: id, timeZone: 'Europe/Berlin', lines: [] },
      live: ofHome,
      lines: () => [],
    } as unknown as HttpTools['homes'][0];
  };
  const parts = ['store', 'transcripts', 'settings', 'packs', 'evidence', 'practices', 'reflections', 'voice'];
  const all = {
    ...Object.fromEntries(parts.map((part) => [part, anything(part, asked)])),
    version: '1.2.3',
    homes: [{ ...home('home', live[0]), ...realParts }, home('praxis', live[1])],
    access,
    accessLog,
    openRequests,
    faults,
    isTrustedProxy: () => false,
    passkeys: new Passkeys(keys, HOUSEHOLDS, clock),
    services: () => ({ transcriber: null, wordsGoTo: null }),
    experiences: Object.assign(anything('experiences', asked), { householdId: 'home' }),
    clock,
    log,
    wordsOf: () => '',
    recordable: () => [],
    sipPort: () => 5060,
    httpPort: () => 8080,
    sealedPort: () => null,
    hasOwnCertificate: false,
    addresses: () => [],
    hosts: [],
    consoleFolder: tmpdir(),
    onPasswordSet: () => {},
    ...tools,
  } as unknown as HttpTools;
  return { app: consoleApp(all), access, live, users, openRequests, faults, seen, asked };
}

/** A request from this machine, without a server: what `app.request` takes as its third argument. */
export function fromHere(headers: Readonly<Record<string, string>> = {}): Env['Bindings'] {
  // Node writes their names in small letters.
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const incoming = Object.assign(new EventEmitter(), {
    socket: { remoteAddress: '127.0.0.1' },
    headers: { host: 'localhost', ...given },
    headersDistinct: Object.fromEntries(Object.entries({ host: 'localhost', ...given }).map(([name, value]) => [name, [value]])),
    httpVersion: '1.1',
    setTimeout: () => {},
  });
  const outgoing = Object.assign(new EventEmitter(), { destroy: () => outgoing.emit('close') });
  return { incoming, outgoing } as unknown as Env['Bindings'];
}
