import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSealedServer } from 'node:https';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { networkOf, plainAddress, realSource } from '../call/addresses.ts';
import type { Clock, Timer } from '../call/clock.ts';
import type { Faults } from '../call/faults.ts';
import type { ApiError } from './api.ts';
import { limitTime } from './request-time.ts';
import type { Env } from './routing.ts';
import { Tally } from './tally.ts';

const EVERYWHERE = '0.0.0.0';
const LOCAL = '127.0.0.1';
/**
 * In ms. A head has to be here after ten seconds at the latest, and Node looks for late ones every five; a body: see request-time.ts, which is why
 * `requestTimeout` is off.
 */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 0, keepAliveTimeout: 10_000, connectionsCheckingInterval: 5_000 } as const;
/** Nothing passes for so long in either direction: whoever does not read what they asked for holds no connection. */
const SILENT_MS = 120_000;
const TLS_HANDSHAKE_MS = 10_000;
/** What is asked while the network is let in is finished within this; an event stream is opened anew by its browser. */
const FINISH_MS = 5_000;
/** Of each of the two servers. */
const MOST_CONNECTIONS = 200;
const MOST_OF_SOURCE = 40;
/** Of a trusted proxy, through which many come: some are left to others. */
const MOST_OF_PROXY = MOST_CONNECTIONS - MOST_OF_SOURCE;
/** Requests of one source that are being answered; one connection may send many without waiting. */
const MOST_IN_FLIGHT = 32;

/** By what HTTPS is sealed, in PEM, and on which port it is spoken. */
export interface Seal {
  readonly port: number;
  readonly key: string;
  readonly certificate: string;
}

export interface ConsoleServerOptions {
  readonly port: number;
  readonly clock: Clock;
  /** HTTPS too, on a port of its own; null: none. */
  readonly seal: Seal | null;
  readonly isTrustedProxy: (address: string) => boolean;
  readonly faults: Faults;
}

/**
 * Listens on this machine only, until `openToNetwork` says that a password guards the console.
 */
export class ConsoleServer {
  readonly #app: Hono<Env>;
  readonly #clock: Clock;
  readonly #seal: Seal | null;
  readonly #isTrustedProxy: (address: string) => boolean;
  readonly #faults: Faults;
  readonly #connections = new Tally();
  readonly #inFlight = new Tally();
  #server: Server;
  #sealed: Server | null;
  #port: number;
  #sealedPort: number | null = null;
  /** Those from before the network was let in, as long as they finish what was asked of them. */
  #leaving: { readonly servers: readonly Server[]; readonly timer: Timer } | null = null;

  constructor(app: Hono<Env>, { port, clock, seal, isTrustedProxy, faults }: ConsoleServerOptions) {
    this.#app = app;
    this.#clock = clock;
    this.#port = port;
    this.#seal = seal;
    this.#isTrustedProxy = isTrustedProxy;
    this.#faults = faults;
    this.#server = this.#plain();
    this.#sealed = this.#overTls();
  }

  get port(): number {
    return this.#port;
  }

  /** Null: there is no HTTPS of ours. */
  get sealedPort(): number | null {
    return this.#sealedPort;
  }

  /** Rejects with the listen error of Node. */
  async start(open: boolean): Promise<void> {
    this.#port = await this.#listening(this.#server, this.#port, open);
    if (this.#sealed && this.#seal) this.#sealedPort = await this.#listening(this.#sealed, this.#sealedPort ?? this.#seal.port, open);
  }

  async #listening(server: Server, port: number, open: boolean): Promise<number> {
    server.listen(port, open ? EVERYWHERE : LOCAL);
    await once(server, 'listening');
    // From here on: such as no file descriptor left for another connection.
    server.on('error', (error) => this.#faults.note('http', error));
    const address = server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  /** Takes the port over on all interfaces; requests that are under way have some time to be finished. */
  async openToNetwork(): Promise<void> {
    const before = this.#servers();
    for (const server of before) {
      server.close();
      server.closeIdleConnections();
    }
    this.#leaving = { servers: before, timer: this.#clock.after(FINISH_MS, () => endAll(before)) };
    this.#server = this.#plain();
    this.#sealed = this.#overTls();
    await this.start(true);
  }

  async stop(): Promise<void> {
    this.#leaving?.timer.cancel();
    endAll(this.#leaving?.servers ?? []);
    await Promise.all(this.#servers().map(closed));
  }

  #servers(): Server[] {
    return [this.#server, ...(this.#sealed ? [this.#sealed] : [])];
  }

  #plain(): Server {
    return this.#limited(createServer(LIMITS, this.#listener()));
  }

  #overTls(): Server | null {
    if (!this.#seal) return null;
    const { key, certificate: cert } = this.#seal;
    const options = { ...LIMITS, key, cert, minVersion: 'TLSv1.2', handshakeTimeout: TLS_HANDSHAKE_MS } as const;
    return this.#limited(createSealedServer(options, this.#listener()));
  }

  #limited<Kind extends Server>(server: Kind): Kind {
    server.maxConnections = MOST_CONNECTIONS;
    server.timeout = SILENT_MS;
    server.on('connection', (socket: Socket) =>
      this.#faults.contain(
        'http',
        () => this.#count(socket),
        () => socket.destroy(),
      ),
    );
    return server;
  }

  #count(socket: Socket): void {
    const remote = plainAddress(socket.remoteAddress ?? '');
    const leave = this.#connections.take(networkOf(remote), this.#isTrustedProxy(remote) ? MOST_OF_PROXY : MOST_OF_SOURCE);
    if (leave) socket.once('close', leave);
    else socket.destroy();
  }

  #listener(): RequestListener {
    const respond = getRequestListener(this.#app.fetch);
    return (request, response) =>
      this.#faults.contain(
        'http',
        () => {
          if (!this.#admit(request, response)) return undefined;
          limitTime(request, this.#clock);
          return respond(request, response);
        },
        () => response.destroy(),
      );
  }

  /** False: it was refused. */
  #admit(request: IncomingMessage, response: ServerResponse): boolean {
    const forwardedFor = request.headers['x-forwarded-for'];
    const header = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor;
    const source = networkOf(realSource(request.socket.remoteAddress ?? '', header, this.#isTrustedProxy));
    const leave = this.#inFlight.take(source, MOST_IN_FLIGHT);
    if (leave) {
      response.once('close', leave);
      return true;
    }
    const refused: ApiError = { error: 'busy' };
    response.writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': '5', Connection: 'close' });
    response.end(JSON.stringify(refused));
    return false;
  }
}

function endAll(servers: readonly Server[]): void {
  for (const server of servers) server.closeAllConnections();
}

/** Ends every connection, whatever is under way on it. */
async function closed(server: Server): Promise<void> {
  const done = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await done;
}
