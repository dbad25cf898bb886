import { BlockList, isIP } from 'node:net';
import { networkOf, plainAddress } from '../call/addresses.ts';

/** Loopback and private ranges (RFC 1918, RFC 4193, link-local): from there a reverse proxy of the household's asks. */
const NEAR = new BlockList();
NEAR.addSubnet('127.0.0.0', 8);
NEAR.addSubnet('10.0.0.0', 8);
NEAR.addSubnet('172.16.0.0', 12);
NEAR.addSubnet('192.168.0.0', 16);
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');
NEAR.addSubnet('fe80::', 10, 'ipv6');

/**
 * From where somebody reads, as far as limits count it: an IPv4 address, or the network of an IPv6 one (a subscriber has /64 at
 * least, RFC 6177). What a proxy adds last to `X-Forwarded-For` counts if it is near; what readers write there themselves does not.
 */
export function sourceOf(remote: string, forwardedFor: string | undefined): string {
  const near = plainAddress(remote);
  const last = plainAddress(forwardedFor?.split(',').at(-1)?.trim() ?? '');
  return networkOf(isNear(near) && isIP(last) !== 0 ? last : near);
}

/** Whether an address is this machine's, or one of a private network. */
export function isNear(remote: string): boolean {
  const address = plainAddress(remote);
  const family = isIP(address);
  return family !== 0 && NEAR.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
