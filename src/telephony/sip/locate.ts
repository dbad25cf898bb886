import { isIP } from 'node:net';
import { lookup, Resolver } from 'node:dns/promises';
import type { Random } from '../../call/random.ts';
import type { Address } from './flow.ts';

export interface SrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** What is asked of DNS. Both reject, or give nothing, where there is nothing. */
export interface Names {
  srv(name: string): Promise<readonly SrvRecord[]>;
  /** IPv4 addresses. */
  addresses(host: string): Promise<readonly string[]>;
}

const DEFAULT_PORT = 5060;

/**
 * Where a SIP server is, in the order in which to try (RFC 3263 section 4.2). NAPTR chooses among transports; over the
 * only one that we dial with there is nothing to choose. `port` null: none is given, so SRV tells. Rejects when nothing is found.
 */
export async function locate(host: string, port: number | null, names: Names, random: Random): Promise<Address[]> {
  if (isIP(host) !== 0) return [{ address: host, port: port ?? DEFAULT_PORT }];
  const records = port === null ? await names.srv(`_sip._udp.${host}`).catch(() => []) : [];
  const found: Address[] = [];
  for (const record of inOrder(records, random)) found.push(...(await addressesOf(record.name, record.port, names).catch(() => [])));
  return found.length > 0 ? found : addressesOf(host, port ?? DEFAULT_PORT, names);
}

async function addressesOf(host: string, port: number, names: Names): Promise<Address[]> {
  const addresses = await names.addresses(host);
  if (addresses.length === 0) throw new Error('no address');
  return addresses.map((address) => ({ address, port }));
}

/** RFC 2782: by priority; among equals by chance, in proportion to their weights. A target of "." offers no service. */
export function inOrder(records: readonly SrvRecord[], random: Random): SrvRecord[] {
  const left = records.filter(({ name }) => name !== '.' && name !== '');
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

/** The machine's own DNS, and its hosts file. */
export function systemNames(): Names {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return {
    srv: (name) => resolver.resolveSrv(name),
    addresses: async (host) => (await lookup(host, { family: 4, all: true })).map(({ address }) => address),
  };
}
