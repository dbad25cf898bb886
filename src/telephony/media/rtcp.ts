/** RFC 3550 section 6.4: what a receiver says of a source. */
export interface ReportBlock {
  readonly ssrc: number;
  /** Since the report before, 0 to 1. */
  readonly lostShare: number;
  /** Packets since the beginning; duplicates make it negative. */
  readonly lost: number;
  /** In timestamp units. */
  readonly jitter: number;
  /** The middle 32 bits of the NTP time of the last sender report that was heard, and how long ago, in 1/65536 s; 0: none. */
  readonly lastReport: number;
  readonly sinceLastReport: number;
  /** The highest sequence number so far, with its cycles. */
  readonly highest: number;
}

/** What a peer's report says. */
export interface PeerReport {
  /** The middle of the NTP time of its sender report; null: it is only a receiver. */
  readonly ntpMiddle: number | null;
  readonly blocks: readonly ReportBlock[];
}

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const SOURCE_DESCRIPTION = 202;
const GOODBYE = 203;
const CNAME = 1;
const BLOCK_BYTES = 24;
/** Seconds from 1900, where NTP begins, to 1970. */
const NTP_EPOCH_SECONDS = 2_208_988_800;

/** RFC 5761 section 4: on a port that both share, these second bytes are RTCP's. */
export function isRtcp(datagram: Buffer): boolean {
  const type = datagram[1] ?? 0;
  return datagram.length >= 8 && type >= 192 && type <= 223;
}

/** A compound packet (RFC 3550 section 6.1, appendix A.2); null: it is none. Never throws. */
export function parseRtcp(datagram: Buffer): PeerReport | null {
  const packets = packetsOf(datagram);
  const first = packets?.[0]?.readUInt8(1);
  if (!packets || (first !== SENDER_REPORT && first !== RECEIVER_REPORT)) return null;
  let ntpMiddle: number | null = null;
  const blocks: ReportBlock[] = [];
  for (const packet of packets) {
    const type = packet.readUInt8(1);
    const isSender = type === SENDER_REPORT && packet.length >= 28;
    if (isSender) ntpMiddle = ((packet.readUInt32BE(8) & 0xffff) * 2 ** 16 + (packet.readUInt32BE(12) >>> 16)) >>> 0;
    if (!isSender && type !== RECEIVER_REPORT) continue;
    const count = packet.readUInt8(0) & 0x1f;
    const from = isSender ? 28 : 8;
    for (let at = from; at + BLOCK_BYTES <= packet.length && blocks.length < count; at += BLOCK_BYTES) blocks.push(blockAt(packet, at));
  }
  return { ntpMiddle, blocks };
}

function packetsOf(datagram: Buffer): Buffer[] | null {
  const packets: Buffer[] = [];
  for (let at = 0; at < datagram.length;) {
    if (at + 4 > datagram.length || datagram.readUInt8(at) >> 6 !== 2) return null;
    const length = 4 * (datagram.readUInt16BE(at + 2) + 1);
    if (length < 8 || at + length > datagram.length) return null;
    packets.push(datagram.subarray(at, at + length));
    at += length;
  }
  return packets;
}

function blockAt(packet: Buffer, at: number): ReportBlock {
  return {
    ssrc: packet.readUInt32BE(at),
    lostShare: packet.readUInt8(at + 4) / 256,
    lost: packet.readIntBE(at + 5, 3),
    highest: packet.readUInt32BE(at + 8),
    jitter: packet.readUInt32BE(at + 12),
    lastReport: packet.readUInt32BE(at + 16),
    sinceLastReport: packet.readUInt32BE(at + 20),
  };
}

export interface OwnReport {
  readonly ssrc: number;
  readonly cname: string;
  /** What we have sent; null: nothing since the last report. */
  readonly sent: { readonly wallMs: number; readonly timestamp: number; readonly packets: number; readonly bytes: number } | null;
  readonly block: ReportBlock | null;
  readonly goodbye: boolean;
}

/** A report of ours, with our name, as a compound packet. */
export function writeRtcp({ ssrc, cname, sent, block, goodbye }: OwnReport): Buffer {
  const report = Buffer.alloc((sent ? 28 : 8) + (block ? BLOCK_BYTES : 0));
  writeHeader(report, block ? 1 : 0, sent ? SENDER_REPORT : RECEIVER_REPORT);
  report.writeUInt32BE(ssrc, 4);
  if (sent) {
    const { seconds, fraction } = ntp(sent.wallMs);
    report.writeUInt32BE(seconds, 8);
    report.writeUInt32BE(fraction, 12);
    report.writeUInt32BE(sent.timestamp >>> 0, 16);
    report.writeUInt32BE(sent.packets >>> 0, 20);
    report.writeUInt32BE(sent.bytes >>> 0, 24);
  }
  if (block) writeBlock(report, sent ? 28 : 8, block);
  const parts = [report, description(ssrc, cname)];
  if (goodbye) {
    const bye = Buffer.alloc(8);
    writeHeader(bye, 1, GOODBYE);
    bye.writeUInt32BE(ssrc, 4);
    parts.push(bye);
  }
  return Buffer.concat(parts);
}

function writeHeader(packet: Buffer, count: number, type: number): void {
  packet[0] = 0x80 | count;
  packet[1] = type;
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
}

function writeBlock(packet: Buffer, at: number, block: ReportBlock): void {
  packet.writeUInt32BE(block.ssrc, at);
  packet[at + 4] = Math.min(255, Math.floor(block.lostShare * 256));
  packet.writeIntBE(Math.max(-0x80_0000, Math.min(0x7f_ffff, block.lost)), at + 5, 3);
  packet.writeUInt32BE(block.highest, at + 8);
  packet.writeUInt32BE(block.jitter, at + 12);
  packet.writeUInt32BE(block.lastReport, at + 16);
  packet.writeUInt32BE(block.sinceLastReport, at + 20);
}

/** RFC 3550 section 6.5: the CNAME, ended by a zero and filled up to 32 bits. */
function description(ssrc: number, cname: string): Buffer {
  const name = Buffer.from(cname, 'ascii');
  const packet = Buffer.alloc(8 + 4 * Math.ceil((2 + name.length + 1) / 4));
  writeHeader(packet, 1, SOURCE_DESCRIPTION);
  packet.writeUInt32BE(ssrc, 4);
  packet[8] = CNAME;
  packet[9] = name.length;
  name.copy(packet, 10);
  return packet;
}

function ntp(wallMs: number): { seconds: number; fraction: number } {
  const seconds = Math.floor(wallMs / 1000);
  return { seconds: (seconds + NTP_EPOCH_SECONDS) >>> 0, fraction: Math.floor(((wallMs / 1000 - seconds) * 2 ** 32) % 2 ** 32) };
}

/** The middle 32 bits of an NTP time: 1/65536 s, wrapping each 18 hours. */
export function ntpMiddle(wallMs: number): number {
  const { seconds, fraction } = ntp(wallMs);
  return ((seconds & 0xffff) * 2 ** 16 + (fraction >>> 16)) >>> 0;
}

/** What came of one source: RFC 3550 appendices A.1, A.3 and A.8, without its probation. */
export class Reception {
  readonly ssrc: number;
  readonly #base: number;
  #highest: number;
  #cycles = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #transit: number | null = null;
  #jitter = 0;

  constructor(ssrc: number, sequence: number) {
    this.ssrc = ssrc;
    this.#base = sequence;
    this.#highest = sequence;
  }

  /** `arrival`: in timestamp units, from any moment on. */
  push(sequence: number, timestamp: number, arrival: number): void {
    this.#received++;
    const ahead = (sequence - this.#highest) & 0xffff;
    if (ahead > 0 && ahead < 0x8000) {
      if (sequence < this.#highest) this.#cycles += 2 ** 16;
      this.#highest = sequence;
    }
    const transit = (Math.floor(arrival) - timestamp) | 0;
    if (this.#transit !== null) this.#jitter += (Math.abs((transit - this.#transit) | 0) - this.#jitter) / 16;
    this.#transit = transit;
  }

  get received(): number {
    return this.#received;
  }

  get expected(): number {
    return this.#cycles + this.#highest - this.#base + 1;
  }

  /** In timestamp units. */
  get jitter(): number {
    return this.#jitter;
  }

  /** A block on all that came since the last one. */
  block(lastReport: number, sinceLastReport: number): ReportBlock {
    const { expected } = this;
    const expectedSince = expected - this.#expectedBefore;
    const lostSince = expectedSince - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    return {
      ssrc: this.ssrc,
      lostShare: expectedSince > 0 && lostSince > 0 ? lostSince / expectedSince : 0,
      lost: expected - this.#received,
      highest: (this.#cycles + this.#highest) >>> 0,
      jitter: Math.floor(this.#jitter),
      lastReport,
      sinceLastReport,
    };
  }
}
