import type { Outcome } from '../call/names.ts';

/** How calls went, in few words: what somebody wants to know who looks in for a moment. */
export type Course = 'you' | 'message' | 'no' | 'safe' | 'kindly' | 'early' | 'failed';

const COURSE_OF: Readonly<Record<Outcome, Course>> = {
  put_through: 'you',
  answered_elsewhere: 'you',
  message_left: 'message',
  ended_after_no: 'no',
  ended_safely: 'safe',
  ended_kindly: 'kindly',
  ended_by_household: 'kindly',
  ended_before_no: 'early',
  stayed_silent: 'early',
  fax: 'early',
  gave_up_ringing: 'early',
  message_not_saved: 'failed',
  line_failed: 'failed',
  internal_error: 'failed',
  cut_off: 'failed',
};

/** How many calls went which way. */
export function coursesOf(outcomes: ReadonlyMap<Outcome, number>): Partial<Record<Course, number>> {
  const courses: Partial<Record<Course, number>> = {};
  for (const [outcome, count] of outcomes) courses[COURSE_OF[outcome]] = (courses[COURSE_OF[outcome]] ?? 0) + count;
  return courses;
}
