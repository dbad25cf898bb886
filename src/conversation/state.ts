import type { OfferedSentence } from '../call/events.ts';
import type { Language } from '../call/language.ts';
import type { Approach } from '../call/names.ts';
import type { Utterance } from '../call/utterance.ts';
import type { Understood } from '../call/understood.ts';
import { beginDialogue } from './dialogue/dialogue.ts';
import type { DialogueSetting, DialogueState } from './dialogue/state.ts';
import type { Slots } from './phrases/catalogue.ts';

export interface Setting {
  readonly lang: Language;
  readonly slots: Slots;
  /** A known caller never hears a word meant for sellers. */
  readonly approach: Approach;
  /** How the conversation is led where words are understood; null: they are not (level 0). */
  readonly dialogue: DialogueSetting | null;
  /** How many phones of the household can be rung. */
  readonly phones: number;
}

export type Room =
  | 'idle' // not answered yet
  | 'yielding' // the caller has the word; we wait for a pause
  | 'speaking' // greeting, answer, apology, or what comes before the tone
  | 'conversing' // words are understood: the caller has the word
  | 'tone'
  | 'listening' // after the tone, nothing said yet
  | 'prompting' // "Ich höre gerade nichts"
  | 'recording' // a message is being spoken
  | 'saving'
  | 'connecting' // the household's phones ring for a wanted caller
  | 'connected' // two people speak; we neither hear nor say anything
  | 'leaving' // "Ich lege nun auf": the recorder still runs, a word even now becomes a message
  | 'closing' // thanks and goodbye; nothing is recorded any more
  | 'lingering' // after the goodbye, last words are heard out
  | 'done';

/** Everything the policy remembers of a call. Plain data: it can be stored, compared and replayed. */
export interface State {
  readonly setting: Setting;
  readonly room: Room;
  /** When to be woken, in the call's ms; null: only an event moves us. */
  readonly wakeAt: number | null;
  /** The latest moment at which we go on although the caller still speaks. */
  readonly capAt: number;
  /** How long a pause we wait for while yielding. */
  readonly pause: number;
  /** What is being said, or comes next once the caller pauses; segments leave it when they were heard in full. */
  readonly pending: Utterance;
  /** Where the pending words lead. */
  readonly next: 'tone' | 'words' | 'linger';
  /** Where words are understood: the conversation so far, and what was understood and not answered yet. */
  readonly dialogue: DialogueState | null;
  readonly unanswered: Understood | null;
  /** What the caller said could not be made words, and nothing has been said about it yet. */
  readonly wordsFailed: boolean;
  /** The caller has spoken since our last answer. */
  readonly spokeSince: boolean;
  readonly callerSpeaks: boolean;
  /** When the caller's last voice was heard, in the call's ms; null: they speak, or have not spoken. */
  readonly silentSince: number | null;
  /** What the caller began to say last has become words already. */
  readonly wordsCame: boolean;
  /** How long the caller paused, in ms, and went on. */
  readonly ownPauses: readonly number[];
  /** Phrases that the caller heard to their end. */
  readonly heard: ReadonlySet<string>;
  readonly interruptions: number;
  /** A message has at least one word in it. */
  readonly messageBegun: boolean;
  readonly messageFull: boolean;
  /** What became of the message; null: nothing yet. */
  readonly kept: 'saved' | 'not_saved' | null;
  readonly endRequested: boolean;
  /** The caller has hung up, and their exchange's tone said so. */
  readonly callerGone: boolean;
  readonly alerted: boolean;
  /** In this turn of the caller's it was said that we still listen. */
  readonly stillListened?: boolean;
  /** What a person would like to be said next. */
  readonly wish?: OfferedSentence;
  /** A person would like to hear both; they do once the caller has heard so. */
  readonly listenIn?: boolean;
  /** A person speaks, and the caller has agreed that their words are written down. */
  readonly along?: boolean;
  /** A person takes the call in their browser. */
  readonly taken?: boolean;
  /** While on hold: ms that were left until `wakeAt` (null: nothing was due) and until `capAt`; absent: not on hold. */
  readonly held?: { readonly left: number | null; readonly capLeft: number };
}

export type Action =
  | { readonly type: 'say'; readonly utterance: Utterance }
  | { readonly type: 'stop_speaking' }
  | { readonly type: 'tone' }
  | { readonly type: 'start_recording' }
  | { readonly type: 'store_message' }
  | { readonly type: 'discard_message' }
  | { readonly type: 'hang_up' }
  /** Rings the household's phones, and gives that up. */
  | { readonly type: 'ring_phones' }
  | { readonly type: 'stop_ringing' }
  /** Hearing goes on while two people speak. */
  | { readonly type: 'listen_along' }
  /** The person who asked to take the call is put through. */
  | { readonly type: 'take_person' }
  /** A calm sound until we speak again. */
  | { readonly type: 'waiting_sound' }
  /** Puts the caller and the person who took the call together. */
  | { readonly type: 'connect' }
  /** The household has to know at once. */
  | { readonly type: 'alert' }
  /** Noted for the journal: the guard did not let a proposed sentence pass. */
  | { readonly type: 'note_held_back'; readonly phraseId: string; readonly why: string };

export interface Step {
  readonly state: State;
  readonly actions: readonly Action[];
}

export function initialState(setting: Setting): State {
  return {
    setting,
    room: 'idle',
    wakeAt: null,
    capAt: 0,
    pause: 0,
    pending: [],
    next: setting.dialogue ? 'words' : 'tone',
    dialogue: setting.dialogue && beginDialogue(setting.dialogue),
    unanswered: null,
    wordsFailed: false,
    spokeSince: false,
    callerSpeaks: false,
    silentSince: null,
    wordsCame: false,
    ownPauses: [],
    heard: new Set(),
    interruptions: 0,
    messageBegun: false,
    messageFull: false,
    kept: null,
    endRequested: false,
    callerGone: false,
    alerted: false,
  };
}
