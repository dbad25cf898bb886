import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server as HttpServer } from 'node:http';
import { connect, Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { ConsoleServer } from '../../src/http/server.ts';
import { certificate } from '../support/certificates.ts';
import { openConsole } from '../support/console-app.ts';

const PROXY = '127.0.0.20';
const sealedBy = certificate('DNS:localhost');

let server: ConsoleServer;
let clock: VirtualClock;
/** The servers of Node that listen, in the order in which they began. */
let listening: HttpServer[];
const sockets: Socket[] = [];

beforeEach(async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  listening = listen.mock.contexts as unknown as HttpServer[];
  clock = new VirtualClock();
  const { app, faults } = await openConsole({ clock });
  const seal = { port: 0, key: readFileSync(sealedBy.key, 'utf8'), certificate: readFileSync(sealedBy.certificate, 'utf8') };
  server = new ConsoleServer(app, { port: 0, clock, seal, faults, isTrustedProxy: (address) => address === PROXY });
  await server.start(false);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.stop();
  vi.restoreAllMocks();
});

const portOf = (kind: 'HTTP' | 'HTTPS'): number => (kind === 'HTTP' ? server.port : (server.sealedPort ?? expect.unreachable()));

/** Connections that say nothing: how many of them the server has closed at once. */
async function closedOf(port: number, sources: readonly string[], expected: number): Promise<void> {
  let [connected, closed] = [0, 0];
  for (const localAddress of sources) {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    socket.on('error', () => {}).on('connect', () => connected++);
    socket.on('close', () => closed++);
    sockets.push(socket);
  }
  await expect.poll(() => connected).toBe(sources.length);
  await expect.poll(() => closed).toBe(expected);
}

const from = (source: string, count: number): string[] => Array.from({ length: count }, () => source);

describe('the moment in which the network is let in', () => {
  /** A log-in whose body is not all there yet: a request under way. */
  async function underWay(): Promise<{ readonly socket: Socket; readonly answer: () => string; readonly isClosed: () => boolean }> {
    const socket = connect(portOf('HTTP'), '127.0.0.1');
    sockets.push(socket);
    let [answer, isClosed] = ['', false];
    socket.on('data', (bytes) => (answer += bytes.toString('latin1'))).on('error', () => {});
    socket.on('close', () => (isClosed = true));
    const begun = once(listening[0] ?? expect.unreachable(), 'request');
    const head = ['POST /api/login HTTP/1.1', `Host: localhost:${server.port}`, `Origin: http://localhost:${server.port}`];
    socket.write(`${[...head, 'Content-Type: application/json', 'Content-Length: 2'].join('\r\n')}\r\n\r\n{`);
    await begun;
    return { socket, answer: () => answer, isClosed: () => isClosed };
  }

  test('a request that is under way is answered', async () => {
    const { socket, answer } = await underWay();
    const before = server.port;
    await server.openToNetwork();
    expect(server.port).toBe(before);
    socket.write('}');
    await expect.poll(answer).toMatch(/^HTTP\/1\.1 \d{3}/u);
  });

  test('what never ends is let go after five seconds', async () => {
    const { isClosed } = await underWay();
    await server.openToNetwork();
    await clock.advance(4_999);
    expect(isClosed()).toBe(false);
    await clock.advance(1);
    await expect.poll(isClosed).toBe(true);
  });
});

describe('time', () => {
  test('a head takes ten seconds, a silence two minutes, on each server and after the console was opened to the network', async () => {
    const limits = { headersTimeout: 10_000, keepAliveTimeout: 10_000, timeout: 120_000, connectionsCheckingInterval: 5_000 };
    expect(listening).toHaveLength(2);
    for (const one of listening) expect(one).toMatchObject(limits);
    await server.openToNetwork();
    expect(listening).toHaveLength(4);
    for (const one of listening.slice(2)) expect(one).toMatchObject(limits);
  });

  test('who never says hello to HTTPS is let go after ten seconds', async () => {
    const timeout = vi.spyOn(Socket.prototype, 'setTimeout');
    const socket = connect(portOf('HTTPS'), '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.on('error', () => {}).once('close', () => resolve()));
    sockets.push(socket);
    // Node sets this timer on its side of the connection as soon as there is one; no other is of this length here.
    await expect.poll(() => timeout.mock.calls.map(([ms]) => ms)).toContain(10_000);
    const nth = timeout.mock.calls.findIndex(([ms]) => ms === 10_000);
    (timeout.mock.contexts[nth] as Socket).emit('timeout');
    await closed;
  });
});

describe.each(['HTTP', 'HTTPS'] as const)('connections by %s', (kind) => {
  test('forty of one source', async () => {
    await closedOf(portOf(kind), from('127.0.0.9', 45), 5);
  });

  test('two hundred in all, from however many sources', async () => {
    const sources = [1, 2, 3, 4, 5, 6].flatMap((nth) => from(`127.0.0.${nth}`, 35));
    await closedOf(portOf(kind), sources, 10);
  });

  test('a hundred and sixty of a trusted proxy, and forty are left to others', async () => {
    await closedOf(portOf(kind), from(PROXY, 165), 5);
    await closedOf(portOf(kind), from('127.0.0.9', 45), 5);
  });
});
