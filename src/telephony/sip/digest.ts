import { createHash, randomBytes } from 'node:crypto';
import { quote } from './grammar.ts';
import { parseAuth } from './headers.ts';

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
  readonly qop: 'auth' | null;
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
  const qop = offered?.split(',').some((one) => one.trim() === 'auth') ? 'auth' : null;
  if (offered !== undefined && qop === null) return null;
  const opaque = auth.parameters.get('opaque') ?? null;
  return { realm, nonce, opaque, algorithm, session, qop, stale: auth.parameters.get('stale')?.toLowerCase() === 'true' };
}

/** The Authorization value that answers a challenge (RFC 7616 section 3.4). `count`: how often this nonce was used, from 1. */
export function answerChallenge(
  challenge: Challenge,
  credentials: Credentials,
  method: string,
  uri: string,
  count: number,
  cnonce = randomBytes(12).toString('hex'),
): string {
  const hash = (text: string): string =>
    createHash(challenge.algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text, 'utf8')
      .digest('hex');
  const { realm, nonce, qop } = challenge;
  const secret = hash(`${credentials.username}:${realm}:${credentials.password}`);
  const ha1 = challenge.session ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const ha2 = hash(`${method}:${uri}`);
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
