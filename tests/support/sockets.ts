import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A UDP socket on loopback, on any free port. */
export async function loopbackSocket(address: '127.0.0.1' | '::1' = '127.0.0.1'): Promise<Socket> {
  const socket = createSocket(address === '::1' ? 'udp6' : 'udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
}

/** A port that was free a moment ago. */
export async function freeUdpPort(): Promise<number> {
  const socket = await loopbackSocket();
  const { port } = socket.address();
  socket.close();
  return port;
}
