import { createHash, randomBytes } from 'node:crypto';
import { quote } from './grammar.ts';
import { parseAuth } from './headers.ts';
import { encodeText, headerValues, type Header, type SipRequest, type SipResponse } from './message.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly algorithm: 'MD5' | 'SHA-256';
  readonly session: boolean;
  readonly qop: 'auth' | 'auth-int' | null;
  /** The nonce was too old; the password was not looked at (RFC 7616 section 3.3). */
  readonly stale: boolean;
}

/** The strongest challenge that we can answer (RFC 8760 section 2.4), or null. */
export function chooseChallenge(values: readonly string[]): Challenge | null {
  const challenges = values.map(parseChallenge).filter((challenge) => challenge !== null);
  return challenges.find((challenge) => challenge.algorithm === 'SHA-256') ?? challenges[0] ?? null;
}

function parseChallenge(value: string): Challenge | null {
  const auth = parseAuth(value);
  const realm = auth?.parameters.get('realm');
  const nonce = auth?.parameters.get('nonce');
  if (auth?.scheme !== 'digest' || realm === undefined || nonce === undefined) return null;
  const named = (auth.parameters.get('algorithm') ?? 'MD5').toUpperCase();
  const session = named.endsWith('-SESS');
  const algorithm = session ? named.slice(0, -5) : named;
  if (algorithm !== 'MD5' && algorithm !== 'SHA-256') return null;
  const offered = auth.parameters.get('qop');
  const qops = offered?.split(',').map((one) => one.trim());
  const qop = (['auth', 'auth-int'] as const).find((known) => qops?.includes(known)) ?? null;
  if (offered !== undefined && qop === null) return null;
  const opaque = auth.parameters.get('opaque') ?? null;
  return { realm, nonce, opaque, algorithm, session, qop, stale: auth.parameters.get('stale')?.toLowerCase() === 'true' };
}

/** The Authorization value that answers a challenge (RFC 7616 section 3.4). `count`: how often this nonce was used, from 1. */
export function answerChallenge(
  challenge: Challenge,
  credentials: Credentials,
  { method, uri, body }: Pick<SipRequest, 'method' | 'uri' | 'body'>,
  count: number,
  cnonce = randomBytes(12).toString('hex'),
): string {
  const hash = (data: string | Buffer): string =>
    createHash(challenge.algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(data)
      .digest('hex');
  const { realm, nonce, qop } = challenge;
  const secret = hash(`${credentials.username}:${realm}:${credentials.password}`);
  const ha1 = challenge.session ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const ha2 = hash(qop === 'auth-int' ? `${method}:${uri}:${hash(body)}` : `${method}:${uri}`);
  const nc = count.toString(16).padStart(8, '0');
  const response = qop ? hash(`${ha1}:${nonce}:${nc}:${cnonce}:${qop}:${ha2}`) : hash(`${ha1}:${nonce}:${ha2}`);
  const parts = [
    `username=${quote(credentials.username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${response}"`,
    `algorithm=${challenge.algorithm}${challenge.session ? '-sess' : ''}`,
  ];
  if (challenge.opaque !== null) parts.push(`opaque=${quote(challenge.opaque)}`);
  if (qop) parts.push(`qop=${qop}`, `nc=${nc}`);
  if (qop || challenge.session) parts.push(`cnonce="${cnonce}"`);
  return `Digest ${parts.join(', ')}`;
}

/**
 * Answers the challenges of one server, request after request (RFC 3261 section 22.2). A challenge is answered once: asked
 * again for the same request, the password is wrong, and going on would lock the account out.
 */
export class DigestClient {
  readonly #credentials: Credentials;
  #challenge: Challenge | null = null;
  /** RFC 3261 section 22.3: a 407 wants its own header. */
  #name: 'Authorization' | 'Proxy-Authorization' = 'Authorization';
  #count = 0;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /** The request with credentials, when a challenge is known; each call counts the nonce up. */
  authorize(request: SipRequest): SipRequest {
    if (!this.#challenge) return request;
    const value = encodeText(answerChallenge(this.#challenge, this.#credentials, request, ++this.#count));
    return { ...request, headers: [...request.headers, { name: this.#name, value } satisfies Header] };
  }

  /**
   * Takes the challenge of a 401 or 407. True: the request is worth sending once more. `tries`: how often this request
   * was challenged before. The nonce of an earlier request may have run out without the server saying so.
   */
  challenged(response: SipResponse, tries: number): boolean {
    if (response.status !== 401 && response.status !== 407) return false;
    const challenge = chooseChallenge(headerValues(response, response.status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'));
    const answered = this.#challenge !== null && this.#count > 0;
    if (!challenge || tries > 1 || (answered && !challenge.stale && tries > 0)) return false;
    this.#challenge = challenge;
    this.#name = response.status === 401 ? 'Authorization' : 'Proxy-Authorization';
    this.#count = 0;
    return true;
  }

  forget(): void {
    this.#challenge = null;
  }
}
