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
const FIRST_CAPACITY = 4_096;
const CR = 0x0d;
const LF = 0x0a;

/**
 * Cuts a byte stream into messages by their Content-Length (RFC 3261 section 18.3). Holds one message at most, and looks at every
 * byte a bounded number of times, in however small pieces it comes.
 */
export class StreamFramer {
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;
  /** No end of the head lies before this offset. */
  #searched = 0;
  /** The length of the message at the beginning, once its head has come; 0: not yet. */
  #wanted = 0;
  #broken = false;

  /** A message has begun and has not come to its end. */
  get isPartial(): boolean {
    return this.#length > 0;
  }

  push(data: Buffer): Framed {
    if (this.#broken) return { messages: [], pings: 0, pongs: 0, broken: true };
    this.#append(data);
    const messages: Buffer[] = [];
    let pings = 0;
    let pongs = 0;
    let at = 0;
    for (;;) {
      if (this.#wanted === 0) {
        const begin = this.#afterEmptyLines(at);
        const empty = (begin - at) / 2;
        pings += Math.floor(empty / 2);
        pongs += empty % 2;
        at = begin;
      }
      const end = this.#endOfNext(at);
      if (end < 0) break;
      messages.push(Buffer.from(this.#buffer.subarray(at, end)));
      at = end;
    }
    this.#drop(at);
    return { messages, pings, pongs, broken: this.#broken };
  }

  /** Room grows by doubling, so that a message that comes byte by byte is copied a few times and not each time. */
  #append(data: Buffer): void {
    const needed = this.#length + data.length;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length, FIRST_CAPACITY));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    data.copy(this.#buffer, this.#length);
    this.#length = needed;
  }

  #afterEmptyLines(from: number): number {
    let at = from;
    while (at + 1 < this.#length && this.#buffer[at] === CR && this.#buffer[at + 1] === LF) at += 2;
    return at;
  }

  /** Where the message that begins at `at` ends; -1: more has to come, or nothing can be read any more. */
  #endOfNext(at: number): number {
    if (this.#broken) return -1;
    if (this.#wanted === 0) this.#readHead(at);
    const end = at + this.#wanted;
    if (this.#broken || this.#wanted === 0 || end > this.#length) return -1;
    this.#wanted = 0;
    return end;
  }

  #readHead(at: number): void {
    // The last three bytes may be the beginning of an empty line.
    const from = Math.max(at, this.#searched - 3);
    const head = endOfHeaders(this.#buffer.subarray(from, this.#length));
    this.#searched = this.#length;
    if (head < 0) {
      this.#broken = this.#length - at > MAX_HEAD_BYTES;
      return;
    }
    const end = from + head;
    this.#searched = end;
    const body = end - at > MAX_HEAD_BYTES ? null : streamBodyLength(this.#buffer.subarray(at, end - 4));
    if (body === null || end - at + body > MAX_MESSAGE_BYTES) this.#broken = true;
    else this.#wanted = end - at + body;
  }

  /** What was read is gone; memory that a large message took is given back. */
  #drop(count: number): void {
    const left = this.#broken ? 0 : this.#length - count;
    if (count > 0 && left > 0) this.#buffer.copyWithin(0, count, this.#length);
    if (left === 0 && this.#buffer.length > FIRST_CAPACITY) this.#buffer = Buffer.alloc(0);
    this.#length = left;
    this.#searched = Math.max(0, this.#searched - count);
  }
}
