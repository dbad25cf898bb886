import { isIP } from 'node:net';
import { parse, write, type SessionDescription } from 'sdp-transform';
import { isUnicast } from '../../call/addresses.ts';
import { FRAME_MS } from '../../call/audio.ts';
import { PAYLOAD_TYPE, type Codec } from './codec.ts';
import type { StreamSettings } from './protocol.ts';
import { MASTER_BYTES, type SrtpKey, type SrtpSuite } from './srtp.ts';

/** What a peer's session description says about the one audio stream that we take. */
export interface RemoteAudio {
  readonly address: string;
  readonly port: number;
  /** Where reports go: RFC 3605, RFC 5761. */
  readonly rtcp: { readonly port: number; readonly mux: boolean };
  readonly codec: Codec;
  readonly telephoneEventType: number | null;
  /** The peer's own view. */
  readonly direction: Direction;
  /** How the peer protects its audio (RFC 4568); null: not at all. */
  readonly crypto: RemoteCrypto | null;
  /** Index of the stream among all that were offered: an answer names every one, by its kind. */
  readonly index: number;
  readonly streams: readonly { readonly type: string; readonly protocol: string; readonly payloads: string }[];
}

/** A crypto attribute that we can follow. */
export interface RemoteCrypto extends SrtpKey {
  /** An answer names the offer's. */
  readonly tag: number;
}

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

const MAX_SDP_BYTES = 16_384;
/** Ten times what telephones send. */
export const MAX_LINES = 300;
export const MAX_LINE_CHARS = 1_024;
const MAX_STREAMS = 16;
const DEFAULT_EVENT_TYPE = 101;

const SUITES: ReadonlySet<string> = new Set<SrtpSuite>(['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32']);
/** The one suite that everybody has to know (RFC 4568 section 6.2.1). */
const OFFERED_SUITE: SrtpSuite = 'AES_CM_128_HMAC_SHA1_80';
const OFFERED_TAG = 1;

const STATIC_CODECS: ReadonlyMap<number, Codec> = new Map([
  [PAYLOAD_TYPE.PCMU, 'PCMU'],
  [PAYLOAD_TYPE.PCMA, 'PCMA'],
  [PAYLOAD_TYPE.G722, 'G722'],
]);

/** Reads an offer or answer (RFC 8866, RFC 3264). Null: malformed, or no audio in it that we can play. Never throws. */
export function readSdp(body: Buffer): RemoteAudio | null {
  const text = body.toString('utf8');
  if (body.length > MAX_SDP_BYTES || !/^v=0\r?\n/u.test(text) || !isModest(text)) return null;
  try {
    return readDescription(parse(text));
  } catch {
    return null;
  }
}

/** The library tries some forty expressions on a line that it does not know: 4,000 empty attributes took 40 ms. */
function isModest(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/u, MAX_LINES + 1);
  return lines.length <= MAX_LINES && lines.every((line) => line.length <= MAX_LINE_CHARS);
}

function readDescription(description: SessionDescription): RemoteAudio | null {
  const streams = description.media ?? [];
  if (streams.length > MAX_STREAMS) return null;
  const kinds = streams.map(({ type, protocol, payloads }) => ({ type, protocol, payloads: String(payloads ?? 0) }));
  const readable = streams.flatMap((stream, index): RemoteAudio[] => {
    const audio = stream.type === 'audio' ? readAudio(description, stream) : null;
    return audio ? [{ ...audio, index, streams: kinds }] : [];
  });
  // Where both are offered, what is protected is taken.
  return readable.find(({ crypto }) => crypto !== null) ?? readable[0] ?? null;
}

type Stream = SessionDescription['media'][number];

function readAudio(description: SessionDescription, stream: Stream): Omit<RemoteAudio, 'index' | 'streams'> | null {
  const address = (stream.connection ?? description.connection)?.ip ?? '';
  const { port } = stream;
  const crypto = stream.protocol === 'RTP/SAVP' ? readCrypto(stream) : null;
  if (stream.protocol !== 'RTP/AVP' && crypto === null) return null;
  if (isIP(address) === 0 || address.includes('%') || !isPort(port)) return null;
  // Where only one type is offered, the library gives a number, whatever its types say.
  const payloads: unknown = stream.payloads ?? '';
  const written = String(payloads).split(' ');
  const offered = written.filter((type) => /^\d{1,3}$/u.test(type) && Number(type) <= 127).map(Number);
  const codec = offered.map((type) => STATIC_CODECS.get(type)).find((candidate) => candidate !== undefined);
  if (!codec) return null;
  const event = stream.rtp?.find((map) => isTelephoneEvent(map.codec) && map.rate === 8000 && offered.includes(map.payload));
  // c=0.0.0.0 is how RFC 2543 put a call on hold (RFC 3264 section 8.4), and :: how some do it with IPv6.
  const isHold = address === '0.0.0.0' || address === '::';
  // A stream to a group or to a whole network would be an amplifier in the hands of whoever calls.
  if (!isHold && !isUnicast(address)) return null;
  const direction = isHold ? 'sendonly' : directionOf(stream.direction ?? description.direction);
  const rtcpPort = stream.rtcp?.port ?? port + 1;
  const rtcp = { port: isPort(rtcpPort) ? rtcpPort : port, mux: stream.rtcpMux !== undefined };
  return { address, port, rtcp, codec, telephoneEventType: event?.payload ?? null, direction, crypto };
}

/** The first attribute whose suite and parameters we know (RFC 4568 section 5.1.2); null: none, so the stream cannot be had. */
function readCrypto({ crypto }: Stream): RemoteCrypto | null {
  for (const { id, suite, config, sessionConfig } of crypto ?? []) {
    const known = Number.isInteger(id) && SUITES.has(suite) && isHarmless(sessionConfig);
    const key = known ? readKey(config) : null;
    if (key) return { tag: id, suite: suite as SrtpSuite, ...key };
  }
  return null;
}

/** RFC 4568 section 6.3: parameters that we do not know make an attribute void. The hint about the window changes nothing. */
function isHarmless(parameters: string | undefined): boolean {
  return parameters === undefined || /^WSH=\d+$/u.test(parameters);
}

/** `inline:` key and salt, a lifetime that no call reaches, and a master key identifier with its length. */
function readKey(parameters: string): { readonly key: string; readonly mkiBytes: number } | null {
  const match = /^inline:([A-Za-z0-9+/]{40})(?:\|(?:2\^)?\d{1,15})?(?:\|\d{1,10}:(\d{1,3}))?$/u.exec(parameters);
  const mkiBytes = Number(match?.[2] ?? 0);
  if (!match?.[1] || mkiBytes > 128 || Buffer.from(match[1], 'base64').length !== MASTER_BYTES) return null;
  return { key: match[1], mkiBytes };
}

/** The library makes a number of a codec that looks like one, whatever its types say. */
function isTelephoneEvent(codec: unknown): boolean {
  return typeof codec === 'string' && codec.toLowerCase() === 'telephone-event';
}

function isPort(port: unknown): boolean {
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535;
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
  /** Master key and salt of our own, base64; used where the audio is protected. */
  readonly srtpKey: string;
}

/** How both directions are protected where the peer protects its own, with our key for what we send; null: not at all. */
export function srtpWith({ crypto }: RemoteAudio, ownKey: string): StreamSettings['srtp'] {
  return crypto && { send: { suite: crypto.suite, key: ownKey, mkiBytes: 0 }, receive: crypto };
}

/** The answer to an offer: the codec that the peer named first, and its keypad events. */
export function writeAnswer(offer: RemoteAudio, local: LocalAudio): Buffer {
  const crypto = offer.crypto && { id: offer.crypto.tag, suite: offer.crypto.suite, config: `inline:${local.srtpKey}` };
  const audio = audioLines(local, [offer.codec], offer.telephoneEventType, MIRRORED[offer.direction], crypto);
  const own = offer.rtcp.mux ? { ...audio, rtcpMux: 'rtcp-mux' as const } : audio;
  const media = offer.streams.map((stream, index) => (index === offer.index ? own : { ...stream, port: 0, rtp: [], fmtp: [] }));
  return describe(local, media);
}

export interface OfferWish {
  /** The audio is protected, or there is none. */
  readonly encrypted?: boolean;
  /** Whoever we put through speaks with 7 kHz, so the phone shall, if it can. */
  readonly wideband?: boolean;
}

export function writeOffer(local: LocalAudio, { encrypted = false, wideband = false }: OfferWish = {}): Buffer {
  const crypto = encrypted ? { id: OFFERED_TAG, suite: OFFERED_SUITE, config: `inline:${local.srtpKey}` } : null;
  return describe(local, [
    audioLines(local, wideband ? ['G722', 'PCMA', 'PCMU'] : ['PCMA', 'PCMU'], DEFAULT_EVENT_TYPE, 'sendrecv', crypto),
  ]);
}

function audioLines(
  local: LocalAudio,
  codecs: readonly Codec[],
  eventType: number | null,
  direction: Direction,
  crypto: NonNullable<Stream['crypto']>[number] | null,
): Stream {
  const types = [...codecs.map((codec) => PAYLOAD_TYPE[codec]), ...(eventType === null ? [] : [eventType])];
  const rtp = codecs.map((codec) => ({ payload: PAYLOAD_TYPE[codec], codec, rate: 8000 }));
  return {
    type: 'audio',
    port: local.port,
    protocol: crypto ? 'RTP/SAVP' : 'RTP/AVP',
    payloads: types.join(' '),
    rtp: eventType === null ? rtp : [...rtp, { payload: eventType, codec: 'telephone-event', rate: 8000 }],
    fmtp: eventType === null ? [] : [{ payload: eventType, config: '0-15' }],
    ptime: FRAME_MS,
    ...(crypto && { crypto: [crypto] }),
    direction,
  };
}

function describe(local: LocalAudio, media: Stream[]): Buffer {
  const version = isIP(local.address) === 6 ? 6 : 4;
  const text = write({
    version: 0,
    origin: {
      username: '-',
      sessionId: local.sessionId,
      sessionVersion: local.version,
      netType: 'IN',
      ipVer: version,
      address: local.address,
    },
    name: '-',
    connection: { version, ip: local.address },
    timing: { start: 0, stop: 0 },
    media,
  });
  return Buffer.from(text, 'utf8');
}
