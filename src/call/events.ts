import type { Ender, SalesApproach } from './names.ts';
import type { Understood } from './understood.ts';
import type { Segment } from './utterance.ts';

/**
 * What happens in a call, as the attendant takes it in and the journal keeps it. `atMs` is monotonic and counts
 * from the call's offer. The policy is a pure function of these, so the journal can replay every decision.
 */
export type CallEvent = { readonly atMs: number } & CallEventBody;

export type CallEventBody =
  /** `phones`: how many of the household's can be rung for this caller; absent: none. `quiet`: they shall not, for now. */
  | { readonly type: 'offered'; readonly phones?: number; readonly quiet?: boolean }
  | { readonly type: 'ringing'; readonly leftToFamily?: LeftToFamily }
  | { readonly type: 'answered' }
  | { readonly type: 'speech_started'; readonly fromMs: number }
  | { readonly type: 'speech_ended'; readonly fromMs: number; readonly toMs: number; readonly levelDbfs: number }
  /** The caller's voice rose against their own first seconds: louder, higher, faster by so much. Nobody says why. */
  | ({ readonly type: 'voice_raised' } & RaisedVoice)
  /** How the conversation is led, so that a replay decides the same; the shape is the conversation's own. */
  | { readonly type: 'conversation_set'; readonly setting: object }
  /** What was understood of the caller's words; the words themselves are not kept. */
  | { readonly type: 'understood'; readonly heard: Understood }
  /** What was said could not be made words: nothing is known of it. */
  | { readonly type: 'words_failed' }
  /** What sounded like a voice was no word: a cough, a knock. */
  | { readonly type: 'no_words' }
  /** The line speaks for itself: a fax machine calls; or the caller has hung up, and only their exchange's tone is left. */
  | { readonly type: 'line_sound'; readonly sound: 'fax' | 'hung_up' }
  /** An emergency was claimed: the household has to know at once. */
  | { readonly type: 'alerted' }
  /** Somebody was told of it on the telephone, and takes care; or nobody was reached. */
  | { readonly type: 'alert_taken'; readonly phone: number }
  | { readonly type: 'alert_not_taken' }
  /** The guard put a safe sentence in the place of another. */
  | { readonly type: 'held_back'; readonly phraseId: string; readonly why: string }
  | { readonly type: 'key'; readonly digit: string }
  | {
      readonly type: 'segment_played';
      readonly segment: Segment;
      readonly fromMs: number;
      readonly playedMs: number;
      readonly ofMs: number;
      readonly complete: boolean;
    }
  | { readonly type: 'utterance_ended'; readonly complete: boolean }
  | { readonly type: 'tone_ended'; readonly complete: boolean }
  | { readonly type: 'message_saved'; readonly messageId: string; readonly durationMs: number }
  | { readonly type: 'message_not_saved' }
  /** The household's phones ring for this caller. */
  | { readonly type: 'phones_ring'; readonly phones: number }
  /** Somebody picked one up, counted from 0, and hears who calls. */
  | { readonly type: 'phone_answered'; readonly phone: number }
  /** Null: in a browser. */
  | { readonly type: 'connected'; readonly phone: number | null }
  | { readonly type: 'not_connected'; readonly why: NotConnected }
  /** The telephone system has joined caller and person itself, and we are out of the call. */
  | { readonly type: 'transferred' }
  /** The person who took the call has hung up. */
  | { readonly type: 'phone_left' }
  /** `music`: by a music that plays, where the line itself says nothing of a hold. */
  | { readonly type: 'held'; readonly by?: 'music' }
  | { readonly type: 'resumed' }
  /** How the sound came through, at the end of a call that had some. Shares from 0 to 1; null: the peer says nothing. */
  | {
      readonly type: 'line_quality';
      readonly lostShare: number;
      readonly jitterMs: number;
      readonly peerLostShare: number | null;
      readonly roundTripMs: number | null;
    }
  | { readonly type: 'wake' }
  | { readonly type: 'command'; readonly command: HouseholdCommand; readonly userId: string | null }
  | { readonly type: 'ended'; readonly by: Ender; readonly reason: string };

/** How much a caller's voice has risen against how they began: an observation, and never the name of a feeling. */
export interface RaisedVoice {
  readonly fromMs: number;
  readonly toMs: number;
  /** Louder by, in dB. */
  readonly db: number;
  /** Higher by, in percent; null: no pitch could be made out. */
  readonly pitchPct: number | null;
  /** Faster by, in percent of syllables a second. */
  readonly ratePct: number;
}

/**
 * Why a call is not answered by the attendant: it comes from inside the house, the caller insists on a
 * person, a call is expected, or a guard has nothing against this number.
 */
export type LeftToFamily = 'inside_caller' | 'second_call' | 'expecting' | 'not_guarded';

/** What a person in the household may ask of a running call. */
export type HouseholdCommand =
  | 'end_kindly'
  | 'put_through'
  /** The person who asks speaks to the caller themselves, in their browser. */
  | 'take_over'
  /** The person who asks would like to hear both; the caller is told first. */
  | 'listen_in'
  /** The person who speaks has asked the caller, who agrees that their words are written down for the coach. */
  | 'write_along'
  | { readonly say: OfferedSentence }
  | { readonly approach: SalesApproach };

/** What a person may have the attendant say next, in words of the attendant's own. */
export const OFFERED_SENTENCES = ['no', 'empathy', 'wait', 'message'] as const;
export type OfferedSentence = (typeof OFFERED_SENTENCES)[number];

/** Why nobody took a call: no answer, picked up and not taken, a message wanted instead, no phone reached. */
export type NotConnected = 'no_answer' | 'declined' | 'message_please' | 'unreachable';

/** The version of a stored event's shape; raised when a shape changes, so that old rows stay readable. */
export const EVENT_VERSION = 1;
