import type { CallEvent } from '../call/events.ts';
import { PURPOSES, type Purpose } from '../call/names.ts';
import { saysNo } from './outcome.ts';

/** What a call was about, as far as its words were understood. */
export interface CallAbout {
  readonly purpose: Purpose | null;
  /** As the caller named it. */
  readonly company: string | null;
}

const TELLS_NOTHING: ReadonlySet<Purpose> = new Set<Purpose>(['noise', 'unclear']);
const SELLS: ReadonlySet<Purpose> = new Set<Purpose>(['sales', 'survey_pretext']);
const SCAMS: ReadonlySet<Purpose> = new Set<Purpose>(['scam']);

/**
 * The likeliest purpose over everything that was understood, among those that fit how the call was met: whoever was told
 * no sold something, and who was met as a scam was one. What is said after the no tells about anger, not about the purpose.
 */
export function aboutOf(events: readonly CallEvent[]): CallAbout {
  const said = (is: (phraseId: string) => boolean): number =>
    events.findIndex((event) => event.type === 'segment_played' && is(event.segment.phraseId));
  const no = said(saysNo);
  const safe = said((phrase) => phrase.startsWith('safe_'));
  const fits = (purpose: Purpose): boolean =>
    safe >= 0
      ? SCAMS.has(purpose)
      : no >= 0
        ? SELLS.has(purpose)
        : !TELLS_NOTHING.has(purpose) && !SELLS.has(purpose) && !SCAMS.has(purpose);
  const until = safe >= 0 ? safe : no >= 0 ? no : events.length;
  const heard = events.slice(0, until).flatMap((event) => (event.type === 'understood' ? [event.heard] : []));
  if (heard.length === 0) return { purpose: null, company: null };
  const sum = (purpose: Purpose): number => heard.reduce((total, { odds }) => total + (odds[purpose] ?? 0), 0);
  const candidates = PURPOSES.filter(fits);
  const best = candidates.reduce((top, purpose) => (sum(purpose) > sum(top) ? purpose : top), candidates[0] ?? 'unclear');
  const company = heard.find(({ slots }) => slots.company !== undefined)?.slots.company ?? null;
  return { purpose: sum(best) > sum('unclear') + sum('noise') || safe >= 0 || no >= 0 ? best : 'unclear', company };
}
