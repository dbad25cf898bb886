import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './certificates.ts';
import { freeUdpPort } from './sockets.ts';

/** kamailio as registrar and proxy on loopback: the account `home`, and everybody else, with the password "geheim". */
export class Kamailio {
  /** For UDP, and for TCP or TLS if asked for. */
  readonly port: number;
  readonly #tls: Certificate | null;
  #child: ChildProcess;

  private constructor(port: number, tls: Certificate | null) {
    this.port = port;
    this.#tls = tls;
    this.#child = this.#run();
  }

  /** `tls`: it takes TLS, and TCP too. */
  static async start(tls: Certificate | null = null): Promise<Kamailio> {
    return new Kamailio(await freePort(), tls);
  }

  /** TCP is one port further than TLS. */
  get tcpPort(): number {
    return this.port + 1;
  }

  /** Ends it at once, with its children: it is a group of processes. */
  async end(): Promise<void> {
    if (this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    process.kill(-this.#child.pid, 'SIGKILL');
    await exited;
  }

  /** Runs it anew, without any memory of who was registered. */
  again(): void {
    this.#child = this.#run();
  }

  #run(): ChildProcess {
    const run = mkdtempSync(join(tmpdir(), 'danke-nein-kamailio-'));
    const config = join(import.meta.dirname, '..', 'peers', 'kamailio.cfg');
    const streams = ['-l', `tls:127.0.0.1:${this.port}`, '-l', `tcp:127.0.0.1:${this.tcpPort}`];
    const files = ['-A', `CERTIFICATE="${this.#tls?.certificate}"`, '-A', `PRIVATE_KEY="${this.#tls?.key}"`];
    const tls = this.#tls ? [...streams, '-A', 'WITH_TLS', ...files] : [];
    const args = ['-f', config, '-l', `udp:127.0.0.1:${this.port}`, ...tls, '-DD', '-E', '-Y', run, '-P', join(run, 'pid')];
    return spawn('kamailio', args, { stdio: 'ignore', detached: true, env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` } });
  }
}

/** Free for UDP, and with its neighbour for TCP. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = await freeUdpPort();
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.close();
  return free;
}
