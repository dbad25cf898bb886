import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { plainAddress } from '../../call/addresses.ts';
import type { Clock } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import { ListenError, type Flow, type MessageHandler } from './flow.ts';
import type { Gate } from './gate.ts';
import { MessageStream } from './message-stream.ts';
import type { Refusals } from './refusals.ts';

/** What a transport needs to take messages. */
export interface TransportTools {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly refusals: Refusals;
  readonly gate: Pick<Gate, 'isFriend' | 'isPeer' | 'admits'>;
  /** Takes messages that the gate has admitted. */
  readonly handler: MessageHandler;
}

/** A connection without traffic is closed after this: longer than a call may be silent on it, a hold included. */
const IDLE_MS = 1_200_000;
export const MAX_CONNECTIONS = 256;
/** The rest is left to registrars and phones of the household, whoever else comes. */
export const MAX_STRANGERS = 192;
/** One phone needs one connection, and a second while it gives the first one up. */
export const MAX_PER_STRANGER = 8;
/** A telephone system may open one for each call. */
export const MAX_PER_PEER = 32;

/** SIP over TCP, as a server: answers go back on the connection that the request came on (RFC 3261 section 18.2.2). */
export class TcpTransport {
  readonly #server: Server;
  readonly #tools: TransportTools;
  /** By address. */
  readonly #connections = new Map<string, Set<Socket>>();

  private constructor(server: Server, tools: TransportTools) {
    this.#server = server;
    this.#tools = tools;
  }

  /** Port 0 takes any free one. Rejects with ListenError. */
  static async listen(host: string, port: number, tools: TransportTools): Promise<TcpTransport> {
    const server = createServer({ noDelay: true });
    const transport = new TcpTransport(server, tools);
    server.maxConnections = MAX_CONNECTIONS;
    server.on('connection', (socket) =>
      tools.faults.contain(
        'sip_connection',
        () => transport.#connected(socket),
        () => socket.destroy(),
      ),
    );
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
    for (const sockets of this.#connections.values()) for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #connected(socket: Socket): void {
    const { gate, refusals } = this.#tools;
    const address = plainAddress(socket.remoteAddress ?? '');
    socket.on('error', () => {});
    if (gate.isFriend(address) && this.#hasRoomFor(address)) return this.#accept(socket, address);
    if (gate.isFriend(address)) refusals.note('too_many_connections');
    socket.destroy();
  }

  #hasRoomFor(address: string): boolean {
    const { gate } = this.#tools;
    const own = this.#connections.get(address)?.size ?? 0;
    if (gate.isPeer(address)) return own < MAX_PER_PEER;
    let strangers = 0;
    for (const [other, sockets] of this.#connections) if (!gate.isPeer(other)) strangers += sockets.size;
    return own < MAX_PER_STRANGER && strangers < MAX_STRANGERS;
  }

  #accept(socket: Socket, address: string): void {
    const sockets = this.#connections.get(address) ?? new Set();
    this.#connections.set(address, sockets.add(socket));
    const { handler, gate } = this.#tools;
    const stream = new MessageStream(
      socket,
      {
        ...this.#tools,
        onMessage: (bytes) => handler(bytes, flow),
        admits: () => gate.admits(address),
      },
      false,
    );
    const flow: Flow = {
      transport: 'TCP',
      remote: { address, port: socket.remotePort ?? 0 },
      local: { address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 },
      send: (bytes, failed) => stream.send(bytes, failed),
      towards: () => flow,
    };
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) this.#connections.delete(address);
    });
  }
}
