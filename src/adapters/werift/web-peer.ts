import { parse, write } from 'sdp-transform';
import type { RTCPeerConnection } from 'werift';
import type { Clock } from '../../call/clock.ts';
import { WebPeerError, type WebPeer } from '../../telephony/web-peer.ts';

/** No browser offers more for one audio stream. */
const LONGEST_OFFER = 32_768;
/** Sound has to pass by then, in ms; a browser in the same network needs some tenths of a second. */
const CONNECT_MS = 10_000;

/** Answers a browser's offer with G.711 A-law and keys, over this machine's own addresses; no server elsewhere is asked. */
export async function weriftPeer(offer: string, clock: Clock): Promise<WebPeer> {
  if (offer.length > LONGEST_OFFER) throw new WebPeerError('the offer is too long');
  // It takes a tenth of a second to load, and most who start this server never need it.
  const { RTCPeerConnection, RTCRtpCodecParameters } = await import('werift');
  const audio = [
    new RTCRtpCodecParameters({ mimeType: 'audio/PCMA', clockRate: 8000, channels: 1, payloadType: 8 }),
    new RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate: 8000, channels: 1 }),
  ];
  const connection = new RTCPeerConnection({ iceServers: [], iceAdditionalHostAddresses: ['127.0.0.1'], codecs: { audio, video: [] } });
  try {
    const transceiver = connection.addTransceiver('audio', { direction: 'sendrecv' });
    let onRtp: (rtp: Uint8Array) => void = () => {};
    transceiver.onTrack.subscribe((track) => track.onReceiveRtp.subscribe((packet) => onRtp(packet.serialize())));
    await connection.setRemoteDescription({ type: 'offer', sdp: withoutTheRest(offer) });
    await connection.setLocalDescription(await connection.createAnswer());
    const answer = connection.localDescription?.sdp;
    const codec = transceiver.codecs.find(({ mimeType }) => /^audio\/pcma$/iu.test(mimeType));
    if (answer === undefined || !codec) throw new WebPeerError('no codec could be agreed on');
    const events = transceiver.codecs.find(
      ({ mimeType, clockRate }) => /^audio\/telephone-event$/iu.test(mimeType) && clockRate === codec.clockRate,
    );
    return {
      ...peerOf(connection, transceiver, clock),
      answer,
      telephoneEventType: events?.payloadType ?? null,
      sends: !/^a=(?:recvonly|inactive)\s*$/mu.test(offer),
      onRtp: (listener) => (onRtp = listener),
    };
  } catch (error) {
    await connection.close();
    throw error instanceof WebPeerError ? error : new WebPeerError('the offer makes no sense', { cause: error });
  }
}

/**
 * Of what a browser offers, what we take: codecs of 8 kHz, and addresses that stand there. What only this network's mDNS could
 * tell is left out; the browser finds us, and we ask nobody.
 */
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
    media.candidates = media.candidates?.filter(({ ip }) => !ip.endsWith('.local'));
  }
  return write(description);
}

type Transceiver = ReturnType<RTCPeerConnection['addTransceiver']>;

function peerOf(
  connection: RTCPeerConnection,
  transceiver: Transceiver,
  clock: Clock,
): Pick<WebPeer, 'connected' | 'send' | 'onGone' | 'close'> {
  let onGone: (how: 'closed' | 'lost') => void = () => {};
  let gone = false;
  const connected = Promise.withResolvers<void>();
  connected.promise.catch(() => {});
  const limit = clock.after(CONNECT_MS, () => connected.reject(new WebPeerError('no way to the browser was found')));
  const leave = (how: 'closed' | 'lost'): void => {
    connected.reject(new WebPeerError('the browser has gone'));
    if (!gone) onGone(how);
    gone = true;
  };
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected') connected.resolve();
    if (state === 'failed' || state === 'disconnected') leave('lost');
  });
  // A page that closes says so (RFC 5246 section 7.2.1).
  for (const { onStateChange } of connection.dtlsTransports) onStateChange.subscribe((state) => state === 'closed' && leave('closed'));
  return {
    connected: connected.promise.finally(() => limit.cancel()),
    send: (rtp) => void transceiver.sender.sendRtp(Buffer.from(rtp)).catch(() => {}),
    onGone: (listener) => {
      onGone = listener;
    },
    async close() {
      gone = true;
      limit.cancel();
      await connection.close();
    },
  };
}
