import { BlockList } from 'node:net';

/** Loopback, RFC 1918, RFC 6598 and link-local, with the length of their prefixes. */
const PRIVATE_NETWORKS = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
] as const;

const list = new BlockList();
for (const [network, prefix] of PRIVATE_NETWORKS) list.addSubnet(network, prefix, 'ipv4');

/** Whether an IPv4 address is loopback or private: no NAT of ours lies between us and it. */
export function isPrivateAddress(address: string): boolean {
  return list.check(address, 'ipv4');
}
