import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/call/random.ts';
import { inOrder, locate, type Names, type SipServer, type SrvRecord } from '../../src/telephony/sip/locate.ts';

const record = (name: string, priority: number, weight = 0, port = 5060): SrvRecord => ({ name, port, priority, weight });
const random = seededRandom(1);

function names(srv: readonly SrvRecord[] | null, hosts: Readonly<Record<string, readonly string[]>>): Names & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    srv: async (name) => {
      asked.push(name);
      if (srv === null) throw new Error('ENOTFOUND');
      return srv;
    },
    addresses: async (host) => {
      asked.push(host);
      return hosts[host] ?? [];
    },
  };
}

const udp = (host: string, port: number | null): SipServer => ({ host, port, transport: 'UDP', ca: null });

describe('where a SIP server is', () => {
  test('an address is where it says, and nobody is asked', async () => {
    const dns = names(null, {});
    expect(await locate(udp('192.0.2.1', null), dns, random)).toEqual([{ address: '192.0.2.1', port: 5060 }]);
    expect(await locate(udp('192.0.2.1', 5070), dns, random)).toEqual([{ address: '192.0.2.1', port: 5070 }]);
    expect(dns.asked).toEqual([]);
  });

  test('a name with a port is looked up as it is', async () => {
    const dns = names([record('other.example', 1)], { 'sip.example': ['192.0.2.2'] });
    expect(await locate(udp('sip.example', 5070), dns, random)).toEqual([{ address: '192.0.2.2', port: 5070 }]);
    expect(dns.asked).toEqual(['sip.example']);
  });

  test('else SRV tells, by priority; a server without an address is passed over', async () => {
    const hosts = { 'a.example': ['192.0.2.3', '192.0.2.4'], 'c.example': ['192.0.2.5'] };
    const dns = names([record('c.example', 20, 0, 5080), record('gone.example', 10), record('a.example', 10)], hosts);
    expect(await locate(udp('provider.example', null), dns, random)).toEqual([
      { address: '192.0.2.3', port: 5060 },
      { address: '192.0.2.4', port: 5060 },
      { address: '192.0.2.5', port: 5080 },
    ]);
    expect(dns.asked[0]).toBe('_sip._udp.provider.example');
  });

  test('without SRV, or where it says that there is no service, the name itself is looked up', async () => {
    const hosts = { 'fritz.box': ['192.168.178.1'] };
    for (const srv of [null, [], [record('.', 0)]])
      expect(await locate(udp('fritz.box', null), names(srv, hosts), random)).toEqual([{ address: '192.168.178.1', port: 5060 }]);
  });

  test.each([
    ['TCP', '_sip._tcp.provider.example', 5060],
    ['TLS', '_sips._tcp.provider.example', 5061],
  ] as const)('over %s another service is asked for, and has a port of its own', async (transport, service, port) => {
    const server = { host: 'provider.example', port: null, transport, ca: null };
    const dns = names([], { 'provider.example': ['192.0.2.6'] });
    expect(await locate(server, dns, random)).toEqual([{ address: '192.0.2.6', port }]);
    expect(dns.asked[0]).toBe(service);
  });

  test('a name that nobody knows is an error', async () => {
    await expect(locate(udp('no.example', null), names(null, {}), random)).rejects.toMatchObject({ problem: 'no_such_host' });
  });

  test('among equals chance decides, in proportion to the weights (RFC 2782)', () => {
    const dice = seededRandom(9);
    const first: Record<string, number> = {};
    for (let i = 0; i < 4_000; i++) {
      const [chosen] = inOrder([record('heavy', 1, 89), record('light', 1, 9), record('later', 2, 100)], dice);
      first[chosen?.name ?? ''] = (first[chosen?.name ?? ''] ?? 0) + 1;
    }
    expect(first['later']).toBeUndefined();
    expect((first['heavy'] ?? 0) / 4_000).toBeCloseTo(0.9, 1);
    expect(
      inOrder([record('heavy', 1, 89), record('later', 2), record('light', 1, 9)], dice)
        .map(({ name }) => name)
        .at(-1),
    ).toBe('later');
  });
});
