import { isIP } from 'node:net';

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
