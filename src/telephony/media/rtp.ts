/** RFC 3550 section 5.1. */
export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Buffer;
}

export const RTP_HEADER_BYTES = 12;
const MAX_PAYLOAD_BYTES = 1500;

/** Null for whatever is not a well-formed RTP packet, RTCP on the same port included (RFC 5761 section 4). */
export function parseRtp(datagram: Buffer): RtpPacket | null {
  if (datagram.length < RTP_HEADER_BYTES) return null;
  const first = datagram.readUInt8(0);
  const second = datagram.readUInt8(1);
  if (first >> 6 !== 2 || (second >= 192 && second <= 223)) return null;
  let start = RTP_HEADER_BYTES + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (datagram.length < start + 4) return null;
    start += 4 + 4 * datagram.readUInt16BE(start + 2);
  }
  const padding = first & 0x20 ? datagram.readUInt8(datagram.length - 1) : 0;
  const end = datagram.length - padding;
  if ((first & 0x20 && padding === 0) || start > end || end - start > MAX_PAYLOAD_BYTES) return null;
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: datagram.readUInt16BE(2),
    timestamp: datagram.readUInt32BE(4),
    ssrc: datagram.readUInt32BE(8),
    payload: datagram.subarray(start, end),
  };
}

/** Writes a header without extensions into `target`. */
export function writeRtpHeader(target: Buffer, packet: Omit<RtpPacket, 'payload'>): void {
  target[0] = 0x80;
  target[1] = (packet.marker ? 0x80 : 0) | packet.payloadType;
  target.writeUInt16BE(packet.sequence, 2);
  target.writeUInt32BE(packet.timestamp, 4);
  target.writeUInt32BE(packet.ssrc, 8);
}

/** The signed distance from `from` to `to` in 32-bit timestamps that wrap. */
export function timestampDistance(from: number, to: number): number {
  return (to - from) | 0;
}

/** Of a packet that is RTP; of whatever else, some number. */
export function payloadTypeOf(packet: Buffer): number {
  return (packet[1] ?? 0) & 0x7f;
}
