import { randomBytes } from 'node:crypto';
import { FRAME_SAMPLES, type Pcm } from '../../call/audio.ts';
import type { Clock } from '../../call/clock.ts';
import { RateLimiter, type RateLimit } from '../../call/rate-limit.ts';
import { encoderOf, PAYLOAD_TYPE, type Codec, type Encoder } from './codec.ts';
import { DtmfSender, type KeyEvent } from './dtmf.ts';
import type { StreamSettings } from './protocol.ts';
import { RTP_HEADER_BYTES, writeRtpHeader, type RtpPacket } from './rtp.ts';
import { SrtpSender } from './srtp.ts';

/** Packets of 10 ms and more pass; a flood of them stays with whoever sends it. */
const PASSED: RateLimit = { perSecond: 150, burst: 75 };
/** Whoever is passed on and pauses for so long is silent here; a far end that hears nothing at all would give up. */
const PAUSE_MS = 100;
const EVERYBODY = '';

/** Packets of the other end of a bridge, and how their numbers become ours. */
interface Passing {
  readonly ssrc: number;
  sequence: number;
  readonly timestamp: number;
  at: number;
}

/** What goes out on one stream: frames and keys of our own, or the packets of the other end of a bridge. */
export class RtpOutput {
  readonly ssrc = randomBytes(4).readUInt32BE();
  readonly #clock: Clock;
  /** Takes a packet as it goes on the wire, and how long its payload was. */
  readonly #send: (wire: Buffer, payloadBytes: number) => void;
  readonly #limiter: RateLimiter;
  readonly #keys = new DtmfSender();
  #settings: StreamSettings | null = null;
  #encoder: Encoder | null = null;
  #srtp: SrtpSender | null = null;
  #sequence = randomBytes(2).readUInt16BE();
  #timestamp = randomBytes(4).readUInt32BE();
  #marker = true;
  #passing: Passing | null = null;

  constructor(clock: Clock, send: (wire: Buffer, payloadBytes: number) => void) {
    this.#clock = clock;
    this.#send = send;
    this.#limiter = new RateLimiter(clock, PASSED);
  }

  get timestamp(): number {
    return this.#timestamp;
  }

  /** Keys that stay the same go on counting; new ones begin anew (RFC 4568 section 7.1.4). */
  use(settings: StreamSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    if (before?.codec !== settings.codec) this.#encoder = encoderOf(settings.codec);
    if (before?.srtp?.send.key !== settings.srtp?.send.key) this.#srtp = settings.srtp && new SrtpSender(settings.srtp.send);
  }

  press(digit: string): void {
    this.#keys.press(digit);
  }

  /** The bridge is over. */
  endPassing(): void {
    this.#passing = null;
  }

  /**
   * Sends what is due: a key takes the place of the sound while it is pressed (RFC 4733 section 2.5.1); without that
   * payload it is a tone. `bridged`: what the other end sends may be passed on, and then a frame is not.
   */
  tick(frame: Pcm, bridged: boolean): void {
    const settings = this.#settings;
    if (!settings?.send) return;
    const key = this.#keys.next(this.#timestamp);
    if (key === null && bridged && this.#isPassing()) return;
    if (key === null || settings.telephoneEventType === null) return this.#audio(settings, key?.tone ?? frame);
    for (const event of key.events) this.#event(settings.telephoneEventType, event);
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0;
  }

  /** Whether audio in this codec may go out here as it came: nobody has to decode and encode it, and both bands survive. */
  takes(codec: Codec): boolean {
    return this.#settings?.codec === codec;
  }

  /** Sends a packet of the other end on; it stays for the far end to put packets in order, and to make up for lost ones. */
  pass({ ssrc, sequence: theirs, timestamp: theirTime, payload }: RtpPacket): void {
    const settings = this.#settings;
    if (!settings?.send || !this.#limiter.allows(EVERYBODY)) return;
    const passing = this.#passingOf(ssrc, theirs, theirTime);
    const sequence = (theirs + passing.sequence) & 0xffff;
    const timestamp = (theirTime + passing.timestamp) >>> 0;
    const packet = this.#packet(PAYLOAD_TYPE[settings.codec], this.#marker, sequence, timestamp, payload.length);
    payload.copy(packet, RTP_HEADER_BYTES);
    this.#marker = false;
    const isNewest = ((sequence + 1 - this.#sequence) & 0xffff) < 0x8000;
    if (isNewest) {
      this.#sequence = (sequence + 1) & 0xffff;
      this.#timestamp = (timestamp + FRAME_SAMPLES) >>> 0;
    }
    this.#toWire(packet);
  }

  protectReport(report: Buffer): Buffer {
    return this.#srtp?.protectRtcp(report) ?? report;
  }

  /** A new sender, or one that paused, goes on where our own numbers are. */
  #passingOf(ssrc: number, sequence: number, timestamp: number): Passing {
    const at = this.#clock.now();
    if (this.#passing === null || this.#passing.ssrc !== ssrc || !this.#isPassing()) {
      const ahead = (this.#sequence - sequence) & 0xffff;
      this.#passing = { ssrc, sequence: ahead, timestamp: (this.#timestamp - timestamp) >>> 0, at };
      this.#marker = true;
    }
    this.#passing.at = at;
    return this.#passing;
  }

  #isPassing(): boolean {
    return this.#passing !== null && this.#clock.now() - this.#passing.at < PAUSE_MS;
  }

  #event(payloadType: number, { timestamp, marker, payload }: KeyEvent): void {
    const packet = this.#packet(payloadType, marker, this.#sequence, timestamp, payload.length);
    payload.copy(packet, RTP_HEADER_BYTES);
    this.#own(packet);
  }

  #audio(settings: StreamSettings, frame: Pcm): void {
    const packet = this.#packet(PAYLOAD_TYPE[settings.codec], this.#marker, this.#sequence, this.#timestamp, FRAME_SAMPLES);
    this.#encoder?.encodeInto(frame, packet, RTP_HEADER_BYTES);
    this.#marker = false;
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0;
    this.#own(packet);
  }

  #packet(payloadType: number, marker: boolean, sequence: number, timestamp: number, payloadBytes: number): Buffer {
    const packet = Buffer.allocUnsafe(RTP_HEADER_BYTES + payloadBytes);
    writeRtpHeader(packet, { payloadType, marker, sequence, timestamp, ssrc: this.ssrc });
    return packet;
  }

  /** A packet of our own moves those that are passed on by one. */
  #own(packet: Buffer): void {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    if (this.#passing) this.#passing.sequence = (this.#passing.sequence + 1) & 0xffff;
    this.#toWire(packet);
  }

  #toWire(packet: Buffer): void {
    this.#send(this.#srtp?.protect(packet) ?? packet, packet.length - RTP_HEADER_BYTES);
  }
}
