import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { ConnectionCount } from '../../src/site/server.ts';

class FakeSocket extends EventEmitter {
  readonly remoteAddress: string;
  destroyed = false;

  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }

  destroy(): this {
    this.destroyed = true;
    return this;
  }
}

function opened(count: ConnectionCount, address: (nth: number) => string, times: number): FakeSocket[] {
  return Array.from({ length: times }, (_, nth) => {
    const socket = new FakeSocket(address(nth));
    count.take(socket as never);
    return socket;
  });
}

test.each([
  ['203.0.113.7', 40],
  ['2001:db8:1:2::7', 40],
  ['127.0.0.1', 300],
  ['::ffff:192.168.1.2', 300],
])('from %s come %d connections, and then none until one is closed', (address, most) => {
  const count = new ConnectionCount();
  const sockets = opened(count, () => address, most + 1);
  expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([sockets.at(-1)]);
  expect(opened(count, () => '198.51.100.1', 1)[0]?.destroyed).toBe(false);
  sockets[0]?.emit('close');
  expect(opened(count, () => address, 2).map(({ destroyed }) => destroyed)).toEqual([false, true]);
});

test('a subscriber’s whole IPv6 network is one place, and nobody who is gone is remembered', () => {
  const count = new ConnectionCount();
  const sockets = opened(count, (nth) => `2001:db8:1:2::${nth.toString(16)}`, 41);
  expect(sockets.map(({ destroyed }) => destroyed).indexOf(true)).toBe(40);
  expect(count.sources).toBe(1);
  for (const socket of sockets) socket.emit('close');
  expect(count.sources).toBe(0);
});
