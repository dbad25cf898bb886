import { isIP } from 'node:net';
import { lookup, Resolver } from 'node:dns/promises';
import type { Random } from '../../call/random.ts';
import { ConnectError, type Address, type TransportName } from './flow.ts';
import { isPort } from './grammar.ts';

export interface SrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** What is asked of DNS. Both reject, or give nothing, where there is nothing. */
export interface Names {
  srv(name: string): Promise<readonly SrvRecord[]>;
  /** Of either family, the better first. */
  addresses(host: string): Promise<readonly string[]>;
}

/** RFC 3263 section 4.1, 4.2; RFC 3261 section 19.1.2: what stands in DNS for each way, and its port. */
const SERVICES: Readonly<Record<TransportName, { readonly srv: string; readonly port: number }>> = {
  UDP: { srv: '_sip._udp', port: 5060 },
  TCP: { srv: '_sip._tcp', port: 5060 },
  TLS: { srv: '_sips._tcp', port: 5061 },
};

export function defaultPort(transport: TransportName): number {
  return SERVICES[transport].port;
}

/** A server as the settings name it. */
export interface SipServer {
  readonly host: string;
  /** Null: none is given, so DNS tells. */
  readonly port: number | null;
  readonly transport: TransportName;
  /** Over TLS: certificates that are trusted in the place of the well-known ones, in PEM; null: the well-known ones. */
  readonly ca: string | null;
}

/**
 * Where a SIP server is, in the order in which to try (RFC 3263 section 4.2). NAPTR chooses among transports; the
 * household has chosen. `port` null: none is given, so SRV tells. Rejects when nothing is found.
 */
export async function locate({ host, port, transport }: SipServer, names: Names, random: Random): Promise<Address[]> {
  const service = SERVICES[transport];
  if (isIP(host) !== 0) return [{ address: host, port: port ?? service.port }];
  const records = port === null ? await names.srv(`${service.srv}.${host}`).catch(() => []) : [];
  const found: Address[] = [];
  for (const record of inOrder(records, random)) found.push(...(await addressesOf(record.name, record.port, names).catch(() => [])));
  return found.length > 0 ? found : addressesOf(host, port ?? service.port, names);
}

async function addressesOf(host: string, port: number, names: Names): Promise<Address[]> {
  const addresses = await names.addresses(host);
  if (addresses.length === 0) throw new ConnectError('no_such_host');
  return addresses.map((address) => ({ address, port }));
}

/** RFC 2782: by priority; among equals by chance, in proportion to their weights. A target of "." offers no service, and port 0 is none. */
export function inOrder(records: readonly SrvRecord[], random: Random): SrvRecord[] {
  const left = records.filter(({ name, port }) => name !== '.' && name !== '' && isPort(port));
  const ordered: SrvRecord[] = [];
  while (left.length > 0) {
    const first = Math.min(...left.map(({ priority }) => priority));
    const equals = left.filter(({ priority }) => priority === first);
    // Plus one, so that a weight of 0 has a small chance and no draw is out of nothing.
    let draw = random.below(equals.reduce((sum, { weight }) => sum + weight + 1, 0));
    const chosen = equals.find(({ weight }) => (draw -= weight + 1) < 0);
    if (!chosen) break;
    ordered.push(chosen);
    left.splice(left.indexOf(chosen), 1);
  }
  return ordered;
}

/** The machine's own DNS, and its hosts file. `family`: 4 where IPv6 cannot be spoken. `servers`: asked for SRV instead of the machine's. */
export function systemNames(family: 0 | 4, servers: readonly string[] = []): Names {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return {
    srv: (name) => resolver.resolveSrv(name),
    addresses: async (host) => (await lookup(host, { family, all: true, order: 'ipv4first' })).map(({ address }) => address),
  };
}
