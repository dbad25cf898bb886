import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Clock } from '../call/clock.ts';
import { RateLimiter } from '../call/rate-limit.ts';
import type { KeyStore, Passkey } from '../household/keys.ts';
import type { HouseholdIds, User } from '../household/users.ts';
import { AccessError } from './access.ts';

/** A challenge is for one answer, and for so long: a person may have to look for their telephone. */
const CHALLENGE_MS = 5 * 60_000;
/** Of one address. A signature cannot be guessed, so this only keeps strangers from filling our memory. */
const CHALLENGES = { perSecond: 1, burst: 20 } as const;
/** More that wait for an answer are strangers who ask for fun. */
const MOST_CHALLENGES = 1_000;
const MOST_PASSKEYS = 20;

/** Where a browser is: the name in its address, and its origin, as it says itself. */
export interface Place {
  readonly host: string;
  readonly origin: string;
}

/** Passkeys (WebAuthn): a device signs a challenge of ours, and says with it whose it is. */
export class Passkeys {
  readonly #store: KeyStore;
  readonly #households: HouseholdIds;
  readonly #clock: Clock;
  readonly #limiter: RateLimiter;
  readonly #challenges = new Map<string, number>();

  constructor(store: KeyStore, households: HouseholdIds, clock: Clock) {
    this.#store = store;
    this.#households = households;
    this.#clock = clock;
    this.#limiter = new RateLimiter(clock, CHALLENGES);
  }

  of(householdId: string, userId: string): Promise<Passkey[]> {
    return this.#store.passkeys(householdId, userId);
  }

  /** What a browser needs to make a passkey. Throws AccessError. */
  async beginToAdd(householdId: string, user: User, place: Place): Promise<object> {
    const { generateRegistrationOptions } = await library();
    const own = await this.#store.passkeys(householdId, user.id);
    if (own.length >= MOST_PASSKEYS) throw new AccessError('too_many_entries');
    const options = await generateRegistrationOptions({
      rpName: 'Danke, nein',
      rpID: namedHost(place),
      userName: user.name,
      // 64 bytes at most, and nothing personal (WebAuthn section 14.6.1).
      userID: new Uint8Array(
        createHash('sha256')
          .update(JSON.stringify([householdId, user.id]))
          .digest(),
      ),
      attestationType: 'none',
      excludeCredentials: own.map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    this.#remember(options.challenge);
    return options;
  }

  /** Throws AccessError when the device did not prove itself. */
  async add(householdId: string, user: User, name: string, response: RegistrationResponseJSON, place: Place): Promise<void> {
    const { verifyRegistrationResponse } = await library();
    const rpId = namedHost(place);
    const { registrationInfo } = await refused(() =>
      verifyRegistrationResponse({
        response,
        expectedChallenge: (challenge) => this.#take(challenge),
        expectedOrigin: place.origin,
        expectedRPID: rpId,
      }),
    );
    if (!registrationInfo) throw new AccessError('passkey_refused');
    const { id, publicKey, counter } = registrationInfo.credential;
    const createdAt = this.#clock.wallTime();
    const passkey = { id, userId: user.id, name, publicKey, counter, rpId, createdAt, lastUsedAt: null };
    if (!(await this.#store.addPasskey(householdId, passkey))) throw new AccessError('passkey_refused');
  }

  /** Throws AccessError. */
  async remove(householdId: string, user: User, id: string): Promise<void> {
    if (!(await this.#store.removePasskey(householdId, user.id, id))) throw new AccessError('not_found');
  }

  /** What a browser needs to show the passkeys that fit here; who asks is not known yet. Throws AccessError. */
  async beginToLogIn(address: string, place: Place): Promise<object> {
    if (!this.#limiter.allows(address)) throw new AccessError('too_many_tries');
    const { generateAuthenticationOptions } = await library();
    const options = await generateAuthenticationOptions({ rpID: namedHost(place), userVerification: 'required' });
    this.#remember(options.challenge);
    return options;
  }

  /** Whose passkey has signed. Throws AccessError. */
  async logIn(response: AuthenticationResponseJSON, place: Place): Promise<{ readonly householdId: string; readonly userId: string }> {
    const found = await this.#find(response.id);
    const { verifyAuthenticationResponse } = await library();
    const { verified, authenticationInfo } = await refused(() =>
      verifyAuthenticationResponse({
        response,
        expectedChallenge: (challenge) => this.#take(challenge),
        expectedOrigin: place.origin,
        expectedRPID: namedHost(place),
        credential: { id: found.passkey.id, publicKey: new Uint8Array(found.passkey.publicKey), counter: found.passkey.counter },
      }),
    );
    if (!verified) throw new AccessError('passkey_refused');
    await this.#store.passkeyUsed(found.householdId, found.passkey.id, authenticationInfo.newCounter, this.#clock.wallTime());
    return { householdId: found.householdId, userId: found.passkey.userId };
  }

  async #find(id: string): Promise<{ readonly householdId: string; readonly passkey: Passkey }> {
    for (const householdId of this.#households) {
      const passkey = await this.#store.passkey(householdId, id);
      if (passkey) return { householdId, passkey };
    }
    throw new AccessError('passkey_refused');
  }

  #remember(challenge: string): void {
    const now = this.#clock.now();
    for (const [known, until] of this.#challenges)
      if (until <= now || this.#challenges.size >= MOST_CHALLENGES) this.#challenges.delete(known);
    this.#challenges.set(challenge, now + CHALLENGE_MS);
  }

  /** Whether it is ours and still waits; it is answered then. */
  #take(challenge: string): boolean {
    const until = this.#challenges.get(challenge);
    this.#challenges.delete(challenge);
    return until !== undefined && until > this.#clock.now();
  }
}

/** It is loaded when somebody first uses a passkey. */
function library() {
  return import('@simplewebauthn/server');
}

/** Passkeys belong to a name (WebAuthn section 5.1.3): an address in numbers has none. */
function namedHost({ host }: Place): string {
  const name = host.replace(/:\d+$/u, '').toLowerCase();
  if (isIP(name.replace(/^\[(.*)\]$/u, '$1')) !== 0) throw new AccessError('passkey_needs_name');
  return name;
}

async function refused<Result>(verify: () => Promise<Result>): Promise<Result> {
  try {
    return await verify();
  } catch {
    throw new AccessError('passkey_refused');
  }
}
