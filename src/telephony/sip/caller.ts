import type { Party } from '../leg.ts';
import { parseNameAddress } from './headers.ts';
import { decodeText, header } from './message.ts';
import { parseUri } from './uri.ts';
import type { ValidRequest } from './validate.ts';

const MAX_NAME_LENGTH = 80;
const MAX_NUMBER_LENGTH = 64;

/**
 * Who calls, as signalled. A registrar that we chose may assert an identity (RFC 3325 section 9.1); from anybody else
 * P-Asserted-Identity is a claim like From, so From it is.
 */
export function callerOf(invite: ValidRequest, fromOurRegistrar: boolean): Party {
  const asserted = fromOurRegistrar ? parseNameAddress(header(invite.message, 'P-Asserted-Identity') ?? '') : null;
  const address = asserted ?? invite.from;
  const uri = parseUri(address.uri);
  const user = typeof uri === 'string' ? null : uri.user;
  const suppressed =
    user === null || user === '' || /^anonymous$/iu.test(user) || (typeof uri !== 'string' && uri.host === 'anonymous.invalid');
  const name = address.displayName === null ? '' : decodeText(address.displayName).trim().slice(0, MAX_NAME_LENGTH);
  return {
    number: suppressed ? null : decodeText(user).slice(0, MAX_NUMBER_LENGTH),
    displayName: name === '' ? null : name,
  };
}
