import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { TcpTransport } from '../../src/telephony/sip/tcp-transport.ts';
import { UdpTransport } from '../../src/telephony/sip/udp-transport.ts';
import { testAgent, transportTools } from '../support/sip.ts';

/** Another program that is quicker: it takes the next TCP ports that are wanted. */
function takesPorts(count: number): number[] {
  const taken: number[] = [];
  const listen = TcpTransport.listen.bind(TcpTransport);
  const spy = vi.spyOn(TcpTransport, 'listen').mockImplementation(async (host, port, ...rest) => {
    if (taken.length < count) {
      taken.push(port);
      // Already held by a stranger serves as well.
      await holds(port).catch(() => 0);
    }
    return listen(host, port, ...rest);
  });
  onTestFinished(() => spy.mockRestore());
  return taken;
}

async function holds(port: number): Promise<number> {
  const server: Server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

test('any free port is one that is free for UDP and TCP; one that is not is left again', async () => {
  const taken = takesPorts(2);
  const { agent } = testAgent(new VirtualClock());
  await agent.start();
  onTestFinished(() => agent.stop());
  expect(taken).toHaveLength(2);
  expect(taken).not.toContain(agent.port);
  const again = await UdpTransport.listen('127.0.0.1', taken[0] ?? 0, transportTools(new VirtualClock()));
  await again.close();
});

test('a port that was asked for is the one or none', async () => {
  const port = await holds(0);
  const { agent } = testAgent(new VirtualClock(), () => {}, { port });
  await expect(agent.start()).rejects.toMatchObject({ name: 'ListenError', code: 'EADDRINUSE' });
});
