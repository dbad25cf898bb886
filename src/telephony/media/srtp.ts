import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 4568 section 6.2: the suites of RFC 3711 that differ in the length of their tag. */
export type SrtpSuite = 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32';

/** One direction's key, as its sender named it in the session description. */
export interface SrtpKey {
  readonly suite: SrtpSuite;
  /** Master key and salt, 30 bytes, base64. */
  readonly key: string;
  /** Length in bytes of the master key identifier that stands in each packet; 0: none. */
  readonly mkiBytes: number;
}

export const MASTER_BYTES = 30;
const KEY_BYTES = 16;
const SALT_BYTES = 14;
const AUTH_KEY_BYTES = 20;
/** RFC 3711 section 8.2: SRTCP's tag has 80 bits, whatever the suite; SRTP's is as the suite says. */
const TAG_BYTES: Readonly<Record<SrtpSuite, number>> = { AES_CM_128_HMAC_SHA1_80: 10, AES_CM_128_HMAC_SHA1_32: 4 };
const RTCP_TAG_BYTES = 10;
const REPLAY_WINDOW = 64n;
const HEADER_BYTES = 12;
const RTCP_HEADER_BYTES = 8;
/** Packets of so many sources are told apart; whoever sends under more has forgotten the first ones. */
const MOST_SOURCES = 4;

interface SessionKeys {
  readonly cipher: Buffer;
  readonly auth: Buffer;
  readonly salt: Buffer;
}

/** RFC 3711 section 4.3.1: the label tells what a key is for. */
const LABELS = { rtp: [0, 1, 2], rtcp: [3, 4, 5] } as const;

/** RFC 3711 section 4.3, with a key derivation rate of 0. `master`: key and salt, 30 bytes. */
export function sessionKeys(master: Buffer, kind: keyof typeof LABELS): SessionKeys {
  const key = master.subarray(0, KEY_BYTES);
  const salt = master.subarray(KEY_BYTES, MASTER_BYTES);
  const derive = (label: number, bytes: number): Buffer => {
    const iv = Buffer.alloc(16);
    salt.copy(iv);
    iv[7] = (iv[7] ?? 0) ^ label;
    return createCipheriv('aes-128-ctr', key, iv).update(Buffer.alloc(bytes));
  };
  const [cipher, auth, salting] = LABELS[kind];
  return { cipher: derive(cipher, KEY_BYTES), auth: derive(auth, AUTH_KEY_BYTES), salt: derive(salting, SALT_BYTES) };
}

/** RFC 3711 section 4.1.1; encrypting and decrypting are the same. `index`: 48 bits, or 31 for SRTCP. */
function crypt({ cipher, salt }: SessionKeys, ssrc: number, index: number, data: Buffer): Buffer {
  const iv = Buffer.alloc(16);
  salt.copy(iv);
  iv.writeUInt32BE((iv.readUInt32BE(4) ^ ssrc) >>> 0, 4);
  const high = Math.floor(index / 2 ** 32);
  iv.writeUInt16BE(iv.readUInt16BE(8) ^ high, 8);
  iv.writeUInt32BE((iv.readUInt32BE(10) ^ (index % 2 ** 32)) >>> 0, 10);
  return createCipheriv('aes-128-ctr', cipher, iv).update(data);
}

function tagOf(auth: Buffer, data: Buffer, suffix: number, bytes: number): Buffer {
  const trailer = Buffer.alloc(4);
  trailer.writeUInt32BE(suffix >>> 0);
  return createHmac('sha1', auth).update(data).update(trailer).digest().subarray(0, bytes);
}

/** Protects what we send: RTP of one source, and its RTCP. */
export class SrtpSender {
  readonly #suite: SrtpSuite;
  readonly #rtp: SessionKeys;
  readonly #rtcp: SessionKeys;
  #highest = -1;
  #rtcpIndex = 0;

  constructor({ suite, key }: SrtpKey) {
    this.#suite = suite;
    const master = Buffer.from(key, 'base64');
    this.#rtp = sessionKeys(master, 'rtp');
    this.#rtcp = sessionKeys(master, 'rtcp');
  }

  /** RTP without extensions or sources, in nearly the order of its sequence numbers. */
  protect(packet: Buffer): Buffer {
    const index = indexOf(packet.readUInt16BE(2), this.#highest);
    this.#highest = Math.max(this.#highest, index);
    const header = packet.subarray(0, HEADER_BYTES);
    const encrypted = Buffer.concat([header, crypt(this.#rtp, packet.readUInt32BE(8), index, packet.subarray(HEADER_BYTES))]);
    return Buffer.concat([encrypted, tagOf(this.#rtp.auth, encrypted, Math.floor(index / 2 ** 16), TAG_BYTES[this.#suite])]);
  }

  /** A compound RTCP packet (RFC 3711 section 3.4). */
  protectRtcp(packet: Buffer): Buffer {
    const index = this.#rtcpIndex++ % 2 ** 31;
    const header = packet.subarray(0, RTCP_HEADER_BYTES);
    const encrypted = crypt(this.#rtcp, packet.readUInt32BE(4), index, packet.subarray(RTCP_HEADER_BYTES));
    const authenticated = Buffer.concat([header, encrypted]);
    const encryptedFlag = (0x8000_0000 | index) >>> 0;
    const trailer = Buffer.alloc(4);
    trailer.writeUInt32BE(encryptedFlag);
    return Buffer.concat([authenticated, trailer, tagOf(this.#rtcp.auth, authenticated, encryptedFlag, RTCP_TAG_BYTES)]);
  }
}

/** What is known of the packets of one source: the highest index, and which of the last 64 came (RFC 3711 section 3.3.2). */
class ReplayWindow {
  #highest = -1;
  #seen = 0n;

  get highest(): number {
    return this.#highest;
  }

  isFresh(index: number): boolean {
    const behind = BigInt(this.#highest - index);
    if (behind < 0n) return true;
    return behind < REPLAY_WINDOW && ((this.#seen >> behind) & 1n) === 0n;
  }

  note(index: number): void {
    if (index > this.#highest) {
      const ahead = BigInt(index - this.#highest);
      this.#seen = this.#highest < 0 || ahead >= REPLAY_WINDOW ? 1n : ((this.#seen << ahead) | 1n) & ((1n << REPLAY_WINDOW) - 1n);
      this.#highest = index;
    } else this.#seen |= 1n << BigInt(this.#highest - index);
  }
}

/** Opens what the peer sends. Whatever is not by whoever has the key, or came before, is null. Never throws. */
export class SrtpReceiver {
  readonly #suite: SrtpSuite;
  readonly #mkiBytes: number;
  readonly #rtp: SessionKeys;
  readonly #rtcp: SessionKeys;
  readonly #sources = new Map<number, ReplayWindow>();
  readonly #rtcpSources = new Map<number, ReplayWindow>();

  constructor({ suite, key, mkiBytes }: SrtpKey) {
    this.#suite = suite;
    this.#mkiBytes = mkiBytes;
    const master = Buffer.from(key, 'base64');
    this.#rtp = sessionKeys(master, 'rtp');
    this.#rtcp = sessionKeys(master, 'rtcp');
  }

  unprotect(packet: Buffer): Buffer | null {
    const tagBytes = TAG_BYTES[this.#suite];
    const end = packet.length - tagBytes - this.#mkiBytes;
    const payload = payloadStart(packet);
    if (payload === null || payload > end) return null;
    const ssrc = packet.readUInt32BE(8);
    const window = this.#sources.get(ssrc) ?? new ReplayWindow();
    const index = indexOf(packet.readUInt16BE(2), window.highest);
    const authenticated = packet.subarray(0, end);
    const tag = tagOf(this.#rtp.auth, authenticated, Math.floor(index / 2 ** 16), tagBytes);
    if (!window.isFresh(index) || !timingSafeEqual(tag, packet.subarray(packet.length - tagBytes))) return null;
    window.note(index);
    remember(this.#sources, ssrc, window);
    return Buffer.concat([packet.subarray(0, payload), crypt(this.#rtp, ssrc, index, packet.subarray(payload, end))]);
  }

  unprotectRtcp(packet: Buffer): Buffer | null {
    const tagAt = packet.length - RTCP_TAG_BYTES;
    const trailerAt = tagAt - this.#mkiBytes - 4;
    if (trailerAt < RTCP_HEADER_BYTES) return null;
    const trailer = packet.readUInt32BE(trailerAt);
    const index = trailer & 0x7fff_ffff;
    const ssrc = packet.readUInt32BE(4);
    const window = this.#rtcpSources.get(ssrc) ?? new ReplayWindow();
    const authenticated = packet.subarray(0, trailerAt);
    const tag = tagOf(this.#rtcp.auth, authenticated, trailer, RTCP_TAG_BYTES);
    if (!window.isFresh(index) || !timingSafeEqual(tag, packet.subarray(tagAt))) return null;
    window.note(index);
    remember(this.#rtcpSources, ssrc, window);
    if (trailer >>> 31 === 0) return Buffer.from(authenticated);
    const body = crypt(this.#rtcp, ssrc, index, packet.subarray(RTCP_HEADER_BYTES, trailerAt));
    return Buffer.concat([packet.subarray(0, RTCP_HEADER_BYTES), body]);
  }
}

/** Where the encrypted part begins: behind sources and extension (RFC 3711 section 3.1); null: no RTP. */
function payloadStart(packet: Buffer): number | null {
  if (packet.length < HEADER_BYTES) return null;
  const first = packet.readUInt8(0);
  let start = HEADER_BYTES + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (packet.length < start + 4) return null;
    start += 4 + 4 * packet.readUInt16BE(start + 2);
  }
  return start;
}

/** RFC 3711 section 3.3.1, appendix A: the 48-bit index that a sequence number most likely stands for. */
function indexOf(sequence: number, highest: number): number {
  if (highest < 0) return sequence;
  const rollover = Math.floor(highest / 2 ** 16);
  const last = highest % 2 ** 16;
  if (last < 2 ** 15 && sequence - last > 2 ** 15) return Math.max(0, rollover - 1) * 2 ** 16 + sequence;
  if (last >= 2 ** 15 && last - sequence > 2 ** 15) return (rollover + 1) * 2 ** 16 + sequence;
  return rollover * 2 ** 16 + sequence;
}

function remember(sources: Map<number, ReplayWindow>, ssrc: number, window: ReplayWindow): void {
  if (sources.has(ssrc)) return;
  const [oldest] = sources.keys();
  if (sources.size >= MOST_SOURCES && oldest !== undefined) sources.delete(oldest);
  sources.set(ssrc, window);
}
