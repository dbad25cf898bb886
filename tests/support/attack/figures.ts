import { percentile } from '../../../bench/machine.ts';
import type { Holdings } from './process-watch.ts';
import type { Done } from './target.ts';

/** What was measured beside one attack. Times in ms; infinite: no answer. */
export interface Figures {
  readonly attack: string;
  readonly lastedMs: number;
  /** What the attacker says it did. */
  readonly done: Done;
  readonly probes: readonly number[];
  readonly worstGapMs: number;
  /** While the attack was on, from an address that had no part in it. */
  readonly newcomerByTcpMs: number;
  readonly newcomerByHttpMs: number;
  readonly alive: boolean;
  readonly before: Holdings;
  readonly peakRssMb: number;
  /** Once things had settled, or at the end of the time for that; null: the process had ended. */
  readonly after: Holdings | null;
  readonly openCallsBefore: number;
  readonly openCallsAfter: number;
  /** What a thread of the server and one of the measuring process waited for a core meanwhile, together. */
  readonly waitedForCoreMs: number;
  /** The longest standstill of the measuring process. */
  readonly ownLatenessMs: number;
}

/** What is promised: nobody notices an attack on somebody else. */
const P99_MS = 200;
const GAP_MS = 150;
/** Who comes new may take a little longer than one who is there. */
const NEWCOMER_MS = 1_000;
/** V8 keeps what it once grew to for a while; what leaks under a flood is more. */
const MEMORY_MB = 80;
/** Whatever is sent may be held for a moment, and 36 MB of pings once made 825 MB. */
const PEAK_MB = 250;
/** A few of the console's and the engines' own come and go. */
export const DESCRIPTORS = 8;

/** Back near the start: nothing more to wait for. */
export function hasSettled(before: Holdings, now: Holdings, openBefore: number, openNow: number): boolean {
  return now.descriptors <= before.descriptors + DESCRIPTORS && now.rssMb <= before.rssMb + MEMORY_MB && openNow <= openBefore;
}

/** What is not as promised, a line each. */
export function problemsIn(figures: Figures): string[] {
  const { before, after } = figures;
  const problems: string[] = [];
  if (!figures.alive) problems.push('the process ended');
  const p99 = percentile(figures.probes, 0.99) - figures.waitedForCoreMs;
  // Not "over": what is not a number is wrong, too.
  if (!(p99 < P99_MS)) problems.push(`probe p99 ${ms(p99)} without the waits for a core, at most ${P99_MS} ms`);
  if (!(figures.worstGapMs < GAP_MS)) problems.push(`worst gap of the call ${ms(figures.worstGapMs)}, at most ${GAP_MS} ms`);
  if (!(figures.newcomerByTcpMs < NEWCOMER_MS)) problems.push(`somebody new over TCP waited ${ms(figures.newcomerByTcpMs)}`);
  if (!(figures.newcomerByHttpMs < NEWCOMER_MS)) problems.push(`somebody new over HTTP waited ${ms(figures.newcomerByHttpMs)}`);
  if (figures.peakRssMb > before.rssMb + PEAK_MB) problems.push(`memory rose by ${mb(figures.peakRssMb - before.rssMb)} meanwhile`);
  if (after && after.rssMb > before.rssMb + MEMORY_MB) problems.push(`memory stayed ${mb(after.rssMb - before.rssMb)} higher`);
  if (after && after.descriptors > before.descriptors + DESCRIPTORS)
    problems.push(`${after.descriptors} descriptors, ${before.descriptors} before`);
  if (!(figures.openCallsAfter <= figures.openCallsBefore))
    problems.push(`${figures.openCallsAfter} calls open, ${figures.openCallsBefore} before`);
  return problems;
}

export const FIGURE_NAMES = [
  'attack',
  'probe p99',
  'lost',
  'worst gap',
  'new by TCP',
  'new by HTTP',
  'memory',
  'descriptors',
  'own lateness',
  'waited for a core',
] as const;

/** As a row under `FIGURE_NAMES`. */
export function rowOf(figures: Figures): string[] {
  const { before, after, probes } = figures;
  return [
    figures.attack,
    ms(percentile(probes, 0.99)),
    `${probes.filter((latency) => latency === Infinity).length} of ${probes.length}`,
    ms(figures.worstGapMs),
    ms(figures.newcomerByTcpMs),
    ms(figures.newcomerByHttpMs),
    `${before.rssMb.toFixed(0)}, ${figures.peakRssMb.toFixed(0)}, ${after?.rssMb.toFixed(0) ?? '-'} MB`,
    `${before.descriptors}, ${after?.descriptors ?? '-'}`,
    ms(figures.ownLatenessMs),
    ms(figures.waitedForCoreMs),
  ];
}

/** For the message of a failure. */
export function describeFigures(figures: Figures): string {
  const row = rowOf(figures);
  const own = Object.entries(figures.done).map(([name, value]) => `${name} ${value}`);
  return [...FIGURE_NAMES.map((name, nth) => `${name}: ${row[nth] ?? ''}`), `lasted ${ms(figures.lastedMs)}`, ...own].join('\n');
}

const ms = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(0)} ms` : 'no answer');
const mb = (value: number): string => `${value.toFixed(0)} MB`;
