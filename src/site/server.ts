import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Faults } from '../call/faults.ts';
import { isNear, sourceOf } from './visitors.ts';

const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 } as const;
/** A reader who takes nothing of an answer for so long, in ms, gets no more of it. */
const STALLED_MS = 20_000;
const MOST_CONNECTIONS = 500;
/** From one place a browser opens six, and a household behind one address has a few; a reverse proxy nearby speaks for many readers. */
const MOST_FROM = { afar: 40, near: 300 } as const;

/** Serves the public pages on a port of their own. */
export class SiteServer {
  readonly #server: Server;
  readonly #faults: Faults;
  readonly #host: string;
  #port: number;

  constructor(app: Hono<{ Bindings: HttpBindings }>, host: string, port: number, faults: Faults) {
    const respond = getRequestListener(app.fetch);
    this.#server = createServer(LIMITS, (request, response) =>
      faults.contain(
        'http',
        () => respond(request, response),
        () => response.destroy(),
      ),
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.setTimeout(STALLED_MS);
    const connections = new ConnectionCount();
    this.#server.on('connection', (socket) => faults.contain('http', () => connections.take(socket)));
    this.#faults = faults;
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
    // From here on: such as no file descriptor left for another connection.
    this.#server.on('error', (error) => this.#faults.note('http', error));
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

/** How many connections are open, by where they come from; one too many is closed at once. */
export class ConnectionCount {
  readonly #open = new Map<string, number>();

  take(socket: Pick<Socket, 'remoteAddress' | 'destroy' | 'once'>): void {
    const remote = socket.remoteAddress ?? '';
    const source = sourceOf(remote, undefined);
    const open = this.#open.get(source) ?? 0;
    if (open >= (isNear(remote) ? MOST_FROM.near : MOST_FROM.afar)) return void socket.destroy();
    this.#open.set(source, open + 1);
    socket.once('close', () => {
      const left = (this.#open.get(source) ?? 1) - 1;
      if (left > 0) this.#open.set(source, left);
      else this.#open.delete(source);
    });
  }

  /** From how many places somebody is connected. */
  get sources(): number {
    return this.#open.size;
  }
}
