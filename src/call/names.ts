/** Names that the journal, the console and the policy share. What is stored keeps its name forever. */

/** `real`: through a configured line. `try`: placed on purpose, by SIP from this network or typed in the console. */
export const CALL_KINDS = ['real', 'try', 'practice', 'simulation'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** The way of answering. `conditional_no` is level 0, where no word is understood. */
export const APPROACHES = ['conditional_no', 'known_caller', 'friendly_no', 'empathy', 'redirect'] as const;
export type Approach = (typeof APPROACHES)[number];

/** The ways of meeting a sales call whose words are understood. */
export const SALES_APPROACHES = ['friendly_no', 'empathy', 'redirect'] as const satisfies readonly Approach[];
export type SalesApproach = (typeof SALES_APPROACHES)[number];

/** What a caller wants. */
export const PURPOSES = [
  'sales',
  'survey_pretext',
  'scam',
  'private',
  'medical',
  'delivery',
  'authority',
  'work',
  'neighbour',
  'returned_call',
  'wrong_number',
  'noise',
  'unclear',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What a caller does with an utterance. */
export const ACTS = [
  'greets',
  'names_self',
  'names_company',
  'names_institution',
  'asks_for_person',
  'asks_yes_question',
  'asks_for_data',
  'needs_no_data',
  'asks_for_money',
  'asks_for_access',
  'asks_for_secrecy',
  'asks_who_is_home',
  'asks_for_consent',
  'asks_to_guess',
  'asks_for_callback',
  'asks_if_computer',
  'asks_to_repeat',
  'speaks_familiarly',
  'asks_to_wait',
  'asks_for_patience',
  'claims_emergency',
  'claims_confidential',
  'claims_contract',
  'refers_to_order',
  'wants_to_order',
  'wants_message_passed',
  'pitches',
  'announces_survey',
  'admits_selling',
  'denies_selling',
  'objects',
  'presses',
  'deflects',
  'blames',
  'insults',
  'shouts',
  'complains',
  'accepts_no',
  'apologises',
  'thanks',
  'laughs',
  'gives_number',
  'says_yes',
  'says_no',
  'says_goodbye',
  'hesitates',
  'plays_recording',
  'silent',
  'says_tired',
  'makes_small_talk',
  'compliments',
  'threatens',
  'wishes_well',
  'asks_if_recorded',
  'asks_who_listens',
  'asks_what_happens_to_words',
  'asks_whose_line',
  'wants_human',
  'cannot_hear',
  'does_not_understand',
  'offers_to_call_again',
  'books_without_consent',
  'recruits',
  'thanks_for_gift',
  'gives_matter',
  'corrects',
  'is_child',
] as const;
export type Act = (typeof ACTS)[number];

/**
 * What somebody in need says, the most pressing first. `danger`: life is in danger at this moment. `violence`: is hurt or
 * threatened by somebody, not at this moment. `unsure`: may be in despair, said no such thing. `urgent` is no need of the
 * caller's own: a care alarm, a hospital, a school or a neighbour has news for the house that cannot wait. Never stored
 * and never sent: the journal keeps `claims_emergency` alone.
 */
export const NEEDS = ['danger', 'despair', 'violence', 'child_alone', 'unsure', 'confusion', 'grief', 'urgent'] as const;
export type Need = (typeof NEEDS)[number];

/** The caller's own needs, the most pressing first. Grief and news for the house are none. */
export const OWN_NEEDS: readonly Need[] = NEEDS.filter((need) => need !== 'grief' && need !== 'urgent');

/** Where the conversation leads. `continue`: it goes on. `end_safely`: nothing revealed, nothing agreed, goodbye. */
export const ROUTES = ['continue', 'decline', 'end_safely', 'take_message', 'put_through'] as const;
export type Route = (typeof ROUTES)[number];

/** How a call ended, coded from observable signs only; never from the sound of a voice. */
export const OUTCOMES = [
  'put_through',
  'message_left',
  'message_not_saved',
  'ended_after_no',
  'ended_before_no',
  'ended_safely',
  'ended_kindly',
  'stayed_silent',
  'fax',
  'gave_up_ringing',
  'answered_elsewhere',
  'ended_by_household',
  'line_failed',
  'internal_error',
  'cut_off',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How caller and attendant took leave after a no: thanked or wished well; neither; insulted or broken off. */
export const PARTINGS = ['kindly', 'neither', 'hard'] as const;
export type Parting = (typeof PARTINGS)[number];

export const CODERS = ['attendant', 'person', 'recovery'] as const;
export type Coder = (typeof CODERS)[number];

/** Which side ended a call. `failure`: the media stopped or the process died. */
export const ENDERS = ['caller', 'attendant', 'household', 'failure'] as const;
export type Ender = (typeof ENDERS)[number];

/** The reason of an end that came because another phone took the call (RFC 3326: Reason: SIP;cause=200). */
export const ANSWERED_ELSEWHERE = 'answered_elsewhere';

/** The reason of an end that came because something of ours broke. */
export const INTERNAL_ERROR = 'internal_error';

/** What a household says of a caller. Wanted: greeted like a contact. Unwanted: taken at once, so that no phone of the house rings, and soon taken for a seller. */
export const WELCOMES = ['wanted', 'unwanted'] as const;
export type Welcome = (typeof WELCOMES)[number];
