import type { Socket } from 'node:net';
import type { Clock, Timer } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import { tellLater } from './flow.ts';
import type { Refusals } from './refusals.ts';
import { StreamFramer } from './stream-framer.ts';

export interface StreamTools {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly refusals: Refusals;
  readonly onMessage: (bytes: Buffer) => void;
  /** Asked for every message and every ping. False: the peer has sent too many, this one counts for nothing, and nothing is read for a while. */
  readonly admits: () => boolean;
  /** Something came, with so many answers to pings of our own. */
  readonly onData?: (pongs: number) => void;
}

/** What may wait for a peer to read it. A call takes some kilobytes; who lets this much lie reads nothing. */
export const MAX_UNSENT_BYTES = 262_144;
/** A peer that reads nothing is not read either, and gone after this. */
const STALLED_MS = 30_000;
/** So long a peer that sent too much is not read: TCP then holds it back by itself. */
export const REST_MS = 1_000;
/** From the first byte of a message to its last, and from the connection to its first message. */
export const MESSAGE_MS = 30_000;
const PONG = '\r\n';

/** SIP on one open connection (RFC 3261 section 18): reads messages, answers pings, and waits for a peer that reads slowly. */
export class MessageStream {
  readonly #socket: Socket;
  readonly #tools: StreamTools;
  readonly #framer = new StreamFramer();
  #slow: Timer | null = null;
  #stalled: Timer | null = null;
  #resting: Timer | null = null;

  /** `mayIdle`: the peer owes us no message. */
  constructor(socket: Socket, tools: StreamTools, mayIdle: boolean) {
    this.#socket = socket;
    this.#tools = tools;
    const contained = (run: () => void) => () => tools.faults.contain('sip_connection', run);
    socket.on('error', () => {});
    socket.on('data', (data: Buffer) =>
      tools.faults.contain(
        'sip_message',
        () => this.#read(data),
        () => socket.destroy(),
      ),
    );
    socket.on(
      'drain',
      contained(() => {
        this.#stalled?.cancel();
        this.#stalled = null;
        this.#goOn();
      }),
    );
    socket.on(
      'close',
      contained(() => {
        this.#slow?.cancel();
        this.#stalled?.cancel();
        this.#resting?.cancel();
      }),
    );
    if (!mayIdle) this.#expectMessage();
  }

  /** As `Flow.send`. */
  send(bytes: Buffer, failed?: () => void): void {
    const socket = this.#socket;
    const { faults } = this.#tools;
    if (socket.destroyed || !socket.writable) return tellLater(faults, failed);
    if (socket.writableLength + bytes.length > MAX_UNSENT_BYTES) {
      socket.destroy();
      return tellLater(faults, failed);
    }
    const goesOn = socket.write(bytes, (error) => {
      if (error && failed) faults.contain('sip_connection', failed);
    });
    if (!goesOn) this.#waitForDrain();
  }

  #read(data: Buffer): void {
    const { messages, pings, pongs, broken } = this.#framer.push(data);
    this.#tools.onData?.(pongs);
    let answers = 0;
    for (let i = 0; i < pings; i++) if (this.#admits()) answers++;
    if (answers > 0) this.send(Buffer.from(PONG.repeat(answers)));
    for (const message of messages) if (this.#admits()) this.#tools.onMessage(message);
    if (broken) {
      this.#tools.refusals.note('malformed');
      this.#socket.destroy();
    }
    if (messages.length > 0) this.#slow?.cancel();
    if (messages.length > 0) this.#slow = null;
    if (this.#framer.isPartial) this.#expectMessage();
  }

  #admits(): boolean {
    if (this.#tools.admits()) return true;
    this.#socket.pause();
    this.#resting ??= this.#tools.clock.after(REST_MS, () => {
      this.#resting = null;
      this.#goOn();
    });
    return false;
  }

  #expectMessage(): void {
    this.#slow ??= this.#tools.clock.after(MESSAGE_MS, () => {
      this.#tools.refusals.note('slow_connection');
      this.#socket.destroy();
    });
  }

  #waitForDrain(): void {
    this.#socket.pause();
    this.#stalled ??= this.#tools.clock.after(STALLED_MS, () => this.#socket.destroy());
  }

  #goOn(): void {
    if (!this.#stalled && !this.#resting) this.#socket.resume();
  }
}
