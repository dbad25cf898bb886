import type { Socket } from 'node:dgram';
import { seededRandom } from '../../src/call/random.ts';
import { loopbackSocket } from './sockets.ts';

export interface Line {
  /** Of a hundred packets so many are lost, in each direction. */
  readonly lossPercent: number;
  /** Each packet is late by up to this, by itself: they overtake each other. */
  readonly jitterMs: number;
  readonly seed: number;
}

/** A bad line on loopback: what comes from anywhere goes to `inside`, what comes from there goes back to whoever sent last. */
export class LossyRelay {
  readonly #socket: Socket;
  passed = 0;
  lost = 0;

  private constructor(socket: Socket, inside: number, { lossPercent, jitterMs, seed }: Line) {
    this.#socket = socket;
    const random = seededRandom(seed);
    let outside: number | null = null;
    socket.on('message', (bytes, from) => {
      if (from.port !== inside) outside = from.port;
      const to = from.port === inside ? outside : inside;
      if (to === null) return;
      if (random.below(100) < lossPercent) return void this.lost++;
      this.passed++;
      setTimeout(() => this.#send(bytes, to), random.below(jitterMs + 1));
    });
    socket.on('error', () => {});
  }

  static async open(inside: number, line: Line): Promise<LossyRelay> {
    return new LossyRelay(await loopbackSocket(), inside, line);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  close(): void {
    this.#closed = true;
    this.#socket.close();
  }

  #closed = false;

  #send(bytes: Buffer, port: number): void {
    if (!this.#closed) this.#socket.send(bytes, port, '127.0.0.1');
  }
}
