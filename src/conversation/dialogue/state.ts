import type { Language } from '../../call/language.ts';
import type { Act, Purpose, Route, SalesApproach } from '../../call/names.ts';
import type { HeardSlots, Question, Topic, Understood } from '../../call/understood.ts';
import type { Utterance } from '../../call/utterance.ts';
import type { Care } from '../care/care.ts';
import type { CareNumbers } from '../care/crisis-lines.ts';
import type { Rejection } from '../guard.ts';
import type { Slots } from '../phrases/catalogue.ts';

/** What the household decided about conversations. */
export interface DialogueSetting {
  readonly lang: Language;
  readonly slots: Slots;
  /** How sales calls are met. */
  readonly approach: SalesApproach;
  /** What happens with wanted callers: rung through, or a message is taken. */
  readonly wanted: 'put_through' | 'message';
  /** Open faults that the household released for callers of that company. */
  readonly faults: readonly Fault[];
  /** The languages in which the household wants calls to be answered. */
  readonly languages: readonly Language[];
  /** People who can be reached here: whoever asks for one of them is probably wanted. */
  readonly people: readonly string[];
  /** Names of callers and companies who are always wanted, and of those who never are. */
  readonly wantedCallers: readonly string[];
  readonly neverWanted: readonly string[];
  /** Wishes are left out. */
  readonly brief: boolean;
  /** Companies that were told no before, as they named themselves. */
  readonly toldNoBefore: readonly string[];
  /** The household said that it does not want calls from this number. */
  readonly unwanted: boolean;
  /** True where speech becomes text, and where words leave this machine: then the first sentence says so. */
  readonly transcribes: boolean;
  readonly wordsLeave: boolean;
  /** What the caller says is kept for the household to read: then the first sentence says that too. */
  readonly keepsWords: boolean;
  /** Draws the wordings of this call; 0: the first ones, in order. */
  readonly seed: number;
  /** What this number heard in its last call, as phrase#wording: other wordings come first. */
  readonly heardBefore: readonly string[];
  /** What somebody in need hears in this call. */
  readonly careNumbers: CareNumbers;
  /** Phones of the house can be rung, quiet hours or not. */
  readonly canRing: boolean;
  /** Messages are asked for and read back in words, or recorded after a tone. */
  readonly messageBy: 'words' | 'tone';
}

export interface Fault {
  /** The company that it concerns, as callers name it, such as "Telekom". */
  readonly company: string;
  /** What happened when, how that is, what is needed, a request: spoken word for word, in the language it is written in. */
  readonly matter: Readonly<Partial<Record<Language, string>>>;
}

/** Why the last answer was what it was: the row of the table that decided, or that somebody of the household wished it. */
export type Reason =
  | 'too_long'
  | 'silence'
  | 'machine'
  | 'scam_again'
  | 'scam'
  | 'emergency'
  | 'urgent'
  | 'grief'
  | 'again'
  | 'turned'
  | 'misheard'
  | 'no_again'
  | 'no'
  | 'message'
  | 'wrong_number_bye'
  | 'wrong_number'
  | 'wanted'
  | 'noise'
  | 'goodbye'
  | 'waits'
  | 'asked_about_us'
  | 'ask_open'
  | 'ask_choice'
  | 'message_anyway'
  | 'wished';

/** How far the conversation has come. */
export type Stage =
  | 'finding_out' // who is it, what is it about
  | 'declining' // the no has been said
  | 'leaving_safely' // a scam was met; nothing more is said than goodbye
  | 'taking_message'
  | 'emergency'
  | 'wrong_number' // perhaps the caller meant another number
  | 'ended';

/** Everything that the dialogue remembers. Plain data, no words of the caller but what they said of themselves. */
export interface DialogueState {
  readonly setting: DialogueSetting;
  readonly lang: Language;
  readonly stage: Stage;
  /** Answers given so far; the greeting is not one. */
  readonly turn: number;
  /** The logarithm of how likely each purpose is after all that was heard. */
  readonly belief: Readonly<Partial<Record<Purpose, number>>>;
  /** The last utterance's odds: the same thing said again is no further evidence. */
  readonly lastOdds: Understood['odds'];
  /** Every act of the call so far. */
  readonly acts: readonly Act[];
  readonly topic: Topic;
  readonly slots: HeardSlots;
  readonly approach: SalesApproach;
  /** Somebody in need is on the line; null: nobody, as far as was said. */
  readonly care: Care | null;
  /** What was said, as phrase#wording. */
  readonly said: readonly string[];
  /** What the last answer said, as phrase#wording, for whoever did not hear it. */
  readonly last: readonly string[];
  /** What has been asked, so that nothing is asked twice. */
  readonly asked: readonly Question[];
  /** What the no was said to; it stays, whatever the caller comes back with. Null: no no was said. */
  readonly declinedAs: Purpose | null;
  /** How often the caller came back after the no. */
  readonly comebacks: number;
  /** A repair or a visit was spoken of: nothing about faults is said any more. */
  readonly repairMentioned: boolean;
  /** The remarks and acts of the caller's last comeback: the same again is answered as such. */
  readonly lastComeback: readonly string[];
  readonly silences: number;
  readonly unheard: number;
  /** Null: nothing was answered yet. */
  readonly reason: Reason | null;
}

/** One answer of the attendant's, and where it leads. */
export interface Answer {
  readonly utterance: Utterance;
  readonly route: Route;
  readonly approach: SalesApproach | null;
  readonly purpose: Purpose;
  readonly confidence: number;
  readonly ended: boolean;
  /** Why a proposed sentence was not said; null: none was, or it passed. */
  readonly heldBack: Rejection | null;
  /** Somebody in the household, or the person whom they trust, has to know at once. */
  readonly alert: boolean;
}

export interface DialogueStep {
  readonly state: DialogueState;
  readonly answer: Answer;
}
