import { durationMs, FRAME_SAMPLES, SILENT_PCM, type Pcm } from '../../call/audio.ts';
import { isOwnAddress, plainAddress } from '../../call/addresses.ts';
import type { Clock } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import type { Random } from '../../call/random.ts';
import type { SpeechStream } from '../../hearing/speech-probability.ts';
import { KeyLimit } from '../key-limit.ts';
import { comfortNoise, COMFORT_NOISE_TYPE, noiseLevel } from './comfort-noise.ts';
import { DtmfReceiver } from './dtmf.ts';
import { decoderOf, PAYLOAD_TYPE, type Decoder } from './codec.ts';
import { mixed } from './mix.ts';
import { JitterBuffer } from './jitter-buffer.ts';
import type { MediaReport, StreamSettings } from './protocol.ts';
import { SrtpReceiver } from './srtp.ts';
import { RtpOutput } from './rtp-output.ts';
import { isRtcp } from './rtcp.ts';
import { RtcpSession } from './rtcp-session.ts';
import { isReachable, PeerSocket, type RtpSockets } from './rtp-sockets.ts';
import { parseRtp, type RtpPacket } from './rtp.ts';
import { PROOF, SourceLock, type Proof, type Source } from './source-lock.ts';

const LAST_PORT = 65_535;
/**
 * An INVITE may name somebody else's address for the audio. Without the peer's ACK so much is sent there, and no more: an ACK that was
 * lost once or twice is there by then (RFC 3261 section 13.3.1.4: its 200 is repeated after 0.5, 1.5 and 3.5 s).
 */
const UNCONFIRMED_MS = 4_000;
/** An utterance is a dozen sentences with a pause behind each. */
const MOST_CLIPS = 256;

interface Clip {
  readonly id: number;
  readonly pcm: Pcm;
  played: number;
}

export interface RtpTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly report: (report: MediaReport) => void;
  readonly faults: Faults;
  /** Whether a port of this machine is another stream's of ours. */
  readonly isOurPort: (port: number) => boolean;
  /** Nothing from the peer for so long is reported. */
  readonly timeoutMs: number;
  readonly onPacket: () => void;
}

/** One RTP stream in both directions: the peer's packets become a frame per tick, our clips a packet per tick. */
export class RtpSession {
  readonly id: number;
  /** The even one of its two. */
  readonly port: number;
  readonly #socket: PeerSocket;
  readonly #rtcpSocket: PeerSocket;
  readonly #family: 'udp4' | 'udp6';
  readonly #speech: SpeechStream | null;
  readonly #tools: RtpTools;
  #settings: StreamSettings | null = null;
  #jitter = new JitterBuffer();
  #dtmf = new DtmfReceiver();
  readonly #keyLimit: KeyLimit;
  /** Where the peer really sends from; nobody else is heard. */
  readonly #lock = new SourceLock();
  /** Of the peer's packets; it changes when its side transfers the call. */
  #ssrc: number | null = null;
  /** What we hear is another stream of ours: two calls that were pointed at each other do not keep each other up. */
  #loops = false;
  /** Whose lock was acted on. */
  #lockedTo: Source | null = null;
  /** When sending ends on the clock, unless the peer confirms the session; null: it has. */
  #unconfirmedUntil: number | null = null;
  /** What was named as the peer's place can be sent to. */
  #sendable = false;
  #lastPacketAt = 0;
  #timedOut = false;
  #clips: Clip[] = [];
  #bridge: RtpSession | null = null;
  #heard: Pcm = SILENT_PCM;
  /** What went out in the last tick. */
  #said: Pcm = SILENT_PCM;
  #overheard: RtpSession | null = null;
  #along = false;
  /** What goes out; the other end of a bridge may pass packets on to it. */
  readonly output: RtpOutput;
  #decoder: Decoder | null = null;
  #receiver: SrtpReceiver | null = null;
  readonly #reports: RtcpSession;
  /** The level of the noise that the peer asks for while it sends nothing (RFC 3389), in dBFS; null: it sends. */
  #comfort: number | null = null;

  constructor(id: number, sockets: RtpSockets, speech: SpeechStream | null, tools: RtpTools) {
    this.id = id;
    this.port = sockets.rtp.address().port;
    this.#socket = new PeerSocket(sockets.rtp, sockets.family);
    this.#rtcpSocket = new PeerSocket(sockets.rtcp, sockets.family);
    this.#family = sockets.family;
    this.#keyLimit = new KeyLimit(tools.clock);
    this.#speech = speech;
    this.#tools = tools;
    this.output = new RtpOutput(tools.clock, (wire, payloadBytes) => this.#sent(wire, payloadBytes));
    this.#reports = new RtcpSession(this.output.ssrc, tools.random, () => tools.clock.wallTime());
    sockets.rtp.on('message', (datagram, from) => {
      tools.faults.contain('rtp', () => this.#receive(datagram, { address: plainAddress(from.address), port: from.port }));
      tools.onPacket();
    });
    sockets.rtcp.on('message', (datagram, from) =>
      tools.faults.contain('rtp', () => this.#receiveReport(datagram, plainAddress(from.address))),
    );
  }

  /** The frame of the last tick; what hearing gets. */
  get heard(): Pcm {
    return this.#heard;
  }

  get bothSides(): Pcm {
    return mixed(this.#heard, this.#said);
  }

  get speechProbability(): number {
    return this.#speech?.probability ?? Number.NaN;
  }

  /** Whether hearing gets our frames: connected, and not bridged to a person; unless both know that they are written down. */
  get listens(): boolean {
    return this.#settings !== null && (this.#bridge === null || this.#along) && this.#overheard === null;
  }

  /** Whose both sides are heard here; null: nobody's. */
  get overheard(): RtpSession | null {
    return this.#overheard;
  }

  get bridged(): RtpSession | null {
    return this.#bridge;
  }

  connect(settings: StreamSettings): void {
    const now = this.#tools.clock.now();
    const before = this.#settings;
    const moved = before !== null && (before.remote.address !== settings.remote.address || before.remote.port !== settings.remote.port);
    if (moved) this.#release();
    if (before === null || moved) {
      this.#jitter = new JitterBuffer();
      this.#unconfirmedUntil = now + UNCONFIRMED_MS;
    }
    if (settings.confirmed) this.confirm();
    const { remote, rtcp } = settings;
    this.#sendable = [remote.port, rtcp.port].every((port) => isReachable(this.#family, { ...remote, port })) && !this.#isOwn(remote);
    if (before?.codec !== settings.codec) this.#decoder = decoderOf(settings.codec);
    const { srtp } = settings;
    if (srtp?.receive.key !== before?.srtp?.receive.key) this.#receiver = srtp && new SrtpReceiver(srtp.receive);
    this.output.use(settings);
    this.#settings = settings;
    this.#lastPacketAt = now;
  }

  /** The peer gets what we send to where its messages come from. */
  confirm(): void {
    this.#unconfirmedUntil = null;
  }

  play(id: number, pcm: Pcm): void {
    const clip = { id, pcm, played: 0 };
    if (this.#clips.length >= MOST_CLIPS) this.#clipEnded(clip, false);
    else this.#clips.push(clip);
  }

  stopPlaying(): void {
    const stopped = this.#clips;
    this.#clips = [];
    for (const clip of stopped) this.#clipEnded(clip, false);
  }

  sendKey(digit: string): void {
    this.output.press(digit);
  }

  bridgeTo(other: RtpSession): void {
    this.stopPlaying();
    this.#bridge = other;
  }

  /** What the other hears and says is heard here too, and nothing from here is heard there; null ends that. */
  overhear(other: RtpSession | null): void {
    this.stopPlaying();
    this.#overheard = other;
  }

  /** Hearing goes on while two people speak. */
  listenAlong(): void {
    this.#along = true;
  }

  unbridge(): void {
    this.#along = false;
    this.#bridge = null;
    this.output.endPassing();
  }

  close(): void {
    this.stopPlaying();
    this.#speech?.close();
    const settings = this.#settings;
    this.#settings = null;
    if (!settings) return this.closeSockets();
    const goodbye = this.#reports.report(this.#tools.clock.now(), this.output.timestamp, true);
    this.#sendReport(settings, goodbye, () => this.closeSockets());
    this.#tools.report({ type: 'quality', session: this.id, quality: this.#reports.quality });
  }

  closeSockets(): void {
    this.#socket.close();
    this.#rtcpSocket.close();
  }

  tick(): void {
    this.#heard = this.#jitter.pull() ?? this.#pausing();
    if (this.listens) this.#speech?.push(this.#heard);
    this.#said = this.#bridge ? this.#bridge.heard : this.#overheard ? this.#overheard.bothSides : this.#nextOfClips();
    this.output.tick(this.#said, this.#bridge !== null);
    this.#reportIfDue();
    this.#listenAround();
    this.#checkTimeout();
  }

  #reportIfDue(): void {
    const report = this.#settings && this.#reports.due(this.#tools.clock.now(), this.output.timestamp);
    if (this.#settings && report) this.#sendReport(this.#settings, report);
  }

  #pausing(): Pcm {
    return this.#comfort === null ? SILENT_PCM : comfortNoise(this.#comfort, this.#tools.random);
  }

  #receive(datagram: Buffer, from: Source): void {
    const settings = this.#settings;
    // Port 0 can be written into a packet, but nothing can be sent back there.
    if (!settings || from.port === 0) return;
    if (isRtcp(datagram)) return this.#receiveReport(datagram, from.address);
    const now = this.#tools.clock.now();
    const opened = this.#receiver ? this.#receiver.unprotect(datagram) : datagram;
    const packet = opened && parseRtp(opened);
    if (!packet || !fits(settings, packet) || !this.#lock.takes(packet, from, this.#proofOf(settings, from), now)) return;
    this.#locked(packet, from);
    if (!this.#loops) this.#lastPacketAt = now;
    this.#reports.received(packet, now);
    if (settings.receive) this.#hear(settings, packet);
  }

  #hear(settings: StreamSettings, packet: RtpPacket): void {
    if (packet.payloadType === settings.telephoneEventType) {
      const digit = this.#dtmf.push(packet.timestamp, packet.payload);
      if (digit !== null && this.#keyLimit.takes()) this.#tools.report({ type: 'key', session: this.id, digit });
      return;
    }
    this.#comfort = packet.payloadType === COMFORT_NOISE_TYPE ? noiseLevel(packet.payload) : null;
    if (this.#comfort !== null) return;
    const passes = this.#bridge?.output.takes(settings.codec) === true;
    if (passes) this.#bridge?.output.pass(packet);
    if (passes && !this.#along) return;
    const pcm = this.#decoder?.decode(packet.payload);
    if (pcm) this.#jitter.push(packet.timestamp, pcm);
  }

  #proofOf({ remote, signallingSource, srtp }: StreamSettings, { address, port }: Source): Proof {
    if (srtp) return PROOF.authenticated;
    if (address === remote.address && port === remote.port) return PROOF.negotiated;
    return address === remote.address || address === signallingSource ? PROOF.host : PROOF.none;
  }

  /** Of a packet that is the peer's. */
  #locked(packet: RtpPacket, from: Source): void {
    if (this.#ssrc !== packet.ssrc) {
      this.#ssrc = packet.ssrc;
      this.#jitter.beginAnew();
      this.#dtmf = new DtmfReceiver();
    }
    if (this.#lockedTo === this.#lock.source) return;
    this.#lockedTo = this.#lock.source;
    this.#loops = this.#tools.isOurPort(from.port) && isOwnAddress(from.address);
    // Nobody who is no liar has a better claim, so strangers are kept out by the kernel: a flood of theirs costs us nothing.
    if (this.#lock.isNegotiated) this.#socket.only(from);
    else this.#socket.all();
  }

  /** A peer that has fallen silent may be elsewhere now. */
  #listenAround(): void {
    if (!this.#socket.isConnected || !this.#lock.isSilent(this.#tools.clock.now())) return;
    this.#socket.all();
    this.#lockedTo = null;
  }

  /** Reports are taken from the host that the audio comes from, or was promised from. */
  #receiveReport(datagram: Buffer, address: string): void {
    const settings = this.#settings;
    if (!settings) return;
    const { remote, signallingSource } = settings;
    if (address !== this.#lock.source?.address && address !== remote.address && address !== signallingSource) return;
    const opened = this.#receiver ? this.#receiver.unprotectRtcp(datagram) : datagram;
    if (opened) this.#reports.heard(opened, this.#tools.clock.now());
  }

  /** To where the audio really comes from, if that is elsewhere than was said: its reports are behind the same router. */
  #sendReport(settings: StreamSettings, report: Buffer, sent: () => void = () => {}): void {
    if (!this.#maySend) return sent();
    const wire = this.output.protectReport(report);
    const source = this.#lock.source;
    if (settings.rtcp.mux) return this.#socket.send(wire, source ?? settings.remote, sent);
    const { address, port } = settings.remote;
    const moved = source !== null && (source.address !== address || source.port !== port);
    this.#rtcpSocket.send(
      wire,
      moved ? { address: source.address, port: Math.min(source.port + 1, LAST_PORT) } : { address, port: settings.rtcp.port },
      sent,
    );
  }

  #release(): void {
    this.#lock.release();
    this.#lockedTo = null;
    this.#socket.all();
  }

  #nextOfClips(): Pcm {
    let frame: Pcm | null = null;
    let filled = 0;
    while (filled < FRAME_SAMPLES) {
      const clip = this.#clips[0];
      if (!clip) break;
      frame ??= new Int16Array(FRAME_SAMPLES);
      const piece = clip.pcm.subarray(clip.played, clip.played + FRAME_SAMPLES - filled);
      frame.set(piece, filled);
      filled += piece.length;
      clip.played += piece.length;
      if (clip.played < clip.pcm.length) break;
      this.#clips.shift();
      this.#clipEnded(clip, true);
    }
    return frame ?? SILENT_PCM;
  }

  #clipEnded(clip: Clip, complete: boolean): void {
    this.#tools.report({ type: 'clip_ended', session: this.id, clipId: clip.id, playedMs: durationMs(clip.played), complete });
  }

  #sent(wire: Buffer, payloadBytes: number): void {
    const settings = this.#settings;
    if (!settings || !this.#maySend) return;
    this.#reports.sent(payloadBytes);
    this.#socket.send(wire, this.#lock.source ?? settings.remote);
  }

  get #maySend(): boolean {
    return this.#sendable && (this.#unconfirmedUntil === null || this.#tools.clock.now() < this.#unconfirmedUntil);
  }

  /** What is sent to our own ports would come back as if the peer had sent it. */
  #isOwn({ address, port }: Source): boolean {
    return (port === this.port || port === this.port + 1) && isOwnAddress(address);
  }

  #checkTimeout(): void {
    if (this.#timedOut || !this.#settings?.receive || this.#tools.clock.now() - this.#lastPacketAt < this.#tools.timeoutMs) return;
    this.#timedOut = true;
    this.#tools.report({ type: 'media_timeout', session: this.id });
  }
}

/** Of what was agreed on, and not empty. */
function fits({ codec, telephoneEventType }: StreamSettings, { payloadType, payload }: RtpPacket): boolean {
  const isAudio = payloadType === PAYLOAD_TYPE[codec] || payloadType === COMFORT_NOISE_TYPE;
  return payload.length > 0 && (isAudio || payloadType === telephoneEventType);
}
