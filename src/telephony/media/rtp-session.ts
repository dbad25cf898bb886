import type { Socket } from 'node:dgram';
import { durationMs, FRAME_SAMPLES, SILENT_PCM, type Pcm } from '../../call/audio.ts';
import { addressFor, plainAddress } from '../../call/addresses.ts';
import type { Clock } from '../../call/clock.ts';
import type { Random } from '../../call/random.ts';
import type { SpeechStream } from '../../hearing/speech-probability.ts';
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
import { parseRtp, type RtpPacket } from './rtp.ts';

const LAST_PORT = 65_535;

interface Clip {
  readonly id: number;
  readonly pcm: Pcm;
  played: number;
}

/** RTP on an even port, its reports on the next one (RFC 3550 section 11). */
export interface RtpSockets {
  readonly rtp: Socket;
  readonly rtcp: Socket;
  /** `udp6`: they speak IPv4 too. */
  readonly family: 'udp4' | 'udp6';
}

export interface RtpTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly report: (report: MediaReport) => void;
  /** Nothing from the peer for so long is reported. */
  readonly timeoutMs: number;
  readonly onPacket: () => void;
}

/** One RTP stream in both directions: the peer's packets become a frame per tick, our clips a packet per tick. */
export class RtpSession {
  readonly id: number;
  readonly #socket: Socket;
  readonly #rtcpSocket: Socket;
  readonly #family: 'udp4' | 'udp6';
  readonly #speech: SpeechStream | null;
  readonly #tools: RtpTools;
  #settings: StreamSettings | null = null;
  #jitter = new JitterBuffer();
  #dtmf = new DtmfReceiver();
  /** The address that the peer really sends from; nobody else is heard. */
  #latched: { readonly address: string; readonly port: number } | null = null;
  #connected = false;
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
    this.#socket = sockets.rtp;
    this.#rtcpSocket = sockets.rtcp;
    this.#family = sockets.family;
    this.#speech = speech;
    this.#tools = tools;
    this.output = new RtpOutput(tools.clock, (wire, payloadBytes) => this.#sent(wire, payloadBytes));
    this.#reports = new RtcpSession(this.output.ssrc, tools.random, () => tools.clock.wallTime());
    sockets.rtp.on('message', (datagram, from) => {
      this.#receive(datagram, plainAddress(from.address), from.port);
      tools.onPacket();
    });
    sockets.rtcp.on('message', (datagram, from) => this.#receiveReport(datagram, plainAddress(from.address)));
    for (const socket of [sockets.rtp, sockets.rtcp]) socket.on('error', () => {});
  }

  get port(): number {
    return this.#socket.address().port;
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
    const before = this.#settings;
    const moved = before !== null && (before.remote.address !== settings.remote.address || before.remote.port !== settings.remote.port);
    if (moved) this.#unlatch();
    if (before === null || moved) this.#jitter = new JitterBuffer();
    if (before?.codec !== settings.codec) this.#decoder = decoderOf(settings.codec);
    const { srtp } = settings;
    if (srtp?.receive.key !== before?.srtp?.receive.key) this.#receiver = srtp && new SrtpReceiver(srtp.receive);
    this.output.use(settings);
    this.#settings = settings;
    this.#lastPacketAt = this.#tools.clock.now();
  }

  play(id: number, pcm: Pcm): void {
    this.#clips.push({ id, pcm, played: 0 });
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
    const closeBoth = (): void => {
      this.#socket.close();
      this.#rtcpSocket.close();
    };
    if (!this.#settings) return closeBoth();
    this.#sendReport(this.#settings, this.#reports.report(this.#tools.clock.now(), this.output.timestamp, true), closeBoth);
    this.#tools.report({ type: 'quality', session: this.id, quality: this.#reports.quality });
  }

  tick(): void {
    this.#heard = this.#jitter.pull() ?? this.#pausing();
    if (this.listens) this.#speech?.push(this.#heard);
    this.#said = this.#bridge ? this.#bridge.heard : this.#overheard ? this.#overheard.bothSides : this.#nextOfClips();
    this.output.tick(this.#said, this.#bridge !== null);
    this.#reportIfDue();
    this.#checkTimeout();
  }

  #reportIfDue(): void {
    const report = this.#settings && this.#reports.due(this.#tools.clock.now(), this.output.timestamp);
    if (this.#settings && report) this.#sendReport(this.#settings, report);
  }

  #pausing(): Pcm {
    return this.#comfort === null ? SILENT_PCM : comfortNoise(this.#comfort, this.#tools.random);
  }

  #receive(datagram: Buffer, address: string, port: number): void {
    const settings = this.#settings;
    const known = this.#latched === null || (this.#latched.address === address && this.#latched.port === port);
    if (!settings || !known) return;
    if (isRtcp(datagram)) return this.#receiveReport(datagram, address);
    const opened = this.#receiver ? this.#receiver.unprotect(datagram) : datagram;
    const packet = opened && parseRtp(opened);
    if (!packet || !this.#isExpected(settings, packet, address, port)) return;
    this.#lastPacketAt = this.#tools.clock.now();
    this.#reports.received(packet, this.#lastPacketAt);
    if (!settings.receive) return;
    if (packet.payloadType === settings.telephoneEventType) {
      const digit = this.#dtmf.push(packet.timestamp, packet.payload);
      if (digit !== null) this.#tools.report({ type: 'key', session: this.id, digit });
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

  /** Reports are taken from the host that the audio comes from, or was promised from. */
  #receiveReport(datagram: Buffer, address: string): void {
    const settings = this.#settings;
    if (!settings || (address !== this.#latched?.address && address !== settings.remote.address && address !== settings.signallingSource))
      return;
    const opened = this.#receiver ? this.#receiver.unprotectRtcp(datagram) : datagram;
    if (opened) this.#reports.heard(opened, this.#tools.clock.now());
  }

  /** To where the audio really comes from, if that is elsewhere than was said: its reports are behind the same router. */
  #sendReport(settings: StreamSettings, report: Buffer, sent: () => void = () => {}): void {
    const wire = this.output.protectReport(report);
    if (settings.rtcp.mux) return this.#transmit(settings, wire, sent);
    const moved =
      this.#latched !== null && (this.#latched.address !== settings.remote.address || this.#latched.port !== settings.remote.port);
    if (moved && this.#latched)
      this.#rtcpSocket.send(wire, Math.min(this.#latched.port + 1, LAST_PORT), this.#wired(this.#latched.address), sent);
    else this.#rtcpSocket.send(wire, settings.rtcp.port, this.#wired(settings.remote.address), sent);
  }

  /** Symmetric RTP (RFC 4961): the first good packet from the negotiated host tells the port, and then it stays. */
  #isExpected(settings: StreamSettings, packet: RtpPacket, address: string, port: number): boolean {
    const { payloadType } = packet;
    const isAudio = payloadType === PAYLOAD_TYPE[settings.codec] || payloadType === COMFORT_NOISE_TYPE;
    if (!isAudio && payloadType !== settings.telephoneEventType) return false;
    // Others than the one were turned away before their packet was opened.
    if (this.#latched) return true;
    if (address !== settings.remote.address && address !== settings.signallingSource) return false;
    this.#latched = { address, port };
    // A connected socket is cheaper to send on, and the kernel keeps strangers out.
    this.#socket.connect(port, addressFor(this.#family, address), () => {
      this.#connected = true;
      if (!this.#latched) this.#disconnect();
    });
    return true;
  }

  #unlatch(): void {
    this.#latched = null;
    if (this.#connected) this.#disconnect();
  }

  #disconnect(): void {
    this.#connected = false;
    this.#socket.disconnect();
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
    this.#reports.sent(payloadBytes);
    if (this.#settings) this.#transmit(this.#settings, wire);
  }

  #wired(address: string): string {
    return addressFor(this.#family, address);
  }

  #transmit(settings: StreamSettings, wire: Buffer, sent?: () => void): void {
    if (this.#connected) this.#socket.send(wire, sent);
    else this.#socket.send(wire, settings.remote.port, this.#wired(settings.remote.address), sent);
  }

  #checkTimeout(): void {
    if (this.#timedOut || !this.#settings?.receive || this.#tools.clock.now() - this.#lastPacketAt < this.#tools.timeoutMs) return;
    this.#timedOut = true;
    this.#tools.report({ type: 'media_timeout', session: this.id });
  }
}
