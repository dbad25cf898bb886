import { isIP } from 'node:net';
import { parse, parsePayloads, write, type SessionDescription } from 'sdp-transform';
import { FRAME_MS } from '../../call/audio.ts';
import { PAYLOAD_TYPE, type Codec } from './g711.ts';

/** What a peer's session description says about the one audio stream that we take. */
export interface RemoteAudio {
  readonly address: string;
  readonly port: number;
  readonly codec: Codec;
  readonly telephoneEventType: number | null;
  /** The peer's own view. */
  readonly direction: Direction;
  /** Index of the stream among all that were offered, and how many there are: an answer names every one. */
  readonly index: number;
  readonly count: number;
}

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

const MAX_SDP_BYTES = 16_384;
const MAX_STREAMS = 16;
const DEFAULT_EVENT_TYPE = 101;

const STATIC_CODECS: ReadonlyMap<number, Codec> = new Map([
  [PAYLOAD_TYPE.PCMU, 'PCMU'],
  [PAYLOAD_TYPE.PCMA, 'PCMA'],
]);

/** Reads an offer or answer (RFC 8866, RFC 3264). Null: malformed, or no audio in it that we can play. Never throws. */
export function readSdp(body: Buffer): RemoteAudio | null {
  const text = body.toString('utf8');
  if (body.length > MAX_SDP_BYTES || !/^v=0\r?\n/u.test(text)) return null;
  try {
    return readDescription(parse(text));
  } catch {
    return null;
  }
}

function readDescription(description: SessionDescription): RemoteAudio | null {
  const streams = description.media ?? [];
  if (streams.length > MAX_STREAMS) return null;
  for (const [index, stream] of streams.entries()) {
    const audio = stream.type === 'audio' && stream.protocol === 'RTP/AVP' ? readAudio(description, stream) : null;
    if (audio) return { ...audio, index, count: streams.length };
  }
  return null;
}

type Stream = SessionDescription['media'][number];

function readAudio(description: SessionDescription, stream: Stream): Omit<RemoteAudio, 'index' | 'count'> | null {
  const address = (stream.connection ?? description.connection)?.ip ?? '';
  const { port } = stream;
  if (isIP(address) !== 4 || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  // The library gives a number where only one type is offered; its own helper takes both.
  const offered = parsePayloads(stream.payloads ?? '').filter((type) => Number.isInteger(type) && type >= 0 && type <= 127);
  const codec = offered.map((type) => STATIC_CODECS.get(type)).find((candidate) => candidate !== undefined);
  if (!codec) return null;
  const event = stream.rtp?.find((map) => isTelephoneEvent(map.codec) && map.rate === 8000 && offered.includes(map.payload));
  // c=0.0.0.0 is how RFC 2543 put a call on hold (RFC 3264 section 8.4).
  const direction = address === '0.0.0.0' ? 'sendonly' : directionOf(stream.direction ?? description.direction);
  return { address, port, codec, telephoneEventType: event?.payload ?? null, direction };
}

/** The library makes a number of a codec that looks like one, whatever its types say. */
function isTelephoneEvent(codec: unknown): boolean {
  return typeof codec === 'string' && codec.toLowerCase() === 'telephone-event';
}

function directionOf(value: string | undefined): Direction {
  return value === 'sendonly' || value === 'recvonly' || value === 'inactive' ? value : 'sendrecv';
}

const MIRRORED: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

export interface LocalAudio {
  readonly address: string;
  readonly port: number;
  /** RFC 3264 section 8: one more with every new description. */
  readonly version: number;
  readonly sessionId: number;
}

/** The answer to an offer: the codec that the peer named first, and its keypad events. */
export function writeAnswer(offer: RemoteAudio, local: LocalAudio): Buffer {
  const own = audioLines(local, [offer.codec], offer.telephoneEventType, MIRRORED[offer.direction]);
  const refused = { type: 'audio', port: 0, protocol: 'RTP/AVP', payloads: '0', rtp: [], fmtp: [] };
  const media = Array.from({ length: offer.count }, (_, index) => (index === offer.index ? own : refused));
  return describe(local, media);
}

/** Our own offer, for an INVITE that came without one (RFC 3261 section 13.2.1). */
export function writeOffer(local: LocalAudio): Buffer {
  return describe(local, [audioLines(local, ['PCMA', 'PCMU'], DEFAULT_EVENT_TYPE, 'sendrecv')]);
}

function audioLines(local: LocalAudio, codecs: readonly Codec[], eventType: number | null, direction: Direction): Stream {
  const types = [...codecs.map((codec) => PAYLOAD_TYPE[codec]), ...(eventType === null ? [] : [eventType])];
  const rtp = codecs.map((codec) => ({ payload: PAYLOAD_TYPE[codec], codec, rate: 8000 }));
  return {
    type: 'audio',
    port: local.port,
    protocol: 'RTP/AVP',
    payloads: types.join(' '),
    rtp: eventType === null ? rtp : [...rtp, { payload: eventType, codec: 'telephone-event', rate: 8000 }],
    fmtp: eventType === null ? [] : [{ payload: eventType, config: '0-15' }],
    ptime: FRAME_MS,
    direction,
  };
}

function describe(local: LocalAudio, media: Stream[]): Buffer {
  const text = write({
    version: 0,
    origin: { username: '-', sessionId: local.sessionId, sessionVersion: local.version, netType: 'IN', ipVer: 4, address: local.address },
    name: '-',
    connection: { version: 4, ip: local.address },
    timing: { start: 0, stop: 0 },
    media,
  });
  return Buffer.from(text, 'utf8');
}
