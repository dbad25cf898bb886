import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../../src/call/random.ts';
import type { TransportName } from '../../src/telephony/sip/flow.ts';
import { locate, systemNames } from '../../src/telephony/sip/locate.ts';
import { lacks } from '../support/programs.ts';
import { freeUdpPort } from '../support/sockets.ts';
import { until } from '../support/server.ts';

describe.skipIf(lacks('dnsmasq'))('a provider found by DNS', () => {
  let dns: ChildProcess;
  let server: string;
  beforeAll(async () => {
    const port = await freeUdpPort();
    server = `127.0.0.1:${port}`;
    // Targets are names that every machine knows: their addresses come from its own resolver.
    const records = [
      '_sip._udp.provider.test,localhost,5098,20',
      '_sip._udp.provider.test,localhost,5099,10,5',
      '_sips._tcp.provider.test,localhost,5061,1',
      '_sip._udp.closed.test,.,0',
    ].map((record) => `--srv-host=${record}`);
    const options = ['--no-resolv', '--no-hosts', '--conf-file=/dev/null', '--keep-in-foreground', '--bind-interfaces', '--user=root'];
    dns = spawn('/usr/sbin/dnsmasq', [...options, '--listen-address=127.0.0.1', `--port=${port}`, '--local=/test/', ...records], {
      stdio: 'ignore',
    });
    const names = systemNames(4, [server]);
    await until(async () =>
      names.srv('_sip._udp.provider.test').then(
        () => true as const,
        () => null,
      ),
    );
  });
  afterAll(async () => {
    const ended = once(dns, 'exit');
    dns.kill('SIGKILL');
    await ended;
  });

  const found = async (host: string, transport: TransportName) =>
    locate({ host, port: null, transport, ca: null }, systemNames(4, [server]), systemRandom);

  test('the servers of each way, the better first', async () => {
    expect(await found('provider.test', 'UDP')).toEqual([
      { address: '127.0.0.1', port: 5099 },
      { address: '127.0.0.1', port: 5098 },
    ]);
    expect(await found('provider.test', 'TLS')).toEqual([{ address: '127.0.0.1', port: 5061 }]);
  });

  test('without such records, or where they say that there is no service, the name itself is looked up', async () => {
    expect(await found('localhost', 'TCP')).toEqual([{ address: '127.0.0.1', port: 5060 }]);
    await expect(found('closed.test', 'UDP')).rejects.toMatchObject({ code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/u) });
  });
});
