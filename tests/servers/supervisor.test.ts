import type { Socket } from 'node:dgram';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { treeOf } from '../../bench/machine.ts';
import { TestServer, until } from '../support/server.ts';
import { OFFER, request } from '../support/sip.ts';
import { freeUdpPort, loopbackSocket } from '../support/sockets.ts';

/** A caller of few words: one UDP socket that keeps what it hears. */
class Caller {
  readonly heard: string[] = [];
  readonly #socket: Socket;
  readonly #port: number;

  constructor(socket: Socket, port: number) {
    this.#socket = socket;
    this.#port = port;
    this.#socket.on('message', (message) => this.heard.push(message.toString('latin1')));
  }

  send(method: string, more: { cseq?: number; toTag?: string; branch?: string; body?: string } = {}): void {
    const text = request({ method, uri: `sip:you@127.0.0.1:${this.#port}`, callId: `call-${this.#port}`, ...more }).toString('latin1');
    const own = text.replaceAll('192.0.2.99:5080', `127.0.0.1:${this.#socket.address().port}`).replaceAll('192.0.2.99', '127.0.0.1');
    this.#socket.send(own, this.#port, '127.0.0.1');
  }

  sendMalformed(): void {
    this.#socket.send('OPTIONS sip:you@127.0.0.1 SIP/2.0\r\n\r\n', this.#port, '127.0.0.1');
  }

  /** Sends an INVITE again and again until it is answered, as RFC 3261 section 17.1.1 wants it; then it is confirmed. */
  async call(withinMs: number): Promise<void> {
    const ok = await until(async () => {
      this.send('INVITE', { body: OFFER.replaceAll('192.0.2.99', '127.0.0.1') });
      await sleep(500);
      return this.heard.find((message) => message.startsWith('SIP/2.0 200')) ?? null;
    }, withinMs);
    this.send('ACK', { branch: 'z9hG4bK-2', toTag: /^To:.*;tag=(\S+)/imu.exec(ok)?.[1] ?? '' });
  }

  close(): void {
    this.#socket.close();
  }
}

/** Throws where nobody catches it, at a signal: no code of the product does. */
const FAILS_AT_SIGUSR2 = `--import data:text/javascript,${encodeURIComponent(
  "process.on('SIGUSR2', () => setImmediate(() => { throw new RangeError('Anna Berger'); }));",
)}`;

describe('a server that fails', { timeout: 240_000 }, () => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });

  async function supervised(): Promise<TestServer> {
    const port = await freeUdpPort();
    const server = await TestServer.start({ supervised: true, env: { SIP_PORT: String(port) } });
    cleanups.push(() => server.stop());
    return server;
  }
  const serverOf = (parent: TestServer): number => {
    const status = JSON.parse(readFileSync(join(parent.dataDir, 'status.json'), 'utf8')) as { pid: number };
    return status.pid;
  };

  test('is killed, and answers a call three seconds later', async () => {
    const server = await supervised();
    const killed = serverOf(server);
    expect(treeOf(server.pid)).toContain(killed);
    expect(killed).not.toBe(server.pid);
    process.kill(killed, 'SIGKILL');
    await sleep(3_000);
    const caller = new Caller(await loopbackSocket(), server.sipPort);
    cleanups.push(() => caller.close());
    await caller.call(60_000);
    expect(server.output).toContain('Danke, nein has failed (signal SIGKILL) and is being started again.');
    const status = JSON.parse(readFileSync(join(server.dataDir, 'status.json'), 'utf8')) as object;
    expect(status).toMatchObject({ restarts: 1, lastEnd: 'SIGKILL', faults: {} });
    caller.sendMalformed();
    const counters = (): object =>
      (JSON.parse(readFileSync(join(server.dataDir, 'status.json'), 'utf8')) as { readonly counters: object }).counters;
    await expect.poll(counters, { timeout: 30_000 }).toEqual({ malformed: 1 });
    expect(statSync(join(server.dataDir, 'status.json')).mode & 0o777).toBe(0o600);
    server.kill('SIGINT');
    expect(await server.ended(60_000)).toBe(0);
    expect(existsSync(join(server.dataDir, 'status.json'))).toBe(false);
  });

  test('ends with its parent: nobody else would ever end it', async () => {
    const server = await supervised();
    const orphan = serverOf(server);
    server.kill('SIGKILL');
    await until(async () => (existsSync(`/proc/${orphan}`) ? null : true), 60_000);
    expect(existsSync(join(server.dataDir, 'status.json'))).toBe(false);
  });

  test('a signal that comes to parent and server at once, as from a terminal, lets calls end with a goodbye', async () => {
    const server = await supervised();
    const caller = new Caller(await loopbackSocket(), server.sipPort);
    cleanups.push(() => caller.close());
    await caller.call(60_000);
    const child = serverOf(server);
    await until(async () => ((await server.calls())[0]?.answered === true ? true : null), 60_000);
    server.kill('SIGINT');
    process.kill(child, 'SIGINT');
    await until(async () => (caller.heard.some((message) => message.startsWith('BYE ')) ? true : null), 60_000);
    expect(await server.ended(60_000)).toBe(0);
  });

  test('an error that nobody caught ends calls with a BYE, and the process with 70; the journal says why', async () => {
    const server = await TestServer.start({ env: { NODE_OPTIONS: FAILS_AT_SIGUSR2 } });
    cleanups.push(() => server.stop());
    const caller = new Caller(await loopbackSocket(), server.sipPort);
    cleanups.push(() => caller.close());
    await caller.call(60_000);
    await until(async () => ((await server.calls())[0]?.answered === true ? true : null), 60_000);
    process.kill(server.pid, 'SIGUSR2');
    expect(await server.ended(60_000)).toBe(70);
    expect(caller.heard.some((message) => message.startsWith('BYE '))).toBe(true);
    expect(server.output).toContain('"place":"process"');
    expect(server.output).toContain('RangeError');
    expect(server.output).not.toContain('Anna');
    const again = await TestServer.start({ dataDir: server.dataDir });
    cleanups.push(() => again.stop());
    expect(await again.calls()).toMatchObject([{ outcome: 'internal_error', endedBy: 'failure' }]);
  });
});
