import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { HttpBindings } from '@hono/node-server';

const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 } as const;
const MOST_CONNECTIONS = 500;

/** Serves the public pages on a port of their own, while they are switched on. */
export class SiteServer {
  readonly #app: Hono<{ Bindings: HttpBindings }>;
  readonly #host: string;
  readonly #wished: number;
  #server: Server | null = null;
  #port: number | null = null;
  #turning: Promise<void> = Promise.resolve();

  constructor(app: Hono<{ Bindings: HttpBindings }>, host: string, port: number) {
    this.#app = app;
    this.#host = host;
    this.#wished = port;
  }

  /** On which they are served; null: they are off. */
  get port(): number | null {
    return this.#port;
  }

  /** Rejects with the listen error of Node; then they are off. */
  turn(on: boolean): Promise<void> {
    const turned = this.#turning.then(() => (on ? this.#start() : this.#stop()));
    this.#turning = turned.catch(() => {});
    return turned;
  }

  async #start(): Promise<void> {
    if (this.#server) return;
    const respond = getRequestListener(this.#app.fetch);
    const server = createServer(LIMITS, (request, response) => void respond(request, response));
    server.maxConnections = MOST_CONNECTIONS;
    server.listen(this.#wished, this.#host);
    await once(server, 'listening');
    const address = server.address();
    this.#server = server;
    this.#port = typeof address === 'object' && address ? address.port : this.#wished;
  }

  async #stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.#port = null;
    if (!server) return;
    server.close();
    server.closeIdleConnections();
    await once(server, 'close');
  }
}
