import { FRAME_MS, FRAME_SAMPLES, durationMs, SILENT_PCM, type Frame, type Pcm } from '../call/audio.ts';
import type { Clock, Timer } from '../call/clock.ts';
import { randomToken } from '../call/ids.ts';
import type { CallLeg, DeclineReason, LegEvent, LegInfo, LegState } from './leg.ts';

interface Clip {
  readonly id: number;
  readonly pcm: Pcm;
  played: number;
}

interface Speech {
  readonly pcm: Pcm;
  readonly speechProbability: number | undefined;
  readonly words: string | undefined;
  offset: number;
}

/** What the far end of a local leg learns. */
export interface FarEnd {
  declined?(reason: DeclineReason): void;
  /** 20 ms of what the caller hears, while something is played. */
  hears?(pcm: Pcm): void;
  key?(digit: string): void;
}

/**
 * A leg inside this process, paced by a clock: a caller who types in the console, a simulated caller, a test. Behaves
 * like a telephone leg in every respect; the far end speaks through `speak`, `pressKey`, `hold` and `leave`.
 */
export class LocalLeg implements CallLeg {
  readonly id = randomToken();
  readonly info: LegInfo;
  readonly #clock: Clock;
  readonly #farEnd: FarEnd;
  #state: LegState = 'offered';
  #listener: (event: LegEvent) => void = () => {};
  #timer: Timer | null = null;
  #nextFrameAt = 0;
  #held = false;
  #clips: Clip[] = [];
  #speech: Speech[] = [];
  #bridged: LocalLeg | null = null;
  #along = false;

  constructor(clock: Clock, info: LegInfo, farEnd: FarEnd = {}) {
    this.#clock = clock;
    this.info = info;
    this.#farEnd = farEnd;
  }

  get state(): LegState {
    return this.#state;
  }

  listen(listener: (event: LegEvent) => void): void {
    this.#listener = listener;
  }

  ring(): void {
    if (this.#state === 'offered') this.#state = 'ringing';
  }

  answer(): void {
    if (this.#state !== 'offered' && this.#state !== 'ringing') return;
    this.#state = 'answered';
    this.#nextFrameAt = this.#clock.now();
    this.#schedule();
    this.#listener({ type: 'answered' });
  }

  decline(reason: DeclineReason): void {
    if (this.#state !== 'offered' && this.#state !== 'ringing') return;
    this.#farEnd.declined?.(reason);
    this.#end('local', reason);
  }

  hangUp(): void {
    if (this.#state === 'offered' || this.#state === 'ringing') return this.decline('gone');
    this.#end('local', 'hung_up');
  }

  play(clipId: number, pcm: Pcm): void {
    if (this.#state === 'answered') this.#clips.push({ id: clipId, pcm, played: 0 });
  }

  stopPlaying(): void {
    const stopped = this.#clips;
    this.#clips = [];
    for (const clip of stopped) this.#report(clip, false);
  }

  bridge(other: CallLeg): void {
    if (!(other instanceof LocalLeg) || this.#state !== 'answered' || other.#state !== 'answered')
      throw new Error('only answered legs of one kind can be bridged');
    for (const [one, two] of [
      [this, other],
      [other, this],
    ] as const) {
      one.stopPlaying();
      one.#bridged = two;
    }
  }

  listenAlong(): void {
    this.#along = true;
  }

  overhear(_other: CallLeg): void {
    throw new Error('nobody can listen through a local leg');
  }

  unbridge(): void {
    if (this.#bridged) this.#bridged.#bridged = null;
    this.#bridged = null;
    this.#along = false;
  }

  async transferTo(): Promise<boolean> {
    return false;
  }

  sendKey(digit: string): void {
    this.#farEnd.key?.(digit);
  }

  /** The far end says something; it is queued behind what it is still saying. Returns its length in ms. */
  speak(pcm: Pcm, speechProbability?: number, words?: string): number {
    if (this.#state === 'answered') this.#speech.push({ pcm, speechProbability, words, offset: 0 });
    return durationMs(pcm.length);
  }

  pressKey(digit: string): void {
    if (this.#state === 'answered') this.#listener({ type: 'key', digit });
  }

  hold(held: boolean): void {
    if (this.#state !== 'answered' || this.#held === held) return;
    this.#held = held;
    this.#listener({ type: held ? 'held' : 'resumed' });
  }

  /** The far end hangs up, or gives up while it rings. */
  leave(reason = 'hung_up'): void {
    this.#end('remote', reason);
  }

  /** The connection breaks. */
  fail(reason: string): void {
    this.#end('failure', reason);
  }

  #end(by: 'remote' | 'local' | 'failure', reason: string): void {
    if (this.#state === 'ended') return;
    this.#timer?.cancel();
    this.stopPlaying();
    this.unbridge();
    this.#state = 'ended';
    this.#listener({ type: 'ended', by, reason });
  }

  #schedule(): void {
    this.#nextFrameAt += FRAME_MS;
    this.#timer = this.#clock.after(this.#nextFrameAt - this.#clock.now(), () => {
      this.#schedule();
      this.#tick();
    });
  }

  #tick(): void {
    const frame = this.#nextFrame();
    if (this.#bridged) this.#bridged.#farEnd.hears?.(frame.pcm);
    else this.#playFrame();
    if (!this.#bridged || this.#along) this.#listener({ type: 'frame', frame });
  }

  #playFrame(): void {
    let room = FRAME_SAMPLES;
    while (room > 0) {
      const clip = this.#clips[0];
      if (!clip) return;
      const piece = clip.pcm.subarray(clip.played, clip.played + room);
      clip.played += piece.length;
      room -= piece.length;
      this.#farEnd.hears?.(piece);
      if (clip.played < clip.pcm.length) return;
      this.#clips.shift();
      this.#report(clip, true);
    }
  }

  #report(clip: Clip, complete: boolean): void {
    this.#listener({ type: 'clip_ended', clipId: clip.id, playedMs: durationMs(clip.played), complete });
  }

  #nextFrame(): Frame {
    const speech = this.#held ? undefined : this.#speech[0];
    if (!speech) return { pcm: SILENT_PCM };
    const pcm = new Int16Array(FRAME_SAMPLES);
    pcm.set(speech.pcm.subarray(speech.offset, speech.offset + FRAME_SAMPLES));
    speech.offset += FRAME_SAMPLES;
    if (speech.offset >= speech.pcm.length) {
      this.#speech.shift();
      if ((this.#bridged === null || this.#along) && speech.words !== undefined) this.#listener({ type: 'words', text: speech.words });
    }
    return speech.speechProbability === undefined ? { pcm } : { pcm, speechProbability: speech.speechProbability };
  }
}
