import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../../src/call/random.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { Flow } from '../../src/telephony/sip/flow.ts';
import { MAX_UNSENT_BYTES } from '../../src/telephony/sip/message-stream.ts';
import { StreamConnections } from '../../src/telephony/sip/stream-connection.ts';
import { StreamFramer } from '../../src/telephony/sip/stream-framer.ts';
import { request, transportTools } from '../support/sip.ts';

const PING = '\r\n\r\n';
const PONG = '\r\n';

/** A server that takes connections, and what came on each. */
async function setUp() {
  const clock = new VirtualClock();
  const sockets: Socket[] = [];
  const heard: string[] = [];
  const server: Server = createServer((socket) => {
    const index = sockets.push(socket) - 1;
    heard[index] = '';
    socket.on('error', () => {});
    socket.on('data', (data) => (heard[index] += data.toString('latin1')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const lost: Flow[] = [];
  const received: { bytes: Buffer; flow: Flow }[] = [];
  const connections = new StreamConnections({
    ...transportTools(clock, (bytes, flow) => received.push({ bytes, flow })),
    random: seededRandom(5),
    onLost: (flow) => lost.push(flow),
  });
  onTestFinished(() => {
    connections.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const flow = connections.flowTo({ address: '127.0.0.1', port }, null);
  return { clock, server, sockets, heard, lost, received, connections, port, flow };
}

describe('a connection to a server', () => {
  test('is opened once, whoever asks, and carries requests of both sides', async () => {
    const { connections, flow, port, sockets, heard: said, received } = await setUp();
    await Promise.all([flow.ready(), flow.ready()]);
    expect(connections.flowTo({ address: '127.0.0.1', port }, null)).toBe(flow);
    expect(flow).toMatchObject({ transport: 'TCP', remote: { address: '127.0.0.1', port } });
    await expect.poll(() => sockets.length).toBe(1);
    expect(flow.local).toEqual({ address: '127.0.0.1', port: sockets[0]?.remotePort });
    flow.send(Buffer.from('OPTIONS'));
    await expect.poll(() => said[0]).toBe('OPTIONS');
    sockets[0]?.write(request());
    await expect.poll(() => received.length).toBe(1);
    expect(received[0]?.flow).toBe(flow);
    expect(flow.towards()).toBe(flow);
  });

  test('that is lost is told, and opened anew by whatever is sent next', async () => {
    const { flow, sockets, heard: said, lost } = await setUp();
    await flow.ready();
    await expect.poll(() => sockets.length).toBe(1);
    sockets[0]?.destroy();
    await expect.poll(() => lost).toEqual([flow]);
    flow.send(Buffer.from('BYE'), () => expect.fail('it was sent'));
    await expect.poll(() => said[1]).toBe('BYE');
    expect(flow.local.port).toBe(sockets[1]?.remotePort);
  });

  test('whose server is gone says why', async () => {
    const { flow, server } = await setUp();
    server.close();
    await once(server, 'close');
    await expect(flow.ready()).rejects.toMatchObject({ name: 'ConnectError', problem: 'connection_refused' });
    await new Promise<void>((resolve) => flow.send(Buffer.from('x'), resolve));
  });

  test('is kept open with pings; a server that has answered one, and then does not, is gone (RFC 5626 section 4.4.1)', async () => {
    const { flow, clock, sockets, heard: said, lost } = await setUp();
    await flow.ready();
    await expect.poll(() => sockets.length).toBe(1);
    await clock.advance(95_000);
    expect(said[0]).toBe('');
    await clock.advance(26_000);
    await expect.poll(() => said[0]).toBe(PING);
    // A server that knows nothing of pings is no worse for it.
    await clock.advance(15_000);
    expect(lost).toEqual([]);
    sockets[0]?.write(PONG);
    await expect
      .poll(async () => {
        await clock.advance(121_000);
        return said[0]?.length;
      })
      .toBeGreaterThanOrEqual(8);
    await expect
      .poll(async () => {
        await clock.advance(121_000);
        return lost.length;
      })
      .toBe(1);
  });

  test('answers the server’s pings, and is closed when it sends what cannot be read', async () => {
    const { flow, sockets, heard: said, lost } = await setUp();
    await flow.ready();
    await expect.poll(() => sockets.length).toBe(1);
    sockets[0]?.write(PING);
    await expect.poll(() => said[0]).toBe(PONG);
    sockets[0]?.write('x'.repeat(20_000));
    await expect.poll(() => lost.length).toBe(1);
  });

  test('that takes too long is given up', async () => {
    const { clock, connections } = await setUp();
    // TEST-NET-1 (RFC 5737) answers nobody; where there is no way at all, that is told instead.
    const nowhere = connections.flowTo({ address: '192.0.2.1', port: 5060 }, null).ready();
    const given = expect(nowhere).rejects.toMatchObject({ problem: expect.stringMatching(/^(no_answer|no_network|connection_refused)$/u) });
    await clock.advance(5_001);
    await given;
  });

  test('holds what is sent before it stands, up to a bound', async () => {
    const { flow, heard } = await setUp();
    const half = Buffer.alloc(MAX_UNSENT_BYTES / 2, 'x');
    const failed: string[] = [];
    flow.send(half, () => failed.push('first'));
    flow.send(half, () => failed.push('second'));
    flow.send(Buffer.from('y'), () => failed.push('third'));
    expect(failed).toEqual([]);
    await Promise.resolve();
    expect(failed).toEqual(['third']);
    await expect.poll(() => heard[0]?.length).toBe(MAX_UNSENT_BYTES);
    flow.send(Buffer.from('z'));
    await expect.poll(() => heard[0]?.at(-1)).toBe('z');
    expect(failed).toEqual(['third']);
  });

  test('is not opened again when we stop', async () => {
    const { connections, flow, sockets, lost } = await setUp();
    await flow.ready();
    await expect.poll(() => sockets.length).toBe(1);
    connections.close();
    await expect(flow.ready()).resolves.toBeUndefined();
    await once(sockets[0]!, 'close');
    await expect.poll(() => flow.ready().catch((error: Error) => error.name)).toBe('ConnectError');
    expect(lost).toEqual([]);
    expect(sockets).toHaveLength(1);
  });
});

test('pings and their answers are told apart, between messages and alone', () => {
  const framer = new StreamFramer();
  expect(framer.push(Buffer.from(PING))).toMatchObject({ pings: 1, pongs: 0 });
  expect(framer.push(Buffer.from(PONG))).toMatchObject({ pings: 0, pongs: 1 });
  expect(framer.push(Buffer.concat([request(), Buffer.from(PING + PONG), request()]))).toMatchObject({
    pings: 1,
    pongs: 1,
    messages: [expect.anything(), expect.anything()],
  });
});
