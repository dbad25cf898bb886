import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Clock } from '../call/clock.ts';
import { RateLimiter } from '../call/rate-limit.ts';
import type { KeyStore, Passkey } from '../household/keys.ts';
import type { HouseholdIds, User } from '../household/users.ts';
import { AccessError } from './access.ts';
import { Challenges } from './challenges.ts';

/**
 * Answers to challenges that are verified: of one passkey, or of one person who adds one. Not of an address, which strangers behind
 * the same proxy may share: they do not know what a passkey is named, and get no further than to that.
 */
const VERIFICATIONS = { perSecond: 1 / 10, burst: 10 } as const;
const MOST_PASSKEYS = 20;
const TO_LOG_IN = 'log in';

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
  readonly #verifications: RateLimiter;
  readonly #challenges: Challenges;

  constructor(store: KeyStore, households: HouseholdIds, clock: Clock) {
    this.#store = store;
    this.#households = households;
    this.#clock = clock;
    this.#verifications = new RateLimiter(clock, VERIFICATIONS);
    this.#challenges = new Challenges(clock);
  }

  of(householdId: string, userId: string): Promise<Passkey[]> {
    return this.#store.passkeys(householdId, userId);
  }

  /** What a browser needs to make a passkey. Throws AccessError. */
  async beginToAdd(householdId: string, user: User, place: Place): Promise<object> {
    const { generateRegistrationOptions } = await library();
    const own = await this.#store.passkeys(householdId, user.id);
    if (own.length >= MOST_PASSKEYS) throw new AccessError('too_many_entries');
    return generateRegistrationOptions({
      challenge: this.#challenges.make(toAddFor(householdId, user)),
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
  }

  /** Throws AccessError when the device did not prove itself. */
  async add(householdId: string, user: User, name: string, response: RegistrationResponseJSON, place: Place): Promise<void> {
    const purpose = toAddFor(householdId, user);
    if (!this.#verifications.allows(purpose)) throw new AccessError('too_many_tries');
    const { verifyRegistrationResponse } = await library();
    const rpId = namedHost(place);
    const { registrationInfo } = await this.#answered(purpose, (expectedChallenge) =>
      verifyRegistrationResponse({ response, expectedChallenge, expectedOrigin: place.origin, expectedRPID: rpId }),
    );
    if (!registrationInfo) throw new AccessError('passkey_refused');
    if ((await this.#store.passkeys(householdId, user.id)).length >= MOST_PASSKEYS) throw new AccessError('too_many_entries');
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
  async beginToLogIn(place: Place): Promise<object> {
    const { generateAuthenticationOptions } = await library();
    const challenge = this.#challenges.make(TO_LOG_IN);
    return generateAuthenticationOptions({ challenge, rpID: namedHost(place), userVerification: 'required' });
  }

  /** Whose passkey has signed. Throws AccessError. */
  async logIn(response: AuthenticationResponseJSON, place: Place): Promise<{ readonly householdId: string; readonly userId: string }> {
    const found = await this.#find(response.id);
    if (!this.#verifications.allows(`${found.householdId}/${found.passkey.id}`)) throw new AccessError('too_many_tries');
    const { verifyAuthenticationResponse } = await library();
    const { authenticationInfo } = await this.#answered(TO_LOG_IN, (expectedChallenge) =>
      verifyAuthenticationResponse({
        response,
        expectedChallenge,
        expectedOrigin: place.origin,
        expectedRPID: namedHost(place),
        credential: { id: found.passkey.id, publicKey: new Uint8Array(found.passkey.publicKey), counter: found.passkey.counter },
      }),
    );
    await this.#store.passkeyUsed(found.householdId, found.passkey.id, authenticationInfo.newCounter, this.#clock.wallTime());
    return { householdId: found.householdId, userId: found.passkey.userId };
  }

  /** What a device answered, once for each challenge. Throws AccessError when it did not prove itself. */
  async #answered<Result extends { readonly verified: boolean }>(
    purpose: string,
    verify: (expectedChallenge: (challenge: string) => boolean) => Promise<Result>,
  ): Promise<Result> {
    let answered = '';
    const result = await verify((challenge) => {
      answered = challenge;
      return this.#challenges.isOpen(purpose, challenge);
    }).catch(() => null);
    if (!result?.verified || !this.#challenges.use(answered)) throw new AccessError('passkey_refused');
    return result;
  }

  async #find(id: string): Promise<{ readonly householdId: string; readonly passkey: Passkey }> {
    for (const householdId of this.#households) {
      const passkey = await this.#store.passkey(householdId, id);
      if (passkey) return { householdId, passkey };
    }
    throw new AccessError('passkey_refused');
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

/** What a challenge is for that this person adds a passkey with; nobody else can. */
function toAddFor(householdId: string, user: User): string {
  return JSON.stringify(['add', householdId, user.id]);
}
