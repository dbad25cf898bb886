import type { Frame, Pcm } from '../call/audio.ts';

/** What the other side tells about itself. Hostile until proven otherwise; never logged. */
export interface Party {
  /** The number or user part as signalled; null when it is suppressed. */
  readonly number: string | null;
  readonly displayName: string | null;
}

export interface LegInfo {
  readonly from: Party;
  /** The configured line that the call came in on; null: none, so a trial call from this machine or network. */
  readonly lineId: string | null;
  /** How the leg reached us, for the journal. */
  readonly transport: 'sip' | 'typed' | 'browser';
  /** Its sound is of 7 kHz (G.722); a bridge to another such leg keeps it so. */
  readonly wideband?: boolean;
  /** The leg hands over the words that are spoken on it, as a typed one does. */
  readonly givesWords?: boolean;
}

/** Why a leg is turned away before it was answered. `busy`: too many calls at once. `gone`: we are stopping. */
export type DeclineReason = 'busy' | 'gone' | 'not_acceptable';

/** What both ends noticed of a stream, for whoever asks later why it sounded as it did. */
export interface LineQuality {
  readonly receivedPackets: number;
  /** Share of the peer's packets that did not come, 0 to 1. */
  readonly lostShare: number;
  readonly jitterMs: number;
  /** Share of our packets that the peer says it did not get; null: it sends no reports. */
  readonly peerLostShare: number | null;
  /** There and back; null: unknown. */
  readonly roundTripMs: number | null;
}

export type LegEvent =
  /** Of a leg that we dialled: a phone rings. */
  | { readonly type: 'ringing' }
  | { readonly type: 'answered' }
  | { readonly type: 'frame'; readonly frame: Frame }
  /** Typed words, when the voice that speaks them has come to their end. */
  | { readonly type: 'words'; readonly text: string }
  | { readonly type: 'key'; readonly digit: string }
  /** A clip came to its end or was stopped; `playedMs` is what really left for the wire. */
  | { readonly type: 'clip_ended'; readonly clipId: number; readonly playedMs: number; readonly complete: boolean }
  | { readonly type: 'held' }
  | { readonly type: 'resumed' }
  /** Once, right before the end of a leg that had sound. */
  | { readonly type: 'quality'; readonly quality: LineQuality }
  | { readonly type: 'ended'; readonly by: 'remote' | 'local' | 'failure'; readonly reason: string };

export type LegState = 'offered' | 'ringing' | 'answered' | 'ended';

/**
 * One leg of a call: offered -> ringing -> answered -> ended. A call has one leg or many; legs know nothing of calls.
 * Once answered, a leg hands over exactly one frame every 20 ms. After `ended` it is silent for good, and every
 * command is a no-op.
 */
export interface CallLeg {
  readonly id: string;
  readonly info: LegInfo;
  readonly state: LegState;
  /** One listener at a time: whoever owns the leg. */
  listen(listener: (event: LegEvent) => void): void;
  ring(): void;
  answer(): void;
  decline(reason: DeclineReason): void;
  /** `answered_elsewhere`: a phone that still rings then shows no missed call. */
  hangUp(reason?: 'answered_elsewhere'): void;
  /** Queues a clip behind those that are still playing. */
  play(clipId: number, pcm: Pcm): void;
  /** Stops at once and flushes what is queued; each clip is reported by `clip_ended`. */
  stopPlaying(): void;
  /** Connects the audio of two answered legs; neither hears our clips nor hands over frames while bridged. */
  bridge(other: CallLeg): void;
  unbridge(): void;
  /** While it is bridged, frames are handed over all the same: both who speak know that they are written down. */
  listenAlong(): void;
  /** Lets this leg hear both sides of another answered one until either ends, or the other is bridged; it is not heard there. */
  overhear(other: CallLeg): void;
  /**
   * Asks this leg's far end to talk to the far end of `other` without us. Resolves with whether it does; if not, both legs stay
   * as they are.
   */
  transferTo(other: CallLeg): Promise<boolean>;
  /** Presses a key on this leg, for the far end to hear (RFC 4733, or as a tone). */
  sendKey(digit: string): void;
}

/**
 * `household`: rung for wanted callers. `alert`: of people who want to know of a claimed emergency.
 * `self`: this line's own number, for a call to itself.
 */
export type PhoneList = 'household' | 'alert' | 'self';

export interface DialWish {
  /** What its display may show. */
  readonly shownAs?: string | null;
  /** It will be bridged to a leg with such sound. */
  readonly wideband?: boolean;
}

/**
 * Rings phones that the household has named. Which ones there are stands in the settings: nothing that comes in over a wire can
 * add one, so nobody who calls can make us call.
 */
export interface Dialler {
  /** How many phones can be rung for a call on this line; 0: none. */
  phonesOf(lineId: string | null, list: PhoneList): number;
  /** Rings one of them, counted from 0. Throws RangeError for one that there is not. */
  dial(lineId: string | null, list: PhoneList, phone: number, wish?: DialWish): CallLeg;
}

/** Where legs come from: a user agent, the console's trial, a test. */
export interface LegSource {
  onLeg(handler: (leg: CallLeg) => void): void;
}
