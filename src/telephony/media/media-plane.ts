import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { FRAME_SAMPLES } from '../../call/audio.ts';
import type { Clock } from '../../call/clock.ts';
import type { Random } from '../../call/random.ts';
import type { SpeechProbability } from '../../hearing/speech-probability.ts';
import { Pacer } from './pacer.ts';
import type { MediaCommand, MediaOptions, MediaReport } from './protocol.ts';
import { RtpSession, type RtpSockets } from './rtp-session.ts';

const PORT_TRIES = 50;

/** All RTP sessions of the process: opens their ports, paces them, and hands their frames over, a batch per slot. */
export class MediaPlane {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #options: MediaOptions;
  readonly #report: (report: MediaReport) => void;
  readonly #pacer: Pacer<RtpSession>;
  readonly #sessions = new Map<number, RtpSession>();
  readonly #closedWhileOpening = new Set<number>();
  readonly #opening = new Set<number>();
  #ticked: RtpSession[] = [];
  #speech: SpeechProbability | null = null;

  constructor(clock: Clock, random: Random, options: MediaOptions, report: (report: MediaReport) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#options = options;
    this.#report = report;
    this.#pacer = new Pacer(
      clock,
      (session) => this.#tick(session),
      () => this.#handOver(),
    );
  }

  /** From now on new sessions are listened to by the model. */
  useSpeechModel(speech: SpeechProbability): void {
    this.#speech = speech;
  }

  handle(command: MediaCommand): void {
    if (command.type === 'open') return void this.#open(command.session);
    if (command.type === 'shut_down') return this.#shutDown();
    const session = this.#sessions.get(command.session);
    if (!session) {
      if (command.type === 'close' && this.#opening.has(command.session)) this.#closedWhileOpening.add(command.session);
      return;
    }
    switch (command.type) {
      case 'connect':
        return session.connect(command.settings);
      case 'play':
        return session.play(command.clipId, command.pcm);
      case 'stop_playing':
        return session.stopPlaying();
      case 'bridge':
        return this.#bridge(session, this.#sessions.get(command.other));
      case 'overhear':
        return session.overhear(this.#sessions.get(command.other) ?? null);
      case 'listen_along':
        return session.listenAlong();
      case 'send_key':
        return session.sendKey(command.digit);
      case 'unbridge':
        return this.#unbridge(session);
      case 'close':
        return this.#close(session);
    }
  }

  async #open(id: number): Promise<void> {
    this.#opening.add(id);
    const sockets = await this.#freeSockets();
    this.#opening.delete(id);
    if (!sockets) return this.#report({ type: 'not_opened', session: id, reason: 'no free RTP port' });
    if (this.#closedWhileOpening.delete(id)) return closeBoth(sockets);
    const session = new RtpSession(id, sockets, this.#speech?.open() ?? null, {
      clock: this.#clock,
      random: this.#random,
      report: this.#report,
      timeoutMs: this.#options.timeoutMs,
      onPacket: () => this.#pacer.runDue(),
    });
    this.#sessions.set(id, session);
    this.#pacer.add(session);
    this.#report({ type: 'opened', session: id, port: session.port });
  }

  #tick(session: RtpSession): void {
    session.tick();
    if (session.listens) this.#ticked.push(session);
  }

  /** RTP takes even ports, its reports the next ones (RFC 3550 section 11); a random one is harder to guess for strangers. */
  async #freeSockets(): Promise<RtpSockets | null> {
    const { firstPort, lastPort } = this.#options;
    const pairs = Math.floor((lastPort - firstPort + 1) / 2);
    for (let attempt = 0; attempt < PORT_TRIES; attempt++) {
      const port = firstPort + (firstPort % 2) + 2 * this.#random.below(Math.max(1, pairs));
      const type = this.#options.family;
      const rtp = createSocket({ type, recvBufferSize: 65_536, sendBufferSize: 65_536 });
      const sockets: RtpSockets = { rtp, rtcp: createSocket(type), family: type };
      try {
        await Promise.all([bound(sockets.rtp, port), bound(sockets.rtcp, port + 1)]);
        return sockets;
      } catch {
        closeBoth(sockets);
      }
    }
    return null;
  }

  #bridge(one: RtpSession, other: RtpSession | undefined): void {
    if (!other) return;
    // Who overheard a computer does not overhear people.
    this.#endOverhearing(one);
    one.bridgeTo(other);
    other.bridgeTo(one);
  }

  #endOverhearing(session: RtpSession): void {
    for (const one of this.#sessions.values()) if (one.overheard === session) one.overhear(null);
  }

  #unbridge(session: RtpSession): void {
    for (const one of this.#sessions.values()) if (one === session || one.bridged === session) one.unbridge();
  }

  #close(session: RtpSession): void {
    this.#unbridge(session);
    this.#endOverhearing(session);
    this.#pacer.remove(session);
    this.#sessions.delete(session.id);
    session.close();
    this.#report({ type: 'closed', session: session.id });
  }

  /** One message for all sessions of a slot: 500 calls are 250 messages a second, not 25,000. */
  #handOver(): void {
    if (this.#ticked.length === 0) return;
    const sessions = Uint32Array.from(this.#ticked, (session) => session.id);
    const speechProbabilities = Float32Array.from(this.#ticked, (session) => session.speechProbability);
    const pcm = new Int16Array(FRAME_SAMPLES * this.#ticked.length);
    this.#ticked.forEach((session, index) => pcm.set(session.heard, index * FRAME_SAMPLES));
    this.#ticked = [];
    this.#report({ type: 'frames', sessions, pcm, speechProbabilities });
    void this.#speech?.run();
  }

  #shutDown(): void {
    for (const session of this.#sessions.values()) this.#close(session);
  }
}

async function bound(socket: Socket, port: number): Promise<void> {
  socket.bind(port);
  await once(socket, 'listening');
}

function closeBoth({ rtp, rtcp }: RtpSockets): void {
  rtp.close();
  rtcp.close();
}
