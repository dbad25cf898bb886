import type { CallEvent } from '../call/events.ts';
import { ANSWERED_ELSEWHERE, INTERNAL_ERROR, type Outcome } from '../call/names.ts';

/** Phrases that say the plain no; `no_reason_needed` tells a caller that they need not say why they call. */
export function saysNo(phraseId: string): boolean {
  return phraseId === 'sales_no' || phraseId === 'redirect_no' || (phraseId.startsWith('no_') && phraseId !== 'no_reason_needed');
}

/** Codes how a call ended from what could be observed, never from how a voice sounded. */
export function outcomeOf(events: readonly CallEvent[]): Outcome {
  const end = events.findLast((event) => event.type === 'ended');
  if (events.some((event) => event.type === 'connected')) return 'put_through';
  if (events.some((event) => event.type === 'message_saved')) return 'message_left';
  if (events.some((event) => event.type === 'message_not_saved')) return 'message_not_saved';
  if (end?.type === 'ended' && end.by === 'failure') return end.reason === INTERNAL_ERROR ? 'internal_error' : 'line_failed';
  if (!events.some((event) => event.type === 'answered')) {
    return end?.type === 'ended' && end.reason === ANSWERED_ELSEWHERE ? 'answered_elsewhere' : 'gave_up_ringing';
  }
  if (events.some((event) => event.type === 'command' && event.command === 'end_kindly')) return 'ended_by_household';
  if (wasHeard(events, (phrase) => phrase.startsWith('safe_'))) return 'ended_safely';
  if (events.some((event) => event.type === 'line_sound' && event.sound === 'fax')) return 'fax';
  const heardNo = wasHeard(events, saysNo);
  const understood = events.some((event) => event.type === 'understood');
  if (end?.type === 'ended' && end.by === 'attendant') return understood ? (heardNo ? 'ended_after_no' : 'ended_kindly') : 'stayed_silent';
  return heardNo ? 'ended_after_no' : understood ? 'ended_kindly' : 'ended_before_no';
}

function wasHeard(events: readonly CallEvent[], is: (phraseId: string) => boolean): boolean {
  return events.some((event) => event.type === 'segment_played' && event.complete && is(event.segment.phraseId));
}
