import type { RtpPacket } from './rtp.ts';

export interface Source {
  readonly address: string;
  readonly port: number;
}

/**
 * What speaks for a source, from weak to strong: nothing; it is the host of the session description or of the signalling; it is
 * exactly the address and port of the description; its packet was authenticated (SRTP).
 */
export const PROOF = { none: 0, host: 1, negotiated: 2, authenticated: 3 } as const;
export type Proof = (typeof PROOF)[keyof typeof PROOF];

/** A stranger is taken for the peer after so many consistent packets: 40 ms at the usual 20 ms each, 120 ms at 60 ms. */
const PROBATION_PACKETS = 3;
/** Of packets in a row so many may be lost or still on their way. */
const MOST_SKIPPED = 4;
/** A stranger's packets that are further apart begin a new probation. */
const PROBATION_GAP_MS = 200;
/**
 * 25 packets of 20 ms: bursts of loss and of jitter are shorter, and somebody whose phone has moved to another port or network
 * misses half a second. Phones that send nothing while nobody speaks fall silent as well; they are heard again at once, unless
 * somebody else has passed probation meanwhile.
 */
const SOURCE_SILENT_MS = 500;
/** Strangers on probation at once; the one that was heard of longest ago is forgotten. At 50 packets a second each, 12,800 a second. */
const MOST_CANDIDATES = 256;

interface Candidate {
  readonly ssrc: number;
  sequence: number;
  packets: number;
  at: number;
}

/**
 * Which source is the peer (symmetric RTP, RFC 4961; probation as in RFC 3550 appendix A.1). A phone behind NAT sends from an address
 * that no message named, and anybody can send anything to an open port: so a source with a better proof wins at once, one without
 * any has to send a consistent stream, and whoever is locked stays it against all others of the same proof until it falls silent.
 */
export class SourceLock {
  #locked: { readonly source: Source; proof: Proof; at: number } | null = null;
  readonly #candidates = new Map<string, Candidate>();

  get source(): Source | null {
    return this.#locked?.source ?? null;
  }

  /** The locked source is the one of the session description, so nobody who is no liar has a better claim to be heard. */
  get isNegotiated(): boolean {
    return this.#locked?.proof === PROOF.negotiated;
  }

  isSilent(now: number): boolean {
    return this.#locked === null || now - this.#locked.at >= SOURCE_SILENT_MS;
  }

  /** Whether a packet that fits the session is the peer's. `now`: monotonic ms. */
  takes(packet: Pick<RtpPacket, 'ssrc' | 'sequence'>, from: Source, proof: Proof, now: number): boolean {
    if (this.#locked && this.#isLocked(from)) {
      this.#locked.at = now;
      return true;
    }
    // Two authenticated sources are the same peer, on its way from one network to another.
    const wins = proof === PROOF.authenticated || this.isSilent(now) || proof > (this.#locked?.proof ?? PROOF.none);
    if (!wins) return false;
    if (proof === PROOF.none && !this.#passes(packet, from, now)) return false;
    this.#locked = { source: from, proof, at: now };
    this.#candidates.clear();
    return true;
  }

  /** The peer has said that it is elsewhere now. */
  release(): void {
    this.#locked = null;
    this.#candidates.clear();
  }

  get candidates(): number {
    return this.#candidates.size;
  }

  #isLocked({ address, port }: Source): boolean {
    return this.#locked?.source.port === port && this.#locked.source.address === address;
  }

  #passes({ ssrc, sequence }: Pick<RtpPacket, 'ssrc' | 'sequence'>, { address, port }: Source, now: number): boolean {
    const key = `${address} ${port}`;
    const known = this.#candidates.get(key);
    // Deleted and set again, so that the map stays in the order of when they were heard of.
    this.#candidates.delete(key);
    const ahead = known ? (sequence - known.sequence) & 0xffff : 0;
    const goesOn = known?.ssrc === ssrc && ahead > 0 && ahead <= MOST_SKIPPED + 1 && now - known.at <= PROBATION_GAP_MS;
    const packets = known && goesOn ? known.packets + 1 : 1;
    const [oldest] = this.#candidates.keys();
    if (this.#candidates.size >= MOST_CANDIDATES && oldest !== undefined) this.#candidates.delete(oldest);
    this.#candidates.set(key, { ssrc, sequence, packets, at: now });
    return packets >= PROBATION_PACKETS;
  }
}
