import { isLoopback } from '../../call/addresses.ts';
import type { Address } from './flow.ts';
import { parseNameAddress } from './headers.ts';
import { header } from './message.ts';
import type { Registration } from './registration.ts';
import { parseUri } from './uri.ts';
import type { ValidRequest } from './validate.ts';

/**
 * `trial`: from no registrar of ours. `unknown_number`: from the registrar of several lines, for none of them. `unknown_peer`: for one of
 * our lines, and nobody can tell yet whether from its registrar.
 */
export type CallPlace =
  | { readonly kind: 'line'; readonly line: Registration }
  | { readonly kind: 'trial' }
  | { readonly kind: 'unknown_number' }
  | { readonly kind: 'unknown_peer' };

/**
 * On which line an INVITE came in. What counts is where it comes from: a registrar calls its lines, whatever Request-URI it uses (after
 * a crash it may still hold an older contact of ours), and nobody else does, even if the contact has become known.
 *
 * The source's address tells a registrar. Its port does not (telephone systems send from others than they listen on) except on loopback,
 * where registrars and soft phones of one machine share an address: there the port or our unguessable contact has to fit as well.
 */
export function placeOf(invite: ValidRequest, remote: Address, lines: readonly Registration[]): CallPlace {
  const { user } = invite.uri;
  const named = lines.find(({ contactUser }) => contactUser === user);
  if (named?.addresses.has(remote.address) === true) return { kind: 'line', line: named };
  const exact = lines.filter(({ addresses }) => addresses.hasPort(remote));
  const near = isLoopback(remote.address) ? [] : lines.filter(({ addresses }) => addresses.has(remote.address));
  const ofPeer = exact.length > 0 ? exact : near;
  const [only] = ofPeer;
  if (!only) return { kind: named?.addresses.none === true ? 'unknown_peer' : 'trial' };
  const line = ofPeer.length === 1 ? only : lineDialled(invite, ofPeer);
  return line ? { kind: 'line', line } : { kind: 'unknown_number' };
}

/** By the number that was dialled: it stands in the Request-URI, P-Called-Party-ID (RFC 7315 section 4.2) or To. */
function lineDialled(invite: ValidRequest, lines: readonly Registration[]): Registration | undefined {
  const called = parseNameAddress(header(invite.message, 'P-Called-Party-ID') ?? '');
  for (const user of [invite.uri.user, userOf(called?.uri), userOf(invite.to.uri)]) {
    const found = user === null ? [] : linesWith(user, lines);
    if (found.length === 1) return found[0];
  }
  return undefined;
}

/** Those whose number it is as it stands, else those whose number it is in another notation. */
function linesWith(user: string, lines: readonly Registration[]): readonly Registration[] {
  const same = lines.filter(({ account }) => user === account.username || user === account.ownNumber);
  return same.length > 0
    ? same
    : lines.filter(({ account }) => [account.username, account.ownNumber].some((own) => isSameNumber(own, user)));
}

/** A number shorter than this may be the end of any other. */
const MIN_DIGITS = 6;

/** +4930123456, 004930123456, 030123456 and 123456 (in its own area) are one number: the shorter is the end of the longer. */
function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [significantDigits(one), significantDigits(other)];
  const shorter = Math.min(a.length, b.length);
  return shorter >= MIN_DIGITS && (a.endsWith(b) || b.endsWith(a));
}

/** Without what stands before them in one notation or another; empty for what is no number. */
function significantDigits(text: string): string {
  return /^\+?[\d ()./-]{1,40}$/u.test(text) ? text.replace(/\D/gu, '').replace(/^0+/u, '') : '';
}

function userOf(text: string | undefined): string | null {
  const uri = parseUri(text ?? '');
  return typeof uri === 'string' ? null : uri.user;
}
