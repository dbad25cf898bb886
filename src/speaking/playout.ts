import { durationMs, samplesIn, type Pcm } from '../call/audio.ts';
import type { CallEventBody } from '../call/events.ts';
import type { Segment, Utterance } from '../call/utterance.ts';
import { MESSAGE_TONE } from './tone.ts';

/** What playout needs of a leg. */
export interface Speaker {
  play(clipId: number, pcm: Pcm): void;
  stopPlaying(): void;
}

/** A breath between sentences. */
const PAUSE: Pcm = new Int16Array(samplesIn(280));

type Sound =
  | { readonly kind: 'segment'; readonly segment: Segment; readonly ofMs: number }
  | { readonly kind: 'tone' }
  | { readonly kind: 'recording' }
  | { readonly kind: 'sound'; readonly pcm: Pcm };

/** `turn`: in which it was played. Its end comes back when another one may have begun, whose audio is not there yet. */
type Clip = Sound & { readonly turn: number };

/** What begins to be heard, for whoever watches. */
export type Saying = Segment | 'tone';

type Report = Extract<CallEventBody, { type: 'segment_played' | 'utterance_ended' | 'tone_ended' }>;

/**
 * Says utterances on one leg and reports what was really played. After `stop()` nothing of the stopped utterance is
 * reported any more but the part of each sentence that had left for the wire.
 */
export class Playout {
  readonly #speaker: Speaker;
  readonly #audioOf: (segment: Segment) => Promise<Pcm>;
  readonly #report: (report: Report) => void;
  readonly #onSaying: (saying: Saying) => void;
  readonly #clips = new Map<number, Clip>();
  #nextClip = 1;
  /** The turn in progress; 0 when silent. Clips and late audio of another turn are stale. */
  #turn = 0;
  #turns = 0;
  #lastClipOfTurn = 0;

  constructor(
    speaker: Speaker,
    audioOf: (segment: Segment) => Promise<Pcm>,
    report: (report: Report) => void,
    onSaying: (saying: Saying) => void,
  ) {
    this.#speaker = speaker;
    this.#audioOf = audioOf;
    this.#report = report;
    this.#onSaying = onSaying;
  }

  get speaking(): boolean {
    return this.#turn !== 0;
  }

  /** Starts an utterance; rejects with VoiceError if a sentence has no audio, and then nothing was played. */
  async say(utterance: Utterance): Promise<void> {
    const turn = this.#begin();
    let audio: Pcm[];
    try {
      audio = await Promise.all(utterance.map((segment) => this.#audioOf(segment)));
    } catch (error) {
      if (this.#turn === turn) this.#turn = 0;
      throw error;
    }
    if (this.#turn !== turn) return;
    if (utterance.length === 0) return this.#end(true);
    if (utterance[0]) this.#onSaying(utterance[0]);
    audio.forEach((pcm, index) => {
      const segment = utterance[index];
      if (!segment) return;
      if (index > 0) this.#speaker.play(this.#nextClip++, PAUSE);
      this.#play({ kind: 'segment', segment, ofMs: durationMs(pcm.length) }, pcm);
    });
  }

  /** A sound again and again, until something else is said or `stop()`; nothing is reported of it. */
  repeat(pcm: Pcm): void {
    this.#begin();
    for (let ahead = 0; ahead < 2; ahead++) this.#play({ kind: 'sound', pcm }, pcm);
  }

  /** A recording, once; its end is reported as an utterance's. */
  sound(pcm: Pcm): void {
    this.#begin();
    this.#play({ kind: 'recording' }, pcm);
  }

  tone(): void {
    this.#begin();
    this.#onSaying('tone');
    this.#play({ kind: 'tone' }, MESSAGE_TONE);
  }

  stop(): void {
    if (this.#turn === 0) return;
    this.#turn = 0;
    this.#speaker.stopPlaying();
  }

  /** Takes the leg's `clip_ended`; `atMs` is the call's time. */
  clipEnded(clipId: number, playedMs: number, complete: boolean, atMs: number): void {
    const clip = this.#clips.get(clipId);
    if (!clip) return;
    this.#clips.delete(clipId);
    if (clip.kind === 'segment' && playedMs > 0) {
      this.#report({ type: 'segment_played', segment: clip.segment, fromMs: atMs - playedMs, playedMs, ofMs: clip.ofMs, complete });
    }
    if (clip.turn !== this.#turn) return;
    if (clip.kind === 'sound') return complete ? this.#play(clip, clip.pcm) : undefined;
    if (clipId === this.#lastClipOfTurn) return this.#end(complete, clip.kind);
    const next = [...this.#clips].find(([id]) => id > clipId)?.[1];
    if (next?.kind === 'segment') this.#onSaying(next.segment);
  }

  #begin(): number {
    this.stop();
    this.#turn = ++this.#turns;
    return this.#turn;
  }

  #play(sound: Sound, pcm: Pcm): void {
    const clipId = this.#nextClip++;
    this.#clips.set(clipId, { ...sound, turn: this.#turn });
    this.#lastClipOfTurn = clipId;
    this.#speaker.play(clipId, pcm);
  }

  #end(complete: boolean, kind: Sound['kind'] = 'segment'): void {
    this.#turn = 0;
    this.#report(kind === 'tone' ? { type: 'tone_ended', complete } : { type: 'utterance_ended', complete });
  }
}
