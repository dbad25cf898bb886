import type { CallEvent, HouseholdCommand, NotConnected, OfferedSentence, RaisedVoice } from '../call/events.ts';
import type { Act, Purpose, SalesApproach } from '../call/names.ts';
import type { Segment } from '../call/utterance.ts';

/** A stretch or a moment of a call, for the eye: who spoke when, and what happened. Times in ms from the offer. */
export type TimelineItem =
  | {
      readonly kind: 'attendant_spoke';
      readonly fromMs: number;
      readonly toMs: number;
      readonly segment: Segment;
      readonly ofMs: number;
      readonly complete: boolean;
    }
  | { readonly kind: 'caller_spoke'; readonly fromMs: number; readonly toMs: number; readonly levelDbfs: number }
  /** From the transcript: events hold no words. */
  | { readonly kind: 'caller_words'; readonly fromMs: number; readonly toMs: number; readonly said: string }
  | ({ readonly kind: 'voice_raised' } & RaisedVoice)
  | {
      readonly kind: 'understood';
      readonly fromMs: number;
      readonly toMs: number;
      readonly purpose: Purpose;
      readonly confidence: number;
      readonly acts: readonly Act[];
    }
  | { readonly kind: 'tone'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'held'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'moment'; readonly fromMs: number; readonly toMs: number; readonly what: Moment; readonly digit?: string };

export type Moment =
  | 'quiet'
  | 'ringing'
  | 'left_inside_caller'
  | 'left_second_call'
  | 'left_expecting'
  | 'left_not_guarded'
  | 'answered'
  | 'phones_ring'
  | 'phone_answered'
  | 'connected'
  | `not_connected_${NotConnected}`
  | 'phone_left'
  | 'transferred'
  | 'asked_to_put_through'
  | 'asked_to_take_over'
  | 'asked_to_listen_in'
  | 'asked_to_write_along'
  | `asked_to_say_${OfferedSentence}`
  | `asked_for_${SalesApproach}`
  | 'key'
  | 'line_was_bad'
  | 'message_saved'
  | 'message_not_saved'
  | 'asked_to_end'
  | 'held_back'
  | 'words_failed'
  | 'fax'
  | 'caller_gone'
  | 'alerted'
  | 'alert_taken'
  | 'alert_not_taken'
  | 'ended_by_caller'
  | 'ended_by_attendant'
  | 'ended_by_household'
  | 'ended_by_failure';

const TONE_MS = 400;
/** From here on words are missing, however well lost frames are made up. */
const BAD_LINE_SHARE = 0.05;

/** The events of a call as its timeline, in order of time. */
export function timelineOf(events: readonly CallEvent[]): TimelineItem[] {
  const items: TimelineItem[] = [];
  let heldFrom: number | null = null;
  for (const event of events) {
    if (event.type === 'held') heldFrom = event.atMs;
    if (heldFrom !== null && (event.type === 'resumed' || event.type === 'ended')) {
      items.push({ kind: 'held', fromMs: heldFrom, toMs: event.atMs });
      heldFrom = null;
    }
    // The two go on without us: nobody has hung up.
    if (event.type === 'ended' && items.some((item) => item.kind === 'moment' && item.what === 'transferred')) continue;
    const item = itemOf(event);
    if (item) items.push(item);
  }
  return items.toSorted((a, b) => a.fromMs - b.fromMs);
}

function itemOf(event: CallEvent): TimelineItem | null {
  switch (event.type) {
    case 'segment_played': {
      const toMs = event.fromMs + event.playedMs;
      return { kind: 'attendant_spoke', fromMs: event.fromMs, toMs, segment: event.segment, ofMs: event.ofMs, complete: event.complete };
    }
    case 'speech_ended':
      return { kind: 'caller_spoke', fromMs: event.fromMs, toMs: event.toMs, levelDbfs: event.levelDbfs };
    case 'voice_raised': {
      const { atMs, db, pitchPct, ratePct } = event;
      return { kind: 'voice_raised', fromMs: atMs, toMs: atMs, db, pitchPct, ratePct };
    }
    case 'understood': {
      const { purpose, confidence, acts } = event.heard;
      return { kind: 'understood', fromMs: event.atMs, toMs: event.atMs, purpose, confidence, acts };
    }
    case 'offered':
      return event.quiet === true ? moment(event.atMs, 'quiet') : null;
    case 'held_back':
    case 'words_failed':
    case 'alerted':
    case 'alert_taken':
    case 'alert_not_taken':
      return moment(event.atMs, event.type);
    case 'line_sound':
      return moment(event.atMs, event.sound === 'fax' ? 'fax' : 'caller_gone');
    case 'tone_ended':
      return event.complete ? { kind: 'tone', fromMs: event.atMs - TONE_MS, toMs: event.atMs } : null;
    case 'key':
      return { ...moment(event.atMs, 'key'), digit: event.digit };
    case 'ringing':
      return moment(event.atMs, event.leftToFamily === undefined ? 'ringing' : `left_${event.leftToFamily}`);
    case 'not_connected':
      return moment(event.atMs, `not_connected_${event.why}`);
    case 'phones_ring':
    case 'phone_answered':
    case 'connected':
    case 'phone_left':
    case 'transferred':
    case 'answered':
    case 'message_saved':
    case 'message_not_saved':
      return moment(event.atMs, event.type);
    case 'line_quality': {
      const worst = Math.max(event.lostShare, event.peerLostShare ?? 0);
      return worst < BAD_LINE_SHARE ? null : moment(event.atMs, 'line_was_bad');
    }
    case 'command':
      return moment(event.atMs, askedFor(event.command));
    case 'ended':
      return moment(event.atMs, `ended_by_${event.by}`);
    default:
      return null;
  }
}

function askedFor(command: HouseholdCommand): Moment {
  if (typeof command !== 'string') return 'say' in command ? `asked_to_say_${command.say}` : `asked_for_${command.approach}`;
  return command === 'end_kindly' ? 'asked_to_end' : `asked_to_${command}`;
}

function moment(atMs: number, what: Moment): Extract<TimelineItem, { kind: 'moment' }> {
  return { kind: 'moment', fromMs: atMs, toMs: atMs, what };
}
