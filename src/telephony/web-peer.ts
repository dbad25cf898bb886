/** The far end of a browser's connection (WebRTC): what is sealed on the wire is plain RTP here, G.711 A-law. */
export interface WebPeer {
  /** The answer to the browser's offer, in full (no trickle ICE). */
  readonly answer: string;
  /** The payload type under which the browser sends keys (RFC 4733); null: it sends none. */
  readonly telephoneEventType: number | null;
  /** Whether the browser sends sound at all; one that only listens does not. */
  readonly sends: boolean;
  /** Resolves when sound can pass; rejects with WebPeerError when it never could. */
  readonly connected: Promise<void>;
  /** An RTP packet for the browser. */
  send(rtp: Uint8Array): void;
  /** Packets from the browser, one listener. */
  onRtp(listener: (rtp: Uint8Array) => void): void;
  /** The browser has gone, once: `closed` it said so, `lost` it did not. */
  onGone(listener: (how: 'closed' | 'lost') => void): void;
  close(): Promise<void>;
}

/** A browser's offer that makes no sense, or from which no sound can come. */
export class WebPeerError extends Error {
  override readonly name = 'WebPeerError';
}
