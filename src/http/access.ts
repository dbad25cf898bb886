import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../call/clock.ts';
import { uuidv7 } from '../call/ids.ts';
import { RateLimiter } from '../call/rate-limit.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, type PasswordHashing } from '../household/password.ts';
import { MOST_TOKENS, type ApiToken, type KeyStore } from '../household/keys.ts';
import {
  idOfNewUser,
  LOCAL_USER_ID,
  logInNameOf,
  MOST_USERS,
  personOf,
  type HouseholdIds,
  type Role,
  type User,
  type UserStore,
  type UserWithSecret,
} from '../household/users.ts';
import type { AccessLog } from './access-log.ts';
import type { ApiError } from './api.ts';
import { LogInLimits } from './log-in-limits.ts';
import { PasswordQueue } from './password-queue.ts';

const DAY_MS = 24 * 3_600_000;
export const SESSION_SECONDS = 30 * 24 * 3600;

/** Wrong old passwords, typed by somebody with a session of this person: five at once, then one a minute. */
const CHANGE_TRIES = { perSecond: 1 / 60, burst: 5 } as const;

/** So that a token that lies about is known for one. */
const TOKEN_PREFIX = 'dn_';
/** Of the id of whoever is a program. */
const PROGRAM_PREFIX = 'program:';

export function isProgram(user: User): boolean {
  return user.id.startsWith(PROGRAM_PREFIX);
}

/** Until a password is set everybody on this machine is the owner, and nobody else gets here. */
const LOCAL_OWNER: User = { id: LOCAL_USER_ID, name: 'local', role: 'owner' };

export class AccessError extends Error {
  override readonly name = 'AccessError';
  readonly code: ApiError['error'];

  constructor(code: ApiError['error']) {
    super(code);
    this.code = code;
  }
}

/** Who sends a request, and to which household they belong. */
export interface Visitor {
  readonly householdId: string;
  readonly user: User;
  /** What let them in; `local`: there is no password yet, and they are on this machine. */
  readonly by: 'local' | 'session' | 'token';
  /** Wall time at which that ends; null: it has no end. */
  readonly until: number | null;
}

/** Where somebody tries to log in from. */
export interface LogInFrom {
  /** As limits count it (`networkOf`). */
  readonly source: string;
  /** What an earlier `logIn` on this device gave. */
  readonly device?: string | undefined;
}

export interface AccessOptions {
  readonly users: UserStore;
  readonly keys: KeyStore;
  readonly households: HouseholdIds;
  readonly hashing: PasswordHashing;
  readonly clock: Clock;
  readonly log: AccessLog;
}

/** Who may open the console. Every household has people of its own, who log in as `Anna`, or as `Anna@praxis` where it is not the first. */
export class Access {
  readonly #users: UserStore;
  readonly #keys: KeyStore;
  readonly #households: HouseholdIds;
  readonly #hashing: PasswordHashing;
  readonly #clock: Clock;
  readonly #log: AccessLog;
  readonly #limits: LogInLimits;
  readonly #changeTries: RateLimiter;
  readonly #passwords = new PasswordQueue();
  #changed: () => Promise<void> = async () => {};
  #passwordSet = false;

  constructor({ users, keys, households, hashing, clock, log }: AccessOptions) {
    this.#users = users;
    this.#keys = keys;
    this.#households = households;
    this.#hashing = hashing;
    this.#clock = clock;
    this.#log = log;
    this.#limits = new LogInLimits(clock);
    this.#changeTries = new RateLimiter(clock, CHANGE_TRIES);
  }

  /** What is done after every change of who may come in, before it is acknowledged. */
  onChange(changed: () => Promise<void>): void {
    this.#changed = changed;
  }

  /** Must have resolved before anything else is asked; also from time to time, since the command line may have changed users. */
  async refresh(): Promise<void> {
    const people = await Promise.all(this.#households.map((id) => this.#users.users(id)));
    this.#passwordSet = people.some((users) => users.length > 0);
    await this.#changed();
  }

  /** Somebody has a password, so everybody needs one: it is one console for all households. */
  get passwordSet(): boolean {
    return this.#passwordSet;
  }

  async visitorOf(token: string | undefined): Promise<Visitor | null> {
    const [first] = this.#households;
    if (!this.#passwordSet) return { householdId: first, user: LOCAL_OWNER, by: 'local', until: null };
    if (token === undefined) return null;
    const householdId = this.#householdOf(token);
    const found = await this.#users.sessionUser(householdId, hashToken(token), this.#clock.wallTime());
    return found && { householdId, user: found.user, by: 'session', until: found.expiresAt };
  }

  /** Which program sends a request, by its token; null: none that is known. */
  async programOf(token: string): Promise<Visitor | null> {
    if (!token.startsWith(TOKEN_PREFIX)) return null;
    const householdId = this.#householdOf(token.slice(TOKEN_PREFIX.length));
    const known = await this.#keys.useToken(householdId, hashToken(token), this.#clock.wallTime());
    if (!known) return null;
    const user = { id: `${PROGRAM_PREFIX}${known.id}`, name: known.name, role: known.role };
    if (known.lastUsedAt === null) this.#log.note('token_first_used', householdId, user.id);
    return { householdId, user, by: 'token', until: known.expiresAt };
  }

  tokens(householdId: string): Promise<ApiToken[]> {
    return this.#keys.tokens(householdId);
  }

  /** A new token for a program; it is told this once. `days`: how long it opens anything; null: until it is taken away. Throws AccessError. */
  async addToken(
    householdId: string,
    by: User,
    name: string,
    role: Role,
    days: number | null,
  ): Promise<ApiToken & { readonly token: string }> {
    if ((await this.#keys.tokens(householdId)).length >= MOST_TOKENS) throw new AccessError('too_many_entries');
    const token = `${TOKEN_PREFIX}${this.#secretFor(householdId)}`;
    const createdAt = this.#clock.wallTime();
    const expiresAt = days === null ? null : createdAt + days * DAY_MS;
    const entry: ApiToken = { id: uuidv7(this.#clock), name, role, createdAt, lastUsedAt: null, expiresAt };
    await this.#keys.addToken(householdId, entry, hashToken(token));
    this.#log.note('token_added', householdId, by.id);
    return { ...entry, token };
  }

  async removeToken(householdId: string, by: User, id: string): Promise<void> {
    if (!(await this.#keys.removeToken(householdId, id))) throw new AccessError('not_found');
    await this.#changed();
    this.#log.note('token_removed', householdId, by.id);
  }

  /** A new session of somebody whose passkey has proved who they are. Throws AccessError. */
  async openSessionOf(householdId: string, userId: string, source: string): Promise<string> {
    const token = await this.#openSession(householdId, userId, null);
    this.#log.note('logged_in_by_passkey', householdId, userId, source);
    return token;
  }

  /** A new session's token, and what this device is known by when it logs in again. Throws AccessError. */
  async logIn(
    logInName: string,
    password: string,
    { source, device }: LogInFrom,
  ): Promise<{ readonly session: string; readonly device: string }> {
    const { householdId, name } = personOf(this.#households, logInName);
    const user = await this.#users.userNamed(householdId, name);
    const known = user && isDeviceOf(user, householdId, device) ? (device ?? null) : null;
    const giveBack = this.#limits.take({ source, name: `${householdId}/${user?.id ?? name}`, exists: user !== null, device: known });
    if (!giveBack) {
      this.#log.note('log_in_refused', householdId, user?.id ?? null, source);
      throw new AccessError('too_many_tries');
    }
    // An unknown name costs as much time as a wrong password.
    const right = await this.#passwords.run(known !== null, () =>
      this.#hashing.verify(password.slice(0, MAX_PASSWORD_LENGTH), user?.passwordHash ?? UNKNOWN_USER_HASH),
    );
    if (right === null) {
      giveBack();
      throw new AccessError('busy');
    }
    if (!user || !right) {
      this.#log.note('log_in_failed', householdId, user?.id ?? null, source);
      throw new AccessError('wrong_password');
    }
    giveBack();
    const session = await this.#openSession(householdId, user.id, user.passwordHash);
    this.#log.note('logged_in', householdId, user.id, source);
    return { session, device: known ?? newDeviceOf(user, householdId) };
  }

  async logOut(token: string): Promise<void> {
    const visitor = await this.visitorOf(token);
    await this.#users.closeSession(this.#householdOf(token), hashToken(token));
    await this.#changed();
    if (visitor?.by === 'session') this.#log.note('logged_out', visitor.householdId, visitor.user.id);
  }

  /** Ends all sessions of a person, on every device. */
  async logOutEverywhere(householdId: string, userId: string): Promise<void> {
    await this.#users.closeSessionsOf(householdId, userId);
    await this.#changed();
    this.#log.note('logged_out_everywhere', householdId, userId);
  }

  /** The name to log in with. */
  logInName(householdId: string, name: string): string {
    return logInNameOf(this.#households, householdId, name);
  }

  /**
   * Adds the owner with whom passwords begin, and gives their session. Whoever comes second is a stranger by then. Throws AccessError.
   */
  async addFirstUser(name: string, password: string): Promise<string> {
    const [householdId] = this.#households;
    const passwordHash = await this.#hashOf(password);
    const id = idOfNewUser(this.#households, householdId, [], uuidv7(this.#clock));
    const user = { id, name, role: 'owner', passwordHash } as const;
    const isFirst = await this.#users.addFirstUser(this.#households, householdId, user, this.#clock.wallTime());
    this.#passwordSet = true;
    await this.#changed();
    if (!isFirst) throw new AccessError('not_logged_in');
    this.#log.note('first_password_set', householdId, id);
    return this.#openSession(householdId, id, passwordHash);
  }

  /** Adds a person to a household that has somebody already. Throws AccessError. */
  async addUser(householdId: string, by: User, name: string, password: string, role: Role): Promise<void> {
    const passwordHash = await this.#hashOf(password);
    if ((await this.#users.users(householdId)).length >= MOST_USERS) throw new AccessError('too_many_entries');
    const user = { id: uuidv7(this.#clock), name, role, passwordHash } as const;
    if (!(await this.#users.addUser(householdId, user, this.#clock.wallTime()))) throw new AccessError('name_taken');
    this.#log.note('person_added', householdId, by.id);
  }

  /** Ends all of the user's sessions, and returns a new one. Throws AccessError. */
  async changePassword(householdId: string, userId: string, before: string, password: string): Promise<string> {
    mustBeLongEnough(password);
    const user = await this.#users.userWithId(householdId, userId);
    if (!user) throw new AccessError('not_found');
    const key = `${householdId}/${userId}`;
    if (!this.#changeTries.allows(key)) throw new AccessError('too_many_tries');
    const right = await this.#passwords.run(true, () => this.#hashing.verify(before.slice(0, MAX_PASSWORD_LENGTH), user.passwordHash));
    if (right !== false) this.#changeTries.giveBack(key);
    if (right === null) throw new AccessError('busy');
    if (!right) {
      this.#log.note('password_change_failed', householdId, userId);
      throw new AccessError('old_password_wrong');
    }
    const passwordHash = await this.#hashOf(password);
    if (!(await this.#users.setPassword(householdId, userId, passwordHash))) throw new AccessError('not_found');
    await this.#changed();
    this.#log.note('password_changed', householdId, userId);
    return this.#openSession(householdId, userId, passwordHash);
  }

  users(householdId: string): Promise<User[]> {
    return this.#users.users(householdId);
  }

  async removeUser(householdId: string, by: User, userId: string): Promise<void> {
    const known = (await this.users(householdId)).some((user) => user.id === userId);
    if (!known) throw new AccessError('not_found');
    if (!(await this.#users.removeUser(householdId, userId))) throw new AccessError('last_owner');
    await this.#changed();
    this.#log.note('person_removed', householdId, by.id);
  }

  /** The token of a first household's session holds no name. */
  #householdOf(token: string): string {
    const [first] = this.#households;
    const [householdId = '', ...rest] = token.split('.');
    return rest.length === 1 && this.#households.includes(householdId) ? householdId : first;
  }

  async #hashOf(password: string): Promise<string> {
    mustBeLongEnough(password);
    const hash = await this.#passwords.run(true, () => this.#hashing.hash(password));
    if (hash === null) throw new AccessError('busy');
    return hash;
  }

  /** With the household in front where it is not the first: what is sent then says where to look for it. */
  #secretFor(householdId: string): string {
    const secret = randomBytes(32).toString('base64url');
    return householdId === this.#households[0] ? secret : `${householdId}.${secret}`;
  }

  /** `passwordHash`: of the password that was right; should it have been changed since, it was not. */
  async #openSession(householdId: string, userId: string, passwordHash: string | null): Promise<string> {
    const token = this.#secretFor(householdId);
    const now = this.#clock.wallTime();
    const session = { tokenHash: hashToken(token), userId, expiresAt: now + SESSION_SECONDS * 1000, passwordHash };
    if (!(await this.#users.openSession(householdId, session, now))) throw new AccessError('wrong_password');
    return token;
  }
}

const UNKNOWN_USER_HASH = `scrypt$0$0$0$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(32).toString('base64')}`;

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function mustBeLongEnough(password: string): void {
  if (password.length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) throw new AccessError('password_too_short');
}

/** What a device keeps after a log-in. It opens nothing; with a new password it is void. */
function newDeviceOf(user: UserWithSecret, householdId: string): string {
  const nonce = randomBytes(16).toString('base64url');
  return `${nonce}.${sealOf(user, householdId, nonce)}`;
}

function isDeviceOf(user: UserWithSecret, householdId: string, device: string | undefined): boolean {
  const [nonce = '', seal = '', ...rest] = device?.split('.') ?? [];
  const [given, expected] = [Buffer.from(seal), Buffer.from(sealOf(user, householdId, nonce))];
  return rest.length === 0 && given.length === expected.length && timingSafeEqual(given, expected);
}

/** By the stored hash of the password, which nobody outside knows: so nothing of a device has to be kept here. */
function sealOf({ id, passwordHash }: UserWithSecret, householdId: string, nonce: string): string {
  return createHmac('sha256', passwordHash)
    .update(JSON.stringify(['device', householdId, id, nonce]))
    .digest('base64url');
}
