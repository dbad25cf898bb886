import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { addressFor, plainAddress } from '../../call/addresses.ts';
import { ListenError, type Address, type Flow, type MessageHandler } from './flow.ts';

/** SIP over UDP on one socket (RFC 3261 section 18); on `::` it is one for IPv4 and IPv6. */
export class UdpTransport {
  readonly #socket: Socket;
  readonly #family: 'udp4' | 'udp6';
  readonly #locals = new Map<string, Promise<string>>();
  #port = 0;

  private constructor(socket: Socket, family: 'udp4' | 'udp6') {
    this.#socket = socket;
    this.#family = family;
  }

  /** Port 0 takes any free one. Whoever is not admitted costs nothing. Rejects with ListenError. */
  static async listen(host: string, port: number, handler: MessageHandler, admits: (address: string) => boolean): Promise<UdpTransport> {
    const family = isIP(host) === 6 ? 'udp6' : 'udp4';
    const socket = createSocket({ type: family, recvBufferSize: 1 << 20 });
    const transport = new UdpTransport(socket, family);
    try {
      socket.bind(port, host);
      await once(socket, 'listening');
    } catch (error) {
      throw new ListenError('UDP', port, error as NodeJS.ErrnoException);
    }
    transport.#port = socket.address().port;
    socket.on('error', () => {});
    socket.on('message', (bytes, from) => {
      const address = plainAddress(from.address);
      if (!admits(address)) return;
      void transport.flowTo({ address, port: from.port }).then((flow) => handler(bytes, flow));
    });
    return transport;
  }

  get port(): number {
    return this.#port;
  }

  async flowTo(remote: Address): Promise<Flow> {
    return this.#flow(remote, { address: await this.#localFor(remote.address), port: this.#port });
  }

  /** This machine has other addresses now. */
  forgetLocals(): void {
    this.#locals.clear();
  }

  #flow(remote: Address, local: Address): Flow {
    const wire = addressFor(this.#family, remote.address);
    return {
      transport: 'UDP',
      remote,
      local,
      send: (bytes, failed) => this.#socket.send(bytes, remote.port, wire, (error) => void (error && failed?.())),
      towards: (other) => this.#flow(other, local),
    };
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  /** Our address as the peer sees it: that of a socket that is connected to the peer. */
  #localFor(remote: string): Promise<string> {
    let local = this.#locals.get(remote);
    if (!local) {
      if (this.#locals.size >= MAX_REMEMBERED_PEERS) this.#locals.clear();
      local = localAddressTowards(remote);
      this.#locals.set(remote, local);
    }
    return local;
  }
}

const MAX_REMEMBERED_PEERS = 1000;

/** The address of this machine on the way to `remote`; the unspecified address if there is no way. */
export async function localAddressTowards(remote: string): Promise<string> {
  const socket = createSocket(isIP(remote) === 6 ? 'udp6' : 'udp4');
  try {
    const connected = once(socket, 'connect');
    socket.connect(5060, remote);
    await connected;
    return socket.address().address;
  } catch {
    return isIP(remote) === 6 ? '::' : '0.0.0.0';
  } finally {
    socket.close();
  }
}
