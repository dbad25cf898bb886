import type { Slip } from './feedback.ts';
import type { KeptPractice } from './store.ts';
import type { Ending } from './talk.ts';

const WEEK_MS = 7 * 86_400_000;
const WEEKS = 8;
/** The plain no is in time in the first or second answer. */
const NO_IN_TIME = 2;
const RECENT = 10;
const ENDS_WELL: ReadonlySet<Ending> = new Set<Ending>(['laughed', 'accepted', 'reached']);

/** Practices of one of the last weeks. */
export interface PracticeWeek {
  /** Weeks ago: 0 is the last seven days. */
  readonly ago: number;
  readonly practices: number;
  /** Ended with both at peace, or with somebody wanted put at ease. */
  readonly endedWell: number;
  /** Of those with a seller: the plain no came by the second answer. */
  readonly noInTime: number;
  readonly withSeller: number;
}

export interface Progress {
  readonly practices: number;
  /** Oldest first; weeks before the first practice are left out. */
  readonly weeks: readonly PracticeWeek[];
  /** How the last call of each caller ended, by persona. */
  readonly lastEndings: Readonly<Record<string, Ending>>;
  /** What came up most in the last ten practices, and how often in the ten before; at most three. */
  readonly slips: readonly { readonly slip: Slip; readonly recent: number; readonly before: number }[];
}

/** How somebody gets on, in counts. `now`: wall time. */
export function progressOf(practices: readonly KeptPractice[], now: number): Progress {
  const newestFirst = practices.toSorted((a, b) => b.at - a.at);
  const weeks = Array.from({ length: WEEKS }, (_, ago) => weekOf(newestFirst, now, ago));
  const oldest = weeks.findLastIndex((week) => week.practices > 0);
  return {
    practices: practices.length,
    weeks: weeks.slice(0, oldest + 1).toReversed(),
    lastEndings: Object.fromEntries(newestFirst.toReversed().map(({ personaId, ending }) => [personaId, ending])),
    slips: slipsOf(newestFirst.slice(0, RECENT), newestFirst.slice(RECENT, 2 * RECENT)),
  };
}

function weekOf(practices: readonly KeptPractice[], now: number, ago: number): PracticeWeek {
  const ofWeek = practices.filter(({ at }) => Math.floor(Math.max(0, now - at) / WEEK_MS) === ago);
  const withSeller = ofWeek.filter(({ ending }) => ending !== 'reached' && ending !== 'lost');
  return {
    ago,
    practices: ofWeek.length,
    endedWell: ofWeek.filter(({ ending }) => ENDS_WELL.has(ending)).length,
    noInTime: withSeller.filter(({ noAt }) => noAt !== null && noAt <= NO_IN_TIME).length,
    withSeller: withSeller.length,
  };
}

function slipsOf(recent: readonly KeptPractice[], before: readonly KeptPractice[]): Progress['slips'] {
  const count = (practices: readonly KeptPractice[], slip: Slip): number => practices.filter(({ slips }) => slips.includes(slip)).length;
  return [...new Set(recent.flatMap(({ slips }) => slips))]
    .map((slip) => ({ slip, recent: count(recent, slip), before: count(before, slip) }))
    .toSorted((a, b) => b.recent - a.recent)
    .slice(0, 3);
}
