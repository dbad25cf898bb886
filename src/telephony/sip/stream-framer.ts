import type { Socket } from 'node:net';
import { endOfHeaders, MAX_MESSAGE_BYTES, streamBodyLength } from './parser.ts';

export interface Framed {
  readonly messages: readonly Buffer[];
  /** Double CRLF keep-alives, each to be answered by a single one (RFC 5626 section 4.4.1). */
  readonly pings: number;
  /** Single CRLFs: answers to our own. */
  readonly pongs: number;
  /** The stream cannot be read any further: no Content-Length, or a message beyond every measure. */
  readonly broken: boolean;
}

const MAX_HEAD_BYTES = 16_384;
const CR = 0x0d;
const LF = 0x0a;

/**
 * Reads messages from a connection, answers pings, and closes what cannot be read. `onData`: something came, with so many
 * answers to pings of our own.
 */
export function readMessages(socket: Socket, onMessage: (bytes: Buffer) => void, onData: (pongs: number) => void = () => {}): void {
  const framer = new StreamFramer();
  socket.on('data', (data: Buffer) => {
    const { messages, pings, pongs, broken } = framer.push(data);
    onData(pongs);
    for (let i = 0; i < pings; i++) socket.write('\r\n');
    for (const message of messages) onMessage(message);
    if (broken) socket.destroy();
  });
}

/** Cuts a byte stream into messages by their Content-Length (RFC 3261 section 18.3). Holds one message at most. */
export class StreamFramer {
  #buffer: Buffer = Buffer.alloc(0);
  #broken = false;

  push(data: Buffer): Framed {
    if (this.#broken) return { messages: [], pings: 0, pongs: 0, broken: true };
    this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data]);
    const messages: Buffer[] = [];
    let pings = 0;
    let pongs = 0;
    for (;;) {
      const empty = this.#skipEmptyLines();
      pings += Math.floor(empty / 2);
      pongs += empty % 2;
      const message = this.#next();
      if (!message) break;
      messages.push(message);
    }
    return { messages, pings, pongs, broken: this.#broken };
  }

  /** Returns how many there were. */
  #skipEmptyLines(): number {
    let end = 0;
    while (this.#buffer[end] === CR && this.#buffer[end + 1] === LF) end += 2;
    this.#buffer = this.#buffer.subarray(end);
    return end / 2;
  }

  #next(): Buffer | null {
    const head = endOfHeaders(this.#buffer);
    if (head < 0) {
      this.#broken = this.#buffer.length > MAX_HEAD_BYTES;
      return null;
    }
    const length = streamBodyLength(this.#buffer.subarray(0, head - 4));
    if (length === null || head + length > MAX_MESSAGE_BYTES) {
      this.#broken = true;
      return null;
    }
    if (this.#buffer.length < head + length) return null;
    const message = this.#buffer.subarray(0, head + length);
    this.#buffer = this.#buffer.subarray(head + length);
    return message;
  }
}
