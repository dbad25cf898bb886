import type { CallEvent } from '../call/events.ts';
import { OWN_NEEDS, type Act } from '../call/names.ts';
import type { Segment } from '../call/utterance.ts';

/** The phrase that stands in the journal for whatever was said to somebody in need. */
export const CARE_WORDS = 'care_words';

/**
 * An event as it is kept and shown: that an emergency was claimed, and nothing of what kind it was. A replay of such a call
 * therefore stops at that point; the price is known and paid.
 */
export function withoutNeed(event: CallEvent): CallEvent {
  if (event.type === 'segment_played') return { ...event, segment: segmentWithoutNeed(event.segment) };
  if (event.type !== 'understood' || event.heard.need === undefined) return event;
  if (!OWN_NEEDS.includes(event.heard.need)) return event;
  const { lang, slots } = event.heard;
  const claimed: readonly Act[] = ['claims_emergency'];
  const told = { ...(slots.name !== undefined && { name: slots.name }), ...(slots.number !== undefined && { number: slots.number }) };
  return {
    ...event,
    heard: { lang, purpose: 'unclear', confidence: 1, odds: { unclear: 1000 }, acts: claimed, topic: 'other', remarks: [], slots: told },
  };
}

/** A sentence as it is kept and shown. */
export function segmentWithoutNeed(segment: Segment): Segment {
  return segment.phraseId.startsWith('care_') ? { phraseId: CARE_WORDS, variant: 0, lang: segment.lang } : segment;
}
