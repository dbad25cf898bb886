import { FRAME_SAMPLES } from '../../call/audio.ts';
import type { Clock } from '../../call/clock.ts';
import type { FaultPlace, Faults } from '../../call/faults.ts';
import type { Random } from '../../call/random.ts';
import type { SpeechProbability } from '../../hearing/speech-probability.ts';
import { Pacer } from './pacer.ts';
import { PortPairs } from './port-pairs.ts';
import type { MediaCommand, MediaOptions, MediaReport } from './protocol.ts';
import { RtpSession } from './rtp-session.ts';
import { openSockets, type RtpSockets } from './rtp-sockets.ts';

/** Ports that other programs have are set aside when they are met, so that so many in a row are met by hardly anybody. */
const PORT_TRIES = 8;
/** Of the ports that other programs had, so many are looked at again when there are no others: failing has to be cheap in a flood. */
const FOREIGN_TRIES = 2;
/** Errors of ours in one session's ticks and commands; then that session alone ends. Packets do not count: anybody can send them. */
const MOST_FAULTS = 10;

/** All RTP sessions of the process: opens their ports, paces them, and hands their frames over, a batch per slot. */
export class MediaPlane {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #options: MediaOptions;
  readonly #report: (report: MediaReport) => void;
  readonly #faults: Faults;
  readonly #openSockets: typeof openSockets;
  readonly #ports: PortPairs;
  readonly #pacer: Pacer<RtpSession>;
  readonly #sessions = new Map<number, RtpSession>();
  /** Sessions whose ports are being opened, and whether they were closed meanwhile. */
  readonly #opening = new Map<number, 'wanted' | 'closed'>();
  readonly #faultsOf = new WeakMap<RtpSession, number>();
  #ticked: RtpSession[] = [];
  #speech: SpeechProbability | null = null;

  constructor(
    clock: Clock,
    random: Random,
    options: MediaOptions,
    report: (report: MediaReport) => void,
    faults: Faults,
    sockets: typeof openSockets = openSockets,
  ) {
    this.#clock = clock;
    this.#random = random;
    this.#options = options;
    this.#report = report;
    this.#faults = faults;
    this.#openSockets = sockets;
    this.#ports = new PortPairs(options.firstPort, options.lastPort, random);
    this.#pacer = new Pacer(
      clock,
      (session) => this.#contain('timer', session, () => this.#tick(session)),
      () => faults.contain('timer', () => this.#handOver()),
    );
  }

  /** From now on new sessions are listened to by the model. */
  useSpeechModel(speech: SpeechProbability): void {
    this.#speech = speech;
  }

  handle(command: MediaCommand): void {
    this.#faults.contain('media_command', () => {
      const session = 'session' in command ? this.#sessions.get(command.session) : undefined;
      this.#contain('media_command', session, () => this.#handle(command, session));
    });
  }

  #handle(command: MediaCommand, session: RtpSession | undefined): unknown {
    if (command.type === 'open') {
      const { session: id } = command;
      return this.#faults.contain(
        'media_command',
        () => this.#open(id),
        () => this.#notOpened(id),
      );
    }
    if (command.type === 'shut_down') return this.#shutDown();
    if (!session) return command.type === 'close' ? this.#closeUnknown(command.session) : undefined;
    switch (command.type) {
      case 'connect':
        return session.connect(command.settings);
      case 'confirm':
        return session.confirm();
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
    if (this.#sessions.has(id) || this.#opening.has(id)) return;
    this.#opening.set(id, 'wanted');
    const sockets = await this.#freeSockets();
    if (!sockets) return this.#notOpened(id);
    const closed = this.#opening.get(id) === 'closed';
    this.#opening.delete(id);
    this.#whenFree(sockets, () => closed || this.#report({ type: 'closed', session: id }));
    if (closed) return closeBoth(sockets);
    const session = new RtpSession(id, sockets, this.#speech?.open() ?? null, {
      clock: this.#clock,
      random: this.#random,
      report: this.#report,
      faults: this.#faults,
      isOurPort: (port) => this.#ports.isOurs(port),
      timeoutMs: this.#options.timeoutMs,
      onPacket: () => this.#pacer.runDue(),
    });
    this.#sessions.set(id, session);
    this.#pacer.add(session);
    this.#report({ type: 'opened', session: id, port: session.port });
  }

  /** What one session's error costs is that session, at the most. */
  #contain(place: FaultPlace, session: RtpSession | undefined, run: () => unknown): void {
    this.#faults.contain(place, run, () => session && this.#faulted(session));
  }

  #faulted(session: RtpSession): void {
    const count = (this.#faultsOf.get(session) ?? 0) + 1;
    this.#faultsOf.set(session, count);
    if (count < MOST_FAULTS || !this.#sessions.has(session.id)) return;
    this.#report({ type: 'media_failed', session: session.id, reason: 'media_fault' });
    this.#close(session);
  }

  #tick(session: RtpSession): void {
    session.tick();
    if (session.listens) this.#ticked.push(session);
  }

  /** Sockets on ports that nobody has; null: all are taken, which is known without asking for any. */
  async #freeSockets(): Promise<RtpSockets | null> {
    for (let tries = 0, foreign = 0; tries < PORT_TRIES && foreign < FOREIGN_TRIES; tries++) {
      const port = this.#ports.take() ?? (foreign++, this.#ports.takeForeign());
      if (port === null) return null;
      try {
        return await this.#openSockets(this.#options.family, port);
      } catch {
        this.#ports.isForeign(port);
      }
    }
    return null;
  }

  #notOpened(id: number): void {
    this.#opening.delete(id);
    this.#report({ type: 'not_opened', session: id, reason: 'no free RTP port' });
  }

  #whenFree({ rtp, rtcp }: RtpSockets, freed: () => void): void {
    const { port } = rtp.address();
    let open = 2;
    const closed = (): void => {
      if (--open > 0) return;
      this.#ports.giveBack(port);
      freed();
    };
    for (const socket of [rtp, rtcp]) socket.once('close', closed);
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

  /** What was closed already, or never opened, is closed: whoever waits for that shall not wait for ever. */
  #closeUnknown(id: number): void {
    if (this.#opening.has(id)) this.#opening.set(id, 'closed');
    this.#report({ type: 'closed', session: id });
  }

  #close(session: RtpSession): void {
    this.#unbridge(session);
    this.#endOverhearing(session);
    this.#pacer.remove(session);
    this.#sessions.delete(session.id);
    this.#faults.contain(
      'media_command',
      () => session.close(),
      () => session.closeSockets(),
    );
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
    this.#faults.contain('timer', () => this.#speech?.run());
  }

  #shutDown(): void {
    for (const session of this.#sessions.values()) this.#close(session);
  }
}

function closeBoth({ rtp, rtcp }: RtpSockets): void {
  rtp.close();
  rtcp.close();
}
