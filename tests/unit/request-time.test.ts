import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../src/call/clock.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { allowTime, limitTime } from '../../src/http/request-time.ts';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** Somebody who sends a head, and then as much of the body as they like. */
async function sender(
  clock: Clock,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ socket: Socket; ended: Promise<string> }> {
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    limitTime(request, clock);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  open.push({ close: () => (socket.destroy(), server.close()) });
  let came = '';
  socket.setEncoding('utf8').on('data', (text: string) => (came += text));
  socket.on('error', () => {});
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n');
  return { socket, ended: once(socket, 'close').then(() => came) };
}

describe('how long a request may take', () => {
  test('one whose body does not come is ended', async () => {
    const clock = new VirtualClock();
    const { ended } = await sender(clock, (request) => {
      request.resume();
      void clock.advance(30_000);
    });
    expect(await ended).toBe('');
  });

  test('one that is complete may be answered for as long as it takes', async () => {
    const clock = new VirtualClock();
    const { socket, ended } = await sender(clock, (request, response) => {
      response.setHeader('Connection', 'close');
      request.resume().on('end', () => void clock.advance(60_000).then(() => response.end('late')));
    });
    socket.write('body');
    expect(await ended).toMatch(/late$/u);
  });

  test('one that is allowed to may come piece by piece, and is ended when nothing comes', async () => {
    const clock = new VirtualClock();
    let length = 0;
    const { socket, ended } = await sender(clock, (request) => {
      allowTime(request, 500);
      void clock.advance(60_000).then(() => socket.write('b'));
      request.on('data', (piece: Uint8Array) => (length += piece.length));
    });
    expect(await ended).toBe('');
    expect(length).toBe(1);
    expect(clock.waiting).toBe(0);
  });
});
