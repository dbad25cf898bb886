import type { Socket } from 'node:dgram';
import { loopbackSocket } from '../sockets.ts';
import type { OwnLateness } from './own-lateness.ts';
import { readAnswer, sipRequest } from './sip-messages.ts';

const EVERY_MS = 100;
/** An answer that is not there by then is lost: nothing is sent again, as a monitor would not. */
const LOST_AFTER_MS = 2_000;

interface Sample {
  readonly sentAt: number;
  answeredAt: number | null;
}

/** Asks OPTIONS over UDP every 100 ms from 127.0.0.1, and keeps how long each answer took. */
export class Probe {
  readonly #socket: Socket;
  readonly #samples = new Map<string, Sample>();
  readonly #timer: NodeJS.Timeout;
  readonly #lateness: OwnLateness;

  private constructor(socket: Socket, sipPort: number, lateness: OwnLateness) {
    this.#socket = socket;
    this.#lateness = lateness;
    socket.on('message', (bytes) => {
      const sample = this.#samples.get(readAnswer(bytes.toString('latin1'))?.callId ?? '');
      if (sample) sample.answeredAt ??= performance.now();
    });
    const source = { address: '127.0.0.1', port: socket.address().port };
    this.#timer = setInterval(() => {
      const callId = `probe-${this.#samples.size}-${source.port}`;
      this.#samples.set(callId, { sentAt: performance.now(), answeredAt: null });
      socket.send(sipRequest({ method: 'OPTIONS', source, port: sipPort, callId }), sipPort, '127.0.0.1');
    }, EVERY_MS);
  }

  static async start(sipPort: number, lateness: OwnLateness): Promise<Probe> {
    return new Probe(await loopbackSocket(), sipPort, lateness);
  }

  /** Latencies of what was asked in a span of `performance.now()`, in ms; infinite: never answered. Waits for the last answers. */
  async latencies(from: number, to: number): Promise<number[]> {
    const asked = [...this.#samples.values()].filter(({ sentAt }) => sentAt >= from && sentAt < to);
    const end = to + LOST_AFTER_MS;
    while (performance.now() < end && asked.some(({ answeredAt }) => answeredAt === null))
      await new Promise((resolve) => setTimeout(resolve, 20));
    return asked.map(({ sentAt, answeredAt }) =>
      answeredAt === null ? Infinity : Math.max(0, answeredAt - sentAt - this.#lateness.within(sentAt, answeredAt)),
    );
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }
}
