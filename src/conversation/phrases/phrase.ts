export type PhraseId =
  | 'intro'
  | 'intro_unnamed'
  | 'message_soon'
  | 'sales_no'
  | 'after_tone'
  | 'known_greeting'
  | 'known_greeting_unnamed'
  | 'words_lost'
  | 'nothing_heard'
  | 'hanging_up'
  | 'saved'
  | 'not_saved'
  | 'message_full'
  | 'ended_by_household'
  | 'goodbye';

/** One language's words for every phrase. `{household}` stands for a slot. */
export type PhraseTable = Readonly<Record<PhraseId, string>>;
