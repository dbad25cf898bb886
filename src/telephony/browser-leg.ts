import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { CallLeg, DeclineReason, LegInfo } from './leg.ts';
import { MediaLeg, type MediaTools } from './media-leg.ts';
import type { MediaSession } from './media/media-engine.ts';
import { isRtcp } from './media/rtcp.ts';
import { payloadTypeOf } from './media/rtp.ts';
import type { WebPeer } from './web-peer.ts';

const LOOPBACK = '127.0.0.1';

/**
 * A leg whose far end is a browser. Its sound runs through the media worker like that of any telephone, over loopback as plain
 * RTP; between here and the browser it is sealed (DTLS-SRTP, RFC 5764).
 */
export class BrowserLeg extends MediaLeg {
  readonly #peer: WebPeer;
  readonly #relay: Socket;
  #answering = false;

  private constructor(info: LegInfo, tools: MediaTools, peer: WebPeer, relay: Socket) {
    super(info, tools);
    this.#peer = peer;
    this.#relay = relay;
    peer.onGone((how) =>
      this.faults.contain('browser_media', () =>
        how === 'closed' ? this.#end('remote', 'hung_up') : this.#end('failure', 'browser_lost'),
      ),
    );
    this.faults.contain('browser_media', () => peer.connected.catch(() => this.#end('failure', 'no_way_to_browser')));
  }

  /** Rejects when no port is free on loopback. */
  static async open(info: LegInfo, tools: MediaTools, peer: WebPeer): Promise<BrowserLeg> {
    const relay = createSocket('udp4');
    relay.on('error', () => {});
    relay.bind(0, LOOPBACK);
    await once(relay, 'listening');
    return new BrowserLeg(info, tools, peer, relay);
  }

  ring(): void {
    if (this.current === 'offered') this.current = 'ringing';
  }

  answer(): void {
    if (this.#answering || this.current === 'answered' || this.current === 'ended') return;
    this.#answering = true;
    this.faults.contain(
      'browser_media',
      () =>
        Promise.all([this.openMedia(), this.#peer.connected]).then(
          ([media]) => this.#connect(media),
          () => this.#end('failure', 'no_way_to_browser'),
        ),
      () => this.#end('failure', 'internal_error'),
    );
  }

  decline(reason: DeclineReason): void {
    if (this.current !== 'answered') this.#end('local', reason);
  }

  hangUp(): void {
    this.#end('local', 'hung_up');
  }

  /** Its person has hung up, and the page says so before the connection does. */
  leave(): void {
    this.#end('remote', 'hung_up');
  }

  /** Only the browser's own page would know where else it could be reached. */
  transferTo(_other: CallLeg): Promise<boolean> {
    return Promise.resolve(false);
  }

  protected mediaFailed(): void {
    this.#end('failure', 'no_media_port');
  }

  protected brokenOff(reason: string): void {
    this.#end('failure', reason);
  }

  #connect(media: MediaSession): void {
    if (this.current === 'ended') return;
    const { telephoneEventType } = this.#peer;
    this.#relay.on('message', (packet, { port }) =>
      this.faults.contain('browser_media', () => {
        // Reports of this stretch are no business of the browser's, and it would take an event for sound.
        if (port === media.port && !isRtcp(packet) && payloadTypeOf(packet) !== telephoneEventType) this.#peer.send(packet);
      }),
    );
    this.#peer.onRtp((packet) =>
      this.faults.contain('browser_media', () => this.current === 'answered' && this.#relay.send(packet, media.port, LOOPBACK)),
    );
    const { port } = this.#relay.address();
    media.connect({
      remote: { address: LOOPBACK, port },
      rtcp: { port, mux: true },
      signallingSource: LOOPBACK,
      codec: 'PCMA',
      telephoneEventType,
      srtp: null,
      send: true,
      receive: this.#peer.sends,
      confirmed: true,
    });
    this.current = 'answered';
    this.emit({ type: 'answered' });
  }

  #end(by: 'remote' | 'local' | 'failure', reason: string): void {
    if (this.current === 'ended') return;
    this.current = 'ended';
    this.#relay.close();
    this.faults.contain('browser_media', () => this.#peer.close());
    this.closeMedia(by, reason);
  }
}
