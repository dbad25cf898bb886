import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Env } from './routing.ts';

const EVERYWHERE = '0.0.0.0';
const LOCAL = '127.0.0.1';

/**
 * Listens on this machine only, until `openToNetwork` says that a password guards the console.
 */
export class ConsoleServer {
  readonly #app: Hono<Env>;
  #server: Server;
  #port: number;

  constructor(app: Hono<Env>, port: number) {
    this.#app = app;
    this.#port = port;
    this.#server = this.#create();
  }

  get port(): number {
    return this.#port;
  }

  /** Rejects with the listen error of Node. */
  async start(open: boolean): Promise<void> {
    this.#server.listen(this.#port, open ? EVERYWHERE : LOCAL);
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
  }

  /** Takes the port over on all interfaces; requests that are under way are finished. */
  async openToNetwork(): Promise<void> {
    const old = this.#server;
    const closed = once(old, 'close');
    old.close();
    old.closeIdleConnections();
    old.closeAllConnections();
    await closed;
    this.#server = this.#create();
    await this.start(true);
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #create(): Server {
    const respond = getRequestListener(this.#app.fetch);
    const server = createServer(
      { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 10_000 },
      (request, response) => void respond(request, response),
    );
    server.maxConnections = 200;
    return server;
  }
}
