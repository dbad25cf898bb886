import { EventEmitter } from 'node:events';
import { FRAME_SAMPLES } from '../../src/call/audio.ts';
import { Faults, type Fault } from '../../src/call/faults.ts';
import { seededRandom } from '../../src/call/random.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { MediaPlane } from '../../src/telephony/media/media-plane.ts';
import type { MediaOptions, MediaReport, StreamSettings } from '../../src/telephony/media/protocol.ts';
import type { RtpSocket, RtpSockets } from '../../src/telephony/media/rtp-sockets.ts';
import { writeRtpHeader, type RtpPacket } from '../../src/telephony/media/rtp.ts';

export interface At {
  readonly address: string;
  readonly port: number;
}

/** A UDP socket without a network: it keeps what is sent, and drops what a connected one never gets from the kernel. */
export class FakeSocket extends EventEmitter {
  readonly sent: { readonly wire: Buffer; readonly to: At; readonly atMs: number }[] = [];
  readonly #port: number;
  readonly #now: () => number;
  connectedTo: At | null = null;
  closed = false;

  constructor(port: number, now: () => number) {
    super();
    this.#port = port;
    this.#now = now;
  }

  address(): At {
    return { address: '0.0.0.0', port: this.#port };
  }

  send(wire: Buffer, ...rest: [sent?: () => void] | [port: number, address: string, sent?: () => void]): void {
    const to = typeof rest[0] === 'number' ? { port: rest[0], address: String(rest[1]) } : this.connectedTo;
    if (this.closed || !to || (typeof rest[0] === 'number' && this.connectedTo)) throw new Error('node would have thrown');
    if (!(to.port > 0 && to.port < 65_536)) throw new RangeError('node would have thrown: port');
    this.sent.push({ wire: Buffer.from(wire), to, atMs: this.#now() });
    const sent = rest.at(-1);
    if (typeof sent === 'function') queueMicrotask(sent);
  }

  connect(port: number, address: string): void {
    if (this.connectedTo) throw new Error('node would have thrown: connected');
    this.connectedTo = { address, port };
  }

  disconnect(): void {
    if (!this.connectedTo) throw new Error('node would have thrown: not connected');
    this.connectedTo = null;
  }

  remoteAddress(): At {
    if (!this.connectedTo) throw new Error('not connected');
    return this.connectedTo;
  }

  close(): void {
    if (this.closed) throw new Error('node would have thrown: closed');
    this.closed = true;
    queueMicrotask(() => this.emit('close'));
  }

  /** A datagram arrives. */
  receive(bytes: Uint8Array, from: At): void {
    const { connectedTo } = this;
    if (this.closed || (connectedTo && (connectedTo.address !== from.address || connectedTo.port !== from.port))) return;
    this.emit('message', Buffer.from(bytes), from);
  }
}

export interface OpenedStream {
  readonly id: number;
  readonly rtp: FakeSocket;
  readonly rtcp: FakeSocket;
  /** Everything that was reported of it. */
  readonly reports: MediaReport[];
}

export const PHONE: At = { address: '192.0.2.20', port: 6_000 };

export function streamSettings(parts: Partial<StreamSettings> = {}): StreamSettings {
  return {
    remote: PHONE,
    rtcp: { port: PHONE.port + 1, mux: false },
    signallingSource: '192.0.2.10',
    codec: 'PCMA',
    telephoneEventType: 101,
    srtp: null,
    send: true,
    receive: true,
    confirmed: true,
    ...parts,
  };
}

/** A real media plane on a virtual clock and sockets without a network. */
export class MediaRig {
  readonly clock = new VirtualClock();
  readonly reports: MediaReport[] = [];
  readonly found: Fault[] = [];
  readonly faults = new Faults((fault) => this.found.push(fault));
  readonly plane: MediaPlane;
  /** Ports that other programs have. */
  readonly foreign = new Set<number>();
  /** How often ports were asked for. */
  tries = 0;
  readonly #sockets = new Map<number, [FakeSocket, FakeSocket]>();
  #next = 1;

  constructor(options: Partial<MediaOptions> = {}) {
    const all: MediaOptions = { family: 'udp4', firstPort: 40_000, lastPort: 40_099, timeoutMs: 60_000, speechModel: false, ...options };
    const take = (report: MediaReport): void => void this.reports.push(report);
    this.plane = new MediaPlane(this.clock, seededRandom(1), all, take, this.faults, async (family, port): Promise<RtpSockets> => {
      this.tries++;
      if (this.foreign.has(port)) throw new Error('EADDRINUSE');
      const pair: [FakeSocket, FakeSocket] = [
        new FakeSocket(port, () => this.clock.now()),
        new FakeSocket(port + 1, () => this.clock.now()),
      ];
      this.#sockets.set(port, pair);
      return { rtp: pair[0] as unknown as RtpSocket, rtcp: pair[1] as unknown as RtpSocket, family };
    });
  }

  /** Null: no port was free. */
  async open(settings: StreamSettings | null = streamSettings()): Promise<OpenedStream | null> {
    const id = this.#next++;
    this.plane.handle({ type: 'open', session: id });
    await this.clock.advance(0);
    const opened = this.reports.findLast((report) => report.type === 'opened' && report.session === id);
    const sockets = opened?.type === 'opened' ? this.#sockets.get(opened.port) : undefined;
    if (!sockets) return null;
    if (settings) this.plane.handle({ type: 'connect', session: id, settings });
    return { id, rtp: sockets[0], rtcp: sockets[1], reports: this.reports };
  }

  /** The one that has to open. */
  async stream(settings: StreamSettings | null = streamSettings()): Promise<OpenedStream> {
    const stream = await this.open(settings);
    if (!stream) throw new Error('no port was free');
    return stream;
  }

  /** Of the frames of a stream since the last question: how many there were, how many of them loud, and the loudest sample. */
  heard({ id }: OpenedStream): { frames: number; loud: number; loudest: number } {
    let frames = 0;
    let loud = 0;
    let loudest = 0;
    for (const report of this.reports) {
      if (report.type !== 'frames') continue;
      report.sessions.forEach((session, index) => {
        if (session !== id) return;
        frames++;
        const pcm = report.pcm.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES);
        const peak = pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        if (peak > 1_000) loud++;
        loudest = Math.max(loudest, peak);
      });
    }
    this.reports.splice(0, this.reports.length, ...this.reports.filter(({ type }) => type !== 'frames'));
    return { frames, loud, loudest };
  }

  keys({ id }: OpenedStream): string[] {
    return this.reports.flatMap((report) => (report.type === 'key' && report.session === id ? [report.digit] : []));
  }
}

/** Loud audio, one packet of a stream: `nth` counts sequence and time. */
export function audio(nth: number, parts: Partial<RtpPacket> = {}): Buffer {
  const payload = parts.payload ?? Buffer.alloc(FRAME_SAMPLES, 0x2a);
  const header = Buffer.alloc(12);
  const sequence = nth & 0xffff;
  const timestamp = (nth * FRAME_SAMPLES) >>> 0;
  writeRtpHeader(header, { payloadType: 8, marker: false, ssrc: 7, sequence, timestamp, ...parts });
  return Buffer.concat([header, payload]);
}

/** Sends `count` packets of a stream, one every 20 ms. */
export async function speak(rig: MediaRig, stream: OpenedStream, from: At, count: number, first = 1, ssrc = 7): Promise<void> {
  for (let nth = first; nth < first + count; nth++) {
    stream.rtp.receive(audio(nth, { ssrc }), from);
    await rig.clock.advance(20);
  }
}
