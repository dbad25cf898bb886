import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';
import type { Timer } from '../../call/clock.ts';
import type { Random } from '../../call/random.ts';
import { ConnectError, problemOf, tellLater, type Address, type Flow } from './flow.ts';
import { plainAddress } from '../../call/addresses.ts';
import { MAX_UNSENT_BYTES, MessageStream } from './message-stream.ts';
import type { TransportTools } from './tcp-transport.ts';

/** Whom a server over TLS has to prove to be. */
export interface TlsIdentity {
  /** The domain of the registrar's address (RFC 5922 section 7.1), or its IP address. */
  readonly name: string;
  /** Certificates that are trusted in the place of the well-known ones, in PEM; null: the well-known ones. */
  readonly ca: string | null;
}

export interface ConnectionTools extends TransportTools {
  readonly random: Random;
  /** A connection that stood is gone. */
  readonly onLost: (flow: Flow) => void;
}

const CONNECT_MS = 5_000;
/** RFC 5626 section 4.4.1: between 80 and 100 % of two minutes, and so long for the answer. */
const PING_MS = 96_000;
const PING_SPREAD_MS = 24_000;
const PONG_MS = 10_000;
/** More servers than any household has lines at; a name with changing targets meets it. */
export const MAX_SERVERS = 64;
const PING = Buffer.from('\r\n\r\n');

/**
 * A connection that we open to a server, and all that travels on it in both directions (RFC 5626, RFC 5923): requests of
 * the server come in on it too. It is opened when it is needed, and again after it was lost.
 */
export class StreamConnection implements Flow {
  readonly transport: 'TCP' | 'TLS';
  readonly remote: Address;
  readonly #tools: ConnectionTools;
  readonly #identity: TlsIdentity | null;
  #open: { readonly socket: Socket; readonly stream: MessageStream } | null = null;
  #opening: Promise<void> | null = null;
  #local: Address;
  #ping: Timer | null = null;
  #pong: Timer | null = null;
  /** It has answered a ping, so its silence means something; servers without RFC 5626 pass pings over. */
  #answersPings = false;
  #closed = false;
  /** What is to be sent once the connection stands. */
  #waitingBytes = 0;

  /** `identity`: over TLS; null: over TCP. */
  constructor(remote: Address, identity: TlsIdentity | null, tools: ConnectionTools) {
    this.transport = identity ? 'TLS' : 'TCP';
    this.remote = remote;
    this.#identity = identity;
    this.#tools = tools;
    this.#local = { address: '0.0.0.0', port: 0 };
  }

  get local(): Address {
    return this.#local;
  }

  /** Opens the connection, if it is not open. Rejects with ConnectError. */
  ready(): Promise<void> {
    if (this.#open) return Promise.resolve();
    this.#opening ??= this.#connect().finally(() => (this.#opening = null));
    return this.#opening;
  }

  send(bytes: Buffer, failed?: () => void): void {
    const { faults } = this.#tools;
    if (this.#open) return this.#open.stream.send(bytes, failed);
    if (this.#waitingBytes + bytes.length > MAX_UNSENT_BYTES) return tellLater(faults, failed);
    this.#waitingBytes += bytes.length;
    const fail = (): void => tellLater(faults, failed);
    faults.contain('sip_connection', () =>
      this.ready()
        .finally(() => (this.#waitingBytes -= bytes.length))
        .then(() => (this.#open ? this.#open.stream.send(bytes, failed) : fail()), fail),
    );
  }

  get isIdle(): boolean {
    return !this.#open && !this.#opening;
  }

  towards(): Flow {
    return this;
  }

  close(): void {
    this.#closed = true;
    this.#open?.socket.destroy();
  }

  async #connect(): Promise<void> {
    if (this.#closed) throw new ConnectError('no_answer');
    const socket = this.#dial();
    socket.setNoDelay(true);
    const limit = this.#tools.clock.after(CONNECT_MS, () => socket.destroy(new ConnectError('no_answer')));
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once(this.#identity ? 'secureConnect' : 'connect', () => resolve());
        socket.once('error', reject);
        socket.once('close', () => reject(new ConnectError('no_answer')));
      });
    } catch (error) {
      socket.destroy();
      throw new ConnectError(problemOf(error), { cause: error });
    } finally {
      limit.cancel();
    }
    if (this.#closed) {
      socket.destroy();
      throw new ConnectError('no_answer');
    }
    this.#stands(socket);
  }

  #dial(): Socket {
    const { address: host, port } = this.remote;
    if (!this.#identity) return connectTcp({ host, port });
    const { name, ca } = this.#identity;
    return connectTls({
      host,
      port,
      minVersion: 'TLSv1.2',
      ...(isIP(name) === 0 && { servername: name }),
      ...(ca !== null && { ca }),
      // What the certificate is checked against: not the address that DNS gave, which nobody vouches for.
      checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
    });
  }

  #stands(socket: Socket): void {
    this.#local = { address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 };
    const { faults, gate, handler } = this.#tools;
    socket.on('close', () => faults.contain('sip_connection', () => this.#lost(socket)));
    const stream = new MessageStream(
      socket,
      {
        ...this.#tools,
        onMessage: (bytes) => handler(bytes, this),
        admits: () => gate.admits(this.remote.address),
        onData: (pongs) => {
          this.#pong?.cancel();
          this.#answersPings ||= pongs > 0;
        },
      },
      true,
    );
    this.#open = { socket, stream };
    this.#keepOpen(socket, stream);
  }

  #keepOpen(socket: Socket, stream: MessageStream): void {
    this.#ping = this.#tools.clock.after(PING_MS + this.#tools.random.below(PING_SPREAD_MS), () => {
      stream.send(PING);
      if (this.#answersPings) this.#pong = this.#tools.clock.after(PONG_MS, () => socket.destroy());
      this.#keepOpen(socket, stream);
    });
  }

  #lost(socket: Socket): void {
    if (this.#open?.socket !== socket) return;
    this.#open = null;
    this.#answersPings = false;
    this.#ping?.cancel();
    this.#pong?.cancel();
    if (!this.#closed) this.#tools.onLost(this);
  }
}

/** The connections that we have opened: one to each server, used for everything that goes there (RFC 5923). */
export class StreamConnections {
  readonly #tools: ConnectionTools;
  readonly #open = new Map<string, StreamConnection>();

  constructor(tools: ConnectionTools) {
    this.#tools = tools;
  }

  /** `identity`: over TLS; null: over TCP. Nothing is opened yet. */
  flowTo(remote: Address, identity: TlsIdentity | null): StreamConnection {
    const key = `${remote.address} ${remote.port} ${identity?.name ?? ''} ${identity?.ca ?? ''}`;
    let connection = this.#open.get(key);
    if (!connection) {
      if (this.#open.size >= MAX_SERVERS) this.#makeRoom();
      connection = new StreamConnection(remote, identity, this.#tools);
      this.#open.set(key, connection);
    }
    return connection;
  }

  close(): void {
    for (const connection of this.#open.values()) connection.close();
  }

  /** A server whose name leads elsewhere by now is forgotten: one that is not connected first, else the oldest. */
  #makeRoom(): void {
    const connections = [...this.#open];
    const [key, connection] = connections.find(([, one]) => one.isIdle) ?? connections[0] ?? [];
    connection?.close();
    if (key !== undefined) this.#open.delete(key);
  }
}
