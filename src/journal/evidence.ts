import { SALES_APPROACHES, type Parting, type SalesApproach } from '../call/names.ts';
import type { Topic } from '../call/understood.ts';
import { Beta, type Interval } from './beta.ts';

const HANDLERS = ['attendant', 'person'] as const;
export type Handler = (typeof HANDLERS)[number];

/** One real sales call that was met with a no, as the evidence sees it. */
export interface EvidenceRow {
  /** Who answered: the attendant, or a person who wrote it down. */
  readonly handler: Handler;
  /** What it was about; null: not said. */
  readonly topic: Topic | null;
  readonly approach: SalesApproach;
  /** Only drawn lots compare fairly: who chooses an approach chooses for a reason. */
  readonly assigned: 'rule' | 'household' | 'rotation';
  readonly parting: Parting;
  /** Null: not known. */
  readonly durationMs: number | null;
  /** Within thirty days; null: the number was suppressed, or the thirty days are not over. */
  readonly calledAgain: boolean | null;
  /** How a person of the household felt, from 1 to 5; null: nobody said. */
  readonly moodBefore: number | null;
  readonly moodAfter: number | null;
}

/** How a person of the household felt around a call, from 1 (heavy) to 5 (light); null: not said. */
export interface Mood {
  readonly before: number | null;
  readonly after: number | null;
}

/** What people add to calls of the journal, and what all of it shows. Every call names the household first, then the person. */
export interface EvidenceStore {
  /** A person says how the call really parted; what was coded before stays on record. False: unknown, or nothing was coded. */
  setParting(householdId: string, userId: string, callId: string, parting: Parting, at: number): Promise<boolean>;
  /** What a person tapped last counts; a field that is null stays as it was. False: unknown. */
  setMood(householdId: string, userId: string, callId: string, mood: Mood): Promise<boolean>;
  mood(householdId: string, userId: string, callId: string): Promise<Mood>;
  /** Real calls that were met with a no, oldest first. `now`: whether the thirty days are over in which they may have called again. */
  evidence(householdId: string, now: number): Promise<EvidenceRow[]>;
}

export interface Share extends Interval {
  readonly count: number;
  readonly of: number;
}

export interface ApproachEvidence {
  readonly handler: Handler;
  readonly approach: SalesApproach;
  readonly calls: number;
  readonly partings: Readonly<Record<Parting, number>>;
  readonly kindly: Share;
  readonly medianMs: number | null;
  readonly calledAgain: Share;
  /** Average change of the person's own mood, and of how many calls; null: nobody tapped. */
  readonly mood: { readonly change: number; readonly calls: number } | null;
}

/**
 * What may be said: `too_early`: not enough calls; `no_difference`: none that these calls could show; `better`: one of them ends
 * kindly more often, with at least 97.5 % probability.
 */
export type Verdict =
  | { readonly kind: 'too_early'; readonly calls: number }
  | { readonly kind: 'no_difference'; readonly calls: number }
  | { readonly kind: 'better'; readonly approach: SalesApproach; readonly calls: number; readonly probability: number };

export interface TopicEvidence {
  readonly topic: Topic;
  readonly kindly: Share;
}

export interface Evidence {
  /** The attendant's first. */
  readonly approaches: readonly ApproachEvidence[];
  /** How many ended kindly by what they were about, the most frequent first. */
  readonly topics: readonly TopicEvidence[];
  /** Of friendly no and empathy, by lot alone. */
  readonly verdict: Verdict;
}

/** Before so many calls each nothing is said of a difference. */
export const LEAST_CALLS = 20;
const SURE = 0.975;

/** What the calls show, and no more. The prior of every share is uniform, Beta(1, 1): all shares are equally likely at first. */
export function evidenceOf(rows: readonly EvidenceRow[]): Evidence {
  const approaches = HANDLERS.flatMap((handler) => SALES_APPROACHES.map((approach) => evidenceFor(handler, approach, rows)));
  return {
    approaches: approaches.filter(({ calls }) => calls > 0),
    topics: topicsOf(rows),
    verdict: verdictOf(rows.filter(({ handler, assigned }) => handler === 'attendant' && assigned === 'rotation')),
  };
}

function evidenceFor(handler: Handler, approach: SalesApproach, all: readonly EvidenceRow[]): ApproachEvidence {
  const rows = all.filter((row) => row.handler === handler && row.approach === approach);
  const count = (parting: Parting): number => rows.filter((row) => row.parting === parting).length;
  const known = rows.filter(({ calledAgain }) => calledAgain !== null);
  const moods = rows.flatMap(({ moodBefore, moodAfter }) => (moodBefore === null || moodAfter === null ? [] : [moodAfter - moodBefore]));
  return {
    handler,
    approach,
    calls: rows.length,
    partings: { kindly: count('kindly'), neither: count('neither'), hard: count('hard') },
    kindly: shareOf(count('kindly'), rows.length),
    medianMs: median(rows.flatMap(({ durationMs }) => durationMs ?? [])),
    calledAgain: shareOf(known.filter(({ calledAgain }) => calledAgain).length, known.length),
    mood: moods.length === 0 ? null : { change: moods.reduce((sum, one) => sum + one, 0) / moods.length, calls: moods.length },
  };
}

function topicsOf(rows: readonly EvidenceRow[]): TopicEvidence[] {
  const groups = Map.groupBy(
    rows.filter(({ topic }) => topic !== null),
    ({ topic }) => topic,
  );
  return [...groups]
    .flatMap(([topic, own]) => {
      const kindly = own.filter(({ parting }) => parting === 'kindly').length;
      return topic === null ? [] : [{ topic, kindly: shareOf(kindly, own.length) }];
    })
    .toSorted((a, b) => b.kindly.of - a.kindly.of);
}

/** A share with its 95 % interval. */
export function shareOf(count: number, of: number): Share {
  return { count, of, ...new Beta(1 + count, 1 + of - count).interval(0.95) };
}

function verdictOf(rows: readonly EvidenceRow[]): Verdict {
  const [friendly, empathy] = (['friendly_no', 'empathy'] as const).map((approach) => {
    const own = rows.filter((row) => row.approach === approach);
    const kindly = own.filter(({ parting }) => parting === 'kindly').length;
    return { calls: own.length, beta: new Beta(1 + kindly, 1 + own.length - kindly) };
  });
  const calls = rows.length;
  if (!friendly || !empathy || friendly.calls < LEAST_CALLS || empathy.calls < LEAST_CALLS) return { kind: 'too_early', calls };
  const probability = empathy.beta.exceeds(friendly.beta);
  if (probability >= SURE) return { kind: 'better', approach: 'empathy', calls, probability };
  if (probability <= 1 - SURE) return { kind: 'better', approach: 'friendly_no', calls, probability: 1 - probability };
  return { kind: 'no_difference', calls };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
