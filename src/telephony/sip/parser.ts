import { isToken, parseInteger, splitOutside } from './grammar.ts';
import { canonicalName, LIST_HEADERS, SINGLE_HEADERS, type Header, type SipMessage } from './message.ts';

/** A message that cannot be used. `headers` holds what could be read, for the answer to a request. */
export interface ParseFailure {
  readonly kind: 'failure';
  readonly status: 400 | 505;
  readonly problem: string;
  /** Null: not even a request line; nothing to answer. */
  readonly method: string | null;
  readonly headers: readonly Header[];
}

export const MAX_MESSAGE_BYTES = 65_535;
/** Header values in one message; each value of a list counts. */
export const MAX_HEADERS = 200;
/** Values of one list: a request passes at most 70 proxies (RFC 3261 section 8.1.1.6), and ten are many. */
export const MAX_LISTED = 64;
/** A header value, or a start line. Longer ones are dropped, so that nothing behind the parser meets one. */
export const MAX_VALUE_CHARS = 8_192;

const MAX_LINES = 4 * MAX_HEADERS;

const CRLF2 = Buffer.from('\r\n\r\n');

/** Where the headers end: the offset behind the empty line, or -1. */
export function endOfHeaders(bytes: Buffer): number {
  const at = bytes.indexOf(CRLF2);
  return at < 0 ? -1 : at + CRLF2.length;
}

/** Parses one datagram (RFC 3261 section 7, 18.3): empty lines before the start line are passed over, bytes behind the body dropped. */
export function parseDatagram(bytes: Buffer): SipMessage | ParseFailure {
  let begin = 0;
  while (bytes[begin] === 0x0d && bytes[begin + 1] === 0x0a) begin += 2;
  const datagram = bytes.subarray(begin);
  const end = endOfHeaders(datagram);
  const head = end < 0 ? datagram : datagram.subarray(0, end - CRLF2.length);
  const parsed = parseHead(head.toString('latin1'));
  if (parsed.kind === 'failure') return parsed;
  if (end < 0) return failure(parsed, 'no empty line behind the headers');
  const rest = datagram.subarray(end);
  const length = contentLength(parsed.headers);
  if (length === 'malformed') return failure(parsed, 'bad Content-Length');
  if (length !== null && length > rest.length) return failure(parsed, 'body shorter than Content-Length');
  return { ...parsed, body: length === null ? rest : rest.subarray(0, length) };
}

/** The Content-Length of a head in a stream, where it must stand; null where it is missing or malformed. */
export function streamBodyLength(head: Buffer): number | null {
  const parsed = parseHead(head.toString('latin1'));
  const length = contentLength(parsed.headers);
  return length === 'malformed' ? null : length;
}

type Head =
  | { readonly kind: 'request'; readonly method: string; readonly uri: string; readonly headers: readonly Header[] }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string; readonly headers: readonly Header[] };

function parseHead(text: string): Head | ParseFailure {
  // More lines than that are no folded headers but an attempt to keep us busy.
  const [startLine = '', ...lines] = text.split('\r\n', MAX_LINES + 1);
  const start = parseStartLine(startLine);
  const { headers, problem } = parseHeaders(lines);
  if (start.kind === 'failure') return { ...start, headers };
  const head: Head = { ...start, headers };
  if (problem) return failure(head, problem);
  for (const name of SINGLE_HEADERS) {
    if (headers.filter((candidate) => candidate.name === name).length > 1) return failure(head, `more than one ${name}`);
  }
  return head;
}

function failure(head: Head, problem: string): ParseFailure {
  return { kind: 'failure', status: 400, problem, method: head.kind === 'request' ? head.method : null, headers: head.headers };
}

type StartLine =
  | { readonly kind: 'request'; readonly method: string; readonly uri: string }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string };

/** RFC 3261 section 7.1 and 7.2: single spaces, nothing behind. */
function parseStartLine(line: string): StartLine | ParseFailure {
  const none = { kind: 'failure', headers: [] } as const;
  if (line.length > MAX_VALUE_CHARS) return { ...none, status: 400, problem: 'start line too long', method: null };
  if (/^SIP\/\d+\.\d+ /iu.test(line)) {
    const match = /^SIP\/2\.0 (\d{3}) (.*)$/iu.exec(line);
    const status = parseInteger(match?.[1], 699);
    if (!match || status === null || status < 100) return { ...none, status: 400, problem: 'bad status line', method: null };
    return { kind: 'response', status, reason: match[2] ?? '' };
  }
  const [method = '', uri = '', version = '', ...more] = line.split(' ');
  if (!isToken(method)) return { ...none, status: 400, problem: 'bad start line', method: null };
  const versionMatch = /^SIP\/(\d+)\.(\d+)$/iu.exec(version);
  if (uri === '' || more.length > 0 || !versionMatch) return { ...none, status: 400, problem: 'bad request line', method };
  if (Number(versionMatch[1]) !== 2 || Number(versionMatch[2]) !== 0) return { ...none, status: 505, problem: 'version', method };
  return { kind: 'request', method, uri };
}

function parseHeaders(lines: readonly string[]): { headers: Header[]; problem: string | null } {
  const headers: Header[] = [];
  const listed = new Map<string, number>();
  let problem: string | null = lines.length >= MAX_LINES ? 'too many lines' : null;
  for (const line of unfold(lines)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trimEnd();
    if (!isToken(name)) {
      problem ??= 'bad header line';
      continue;
    }
    const canonical = canonicalName(name);
    const value = line.slice(colon + 1).trim();
    if (value.length > MAX_VALUE_CHARS) {
      problem ??= 'header too long';
      continue;
    }
    const isList = LIST_HEADERS.has(canonical);
    const values = isList ? splitOutside(value, ',') : [value];
    if (values === null) problem ??= `bad ${canonical}`;
    for (const one of values ?? []) {
      if (isList && one === '') continue;
      const count = isList ? (listed.get(canonical) ?? 0) + 1 : 1;
      if (headers.length >= MAX_HEADERS || count > MAX_LISTED) return { headers, problem: problem ?? 'too many headers' };
      if (isList) listed.set(canonical, count);
      headers.push({ name: canonical, value: one });
    }
  }
  return { headers, problem };
}

/** RFC 3261 section 7.3.1: a line that begins with white space goes on with the one before. */
function unfold(lines: readonly string[]): string[] {
  const unfolded: string[][] = [];
  for (const line of lines) {
    const last = unfolded.at(-1);
    if (last && (line.startsWith(' ') || line.startsWith('\t'))) last.push(line.trim());
    else unfolded.push([line]);
  }
  return unfolded.map((parts) => parts.join(' '));
}

function contentLength(headers: readonly Header[]): number | null | 'malformed' {
  const values = headers.filter((candidate) => candidate.name === 'Content-Length');
  if (values.length === 0) return null;
  // Who believes the one sees another message behind it than who believes the other.
  if (values.some(({ value }) => value !== values[0]?.value)) return 'malformed';
  return parseInteger(values[0]?.value, MAX_MESSAGE_BYTES) ?? 'malformed';
}
