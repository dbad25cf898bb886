import type { Role } from './users.ts';

/** A device that proves who somebody is (WebAuthn): it signs, and only its public key is here. */
export interface Passkey {
  /** As the device names it, base64url. */
  readonly id: string;
  readonly userId: string;
  /** What its person calls it. */
  readonly name: string;
  readonly publicKey: Uint8Array;
  /** How often it has signed; 0 for devices that do not count. */
  readonly counter: number;
  /** The host name that it was made for. */
  readonly rpId: string;
  /** Wall time, ms since 1970 UTC. */
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** A key for a program, which may do what such a user may, but change no access. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** From then on it opens nothing; null: it has no end. */
  readonly expiresAt: number | null;
}

/** For how many days a token may be made. */
export const TOKEN_DAYS = [30, 90, 365] as const;
/** Of one household. */
export const MOST_TOKENS = 50;

/** Keys to the console besides passwords. Every call names the household first; what belongs to a user goes with them. */
export interface KeyStore {
  passkeys(householdId: string, userId: string): Promise<Passkey[]>;
  passkey(householdId: string, id: string): Promise<Passkey | null>;
  /** False: it is there already. */
  addPasskey(householdId: string, passkey: Passkey): Promise<boolean>;
  passkeyUsed(householdId: string, id: string, counter: number, at: number): Promise<void>;
  /** False: it is none of this user's. */
  removePasskey(householdId: string, userId: string, id: string): Promise<boolean>;

  tokens(householdId: string): Promise<ApiToken[]>;
  /** `hash`: SHA-256 of the token, so that a stolen database opens nothing. */
  addToken(householdId: string, token: ApiToken, hash: string): Promise<void>;
  /** Notes the use; null: there is no such token, or it is over. */
  useToken(householdId: string, hash: string, at: number): Promise<ApiToken | null>;
  removeToken(householdId: string, id: string): Promise<boolean>;
}
