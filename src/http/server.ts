import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSealedServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Clock } from '../call/clock.ts';
import { limitTime } from './request-time.ts';
import type { Env } from './routing.ts';

const EVERYWHERE = '0.0.0.0';
const LOCAL = '127.0.0.1';
/** `requestTimeout`: see request-time.ts. */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 0, keepAliveTimeout: 10_000 } as const;

/** By what HTTPS is sealed, in PEM, and on which port it is spoken. */
export interface Seal {
  readonly port: number;
  readonly key: string;
  readonly certificate: string;
}

/**
 * Listens on this machine only, until `openToNetwork` says that a password guards the console.
 */
export class ConsoleServer {
  readonly #app: Hono<Env>;
  readonly #clock: Clock;
  readonly #seal: Seal | null;
  #server: Server;
  #sealed: Server | null;
  #port: number;
  #sealedPort: number | null = null;

  /** `seal`: HTTPS too, on a port of its own. */
  constructor(app: Hono<Env>, port: number, clock: Clock, seal: Seal | null = null) {
    this.#app = app;
    this.#clock = clock;
    this.#port = port;
    this.#seal = seal;
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
    this.#port = await listening(this.#server, this.#port, open);
    if (this.#sealed && this.#seal) this.#sealedPort = await listening(this.#sealed, this.#sealedPort ?? this.#seal.port, open);
  }

  /** Takes the port over on all interfaces; requests that are under way are finished. */
  async openToNetwork(): Promise<void> {
    await this.stop();
    this.#server = this.#plain();
    this.#sealed = this.#overTls();
    await this.start(true);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#server, ...(this.#sealed ? [this.#sealed] : [])].map(closed));
  }

  #plain(): Server {
    return limited(createServer(LIMITS, this.#listener()));
  }

  #overTls(): Server | null {
    if (!this.#seal) return null;
    const { key, certificate: cert } = this.#seal;
    return limited(createSealedServer({ ...LIMITS, key, cert, minVersion: 'TLSv1.2' }, this.#listener()));
  }

  #listener(): RequestListener {
    const respond = getRequestListener(this.#app.fetch);
    return (request, response) => {
      limitTime(request, this.#clock);
      void respond(request, response);
    };
  }
}

function limited(server: Server): Server {
  server.maxConnections = 200;
  return server;
}

async function listening(server: Server, port: number, open: boolean): Promise<number> {
  server.listen(port, open ? EVERYWHERE : LOCAL);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

/** Requests that are under way are finished. */
async function closed(server: Server): Promise<void> {
  const done = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await done;
}
