import { isIP } from 'node:net';

/**
 * The small pieces of RFC 3261 section 25 that several headers share. Everything here scans once from left to right:
 * no input takes more than linear time.
 */

const TOKEN = /^[A-Za-z0-9.!%*_+`'~-]+$/u;

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Splits at `separator` outside quoted strings and angle brackets. Null if a quote or bracket is left open. */
export function splitOutside(text: string, separator: string): string[] | null {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '<') bracketed = true;
    else if (char === '>') bracketed = false;
    else if (char === separator && !bracketed) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  if (quoted || bracketed) return null;
  parts.push(text.slice(start).trim());
  return parts;
}

/** The text of a quoted string, or the text itself when it is not quoted. */
export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/gsu, '$1');
}

export function quote(text: string): string {
  return `"${text.replace(/[\\"]/gu, '\\$&')}"`;
}

/** `;name=value` parameters; names in lower case. Null if one is malformed. */
export function parseParameters(parts: readonly string[]): Map<string, string | null> | null {
  const parameters = new Map<string, string | null>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    if (!isToken(name)) return null;
    const value = equals < 0 ? null : part.slice(equals + 1).trim();
    if (value === '') return null;
    if (!parameters.has(name)) parameters.set(name, value);
  }
  return parameters;
}

/** A whole number of at most `max`, written in digits alone. */
export function parseInteger(text: string | undefined, max: number): number | null {
  if (text === undefined || !/^\d{1,12}$/u.test(text.trim())) return null;
  const value = Number(text);
  return value <= max ? value : null;
}

export interface HostPort {
  /** Lower case; IPv6 without brackets. */
  readonly host: string;
  readonly port: number | null;
}

const HOSTNAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?$/u;
/** RFC 1035 section 2.3.4. */
const MAX_HOST_CHARS = 255;

/** RFC 3261 section 25.1, with white space around the colon, as a Via may have it. Null: malformed, or a port that nobody can have. */
export function parseHostPort(text: string): HostPort | null {
  const trimmed = text.trim();
  const isBracketed = trimmed.startsWith('[');
  const found = trimmed.indexOf(isBracketed ? ']' : ':');
  if (isBracketed && found < 0) return null;
  const end = found < 0 ? trimmed.length : found;
  const host = (isBracketed ? trimmed.slice(1, end) : trimmed.slice(0, end)).trimEnd();
  const rest = trimmed.slice(isBracketed ? end + 1 : end).trim();
  if (host.length > MAX_HOST_CHARS) return null;
  if (isBracketed ? isIP(host) !== 6 || host.includes('%') : !HOSTNAME.test(host)) return null;
  if (rest === '') return { host: host.toLowerCase(), port: null };
  const port = rest.startsWith(':') ? parseInteger(rest.slice(1), MAX_PORT) : null;
  return isPort(port) ? { host: host.toLowerCase(), port } : null;
}

const MAX_PORT = 65_535;

/** Whether something can be sent there: port 0 is reserved (RFC 6335 section 6), and Node throws at it. */
export function isPort(port: number | null): port is number {
  return port !== null && Number.isInteger(port) && port >= 1 && port <= MAX_PORT;
}

/** Writes a host as a URI or Via wants it: IPv6 in brackets. */
export function hostInUri(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
