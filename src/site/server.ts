import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';

const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 } as const;
const MOST_CONNECTIONS = 500;

/** Serves the public pages on a port of their own. */
export class SiteServer {
  readonly #server: Server;
  readonly #host: string;
  #port: number;

  constructor(app: Hono<{ Bindings: HttpBindings }>, host: string, port: number) {
    const respond = getRequestListener(app.fetch);
    this.#server = createServer(LIMITS, (request, response) => void respond(request, response));
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#host = host;
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  /** Gives the port; rejects with the listen error of Node. */
  async start(): Promise<number> {
    this.#server.listen(this.#port, this.#host);
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
    return this.#port;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}
