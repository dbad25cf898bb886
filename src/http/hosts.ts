import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/**
 * The host that a request asks for: where its target is a whole URL, that one's, whatever the Host header says (RFC 9112 section 3.2.2).
 * Undefined: none, or two, which name no host (section 3.2).
 */
export function hostAskedFor({ url, headersDistinct }: Pick<IncomingMessage, 'url' | 'headersDistinct'>): string | undefined {
  const [host, another] = headersDistinct['host'] ?? [];
  if (another !== undefined) return undefined;
  const target = url === undefined || url.startsWith('/') ? null : URL.parse(url);
  return target === null ? host : target.host;
}

/**
 * Whether a Host header names us. A page of a stranger whose DNS name points here (DNS rebinding) must not reach the
 * console; an IP address cannot be rebound, and this machine's own names are ours.
 */
export function isOurHost(header: string | undefined, further: readonly string[]): boolean {
  if (header === undefined) return false;
  const host = header
    .replace(/:\d+$/u, '')
    .replace(/^\[(.*)\]$/u, '$1')
    .toLowerCase();
  if (isIP(host) !== 0) return true;
  const own = hostname().toLowerCase();
  const names = ['localhost', own, `${own}.local`, `${own}.fritz.box`, `${own}.lan`, ...further];
  return names.includes(host);
}

/**
 * Whether a request that changes something comes from our own page (Fetch metadata, else Origin). Names have no case, and a proxy may
 * write the port that goes without saying (RFC 9110 section 4.2.3).
 */
export function isOwnOrigin(fetchSite: string | undefined, origin: string | undefined, host: string | undefined): boolean {
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') return false;
  if (origin === undefined) return true;
  try {
    const from = new URL(origin);
    return host !== undefined && from.host === new URL(`${from.protocol}//${host}`).host;
  } catch {
    return false;
  }
}
