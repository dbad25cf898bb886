import { isToken, parseHostPort, parseInteger, parseParameters, splitOutside, unquote } from './grammar.ts';

export type Parameters = ReadonlyMap<string, string | null>;

export interface Via {
  /** Upper case: UDP, TCP, TLS, WS, ... */
  readonly transport: string;
  readonly host: string;
  readonly port: number | null;
  readonly parameters: Parameters;
}

/** RFC 3261 section 20.42. White space around the slashes is allowed (RFC 4475, 3.1.1.1). */
export function parseVia(value: string): Via | null {
  const [head = '', ...parameterParts] = splitOutside(value, ';') ?? [];
  const scanned = scanVia(head);
  const parameters = parseParameters(parameterParts);
  const host = scanned && parseHostPort(scanned.sentBy);
  if (!host || !parameters || scanned.version !== '2.0' || !isToken(scanned.transport)) return null;
  return { transport: scanned.transport.toUpperCase(), host: host.host, port: host.port, parameters };
}

/**
 * As much of a broken Via as the answer to a broken request needs: where it came from says the flow, the port stands
 * behind the host (RFC 4475 section 3.1.2.1: such a request still gets its 400).
 */
export function parseBrokenVia(value: string): Via | null {
  const end = value.search(/[;,]/u);
  const scanned = scanVia(end < 0 ? value : value.slice(0, end));
  const host = scanned && parseHostPort(scanned.sentBy);
  return host && { transport: 'UDP', host: host.host, port: host.port, parameters: new Map() };
}

/** `SIP / 2.0 / UDP host:port`, in its parts. */
function scanVia(head: string): { readonly version: string; readonly transport: string; readonly sentBy: string } | null {
  const [protocol = '', version = '', rest, ...more] = head.split('/', 4).map((part) => part.trim());
  if (rest === undefined || more.length > 0 || protocol.toUpperCase() !== 'SIP') return null;
  const space = rest.search(/\s/u);
  return space < 0 ? null : { version, transport: rest.slice(0, space), sentBy: rest.slice(space) };
}

export interface NameAddress {
  /** As latin1; null where there is none. */
  readonly displayName: string | null;
  /** As it stood, not parsed. */
  readonly uri: string;
  readonly parameters: Parameters;
}

/** RFC 3261 section 20.10: `"Name" <uri>;parameters`, or a bare URI whose `;` parts are the header's parameters. */
export function parseNameAddress(value: string): NameAddress | null {
  const [head = '', ...parameterParts] = splitOutside(value, ';') ?? [];
  const parameters = parseParameters(parameterParts);
  if (!parameters) return null;
  const open = head.startsWith('"') ? head.indexOf('<', endOfQuoted(head)) : head.indexOf('<');
  if (open < 0) {
    const bare = head !== '' && !/[\s"?,]/u.test(head);
    return bare ? { displayName: null, uri: head, parameters } : null;
  }
  const name = head.slice(0, open).trim();
  const uri = head.slice(open + 1, -1);
  if (!head.endsWith('>') || uri === '' || /[\s<>]/u.test(uri)) return null;
  if (name === '') return { displayName: null, uri, parameters };
  if (name.startsWith('"')) return name.endsWith('"') && name.length >= 2 ? { displayName: unquote(name), uri, parameters } : null;
  return name.split(/\s+/u).every(isToken) ? { displayName: name, uri, parameters } : null;
}

function endOfQuoted(text: string): number {
  for (let i = 1; i < text.length; i++) {
    if (text.charAt(i) === '\\') i++;
    else if (text.charAt(i) === '"') return i;
  }
  return text.length;
}

export interface CSeq {
  readonly number: number;
  readonly method: string;
}

/** RFC 3261 section 20.16: the number is below 2^31. */
export function parseCSeq(value: string): CSeq | null {
  const [digits, method = '', ...more] = value.trim().split(/\s+/u);
  const number = parseInteger(digits, 2 ** 31 - 1);
  return number !== null && isToken(method) && more.length === 0 ? { number, method } : null;
}

export interface AuthValue {
  /** Lower case. */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A challenge or credentials (RFC 3261 section 20.44, 20.7): scheme and comma-separated parameters, unquoted. */
export function parseAuth(value: string): AuthValue | null {
  const space = value.trim().search(/\s/u);
  if (space < 0) return null;
  const scheme = value.trim().slice(0, space);
  const parameters = parseParameters(splitOutside(value.trim().slice(space), ',') ?? ['']);
  if (!isToken(scheme) || !parameters) return null;
  return { scheme: scheme.toLowerCase(), parameters: new Map([...parameters].map(([name, text]) => [name, unquote(text ?? '')])) };
}
