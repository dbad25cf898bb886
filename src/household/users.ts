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

/** People who may open the console. Every call names the household first. */
export interface UserStore {
  users(householdId: string): Promise<User[]>;
  userNamed(householdId: string, name: string): Promise<UserWithSecret | null>;
  /** Adds a user; false if the name is taken. */
  addUser(householdId: string, user: UserWithSecret, at: number): Promise<boolean>;
  /** Also ends all of the user's sessions. False: unknown. */
  setPassword(householdId: string, userId: string, passwordHash: string): Promise<boolean>;
  /** With their practices, reflections and moods. False: unknown, or the last owner. */
  removeUser(householdId: string, userId: string): Promise<boolean>;

  /** `tokenHash`: SHA-256 of the cookie, so that a stolen database opens no session. */
  openSession(householdId: string, tokenHash: string, userId: string, expiresAt: number): Promise<void>;
  sessionUser(householdId: string, tokenHash: string, now: number): Promise<User | null>;
  closeSession(householdId: string, tokenHash: string): Promise<void>;
}
