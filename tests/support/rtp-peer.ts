import type { Socket } from 'node:dgram';
import { FRAME_SAMPLES, levelDbfs, SILENCE_DBFS, type Pcm } from '../../src/call/audio.ts';
import { DtmfReceiver } from '../../src/telephony/media/dtmf.ts';
import { decodeG711, encodeG711Into } from '../../src/telephony/media/g711.ts';
import { parseRtp, writeRtpHeader } from '../../src/telephony/media/rtp.ts';
import { loopbackSocket } from './sockets.ts';

interface Received {
  /** ms since the first packet. */
  readonly atMs: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly levelDbfs: number;
}

const FRAME_MS = 20;

/** The far end's ear and mouth: takes RTP on a port of its own, and can speak PCMA into the call. */
export class RtpPeer {
  readonly #socket: Socket;
  readonly received: Received[] = [];
  /** Keys that the far end pressed. */
  readonly keys: string[] = [];
  readonly #keypad = new DtmfReceiver();
  #firstAt: number | null = null;
  #server: { port: number; address: string } | null = null;
  #sequence = 1;
  #timestamp = 1_000;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (datagram, from) => {
      const packet = parseRtp(datagram);
      if (packet?.payloadType === 101) {
        const digit = this.#keypad.push(packet.timestamp, packet.payload);
        if (digit !== null) this.keys.push(digit);
      }
      if (packet?.payloadType !== 8) return;
      this.#server = from;
      this.#firstAt ??= performance.now();
      const { sequence, timestamp, payload } = packet;
      this.received.push({
        atMs: performance.now() - this.#firstAt,
        sequence,
        timestamp,
        levelDbfs: levelDbfs(decodeG711('PCMA', payload)),
      });
    });
  }

  /** On loopback of either family. */
  static async open(address: '127.0.0.1' | '::1' = '127.0.0.1'): Promise<RtpPeer> {
    return new RtpPeer(await loopbackSocket(address));
  }

  /** When the first packet came, on `performance.now()`. */
  get firstPacketAt(): number {
    return this.#firstAt ?? Number.NaN;
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** ms since the first packet came. */
  get nowMs(): number {
    return this.#firstAt === null ? 0 : performance.now() - this.#firstAt;
  }

  /** Speaks, 20 ms at a time; resolves when it was said. */
  async speak(pcm: Pcm): Promise<void> {
    const begin = performance.now();
    for (let frame = 0; frame * FRAME_SAMPLES < pcm.length; frame++) {
      const wait = begin + frame * FRAME_MS - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const piece = new Int16Array(FRAME_SAMPLES);
      piece.set(pcm.subarray(frame * FRAME_SAMPLES, (frame + 1) * FRAME_SAMPLES));
      const packet = Buffer.alloc(12 + FRAME_SAMPLES);
      encodeG711Into('PCMA', piece, packet, 12);
      this.#send(packet, 8, frame === 0);
      this.#timestamp += FRAME_SAMPLES;
    }
  }

  /** Presses a key (RFC 4733): three packets of the same event. */
  press(digit: number): void {
    for (let i = 0; i < 3; i++) {
      const packet = Buffer.alloc(16);
      packet.set([digit, i === 2 ? 0x8a : 0x0a, 0, 160 * (i + 1)], 12);
      this.#send(packet, 101, i === 0);
    }
    // The timestamp names the key press (RFC 4733 section 2.1): the next one is another.
    this.#timestamp += 3 * FRAME_SAMPLES;
  }

  /** Sends comfort noise (RFC 3389): a level in -dBov. */
  comfort(level: number): void {
    const packet = Buffer.alloc(13);
    packet[12] = level;
    this.#send(packet, 13, false);
    this.#timestamp += FRAME_SAMPLES;
  }

  /** The mean level between two moments, in dBFS; NaN where nothing came. */
  levelBetween(fromMs: number, toMs: number): number {
    const heard = this.received.filter((packet) => packet.atMs >= fromMs && packet.atMs < toMs);
    return 10 * Math.log10(heard.reduce((sum, packet) => sum + 10 ** (packet.levelDbfs / 10), 0) / heard.length);
  }

  /** Of the loudest packet, in dBFS. */
  loudestBetween(fromMs: number, toMs: number): number {
    return Math.max(
      SILENCE_DBFS,
      ...this.received.flatMap((packet) => (packet.atMs >= fromMs && packet.atMs < toMs ? [packet.levelDbfs] : [])),
    );
  }

  /** How long after `fromMs` the first packet louder than `dbfs` came, in ms; null: none did. */
  firstLouder(dbfs: number, fromMs: number): number | null {
    const first = this.received.find((packet) => packet.atMs >= fromMs && packet.levelDbfs > dbfs);
    return first ? first.atMs - fromMs : null;
  }

  close(): void {
    this.#socket.close();
  }

  #send(packet: Buffer, payloadType: number, marker: boolean): void {
    writeRtpHeader(packet, { payloadType, marker, sequence: this.#sequence++, timestamp: this.#timestamp, ssrc: 99 });
    if (this.#server) this.#socket.send(packet, this.#server.port, this.#server.address);
  }
}
