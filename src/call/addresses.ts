import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** An IPv4 address that reached an IPv6 socket (RFC 4291 section 2.5.5.2), as IPv4; every other as it is. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/iu, '');
}

/** How a socket has to be asked for an address: one for both families takes IPv4 in IPv6's clothes. */
export function addressFor(family: 'udp4' | 'udp6', address: string): string {
  return family === 'udp6' && isIP(address) === 4 ? `::ffff:${address}` : address;
}

/** Whether a URL's host name is this machine's own. */
export function isThisMachine(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

const notUnicast = new BlockList();
// RFC 1122 section 3.2.1.3, RFC 5771, RFC 1112 section 4, RFC 4291 sections 2.5.2 and 2.7. The list takes IPv4 in IPv6's clothes for IPv4.
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  notUnicast.addSubnet(network, prefix, 'ipv4');
notUnicast.addAddress('::', 'ipv6');
notUnicast.addSubnet('ff00::', 8, 'ipv6');

/** Whether an address is that of one host: not a group's (multicast), everybody's (broadcast) or nobody's. */
export function isUnicast(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && !notUnicast.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** Whether what is sent there comes back to this machine. */
export function isOwnAddress(address: string): boolean {
  if (isLoopback(address)) return true;
  return Object.values(networkInterfaces()).some((all) => all?.some((own) => own.address === address));
}

/**
 * A source as limits count it: an IPv4 address, or the /64 network of an IPv6 one, since a subscriber has a /64 at least (RFC 6177).
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const [before = [], after = []] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  // An IPv4 address at the end takes the room of two groups.
  const taken = before.length + after.length + (address.includes('.') ? 1 : 0);
  const missing = tail === undefined ? 0 : Math.max(0, 8 - taken);
  return [...before, ...Array.from({ length: missing }, () => '0'), ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/**
 * Who really sends a request. Behind trusted proxies that is the rightmost address of `X-Forwarded-For` that is none of theirs:
 * what stands to the left of it was written by the sender. Whatever is no address ends the chain. From anybody but a trusted proxy the header counts for nothing.
 */
export function realSource(remote: string, forwardedFor: string | undefined, isTrusted: (address: string) => boolean): string {
  let source = plainAddress(remote);
  const hops = forwardedFor?.split(',') ?? [];
  while (hops.length > 0 && isTrusted(source)) {
    const hop = plainAddress(withoutPort(hops.pop()?.trim() ?? ''));
    if (isIP(hop) === 0) break;
    source = hop;
  }
  return source;
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  return hop.replace(/^\[([^\]]{0,64})\](?::\d{1,5})?$/u, '$1').replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/u, '$1');
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  const plain = plainAddress(address);
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}
