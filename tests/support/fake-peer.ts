import type { WebPeer } from '../../src/telephony/web-peer.ts';

/** A browser's end that does what a test says. */
export class FakePeer implements WebPeer {
  readonly answer = 'v=0\r\n';
  readonly telephoneEventType = 126;
  sends = true;
  connected: Promise<void> = Promise.resolve();
  closed = false;
  readonly sent: Uint8Array[] = [];
  rtp: (rtp: Uint8Array) => void = () => {};
  gone: (how: 'closed' | 'lost') => void = () => {};

  send(rtp: Uint8Array): void {
    this.sent.push(rtp);
  }

  onRtp(listener: (rtp: Uint8Array) => void): void {
    this.rtp = listener;
  }

  onGone(listener: (how: 'closed' | 'lost') => void): void {
    this.gone = listener;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
