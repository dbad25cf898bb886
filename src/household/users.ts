/** `owner` may do everything; `member` may hear messages, see calls and end one, and changes no settings. */
export type Role = 'owner' | 'member';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

export interface UserWithSecret extends User {
  /** scrypt, as `hashPassword` writes it. */
  readonly passwordHash: string;
}

/** The ids of the households on this server, the owner's first. */
export type HouseholdIds = readonly [string, ...string[]];

/** Whoever uses the console before a password is set. */
export const LOCAL_USER_ID = 'local';

/**
 * The id of somebody who is added. The first person of the first household goes on as who they were without a password, with what
 * they practised and wrote down until then; everybody else gets `fresh`.
 */
export function idOfNewUser([first]: HouseholdIds, householdId: string, before: readonly User[], fresh: string): string {
  return householdId === first && before.length === 0 ? LOCAL_USER_ID : fresh;
}

/** What a person types to log in: the name, and `@household` behind it where it is not the first one. */
export function logInNameOf([first]: HouseholdIds, householdId: string, name: string): string {
  return householdId === first ? name : `${name}@${householdId}`;
}

/** What stands behind the last @ counts if it is one of the households: a name may hold an @ of its own. */
export function personOf(households: HouseholdIds, logInName: string): { readonly householdId: string; readonly name: string } {
  const at = logInName.lastIndexOf('@');
  const householdId = logInName.slice(at + 1).toLowerCase();
  if (at < 1 || !households.includes(householdId)) return { householdId: households[0], name: logInName };
  return { householdId, name: logInName.slice(0, at) };
}

/** More devices than anybody has: the sessions that end first make room. */
export const MOST_SESSIONS = 50;
/** Of one household. */
export const MOST_USERS = 200;

/** Somebody with an open session. */
export interface SessionUser {
  readonly user: User;
  /** Wall time, ms since 1970 UTC. */
  readonly expiresAt: number;
}

/** People who may open the console. Every call names the household first. */
export interface UserStore {
  users(householdId: string): Promise<User[]>;
  userNamed(householdId: string, name: string): Promise<UserWithSecret | null>;
  userWithId(householdId: string, userId: string): Promise<UserWithSecret | null>;
  /** Adds a user; false if the name is taken. */
  addUser(householdId: string, user: UserWithSecret, at: number): Promise<boolean>;
  /** Adds the first user of all, as one step; false: one of these households has somebody already. */
  addFirstUser(households: HouseholdIds, householdId: string, user: UserWithSecret, at: number): Promise<boolean>;
  /** Also ends all of the user's sessions. False: unknown. */
  setPassword(householdId: string, userId: string, passwordHash: string): Promise<boolean>;
  /** With their practices, reflections and moods. False: unknown, or the last owner. */
  removeUser(householdId: string, userId: string): Promise<boolean>;

  /** False: there is no such user, or their password is another one by now. Sessions that are over, or too many, are forgotten. */
  openSession(householdId: string, session: NewSession, now: number): Promise<boolean>;
  sessionUser(householdId: string, tokenHash: string, now: number): Promise<SessionUser | null>;
  closeSession(householdId: string, tokenHash: string): Promise<void>;
  closeSessionsOf(householdId: string, userId: string): Promise<void>;
}

export interface NewSession {
  /** SHA-256 of the cookie, so that a stolen database opens no session. */
  readonly tokenHash: string;
  readonly userId: string;
  readonly expiresAt: number;
  /** Of the password that was looked at; null: it was none that opened the session. */
  readonly passwordHash: string | null;
}
