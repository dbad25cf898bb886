import { BlockList, isIP } from 'node:net';

/** Loopback, RFC 1918, RFC 6598, RFC 4193 and link-local, with the length of their prefixes. */
const PRIVATE_NETWORKS = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const;

const list = new BlockList();
for (const [network, prefix] of PRIVATE_NETWORKS) list.addSubnet(network, prefix, familyOf(network));

/** Whether an address is loopback or private: no router of ours lies between us and it. */
export function isPrivateAddress(address: string): boolean {
  return isIP(address) !== 0 && list.check(address, familyOf(address));
}

export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
