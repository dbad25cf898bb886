/** Phrases of a call in which no word is understood; each has one wording. */
export type StandingPhraseId =
  | 'intro'
  | 'intro_unnamed'
  | 'message_soon'
  | 'sales_no'
  | 'after_tone'
  | 'known_greeting'
  | 'known_greeting_unnamed'
  | 'words_lost'
  | 'words_unclear'
  | 'nothing_heard'
  | 'hanging_up'
  | 'saved'
  | 'not_saved'
  | 'own_failure'
  | 'message_full'
  | 'still_ringing'
  | 'not_put_through'
  | 'still_listening'
  | 'taken_over'
  | 'someone_listens'
  | 'someone_listens_here'
  | 'ended_by_household'
  | 'goodbye';

/** One language's words for phrases, in one or more wordings. `{household}` stands for a slot. */
export type PhraseTable<Id extends string> = Readonly<Record<Id, readonly string[]>>;

/** The id of a segment whose words a language model proposed; they stand in its slot `words`. */
export const WORDED = 'worded';
