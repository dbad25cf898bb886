import { parseCSeq, parseNameAddress, parseVia, type CSeq, type NameAddress, type Via } from './headers.ts';
import { parseInteger } from './grammar.ts';
import { header, headerValues, type Header, type SipRequest, type SipResponse } from './message.ts';
import { parseUri, type SipUri } from './uri.ts';

/** A request whose every part that we rely on was parsed. */
export interface ValidRequest {
  readonly message: SipRequest;
  readonly uri: SipUri;
  readonly via: Via;
  readonly from: NameAddress;
  readonly to: NameAddress;
  readonly callId: string;
  readonly cseq: CSeq;
}

export interface Rejection {
  readonly status: 400 | 415 | 416 | 420;
  readonly reason: string;
  readonly headers: readonly Header[];
}

/** What a peer may require of us: RFC 4028. */
const EXTENSIONS = new Set(['timer']);

/** RFC 3261 section 8.1.1, 8.2.2, 8.2.3: what every request must have, before anybody looks at what it wants. */
export function validateRequest(message: SipRequest): ValidRequest | Rejection {
  const via = parseVia(header(message, 'Via') ?? '');
  const from = parseNameAddress(header(message, 'From') ?? '');
  const to = parseNameAddress(header(message, 'To') ?? '');
  const callId = header(message, 'Call-ID') ?? '';
  const cseq = parseCSeq(header(message, 'CSeq') ?? '');
  if (!via) return bad('Bad Via');
  if (!from || parseUri(from.uri) === 'malformed') return bad('Bad From');
  if (!to || parseUri(to.uri) === 'malformed') return bad('Bad To');
  if (callId === '' || /\s/u.test(callId)) return bad('Bad Call-ID');
  if (!cseq) return bad('Bad CSeq');
  if (cseq.method !== message.method) return bad('CSeq does not fit the method');
  if (headerValues(message, 'Via').some((value) => parseVia(value) === null)) return bad('Bad Via');
  if (badNumber(message, 'Max-Forwards', 255)) return bad('Bad Max-Forwards');
  if (badNumber(message, 'Expires', 2 ** 32 - 1)) return bad('Bad Expires');
  // `*` means every contact of a registration, and nothing anywhere else (RFC 3261 section 20.10).
  const isContact = (value: string): boolean => (value === '*' ? message.method === 'REGISTER' : isGoodAddress(value));
  if (!headerValues(message, 'Contact').every(isContact)) return bad('Bad Contact');
  const uri = parseUri(message.uri);
  if (uri === 'unsupported_scheme') return { status: 416, reason: 'Unsupported URI Scheme', headers: [] };
  if (uri === 'malformed' || uri.hasHeaders) return bad('Bad Request-URI');
  const required = headerValues(message, 'Require').filter((value) => !EXTENSIONS.has(value.toLowerCase()));
  const unsupported = [...required, ...headerValues(message, 'Proxy-Require')];
  if (unsupported.length > 0 && message.method !== 'ACK' && message.method !== 'CANCEL') {
    return { status: 420, reason: 'Bad Extension', headers: unsupported.map((value) => ({ name: 'Unsupported', value })) };
  }
  const encodings = headerValues(message, 'Content-Encoding').filter((value) => value.toLowerCase() !== 'identity');
  if (encodings.length > 0 && message.method !== 'ACK') {
    return { status: 415, reason: 'Unsupported Media Type', headers: [{ name: 'Accept-Encoding', value: 'identity' }] };
  }
  return { message, uri, via, from, to, callId, cseq };
}

export function isRejection(result: ValidRequest | Rejection): result is Rejection {
  return 'status' in result;
}

/** A response that may be matched to a transaction: top Via and CSeq can be read (RFC 3261 section 17.1.3). */
export function validateResponse(message: SipResponse): { via: Via; cseq: CSeq } | null {
  const vias = headerValues(message, 'Via');
  const via = parseVia(vias[0] ?? '');
  const cseq = parseCSeq(header(message, 'CSeq') ?? '');
  return via && cseq && vias.length === 1 ? { via, cseq } : null;
}

function bad(reason: string): Rejection {
  return { status: 400, reason, headers: [] };
}

function badNumber(message: SipRequest, name: string, max: number): boolean {
  const value = header(message, name);
  return value !== undefined && parseInteger(value, max) === null;
}

function isGoodAddress(value: string): boolean {
  const address = parseNameAddress(value);
  if (!address) return false;
  const uri = parseUri(address.uri);
  return uri !== 'malformed' && (uri === 'unsupported_scheme' || !uri.hasHeaders || value.includes('<'));
}
