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

/** People who may open the console. Every call names the household first. */
export interface UserStore {
  users(householdId: string): Promise<User[]>;
  userNamed(householdId: string, name: string): Promise<UserWithSecret | null>;
  /** Adds a user; false if the name is taken. */
  addUser(householdId: string, user: UserWithSecret, at: number): Promise<boolean>;
  /** Also ends all of the user's sessions. False: unknown. */
  setPassword(householdId: string, userId: string, passwordHash: string): Promise<boolean>;
  /** False: unknown, or the last owner. */
  removeUser(householdId: string, userId: string): Promise<boolean>;

  /** `tokenHash`: SHA-256 of the cookie, so that a stolen database opens no session. */
  openSession(householdId: string, tokenHash: string, userId: string, expiresAt: number): Promise<void>;
  sessionUser(householdId: string, tokenHash: string, now: number): Promise<User | null>;
  closeSession(householdId: string, tokenHash: string): Promise<void>;
}
