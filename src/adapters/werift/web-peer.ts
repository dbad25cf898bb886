import { parse, write } from 'sdp-transform';
import type { RTCPeerConnection } from 'werift';
import { every, type Clock, type Timer } from '../../call/clock.ts';
import { WebPeerError, type WebPeer } from '../../telephony/web-peer.ts';

/** No browser offers more for one audio stream. */
const LONGEST_OFFER = 32_768;
/** Sound has to pass by then, in ms; a browser in the same network needs some tenths of a second. */
const CONNECT_MS = 10_000;
/** After a goodbye: packets may still come for so long, and then none for so long. A microphone sends fifty a second. */
const ON_ITS_WAY_MS = 200;
const SILENT_MS = 300;
/** A browser of which nothing has come for so long is lost; whoever only listens still asks whether we are there. */
const LOST_MS = 15_000;
const LOOK_MS = 3_000;
/** A browser tries some ways at once, one for each address of its own. */
const MOST_WAYS = 64;

/** Answers a browser's offer with G.711 A-law and keys, over this machine's own addresses; no server elsewhere is asked. */
export async function weriftPeer(offer: string, clock: Clock): Promise<WebPeer> {
  if (offer.length > LONGEST_OFFER) throw new WebPeerError('the offer is too long');
  // It takes a tenth of a second to load, and most who start this server never need it.
  const { RTCPeerConnection, RTCRtpCodecParameters } = await import('werift');
  const audio = [
    new RTCRtpCodecParameters({ mimeType: 'audio/PCMA', clockRate: 8000, channels: 1, payloadType: 8 }),
    new RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate: 8000, channels: 1 }),
  ];
  const life = { seenAt: clock.now() };
  const known = new Set<string>();
  const connection = new RTCPeerConnection({
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    // RFC 8445 section 2.5: we only answer, and send nothing to where somebody only says that they are.
    iceLite: true,
    iceFilterStunResponse: (check, from, protocol) => {
      const ice = connection.iceTransports[0]?.connection;
      // werift does not verify MESSAGE-INTEGRITY; both halves of the name are known to this browser and to us alone.
      if (!ice || check.getAttributeValue('USERNAME') !== `${ice.localUsername}:${ice.remoteUsername}`) return false;
      if (known.size < MOST_WAYS) known.add(String(from));
      // Browsers ask every few seconds whether we still want their packets (RFC 7675).
      life.seenAt = clock.now();
      // Chromium nominates the first way that it tries, then a better one; werift would stay with the first, which may lead nowhere.
      const way = ice.nominated;
      const isAnother = way && (way.protocol !== protocol || String(way.remoteAddr) !== String(from));
      if (isAnother && check.attributesKeys.includes('USE-CANDIDATE')) ice.resetNominatedPair();
      return true;
    },
    codecs: { audio, video: [] },
  });
  try {
    const transceiver = connection.addTransceiver('audio', { direction: 'sendrecv' });
    const peer = new WeriftPeer(connection, transceiver, offer, clock, life);
    await connection.setRemoteDescription({ type: 'offer', sdp: withoutTheRest(offer) });
    await connection.setLocalDescription(await connection.createAnswer());
    keepStrangersOut(connection, known);
    peer.agreed();
    return peer;
  } catch (error) {
    await connection.close();
    throw error instanceof WebPeerError ? error : new WebPeerError('the offer makes no sense', { cause: error });
  }
}

/** Of what werift has inside: one of its sockets. */
interface Way {
  readonly transport: { onData: (datagram: Buffer, from: readonly [address: string, port: number]) => void };
}

/**
 * werift hands DTLS and SRTP on, whoever sent it, and a forged greeting spoils the handshake with the real browser. So nothing but
 * checks (STUN, by their first byte: RFC 7983 section 7) is taken from where no check has come with both names.
 */
function keepStrangersOut({ iceTransports }: RTCPeerConnection, known: ReadonlySet<string>): void {
  for (const { connection } of iceTransports)
    for (const { transport } of (connection as unknown as { readonly protocols: readonly Way[] }).protocols) {
      const take = transport.onData;
      transport.onData = (datagram, from) => {
        if ((datagram[0] ?? 255) <= 3 || known.has(String(from))) take(datagram, from);
      };
    }
}

/** Of what a browser offers, what we take: codecs of 8 kHz. Its addresses are left out, since it finds us. */
function withoutTheRest(offer: string): string {
  const description = parse(offer);
  const pcma = ({ codec, rate }: { codec: string; rate?: number }): boolean => /^pcma$/iu.test(codec) && rate === 8000;
  if (!description.media.some(({ type, rtp }) => type === 'audio' && rtp.some(pcma))) throw new WebPeerError('the offer has no G.711');
  for (const media of description.media) {
    const taken = media.rtp.filter(({ codec, rate }) => /^(?:pcma|telephone-event)$/iu.test(codec) && rate === 8000);
    const types = new Set(taken.map(({ payload }) => payload));
    if (media.type !== 'audio' || taken.length === 0) continue;
    media.rtp = taken;
    media.fmtp = media.fmtp.filter(({ payload }) => types.has(payload));
    media.rtcpFb = media.rtcpFb?.filter(({ payload }) => types.has(Number(payload)));
    media.payloads = [...types].join(' ');
    media.candidates = [];
  }
  return write(description);
}

type Transceiver = ReturnType<RTCPeerConnection['addTransceiver']>;

class WeriftPeer implements WebPeer {
  readonly connected: Promise<void>;
  readonly sends: boolean;
  answer = '';
  telephoneEventType: number | null = null;
  readonly #connection: RTCPeerConnection;
  readonly #transceiver: Transceiver;
  readonly #clock: Clock;
  readonly #settle = Promise.withResolvers<void>();
  readonly #limit: Timer;
  /** When something came from the browser last. */
  readonly #life: { seenAt: number };
  #watch: Timer | null = null;
  #onRtp: (rtp: Uint8Array) => void = () => {};
  #onGone: (how: 'closed' | 'lost') => void = () => {};
  #gone = false;
  #packets = 0;

  constructor(connection: RTCPeerConnection, transceiver: Transceiver, offer: string, clock: Clock, life: { seenAt: number }) {
    this.#life = life;
    this.#connection = connection;
    this.#transceiver = transceiver;
    this.#clock = clock;
    this.sends = !/^a=(?:recvonly|inactive)\s*$/mu.test(offer);
    this.#limit = clock.after(CONNECT_MS, () => this.#settle.reject(new WebPeerError('no way to the browser was found')));
    this.connected = this.#settle.promise.finally(() => this.#limit.cancel());
    this.connected.catch(() => {});
    transceiver.onTrack.subscribe((track) =>
      track.onReceiveRtp.subscribe((packet) => {
        this.#packets++;
        this.#life.seenAt = clock.now();
        this.#onRtp(packet.serialize());
      }),
    );
    connection.connectionStateChange.subscribe((state) => {
      if (state === 'connected') this.#connectedOnce();
      if (state === 'failed') this.#leave('lost');
    });
  }

  /** The answer stands. Throws WebPeerError where there is no codec in it. */
  agreed(): void {
    const codecOf = (name: RegExp) => this.#transceiver.codecs.find(({ mimeType, clockRate }) => name.test(mimeType) && clockRate === 8000);
    const answer = this.#connection.localDescription?.sdp;
    if (answer === undefined || !codecOf(/^audio\/pcma$/iu)) throw new WebPeerError('no codec could be agreed on');
    this.answer = answer;
    this.telephoneEventType = codecOf(/^audio\/telephone-event$/iu)?.payloadType ?? null;
  }

  send(rtp: Uint8Array): void {
    this.#transceiver.sender.sendRtp(Buffer.from(rtp)).catch(() => {});
  }

  onRtp(listener: (rtp: Uint8Array) => void): void {
    this.#onRtp = listener;
  }

  onGone(listener: (how: 'closed' | 'lost') => void): void {
    this.#onGone = listener;
  }

  async close(): Promise<void> {
    this.#gone = true;
    this.#limit.cancel();
    this.#watch?.cancel();
    await this.#connection.close();
  }

  #connectedOnce(): void {
    this.#settle.resolve();
    this.#life.seenAt = this.#clock.now();
    this.#watch = every(this.#clock, LOOK_MS, () => {
      if (this.#clock.now() - this.#life.seenAt > LOST_MS) this.#leave('lost');
    });
    for (const { onStateChange } of this.#connection.dtlsTransports)
      onStateChange.subscribe((state) => state === 'closed' && this.#saidGoodbye());
  }

  /**
   * A page that closes says so (RFC 5246 section 7.2.1). werift takes that from anybody who knows the port, so whoever goes on
   * speaking has not gone.
   */
  #saidGoodbye(): void {
    if (this.#gone || !this.sends) return this.#leave('closed');
    this.#clock.after(ON_ITS_WAY_MS, () => {
      const before = this.#packets;
      this.#clock.after(SILENT_MS, () => this.#packets === before && this.#leave('closed'));
    });
  }

  #leave(how: 'closed' | 'lost'): void {
    this.#settle.reject(new WebPeerError('the browser has gone'));
    this.#watch?.cancel();
    if (!this.#gone) this.#onGone(how);
    this.#gone = true;
  }
}
