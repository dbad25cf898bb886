import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { ListenError, type Flow, type MessageHandler } from './flow.ts';
import { plainAddress } from '../../call/addresses.ts';
import { readMessages } from './stream-framer.ts';

/** A connection without traffic is closed after this: longer than a call may be silent on it, a hold included. */
const IDLE_MS = 1_200_000;
const MAX_CONNECTIONS = 256;

/** SIP over TCP, as a server: answers go back on the connection that the request came on (RFC 3261 section 18.2.2). */
export class TcpTransport {
  readonly #server: Server;
  readonly #connections = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Port 0 takes any free one. Rejects with ListenError. */
  static async listen(host: string, port: number, handler: MessageHandler, admits: (address: string) => boolean): Promise<TcpTransport> {
    const server = createServer({ noDelay: true });
    const transport = new TcpTransport(server);
    server.maxConnections = MAX_CONNECTIONS;
    server.on('connection', (socket) => {
      if (admits(plainAddress(socket.remoteAddress ?? ''))) transport.#accept(socket, handler);
      else socket.destroy();
    });
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (error) {
      throw new ListenError('TCP', port, error as NodeJS.ErrnoException);
    }
    server.on('error', () => {});
    return transport;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  close(): Promise<void> {
    for (const socket of this.#connections) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #accept(socket: Socket, handler: MessageHandler): void {
    this.#connections.add(socket);
    const flow = flowOf(socket);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => this.#connections.delete(socket));
    readMessages(socket, (bytes) => handler(bytes, flow));
  }
}

function flowOf(socket: Socket): Flow {
  const flow: Flow = {
    transport: 'TCP',
    remote: { address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 },
    local: { address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 },
    send(bytes, failed) {
      if (socket.destroyed || !socket.writable) failed?.();
      else socket.write(bytes, (error) => void (error && failed?.()));
    },
    towards: () => flow,
  };
  return flow;
}
