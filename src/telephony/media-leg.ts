import type { Pcm } from '../call/audio.ts';
import type { Clock } from '../call/clock.ts';
import type { Faults } from '../call/faults.ts';
import { randomToken } from '../call/ids.ts';
import { KeyLimit } from './key-limit.ts';
import type { CallLeg, DeclineReason, LegEvent, LegInfo, LegState } from './leg.ts';
import type { MediaEngine, MediaEvent, MediaSession } from './media/media-engine.ts';

export interface MediaTools {
  readonly clock: Clock;
  readonly media: MediaEngine;
  readonly faults: Faults;
}

/** A leg whose sound runs through the media worker: over SIP, or from a browser. Any two of them can be bridged there. */
export abstract class MediaLeg implements CallLeg {
  readonly id = randomToken();
  readonly info: LegInfo;
  protected current: LegState = 'offered';
  #listener: (event: LegEvent) => void = () => {};
  #media: MediaSession | null = null;
  #opened: Promise<MediaSession> | null = null;
  readonly #engine: MediaEngine;
  /** For keys in packets and in messages together. */
  readonly #keyLimit: KeyLimit;
  protected readonly faults: Faults;

  constructor(info: LegInfo, { clock, media, faults }: MediaTools) {
    this.info = info;
    this.#keyLimit = new KeyLimit(clock);
    this.#engine = media;
    this.faults = faults;
  }

  abstract ring(): void;
  abstract answer(): void;
  abstract decline(reason: DeclineReason): void;
  abstract hangUp(reason?: 'answered_elsewhere'): void;
  abstract transferTo(other: CallLeg): Promise<boolean>;
  protected abstract mediaFailed(): void;
  /** The stream broke: whatever is left of the leg ends. */
  protected abstract brokenOff(reason: string): void;

  get state(): LegState {
    return this.current;
  }

  listen(listener: (event: LegEvent) => void): void {
    this.#listener = listener;
  }

  play(clipId: number, pcm: Pcm): void {
    this.#media?.play(clipId, pcm);
  }

  stopPlaying(): void {
    this.#media?.stopPlaying();
  }

  sendKey(digit: string): void {
    if (this.current === 'answered') this.#media?.sendKey(digit);
  }

  bridge(other: CallLeg): void {
    const [own, others] = this.#both(other);
    own.bridge(others);
  }

  listenAlong(): void {
    this.#media?.listenAlong();
  }

  overhear(other: CallLeg): void {
    const [own, others] = this.#both(other);
    own.overhear(others);
  }

  unbridge(): void {
    this.#media?.unbridge();
  }

  /**
   * Resolves when an RTP port is open; rejects with MediaError, once `mediaFailed` was called. A port is taken only when the leg is
   * answered or dialled: one that is turned away costs none.
   */
  protected openMedia(): Promise<MediaSession> {
    this.#opened ??= this.#openPort();
    return this.#opened;
  }

  protected get media(): MediaSession | null {
    return this.#media;
  }

  protected emit(event: LegEvent): void {
    if (event.type === 'key' && !this.#keyLimit.takes()) return;
    // Whoever listens may fail; the dialog and its transactions, in the midst of a step here, may not.
    this.faults.contain('call', () => this.#listener(event));
  }

  /** Of a leg that has ended: what had been played when the line went is reported before that. */
  protected closeMedia(by: 'remote' | 'local' | 'failure', reason: string): void {
    const ended = (): void => this.emit({ type: 'ended', by, reason });
    const media = this.#media;
    if (media) this.faults.contain('media_report', () => media.close().then(ended));
    else ended();
  }

  #both(other: CallLeg): [MediaSession, MediaSession] {
    const others = other instanceof MediaLeg ? other.#media : null;
    if (!this.#media || !others) throw new Error('only answered legs of the media worker can be put together');
    return [this.#media, others];
  }

  async #openPort(): Promise<MediaSession> {
    try {
      const media = await this.#engine.open((event) => this.#fromMedia(event));
      if (this.current === 'ended') this.faults.contain('media_report', () => media.close());
      else this.#media = media;
      return media;
    } catch (error) {
      this.mediaFailed();
      throw error;
    }
  }

  #fromMedia(event: MediaEvent): void {
    if (event.type === 'media_timeout') return this.brokenOff('media_timeout');
    if (event.type === 'media_failed') return this.brokenOff(event.reason);
    if (this.current === 'answered' || event.type === 'clip_ended' || event.type === 'quality') this.emit(event);
  }
}
