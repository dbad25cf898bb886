import { parseHostPort, parseParameters } from './grammar.ts';

/** A SIP or SIPS URI (RFC 3261 section 19.1), or a telephone number (RFC 3966). */
export interface SipUri {
  readonly scheme: 'sip' | 'sips' | 'tel';
  /** Unescaped; null where there is none. For `tel` the number. */
  readonly user: string | null;
  /** Lower case; empty for `tel`. */
  readonly host: string;
  readonly port: number | null;
  readonly parameters: ReadonlyMap<string, string | null>;
  /** The `?` part, which a Request-URI must not have. */
  readonly hasHeaders: boolean;
}

export type UriProblem = 'unsupported_scheme' | 'malformed';

export function parseUri(text: string): SipUri | UriProblem {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(0, colon)).toLowerCase();
  if (!/^[a-z][a-z0-9+.-]*$/u.test(scheme) || /[\s<>"]/u.test(text)) return 'malformed';
  const rest = text.slice(colon + 1);
  if (scheme === 'tel') return parseTel(rest);
  if (scheme !== 'sip' && scheme !== 'sips') return 'unsupported_scheme';
  const at = rest.indexOf('@');
  const user = at < 0 ? null : unescape(rest.slice(0, at).split(':', 1)[0] ?? '');
  if (at === 0 || (user !== null && /[\s<>"]/u.test(rest.slice(0, at)))) return 'malformed';
  const [address = '', headers] = rest.slice(at + 1).split('?', 2);
  const [hostPort = '', ...parameterParts] = address.split(';');
  const host = parseHostPort(hostPort);
  const parameters = parseParameters(parameterParts);
  if (!host || !parameters) return 'malformed';
  return { scheme, user, host: host.host, port: host.port, parameters, hasHeaders: headers !== undefined };
}

function parseTel(rest: string): SipUri | UriProblem {
  const [number = '', ...parameterParts] = rest.split(';');
  const parameters = parseParameters(parameterParts);
  if (!/^\+?[0-9A-Fa-f*#().-]+$/u.test(number) || !parameters) return 'malformed';
  return { scheme: 'tel', user: number, host: '', port: null, parameters, hasHeaders: false };
}

/** Undoes %XX; what is no escape stays as it is. */
function unescape(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
