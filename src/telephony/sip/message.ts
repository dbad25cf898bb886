/** A header field. `name` is canonical (see CANONICAL_NAMES) for those we know, else as it came. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

interface MessageBase {
  readonly headers: readonly Header[];
  readonly body: Buffer;
}

export interface SipRequest extends MessageBase {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
}

export interface SipResponse extends MessageBase {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}

/**
 * RFC 3261 section 7. Header text is kept as latin1, one character per byte, so that what we echo is byte for byte
 * what came; `decodeText` makes UTF-8 of it for people.
 */
export type SipMessage = SipRequest | SipResponse;

/** Every value of a header, in order; values that may be listed with commas are already split. */
export function headerValues(message: MessageBase, name: string): string[] {
  return message.headers.filter((header) => header.name === name).map((header) => header.value);
}

export function header(message: MessageBase, name: string): string | undefined {
  return message.headers.find((candidate) => candidate.name === name)?.value;
}

/** Header text for people: UTF-8, with control characters made visible as U+FFFD. */
export function decodeText(latin1: string): string {
  return Buffer.from(latin1, 'latin1')
    .toString('utf8')
    .replace(/\p{Cc}/gu, '\uFFFD');
}

/** Compact forms (RFC 3261 section 7.3.3 and the registry's later ones) to full names. */
const COMPACT: ReadonlyMap<string, string> = new Map([
  ['a', 'Accept-Contact'],
  ['b', 'Referred-By'],
  ['c', 'Content-Type'],
  ['d', 'Request-Disposition'],
  ['e', 'Content-Encoding'],
  ['f', 'From'],
  ['i', 'Call-ID'],
  ['j', 'Reject-Contact'],
  ['k', 'Supported'],
  ['l', 'Content-Length'],
  ['m', 'Contact'],
  ['o', 'Event'],
  ['r', 'Refer-To'],
  ['s', 'Subject'],
  ['t', 'To'],
  ['u', 'Allow-Events'],
  ['v', 'Via'],
  ['x', 'Session-Expires'],
  ['y', 'Identity'],
]);

const KNOWN_NAMES = new Map(
  [
    'Accept',
    'Accept-Encoding',
    'Accept-Language',
    'Allow',
    'Authorization',
    'Call-ID',
    'Contact',
    'Content-Disposition',
    'Content-Encoding',
    'Content-Length',
    'Content-Type',
    'CSeq',
    'Date',
    'Expires',
    'From',
    'Max-Forwards',
    'Min-Expires',
    'P-Asserted-Identity',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'Proxy-Require',
    'Reason',
    'Record-Route',
    'Require',
    'Retry-After',
    'Route',
    'Server',
    'Subject',
    'Supported',
    'To',
    'Unsupported',
    'User-Agent',
    'Via',
    'WWW-Authenticate',
  ].map((name) => [name.toLowerCase(), name]),
);

/** Headers whose values may be joined by commas into one line (RFC 3261 section 7.3.1) and that we read as lists. */
export const LIST_HEADERS: ReadonlySet<string> = new Set([
  'Accept',
  'Allow',
  'Contact',
  'Proxy-Require',
  'Record-Route',
  'Require',
  'Route',
  'Supported',
  'Unsupported',
  'Via',
]);

/** Headers that may stand in a message only once. */
export const SINGLE_HEADERS: readonly string[] = [
  'Call-ID',
  'CSeq',
  'From',
  'To',
  'Max-Forwards',
  'Content-Length',
  'Content-Type',
  'Expires',
];

export function canonicalName(name: string): string {
  const lower = name.toLowerCase();
  return COMPACT.get(lower) ?? KNOWN_NAMES.get(lower) ?? name;
}

/** The reverse of `decodeText`: our own words as header text. */
export function encodeText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
