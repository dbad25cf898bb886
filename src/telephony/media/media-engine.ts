import { FRAME_SAMPLES, type Frame, type Pcm } from '../../call/audio.ts';
import type { LineQuality } from '../leg.ts';
import type { MediaCommand, MediaReport, StreamSettings } from './protocol.ts';

/** Carries commands to a media plane and reports back: a worker in production, the plane itself in a unit test. */
export interface MediaChannel {
  post(command: MediaCommand): void;
  onReport(handler: (report: MediaReport) => void): void;
}

export type MediaEvent =
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'key'; readonly digit: string }
  | { readonly type: 'clip_ended'; readonly clipId: number; readonly playedMs: number; readonly complete: boolean }
  | { readonly type: 'quality'; readonly quality: LineQuality }
  | { readonly type: 'media_timeout' };

/** One stream as the main thread sees it. */
export interface MediaSession {
  readonly id: number;
  /** Our RTP port. */
  readonly port: number;
  connect(settings: StreamSettings): void;
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
}

/** The main thread's side of the media worker. */
export class MediaEngine {
  readonly #channel: MediaChannel;
  readonly #opening = new Map<number, Opening>();
  readonly #listeners = new Map<number, (event: MediaEvent) => void>();
  readonly #closing = new Map<number, () => void>();
  #nextId = 1;
  #failed = false;

  constructor(channel: MediaChannel) {
    this.#channel = channel;
    channel.onReport((report) => this.#report(report));
  }

  /** Opens an RTP port. Rejects with MediaError when none is free. */
  open(onEvent: (event: MediaEvent) => void): Promise<MediaSession> {
    const id = this.#nextId++;
    if (this.#failed) return Promise.reject(new MediaError('the media worker is gone'));
    return new Promise((resolve, reject) => {
      this.#opening.set(id, { onEvent, resolve, reject });
      this.#channel.post({ type: 'open', session: id });
    });
  }

  /** The worker is gone: every stream has ended, and no new one can be opened. */
  fail(): void {
    this.#failed = true;
    for (const opening of this.#opening.values()) opening.reject(new MediaError('the media worker is gone'));
    this.#opening.clear();
    for (const listener of [...this.#listeners.values()]) listener({ type: 'media_timeout' });
    for (const id of [...this.#closing.keys()]) this.#closed(id);
  }

  #report(report: MediaReport): void {
    switch (report.type) {
      case 'ready':
        return;
      case 'opened':
        return this.#opened(report.session, report.port);
      case 'not_opened':
        this.#opening.get(report.session)?.reject(new MediaError(report.reason));
        this.#opening.delete(report.session);
        return;
      case 'closed':
        return this.#closed(report.session);
      case 'frames':
        return this.#frames(report.sessions, report.pcm, report.speechProbabilities);
      case 'key':
      case 'clip_ended':
      case 'quality':
      case 'media_timeout': {
        const { session, ...event } = report;
        this.#listeners.get(session)?.(event);
      }
    }
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
    if (this.#failed) this.#listeners.delete(id);
    if (!this.#listeners.has(id)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#closing.set(id, resolve);
      this.#channel.post({ type: 'close', session: id });
    });
  }

  #closed(id: number): void {
    this.#listeners.delete(id);
    this.#closing.get(id)?.();
    this.#closing.delete(id);
  }

  #frames(sessions: Uint32Array, pcm: Int16Array, probabilities: Float32Array): void {
    sessions.forEach((id, index) => {
      const samples = pcm.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES);
      const probability = probabilities[index] ?? Number.NaN;
      const frame: Frame = Number.isNaN(probability) ? { pcm: samples } : { pcm: samples, speechProbability: probability };
      this.#listeners.get(id)?.({ type: 'frame', frame });
    });
  }
}
