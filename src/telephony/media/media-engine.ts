import { FRAME_SAMPLES, type Frame, type Pcm } from '../../call/audio.ts';
import type { Clock, Timer } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import type { LineQuality } from '../leg.ts';
import type { MediaCommand, MediaReport, StreamSettings } from './protocol.ts';

/** Carries commands to a media plane and reports back: a worker in production, the plane itself in a unit test. */
export interface MediaChannel {
  post(command: MediaCommand): void;
  /** `worker_died`: with all its streams. `ready`: commands are taken, for the first time or once more. */
  onReport(handler: (report: MediaReport | { readonly type: 'worker_died' }) => void): void;
}

export interface MediaEngineTools {
  readonly clock: Clock;
  readonly faults: Faults;
}

/** A call that comes while the worker is being started again waits so long for it: a busy small machine needs seconds to start a thread. */
const WORKER_WAIT_MS = 5_000;
/** So many calls wait then, at the most. */
const MOST_WAITING = 100;

export type MediaEvent =
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'key'; readonly digit: string }
  | { readonly type: 'clip_ended'; readonly clipId: number; readonly playedMs: number; readonly complete: boolean }
  | { readonly type: 'quality'; readonly quality: LineQuality }
  | { readonly type: 'media_timeout' }
  | { readonly type: 'media_failed'; readonly reason: 'media_fault' | 'media_worker_died' };

/** One stream as the main thread sees it. */
export interface MediaSession {
  readonly id: number;
  /** Our RTP port. */
  readonly port: number;
  connect(settings: StreamSettings): void;
  /** The peer has confirmed what was agreed on: sending goes on for as long as the call does. */
  confirm(): void;
  play(clipId: number, pcm: Pcm): void;
  stopPlaying(): void;
  bridge(other: MediaSession): void;
  unbridge(): void;
  /** Hands over frames although it is bridged, until it no longer is. */
  listenAlong(): void;
  /** Hears both sides of another stream, and is not heard there. */
  overhear(other: MediaSession): void;
  sendKey(digit: string): void;
  /** Resolves when the port is free and the last `clip_ended` has come; after that no event comes any more. */
  close(): Promise<void>;
}

export class MediaError extends Error {
  override readonly name = 'MediaError';
}

interface Opening {
  readonly onEvent: (event: MediaEvent) => void;
  readonly resolve: (session: MediaSession) => void;
  readonly reject: (error: MediaError) => void;
  /** Runs while there is no worker. */
  readonly wait: Timer | null;
}

/** The main thread's side of the media worker. */
export class MediaEngine {
  readonly #channel: MediaChannel;
  readonly #tools: MediaEngineTools;
  readonly #opening = new Map<number, Opening>();
  readonly #listeners = new Map<number, (event: MediaEvent) => void>();
  readonly #closing = new Map<number, PromiseWithResolvers<void>>();
  /** Never used twice, so that nobody hears of a stream of a worker that is gone. */
  #nextId = 1;
  #isDown = false;

  constructor(channel: MediaChannel, tools: MediaEngineTools) {
    this.#channel = channel;
    this.#tools = tools;
    channel.onReport((report) => tools.faults.contain('media_report', () => this.#report(report)));
  }

  /** Opens an RTP port. Rejects with MediaError when none is free, or when there is no worker, nor one within five seconds. */
  open(onEvent: (event: MediaEvent) => void): Promise<MediaSession> {
    const id = this.#nextId++;
    if (this.#isDown && this.#opening.size >= MOST_WAITING) return Promise.reject(new MediaError('the media worker is gone'));
    return new Promise((resolve, reject) => {
      const wait = this.#isDown ? this.#tools.clock.after(WORKER_WAIT_MS, () => this.#notOpened(id, 'the media worker is gone')) : null;
      this.#opening.set(id, { onEvent, resolve, reject, wait });
      if (!this.#isDown) this.#channel.post({ type: 'open', session: id });
    });
  }

  /** Every stream has ended. */
  #workerDied(): void {
    this.#isDown = true;
    for (const id of [...this.#opening.keys()]) this.#notOpened(id, 'the media worker is gone');
    for (const id of [...this.#listeners.keys()]) this.#tell(id, { type: 'media_failed', reason: 'media_worker_died' });
    this.#listeners.clear();
    for (const id of [...this.#closing.keys()]) this.#closed(id);
  }

  #workerIsReady(): void {
    this.#isDown = false;
    for (const [id, opening] of this.#opening) {
      opening.wait?.cancel();
      this.#channel.post({ type: 'open', session: id });
    }
  }

  #report(report: Parameters<Parameters<MediaChannel['onReport']>[0]>[0]): void {
    switch (report.type) {
      case 'ready':
        return this.#isDown ? this.#workerIsReady() : undefined;
      case 'worker_died':
        return this.#workerDied();
      case 'opened':
        return this.#opened(report.session, report.port);
      case 'not_opened':
        return this.#notOpened(report.session, report.reason);
      case 'closed':
        return this.#closed(report.session);
      case 'frames':
        return this.#frames(report.sessions, report.pcm, report.speechProbabilities);
      case 'fault':
        return this.#tools.faults.add(report.fault, report.times);
      case 'key':
      case 'clip_ended':
      case 'quality':
      case 'media_timeout':
      case 'media_failed': {
        const { session, ...event } = report;
        this.#tell(session, event);
      }
    }
  }

  /** Whoever throws at what happens to one stream keeps no other from what happens to it. */
  #tell(id: number, event: MediaEvent): void {
    this.#tools.faults.contain('media_report', () => this.#listeners.get(id)?.(event));
  }

  #notOpened(id: number, reason: string): void {
    const opening = this.#opening.get(id);
    opening?.wait?.cancel();
    opening?.reject(new MediaError(reason));
    this.#opening.delete(id);
  }

  #opened(id: number, port: number): void {
    const opening = this.#opening.get(id);
    if (!opening) return;
    this.#opening.delete(id);
    this.#listeners.set(id, opening.onEvent);
    opening.resolve({
      id,
      port,
      connect: (settings) => this.#channel.post({ type: 'connect', session: id, settings }),
      confirm: () => this.#channel.post({ type: 'confirm', session: id }),
      play: (clipId, pcm) => this.#channel.post({ type: 'play', session: id, clipId, pcm }),
      stopPlaying: () => this.#channel.post({ type: 'stop_playing', session: id }),
      bridge: (other) => this.#channel.post({ type: 'bridge', session: id, other: other.id }),
      listenAlong: () => this.#channel.post({ type: 'listen_along', session: id }),
      overhear: (other) => this.#channel.post({ type: 'overhear', session: id, other: other.id }),
      sendKey: (digit) => this.#channel.post({ type: 'send_key', session: id, digit }),
      unbridge: () => this.#channel.post({ type: 'unbridge', session: id }),
      close: () => this.#close(id),
    });
  }

  #close(id: number): Promise<void> {
    if (this.#isDown) this.#listeners.delete(id);
    if (!this.#listeners.has(id)) return Promise.resolve();
    const known = this.#closing.get(id);
    if (known) return known.promise;
    const closing = Promise.withResolvers<void>();
    this.#closing.set(id, closing);
    this.#channel.post({ type: 'close', session: id });
    return closing.promise;
  }

  #closed(id: number): void {
    this.#listeners.delete(id);
    this.#closing.get(id)?.resolve();
    this.#closing.delete(id);
  }

  #frames(sessions: Uint32Array, pcm: Int16Array, probabilities: Float32Array): void {
    sessions.forEach((id, index) => {
      const samples = pcm.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES);
      const probability = probabilities[index] ?? Number.NaN;
      const frame: Frame = Number.isNaN(probability) ? { pcm: samples } : { pcm: samples, speechProbability: probability };
      this.#tell(id, { type: 'frame', frame });
    });
  }
}
