import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { addressFor, plainAddress } from '../../call/addresses.ts';
import { ListenError, tellLater, type Address, type Flow } from './flow.ts';
import { isPort } from './grammar.ts';
import { LocalAddresses } from './local-addresses.ts';
import type { TransportTools } from './tcp-transport.ts';

const UNSPECIFIED = new Set(['0.0.0.0', '::']);

/** SIP over UDP on one socket (RFC 3261 section 18); on `::` it is one for IPv4 and IPv6. */
export class UdpTransport {
  readonly #socket: Socket;
  readonly #family: 'udp4' | 'udp6';
  readonly #tools: TransportTools;
  readonly #locals = new LocalAddresses();
  /** Null: the socket takes what comes to any address of this machine. */
  readonly #boundTo: string | null;
  #port = 0;

  private constructor(socket: Socket, family: 'udp4' | 'udp6', host: string, tools: TransportTools) {
    this.#socket = socket;
    this.#family = family;
    this.#tools = tools;
    this.#boundTo = UNSPECIFIED.has(host) ? null : host;
  }

  /** Port 0 takes any free one. Whoever is not admitted costs nothing. Rejects with ListenError. */
  static async listen(host: string, port: number, tools: TransportTools): Promise<UdpTransport> {
    const family = isIP(host) === 6 ? 'udp6' : 'udp4';
    const socket = createSocket({ type: family, recvBufferSize: 1 << 20 });
    const transport = new UdpTransport(socket, family, host, tools);
    try {
      socket.bind(port, host);
      await once(socket, 'listening');
    } catch (error) {
      throw new ListenError('UDP', port, error as NodeJS.ErrnoException);
    }
    transport.#port = socket.address().port;
    socket.on('error', () => {});
    socket.on('message', (bytes, from) => tools.faults.contain('sip_message', () => transport.#received(bytes, from)));
    return transport;
  }

  get port(): number {
    return this.#port;
  }

  async flowTo(remote: Address): Promise<Flow> {
    return this.#flow(remote, { address: this.#boundTo ?? (await this.#locals.towards(remote.address)), port: this.#port });
  }

  /** This machine has other addresses now. */
  forgetLocals(): void {
    this.#locals.forget();
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  async #received(bytes: Buffer, from: Address): Promise<void> {
    const remote = { address: plainAddress(from.address), port: from.port };
    if (!isPort(remote.port) || !this.#tools.gate.admits(remote.address)) return;
    const { gate, refusals } = this.#tools;
    const known = this.#boundTo ?? this.#locals.known(remote.address);
    // Without a wait where none is needed, so that messages stay in order.
    const local =
      known ?? (await (gate.isPeer(remote.address) ? this.#locals.towards(remote.address) : this.#locals.towardsStranger(remote.address)));
    // Whoever meant it sends it again (RFC 3261 section 17.1).
    if (local === null) return refusals.note('too_many_requests');
    this.#tools.handler(bytes, this.#flow(remote, { address: local, port: this.#port }));
  }

  #flow(remote: Address, local: Address): Flow {
    return {
      transport: 'UDP',
      remote,
      local,
      send: (bytes, failed) => this.#send(bytes, remote, failed),
      towards: (other) => this.#flow(other, local),
    };
  }

  #send(bytes: Buffer, remote: Address, failed?: () => void): void {
    const { faults } = this.#tools;
    // A peer names where answers go, so it may be a place where nobody can be: dgram throws at port 0, and asks DNS for what is no address.
    if (!isPort(remote.port) || !this.#speaks(remote.address)) return tellLater(faults, failed);
    try {
      this.#socket.send(bytes, remote.port, addressFor(this.#family, remote.address), (error) => {
        if (error && failed) faults.contain('sip_connection', failed);
      });
    } catch {
      // The socket is closed already.
      tellLater(faults, failed);
    }
  }

  #speaks(address: string): boolean {
    return isIP(address) === 4 || (isIP(address) === 6 && this.#family === 'udp6');
  }
}
