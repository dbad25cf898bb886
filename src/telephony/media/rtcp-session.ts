import { randomBytes } from 'node:crypto';
import { SAMPLE_RATE } from '../../call/audio.ts';
import type { Random } from '../../call/random.ts';
import type { LineQuality } from '../leg.ts';
import { ntpMiddle, parseRtcp, Reception, writeRtcp } from './rtcp.ts';
import type { RtpPacket } from './rtp.ts';

/** RFC 3550 section 6.2: five seconds, each time a half to three halves of it. */
const INTERVAL_MS = 5_000;
const FRACTIONS = 65_536;

/** The reports of one stream (RFC 3550 section 6): what we say of what we hear, and what the peer says of us. */
export class RtcpSession {
  readonly #ssrc: number;
  readonly #random: Random;
  readonly #wallTime: () => number;
  /** RFC 7022: random, for one call; it tells nothing about this machine. */
  readonly #cname = randomBytes(12).toString('base64url');
  #reception: Reception | null = null;
  #packets = 0;
  #bytes = 0;
  #reportedPackets = 0;
  #dueAt: number | null = null;
  /** Of the peer's last sender report. */
  #heard: { readonly ntpMiddle: number; readonly at: number } | null = null;
  /** Of our packets, as the peer counts. */
  #peerLost: number | null = null;
  #roundTripMs: number | null = null;

  constructor(ssrc: number, random: Random, wallTime: () => number) {
    this.#ssrc = ssrc;
    this.#random = random;
    this.#wallTime = wallTime;
  }

  /** Notes a packet that came; `now`: monotonic ms. */
  received({ ssrc, sequence, timestamp }: RtpPacket, now: number): void {
    if (this.#reception?.ssrc !== ssrc) this.#reception = new Reception(ssrc, sequence);
    this.#reception.push(sequence, timestamp, (now * SAMPLE_RATE) / 1000);
  }

  sent(payloadBytes: number): void {
    this.#packets++;
    this.#bytes += payloadBytes;
  }

  /** A report that is due; null: none is. `timestamp`: of what is sent now. */
  due(now: number, timestamp: number): Buffer | null {
    this.#dueAt ??= now + this.#interval();
    if (now < this.#dueAt) return null;
    this.#dueAt = now + this.#interval();
    return this.report(now, timestamp, false);
  }

  report(now: number, timestamp: number, goodbye: boolean): Buffer {
    const sends = this.#packets > this.#reportedPackets;
    this.#reportedPackets = this.#packets;
    const since = this.#heard ? Math.round(((now - this.#heard.at) / 1000) * FRACTIONS) : 0;
    return writeRtcp({
      ssrc: this.#ssrc,
      cname: this.#cname,
      sent: sends ? { wallMs: this.#wallTime(), timestamp, packets: this.#packets, bytes: this.#bytes } : null,
      block: this.#reception?.block(this.#heard?.ntpMiddle ?? 0, since) ?? null,
      goodbye,
    });
  }

  /** Takes a compound packet of the peer's; nonsense is passed over. */
  heard(datagram: Buffer, now: number): void {
    const report = parseRtcp(datagram);
    if (!report) return;
    if (report.ntpMiddle !== null) this.#heard = { ntpMiddle: report.ntpMiddle, at: now };
    const about = report.blocks.find(({ ssrc }) => ssrc === this.#ssrc);
    if (!about) return;
    this.#peerLost = about.lost;
    if (about.lastReport === 0) return;
    // RFC 3550 section 6.4.1: now, less when our report went out, less what the peer waited.
    const trip = (ntpMiddle(this.#wallTime()) - about.lastReport - about.sinceLastReport) | 0;
    if (trip >= 0) this.#roundTripMs = (trip * 1000) / FRACTIONS;
  }

  get quality(): LineQuality {
    const reception = this.#reception;
    const expected = reception?.expected ?? 0;
    return {
      receivedPackets: reception?.received ?? 0,
      lostShare: expected > 0 && reception ? Math.max(0, expected - reception.received) / expected : 0,
      jitterMs: ((reception?.jitter ?? 0) * 1000) / SAMPLE_RATE,
      peerLostShare: this.#peerLost === null ? null : Math.min(1, Math.max(0, this.#peerLost) / Math.max(1, this.#packets)),
      roundTripMs: this.#roundTripMs,
    };
  }

  #interval(): number {
    return INTERVAL_MS / 2 + this.#random.below(INTERVAL_MS);
  }
}
