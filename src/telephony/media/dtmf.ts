/** Events 0..15 of RFC 4733 table 3. */
const DIGITS = '0123456789*#ABCD';

/** Tells keys from telephone-event payloads (RFC 4733 section 2.3): each event once, however often its packets come. */
export class DtmfReceiver {
  #lastTimestamp: number | null = null;

  /** The digit, when this packet is the first of its event; else null. */
  push(timestamp: number, payload: Buffer): string | null {
    if (payload.length < 4 || timestamp === this.#lastTimestamp) return null;
    const digit = DIGITS[payload.readUInt8(0)];
    if (digit === undefined) return null;
    this.#lastTimestamp = timestamp;
    return digit;
  }
}
