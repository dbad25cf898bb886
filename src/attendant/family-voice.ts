import type { Pcm } from '../call/audio.ts';
import type { Clock } from '../call/clock.ts';
import type { Language } from '../call/language.ts';
import type { Utterance } from '../call/utterance.ts';
import { guard } from '../conversation/guard.ts';
import { utterance, type PhraseId, type Slots } from '../conversation/phrases/catalogue.ts';
import type { Phrases } from '../speaking/phrase-audio.ts';
import { Playout } from '../speaking/playout.ts';
import type { CallLeg, LegEvent } from '../telephony/leg.ts';

export interface FamilyVoiceTools {
  readonly clock: Clock;
  readonly phrases: Phrases;
}

/** Speaks at a telephone of the household; the guard looks at every sentence. */
export class FamilyVoice {
  readonly #lang: Language;
  readonly #clock: Clock;
  readonly #playout: Playout;
  readonly #startedAt: number;

  /** `onHeard`: what was said last was heard to its end; of what was cut off nothing is told. */
  constructor(leg: CallLeg, lang: Language, { clock, phrases }: FamilyVoiceTools, onHeard: () => void) {
    this.#lang = lang;
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#playout = new Playout(
      leg,
      (segment) => phrases.get(segment),
      (report) => void (report.type === 'utterance_ended' && report.complete && onHeard()),
      () => {},
    );
  }

  /** `slots`: what the words may hold. `instead`: said if the guard holds them back, and not its own safe sentence. Rejects with VoiceError. */
  say(words: Utterance, slots: Slots, instead?: readonly PhraseId[]): Promise<void> {
    const verdict = guard(words, this.#lang, slots, 'family');
    return this.#playout.say(verdict.rejected && instead ? utterance(this.#lang, {}, ...instead) : verdict.utterance);
  }

  /** Plays a recording, once. */
  play(pcm: Pcm): void {
    this.#playout.sound(pcm);
  }

  stop(): void {
    this.#playout.stop();
  }

  /** Takes the leg's `clip_ended`. */
  clipEnded({ clipId, playedMs, complete }: Extract<LegEvent, { type: 'clip_ended' }>): void {
    this.#playout.clipEnded(clipId, playedMs, complete, this.#clock.now() - this.#startedAt);
  }
}
