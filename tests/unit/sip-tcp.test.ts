import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { RateLimiter } from '../../src/call/rate-limit.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { Flow } from '../../src/telephony/sip/flow.ts';
import { MAX_UNSENT_BYTES, MESSAGE_MS, MessageStream, REST_MS } from '../../src/telephony/sip/message-stream.ts';
import { MAX_CONNECTIONS, MAX_PER_PEER, MAX_PER_STRANGER, MAX_STRANGERS, TcpTransport } from '../../src/telephony/sip/tcp-transport.ts';
import { request, transportTools } from '../support/sip.ts';

const PATIENT = { timeout: 15_000 };
const REGISTRARS = ['127.0.0.7', '127.0.0.8', '127.0.0.9'];
const PING = '\r\n\r\n';

/** A server to which loopback addresses connect; registrars are peers, 127.0.1.* are no friends. */
async function setUp({ perSecond = 1_000_000, burst = 1_000_000 } = {}) {
  const clock = new VirtualClock();
  const received: { bytes: Buffer; flow: Flow }[] = [];
  const limiter = new RateLimiter(clock, { perSecond, burst });
  const tools = transportTools(clock, (bytes, flow) => {
    received.push({ bytes, flow });
    flow.send(Buffer.from('taken'));
  });
  const isFriend = (address: string): boolean => !address.startsWith('127.0.1.');
  const gate = {
    isFriend,
    isPeer: (address: string) => REGISTRARS.includes(address),
    admits: (address: string) => limiter.allows(address),
  };
  const transport = await TcpTransport.listen('127.0.0.1', 0, { ...tools, gate });
  const sockets: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await transport.close();
  });
  /** Resolves with whether the server keeps the connection: then what is sent on it is answered. */
  const join = async (localAddress: string): Promise<boolean> => {
    const socket = connect({ host: '127.0.0.1', port: transport.port, localAddress });
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write(request({ method: 'OPTIONS' }));
    return Promise.race([once(socket, 'data').then(() => true), new Promise<boolean>((closed) => socket.on('close', () => closed(false)))]);
  };
  const open = async (localAddress = '127.0.0.1'): Promise<Socket> => {
    const socket = connect({ host: '127.0.0.1', port: transport.port, localAddress });
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', () => {});
    await once(socket, 'connect');
    return socket;
  };
  return { clock, received, tools, transport, join, open, sockets };
}

describe('connections', () => {
  test('of one stranger are few, and those of strangers leave room for registrars', async () => {
    const { join, tools } = await setUp();
    const joined = async (sources: readonly string[]): Promise<number> => (await Promise.all(sources.map(join))).filter(Boolean).length;
    const strangers = Array.from({ length: MAX_STRANGERS }, (_, i) => `127.0.0.${10 + Math.floor(i / MAX_PER_STRANGER)}`);
    expect(await joined(strangers.slice(0, MAX_PER_STRANGER))).toBe(MAX_PER_STRANGER);
    expect(await join('127.0.0.10')).toBe(false);
    expect(await joined(strangers.slice(MAX_PER_STRANGER))).toBe(MAX_STRANGERS - MAX_PER_STRANGER);
    expect(await join('127.0.0.250')).toBe(false);
    expect(tools.refusals.counts).toEqual({ too_many_connections: 2 });
    let left = MAX_CONNECTIONS - MAX_STRANGERS;
    for (const registrar of REGISTRARS.slice(0, 2)) {
      expect(await joined(Array.from({ length: MAX_PER_PEER }, () => registrar))).toBe(MAX_PER_PEER);
      expect(await join(registrar)).toBe(false);
      left -= MAX_PER_PEER;
    }
    expect(left).toBe(0);
    expect(await join(REGISTRARS[2]!)).toBe(false);
  }, 60_000);

  test('give their place back, and those of nobody we know get none', async () => {
    const { join, sockets } = await setUp();
    for (let i = 0; i < MAX_PER_STRANGER; i++) await join('127.0.0.1');
    sockets[0]?.destroy();
    await expect.poll(() => join('127.0.0.1'), PATIENT).toBe(true);
    expect(await join('127.0.1.1')).toBe(false);
  });

  test('that bring no whole message in time are closed; one that did may be silent', async () => {
    const { clock, open, received, tools } = await setUp();
    const [silent, slow, good] = [await open(), await open(), await open()];
    slow.write('OPTIONS sip:a SIP/2.0\r\nVia');
    good.write(request({ method: 'OPTIONS' }));
    await expect.poll(() => received.length, PATIENT).toBe(1);
    const closed = Promise.all([once(silent, 'close'), once(slow, 'close')]);
    // What is on its way reaches the server in real time.
    await expect
      .poll(async () => {
        await clock.advance(MESSAGE_MS);
        return tools.refusals.counts;
      }, PATIENT)
      .toEqual({ slow_connection: 2 });
    await closed;
    await clock.advance(10 * MESSAGE_MS);
    expect(good.destroyed).toBe(false);
    good.write(request({ method: 'OPTIONS', branch: 'z9hG4bK-2' }).subarray(0, 40));
    const goodClosed = once(good, 'close');
    await expect
      .poll(async () => {
        await clock.advance(MESSAGE_MS);
        return tools.refusals.counts;
      }, PATIENT)
      .toEqual({ slow_connection: 3 });
    await goodClosed;
  });
});

describe('keep-alives', () => {
  test('count as messages: those beyond the budget get no answer', async () => {
    const { open } = await setUp({ perSecond: 1, burst: 5 });
    const socket = await open();
    let heard = '';
    socket.on('data', (data) => (heard += data.toString()));
    socket.write(PING.repeat(100));
    await expect.poll(() => heard, PATIENT).toBe('\r\n'.repeat(5));
  });

  /** A connection whose far end takes what is written only when it is told to. */
  function slowReader(budget = Infinity) {
    const clock = new VirtualClock();
    const taken: { bytes: Buffer; take: () => void }[] = [];
    let pings = 0;
    const socket = new Duplex({
      writableHighWaterMark: 1_024,
      read: () => {},
      write: (bytes: Buffer, _, take) => void taken.push({ bytes, take }),
    });
    const tools = { ...transportTools(clock), onMessage: () => {}, admits: () => (pings++, pings <= budget) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a stream reads of a socket, any duplex stream has
    const stream = new MessageStream(socket as Socket, tools, true);
    const arrives = async (bytes: string): Promise<void> => {
      socket.push(bytes);
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { clock, socket, stream, taken, arrives, pings: () => pings };
  }

  test('of a peer that reads no answers are not read on, until it reads', async () => {
    const { arrives, pings, socket, taken } = slowReader();
    await arrives(PING.repeat(1_000));
    expect([pings(), socket.isPaused()]).toEqual([1_000, true]);
    await arrives(PING.repeat(1_000));
    expect(pings()).toBe(1_000);
    taken[0]?.take();
    await expect.poll(pings, PATIENT).toBe(2_000);
    socket.destroy();
  });

  test('of a peer that sends too many are not read for a second, whether it reads or not', async () => {
    const { arrives, clock, pings, socket, taken } = slowReader(5);
    await arrives(PING.repeat(10));
    taken[0]?.take();
    await arrives(PING.repeat(10));
    expect([pings(), socket.isPaused()]).toEqual([10, true]);
    await clock.advance(REST_MS - 1);
    expect(pings()).toBe(10);
    await clock.advance(1);
    await expect.poll(pings, PATIENT).toBe(20);
    socket.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.waiting).toBe(0);
  });

  test('of a peer that never reads end with the connection', async () => {
    const { arrives, clock, socket } = slowReader();
    await arrives(PING.repeat(1_000));
    await clock.advance(29_999);
    expect(socket.destroyed).toBe(false);
    await clock.advance(2);
    expect(socket.destroyed).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.waiting).toBe(0);
  });

  test('and other answers wait up to a bound; who sends more is told that it was in vain', async () => {
    const { socket, stream, taken } = slowReader();
    const half = Buffer.alloc(MAX_UNSENT_BYTES / 2, 'x');
    let failed = 0;
    stream.send(half, () => failed++);
    stream.send(half, () => failed++);
    await Promise.resolve();
    expect([failed, socket.destroyed, taken.length]).toEqual([0, false, 1]);
    stream.send(Buffer.of(1), () => failed++);
    expect([failed, socket.destroyed]).toEqual([0, true]);
    await expect.poll(() => failed, PATIENT).toBeGreaterThanOrEqual(1);
    const before = failed;
    stream.send(Buffer.of(1), () => failed++);
    expect(failed).toBe(before);
    await expect.poll(() => failed, PATIENT).toBeGreaterThan(before);
  });
});
