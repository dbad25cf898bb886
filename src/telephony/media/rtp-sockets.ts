import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { addressFor } from '../../call/addresses.ts';
import type { Source } from './source-lock.ts';

/** What a stream needs of a UDP socket. */
export type RtpSocket = Pick<Socket, 'on' | 'once' | 'send' | 'close' | 'address' | 'connect' | 'disconnect' | 'remoteAddress'>;

/** RTP on an even port, its reports on the next one (RFC 3550 section 11). */
export interface RtpSockets {
  readonly rtp: RtpSocket;
  readonly rtcp: RtpSocket;
  /** `udp6`: they speak IPv4 too. */
  readonly family: 'udp4' | 'udp6';
}

/** Opens both sockets of a pair. Rejects when another program has one of the ports. */
export async function openSockets(family: 'udp4' | 'udp6', port: number): Promise<RtpSockets> {
  const rtp = createSocket({ type: family, lookup: literal, recvBufferSize: 65_536, sendBufferSize: 65_536 });
  const rtcp = createSocket({ type: family, lookup: literal });
  // A router says that nobody listens there (ICMP): for UDP that is an error of the socket, and no matter.
  for (const socket of [rtp, rtcp]) socket.on('error', () => {});
  try {
    await Promise.all([bound(rtp, port), bound(rtcp, port + 1)]);
    return { rtp, rtcp, family };
  } catch (error) {
    rtp.close();
    rtcp.close();
    throw error;
  }
}

async function bound(socket: Socket, port: number): Promise<void> {
  // With `literal` it may listen before `bind` returns.
  const listening = once(socket, 'listening');
  socket.bind(port);
  await listening;
}

/** Sends go to addresses alone, so nothing is ever asked of a name server, and a socket is connected when `connect` returns. */
function literal(address: string, _family: unknown, found: (error: Error | null, address: string, family: number) => void): void {
  found(null, address, isIP(address));
}

/** Whether a packet can be sent there at all from a socket of this family. */
export function isReachable(family: 'udp4' | 'udp6', { address, port }: Source): boolean {
  const version = isIP(address);
  return Number.isInteger(port) && port > 0 && port <= 65_535 && (version === 4 || (version === 6 && family === 'udp6'));
}

/** Sends on one socket; towards one peer, if need be, so that the kernel keeps everybody else out. */
export class PeerSocket {
  readonly #socket: RtpSocket;
  readonly #family: 'udp4' | 'udp6';
  #only: Source | null = null;
  #closed = false;

  constructor(socket: RtpSocket, family: 'udp4' | 'udp6') {
    this.#socket = socket;
    this.#family = family;
  }

  /** `to` is reachable. `sent` is called whether it could be sent or not. */
  send(wire: Buffer, to: Source, sent: () => void = () => {}): void {
    if (this.#closed) return sent();
    if (this.#only?.port === to.port && this.#only.address === to.address) return this.#socket.send(wire, sent);
    // A connected socket cannot send anywhere else.
    this.all();
    this.#socket.send(wire, to.port, addressFor(this.#family, to.address), sent);
  }

  /** From now on nothing comes but what that source sends. */
  only(source: Source): void {
    if (this.#closed || this.#only) return;
    this.#socket.connect(source.port, addressFor(this.#family, source.address));
    try {
      this.#socket.remoteAddress();
      this.#only = source;
    } catch {
      // There is no route to it: then nobody is kept out.
    }
  }

  /** From now on everybody's packets come. */
  all(): void {
    if (this.#only === null || this.#closed) return;
    this.#only = null;
    this.#socket.disconnect();
  }

  get isConnected(): boolean {
    return this.#only !== null;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
  }
}
