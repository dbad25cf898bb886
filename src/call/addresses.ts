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
  if (/^127\.\d+\.\d+\.\d+$/u.test(address) || address === '::1') return true;
  return Object.values(networkInterfaces()).some((all) => all?.some((own) => own.address === address));
}
