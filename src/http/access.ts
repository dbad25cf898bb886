import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../call/clock.ts';
import { uuidv7 } from '../call/ids.ts';
import { RateLimiter } from '../call/rate-limit.ts';
import { hashPassword, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, verifyPassword } from '../household/password.ts';
import type { Role, User, UserStore } from '../household/users.ts';
import type { ApiError } from './api.ts';

export const SESSION_SECONDS = 30 * 24 * 3600;

/** Wrong passwords from one address: five at once, then one every twelve seconds. */
const LOGIN_TRIES = { perSecond: 1 / 12, burst: 5 } as const;

/** Until a password is set everybody on this machine is the owner, and nobody else gets here. */
const LOCAL_OWNER: User = { id: 'local', name: 'local', role: 'owner' };

export class AccessError extends Error {
  override readonly name = 'AccessError';
  readonly code: ApiError['error'];

  constructor(code: ApiError['error']) {
    super(code);
    this.code = code;
  }
}

/** Who may open the console. */
export class Access {
  readonly #users: UserStore;
  readonly #householdId: string;
  readonly #clock: Clock;
  readonly #tries: RateLimiter;
  #passwordSet = false;

  constructor(users: UserStore, householdId: string, clock: Clock) {
    this.#users = users;
    this.#householdId = householdId;
    this.#clock = clock;
    this.#tries = new RateLimiter(clock, LOGIN_TRIES);
  }

  /** Must have resolved before anything else is asked; also after the command line may have changed users. */
  async refresh(): Promise<void> {
    this.#passwordSet = (await this.#users.users(this.#householdId)).length > 0;
  }

  get passwordSet(): boolean {
    return this.#passwordSet;
  }

  async userOf(token: string | undefined): Promise<User | null> {
    if (!this.#passwordSet) return LOCAL_OWNER;
    if (token === undefined) return null;
    return this.#users.sessionUser(this.#householdId, hashToken(token), this.#clock.wallTime());
  }

  /** A new session's token. Throws AccessError. */
  async logIn(name: string, password: string, address: string): Promise<string> {
    if (!this.#tries.allows(address)) throw new AccessError('too_many_tries');
    const user = await this.#users.userNamed(this.#householdId, name);
    // An unknown name costs as much time as a wrong password.
    const right = await verifyPassword(password.slice(0, MAX_PASSWORD_LENGTH), user?.passwordHash ?? UNKNOWN_USER_HASH);
    if (!user || !right) throw new AccessError('wrong_password');
    return this.#openSession(user.id);
  }

  async logOut(token: string): Promise<void> {
    await this.#users.closeSession(this.#householdId, hashToken(token));
  }

  /** Adds a person; the first one is the owner, and gets a session at once. Throws AccessError. */
  async addUser(name: string, password: string, role: Role): Promise<string> {
    const user = await this.#newUser(password);
    const first = !this.#passwordSet;
    const added = await this.#users.addUser(this.#householdId, { ...user, name, role: first ? 'owner' : role }, this.#clock.wallTime());
    if (!added) throw new AccessError('name_taken');
    this.#passwordSet = true;
    return this.#openSession(user.id);
  }

  /** Ends the user's other sessions, and returns a new one. Throws AccessError. */
  async changePassword(userId: string, password: string): Promise<string> {
    const { passwordHash } = await this.#newUser(password);
    if (!(await this.#users.setPassword(this.#householdId, userId, passwordHash))) throw new AccessError('not_found');
    return this.#openSession(userId);
  }

  users(): Promise<User[]> {
    return this.#users.users(this.#householdId);
  }

  async removeUser(userId: string): Promise<void> {
    const known = (await this.users()).some((user) => user.id === userId);
    if (!known) throw new AccessError('not_found');
    if (!(await this.#users.removeUser(this.#householdId, userId))) throw new AccessError('last_owner');
  }

  async #newUser(password: string): Promise<{ id: string; passwordHash: string }> {
    if (password.length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) throw new AccessError('password_too_short');
    return { id: uuidv7(this.#clock), passwordHash: await hashPassword(password) };
  }

  async #openSession(userId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = this.#clock.wallTime() + SESSION_SECONDS * 1000;
    await this.#users.openSession(this.#householdId, hashToken(token), userId, expiresAt);
    return token;
  }
}

const UNKNOWN_USER_HASH = `scrypt$0$0$0$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(32).toString('base64')}`;

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
