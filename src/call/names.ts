/** Names that the journal, the console and the policy share. What is stored keeps its name forever. */

/** `real`: through a configured line. `try`: placed on purpose, by SIP from this network or typed in the console. */
export const CALL_KINDS = ['real', 'try', 'practice', 'simulation'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** The way of answering. `conditional_no` is level 0, where no word is understood. */
export const APPROACHES = ['conditional_no', 'known_caller'] as const;
export type Approach = (typeof APPROACHES)[number];

/** How a call ended, coded from observable signs only; never from the sound of a voice. */
export const OUTCOMES = [
  'message_left',
  'message_not_saved',
  'ended_after_no',
  'ended_before_no',
  'stayed_silent',
  'gave_up_ringing',
  'answered_elsewhere',
  'ended_by_household',
  'line_failed',
  'cut_off',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const CODERS = ['attendant', 'person', 'recovery'] as const;
export type Coder = (typeof CODERS)[number];

/** Which side ended a call. `failure`: the media stopped or the process died. */
export const ENDERS = ['caller', 'attendant', 'household', 'failure'] as const;
export type Ender = (typeof ENDERS)[number];

/** The reason of an end that came because another phone took the call (RFC 3326: Reason: SIP;cause=200). */
export const ANSWERED_ELSEWHERE = 'answered_elsewhere';
