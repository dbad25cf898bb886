import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../call/clock.ts';
import { uuidv7 } from '../call/ids.ts';
import { RateLimiter } from '../call/rate-limit.ts';
import { hashPassword, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, verifyPassword } from '../household/password.ts';
import type { ApiToken, KeyStore } from '../household/keys.ts';
import {
  idOfNewUser,
  LOCAL_USER_ID,
  logInNameOf,
  personOf,
  type HouseholdIds,
  type Role,
  type User,
  type UserStore,
} from '../household/users.ts';
import type { ApiError } from './api.ts';

export const SESSION_SECONDS = 30 * 24 * 3600;

/** Wrong passwords from one address: five at once, then one every twelve seconds. */
const LOGIN_TRIES = { perSecond: 1 / 12, burst: 5 } as const;

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
}

/** Who may open the console. Every household has people of its own, who log in as `Anna`, or as `Anna@praxis` where it is not the first. */
export class Access {
  readonly #users: UserStore;
  readonly #keys: KeyStore;
  readonly #households: HouseholdIds;
  readonly #clock: Clock;
  readonly #tries: RateLimiter;
  #passwordSet = false;

  constructor(users: UserStore, keys: KeyStore, households: HouseholdIds, clock: Clock) {
    this.#users = users;
    this.#keys = keys;
    this.#households = households;
    this.#clock = clock;
    this.#tries = new RateLimiter(clock, LOGIN_TRIES);
  }

  /** Must have resolved before anything else is asked; also after the command line may have changed users. */
  async refresh(): Promise<void> {
    const people = await Promise.all(this.#households.map((id) => this.#users.users(id)));
    this.#passwordSet = people.some((users) => users.length > 0);
  }

  /** Somebody has a password, so everybody needs one: it is one console for all households. */
  get passwordSet(): boolean {
    return this.#passwordSet;
  }

  async visitorOf(token: string | undefined): Promise<Visitor | null> {
    const [first] = this.#households;
    if (!this.#passwordSet) return { householdId: first, user: LOCAL_OWNER };
    if (token === undefined) return null;
    const householdId = this.#householdOf(token);
    const user = await this.#users.sessionUser(householdId, hashToken(token), this.#clock.wallTime());
    return user && { householdId, user };
  }

  /** Which program sends a request, by its token; null: none that is known. */
  async programOf(token: string): Promise<Visitor | null> {
    if (!token.startsWith(TOKEN_PREFIX)) return null;
    const householdId = this.#householdOf(token.slice(TOKEN_PREFIX.length));
    const known = await this.#keys.useToken(householdId, hashToken(token), this.#clock.wallTime());
    return known && { householdId, user: { id: `${PROGRAM_PREFIX}${known.id}`, name: known.name, role: known.role } };
  }

  tokens(householdId: string): Promise<ApiToken[]> {
    return this.#keys.tokens(householdId);
  }

  /** A new token for a program; it is told this once. */
  async addToken(householdId: string, name: string, role: Role): Promise<ApiToken & { readonly token: string }> {
    const token = `${TOKEN_PREFIX}${this.#secretFor(householdId)}`;
    const entry: ApiToken = { id: uuidv7(this.#clock), name, role, createdAt: this.#clock.wallTime(), lastUsedAt: null };
    await this.#keys.addToken(householdId, entry, hashToken(token));
    return { ...entry, token };
  }

  async removeToken(householdId: string, id: string): Promise<void> {
    if (!(await this.#keys.removeToken(householdId, id))) throw new AccessError('not_found');
  }

  /** A new session of somebody who has proved otherwise who they are. */
  openSessionOf(householdId: string, userId: string): Promise<string> {
    return this.#openSession(householdId, userId);
  }

  /** A new session's token. Throws AccessError. */
  async logIn(name: string, password: string, address: string): Promise<string> {
    if (!this.#tries.allows(address)) throw new AccessError('too_many_tries');
    const person = personOf(this.#households, name);
    const { householdId } = person;
    const user = await this.#users.userNamed(householdId, person.name);
    // An unknown name costs as much time as a wrong password.
    const right = await verifyPassword(password.slice(0, MAX_PASSWORD_LENGTH), user?.passwordHash ?? UNKNOWN_USER_HASH);
    if (!user || !right) throw new AccessError('wrong_password');
    return this.#openSession(householdId, user.id);
  }

  async logOut(token: string): Promise<void> {
    await this.#users.closeSession(this.#householdOf(token), hashToken(token));
  }

  /** The name to log in with. */
  logInName(householdId: string, name: string): string {
    return logInNameOf(this.#households, householdId, name);
  }

  /** Adds a person; the first one is the owner, and gets a session at once. Throws AccessError. */
  async addUser(householdId: string, name: string, password: string, role: Role): Promise<string> {
    const passwordHash = await this.#hashOf(password);
    const before = await this.#users.users(householdId);
    const id = idOfNewUser(this.#households, householdId, before, uuidv7(this.#clock));
    const user = { id, name, role: before.length === 0 ? 'owner' : role, passwordHash } as const;
    const added = await this.#users.addUser(householdId, user, this.#clock.wallTime());
    if (!added) throw new AccessError('name_taken');
    this.#passwordSet = true;
    return this.#openSession(householdId, id);
  }

  /** Ends the user's other sessions, and returns a new one. Throws AccessError. */
  async changePassword(householdId: string, userId: string, password: string): Promise<string> {
    const passwordHash = await this.#hashOf(password);
    if (!(await this.#users.setPassword(householdId, userId, passwordHash))) throw new AccessError('not_found');
    return this.#openSession(householdId, userId);
  }

  users(householdId: string): Promise<User[]> {
    return this.#users.users(householdId);
  }

  async removeUser(householdId: string, userId: string): Promise<void> {
    const known = (await this.users(householdId)).some((user) => user.id === userId);
    if (!known) throw new AccessError('not_found');
    if (!(await this.#users.removeUser(householdId, userId))) throw new AccessError('last_owner');
  }

  /** The token of a first household's session holds no name. */
  #householdOf(token: string): string {
    const [first] = this.#households;
    const [householdId = '', ...rest] = token.split('.');
    return rest.length === 1 && this.#households.includes(householdId) ? householdId : first;
  }

  async #hashOf(password: string): Promise<string> {
    if (password.length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) throw new AccessError('password_too_short');
    return hashPassword(password);
  }

  /** With the household in front where it is not the first: what is sent then says where to look for it. */
  #secretFor(householdId: string): string {
    const secret = randomBytes(32).toString('base64url');
    return householdId === this.#households[0] ? secret : `${householdId}.${secret}`;
  }

  async #openSession(householdId: string, userId: string): Promise<string> {
    const token = this.#secretFor(householdId);
    const expiresAt = this.#clock.wallTime() + SESSION_SECONDS * 1000;
    await this.#users.openSession(householdId, hashToken(token), userId, expiresAt);
    return token;
  }
}

const UNKNOWN_USER_HASH = `scrypt$0$0$0$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(32).toString('base64')}`;

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
