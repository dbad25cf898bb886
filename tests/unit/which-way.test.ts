import { describe, expect, test } from 'vitest';
import type { CallEvent, CallEventBody } from '../../src/call/events.ts';
import type { Act, Parting, SalesApproach } from '../../src/call/names.ts';
import { seededRandom } from '../../src/call/random.ts';
import { Beta } from '../../src/journal/beta.ts';
import { evidenceOf, shareOf, type EvidenceRow } from '../../src/journal/evidence.ts';
import { outcomeOf } from '../../src/journal/outcome.ts';
import { partingOf } from '../../src/journal/parting.ts';

function heard(...acts: Act[]): CallEventBody {
  return {
    type: 'understood',
    heard: { lang: 'de', purpose: 'sales', confidence: 1, odds: {}, acts, topic: 'other', remarks: [], slots: {} },
  };
}
function spoken(phraseId: string, complete = true): CallEventBody {
  return { type: 'segment_played', segment: { phraseId, variant: 0, lang: 'de' }, fromMs: 0, playedMs: 2_000, ofMs: 2_000, complete };
}
const byCaller: CallEventBody = { type: 'ended', by: 'caller', reason: 'hung_up' };
const byUs: CallEventBody = { type: 'ended', by: 'attendant', reason: 'hung_up' };
/** Events five seconds apart. */
const call = (...bodies: CallEventBody[]): CallEvent[] => bodies.map((body, index) => ({ atMs: index * 5_000, ...body }));

describe('how a call parted', () => {
  test.each<[string, CallEvent[], Parting | null]>([
    ['thanked', call(heard('pitches'), spoken('no_energy'), heard('thanks', 'says_goodbye'), byUs), 'kindly'],
    ['laughed', call(heard('pitches'), spoken('no_energy'), heard('laughs'), byCaller), 'kindly'],
    ['took the no and said goodbye', call(heard('pitches'), spoken('no_energy'), heard('accepts_no', 'says_goodbye'), byUs), 'kindly'],
    ['only goodbye', call(heard('pitches'), spoken('no_energy'), heard('says_goodbye'), byUs), 'neither'],
    ['insulted, though thanked before', call(heard('pitches'), spoken('no_energy'), heard('thanks'), heard('insults'), byUs), 'hard'],
    ['shouted', call(heard('pitches'), spoken('no_energy'), heard('shouts'), byCaller), 'hard'],
    [
      'hung up in the middle of our sentence',
      call(heard('pitches'), spoken('no_energy'), spoken('note_no_calls', false), byCaller),
      'hard',
    ],
    ['hung up later, without a word', call(heard('pitches'), spoken('no_energy'), byCaller), 'neither'],
    ['no word was understood', call(spoken('sales_no'), byCaller), null],
    ['no no was said', call(heard('greets'), spoken('no_reason_needed'), byCaller), null],
    ['the no was cut off', call(heard('pitches'), spoken('no_energy', false), byCaller), null],
  ])('%s: %#', (_, events, parting) => {
    expect(partingOf(events)?.how ?? null).toBe(parting);
  });

  test('hung up at once after the no: broken off', () => {
    const events: CallEvent[] = [
      { atMs: 0, ...heard('pitches') },
      { atMs: 5_000, ...spoken('no_energy') },
      { atMs: 5_900, ...byCaller },
    ];
    expect(partingOf(events)).toEqual({ how: 'hard', topic: 'other' });
  });

  test('to be told that no reason is needed is no no', () => {
    expect(outcomeOf(call({ type: 'answered' }, heard('greets'), spoken('no_reason_needed'), byCaller))).toBe('ended_kindly');
  });
});

describe('a share', () => {
  // Quantiles of Beta(3, 9), Beta(1, 1) and Beta(81, 21), from tables of the incomplete beta function.
  test.each([
    [2, 10, 0.0602, 0.5178],
    [0, 0, 0.025, 0.975],
    [80, 100, 0.711, 0.8668],
  ])('%i of %i lies between %f and %f', (count, of, low, high) => {
    const share = shareOf(count, of);
    expect(share.low).toBeCloseTo(low, 3);
    expect(share.high).toBeCloseTo(high, 3);
  });

  test('the chance that one exceeds another', () => {
    expect(new Beta(1, 1).exceeds(new Beta(1, 1))).toBeCloseTo(0.5, 6);
    expect(new Beta(2, 1).exceeds(new Beta(1, 1))).toBeCloseTo(2 / 3, 3);
    expect(new Beta(80, 20).exceeds(new Beta(20, 80))).toBeGreaterThan(0.9999);
  });
});

describe('the evidence', () => {
  const row = (approach: SalesApproach, parting: Parting, more: Partial<EvidenceRow> = {}): EvidenceRow => ({
    handler: 'attendant',
    approach,
    topic: 'energy',
    assigned: 'rotation',
    parting,
    durationMs: 30_000,
    calledAgain: null,
    moodBefore: null,
    moodAfter: null,
    ...more,
  });
  const rows = (approach: SalesApproach, kindly: number, other: number, more: Partial<EvidenceRow> = {}): EvidenceRow[] => [
    ...Array.from({ length: kindly }, () => row(approach, 'kindly', more)),
    ...Array.from({ length: other }, () => row(approach, 'neither', more)),
  ];

  test('of no calls is empty, and too early', () => {
    expect(evidenceOf([])).toEqual({ approaches: [], topics: [], verdict: { kind: 'too_early', calls: 0 } });
  });

  test('says nothing of a difference before there are calls enough, or where lots were not drawn', () => {
    expect(evidenceOf([...rows('empathy', 14, 0), ...rows('friendly_no', 0, 14)]).verdict).toEqual({ kind: 'too_early', calls: 28 });
    const chosen = [...rows('empathy', 50, 0, { assigned: 'household' }), ...rows('friendly_no', 0, 50, { assigned: 'household' })];
    expect(evidenceOf(chosen).verdict).toEqual({ kind: 'too_early', calls: 0 });
  });

  test('tells a great difference, and none where none can be shown', () => {
    expect(evidenceOf([...rows('empathy', 28, 4), ...rows('friendly_no', 10, 20)]).verdict).toMatchObject({
      kind: 'better',
      approach: 'empathy',
      calls: 62,
    });
    expect(evidenceOf([...rows('empathy', 8, 22), ...rows('friendly_no', 24, 6)]).verdict).toMatchObject({
      kind: 'better',
      approach: 'friendly_no',
    });
    expect(evidenceOf([...rows('empathy', 15, 15), ...rows('friendly_no', 14, 16)]).verdict).toEqual({ kind: 'no_difference', calls: 60 });
  });

  test('calls a difference that is not there in few of many households only', () => {
    const random = seededRandom(9);
    const draw = (approach: SalesApproach) =>
      Array.from({ length: 40 }, () => row(approach, random.below(100) < 40 ? 'kindly' : 'neither'));
    const verdicts = Array.from({ length: 200 }, () => evidenceOf([...draw('empathy'), ...draw('friendly_no')]).verdict.kind);
    expect(verdicts.filter((kind) => kind === 'better').length).toBeLessThanOrEqual(16);
  });

  test('tells the attendant’s calls from a person’s own, which no verdict counts, and calls by what they were about', () => {
    const own = rows('friendly_no', 30, 0, { handler: 'person', topic: 'solar' });
    const { approaches, topics, verdict } = evidenceOf([...own, ...rows('friendly_no', 1, 3)]);
    expect(approaches.map(({ handler, calls }) => [handler, calls])).toEqual([
      ['attendant', 4],
      ['person', 30],
    ]);
    expect(topics.map(({ topic, kindly }) => [topic, kindly.count, kindly.of])).toEqual([
      ['solar', 30, 30],
      ['energy', 1, 4],
    ]);
    expect(verdict).toEqual({ kind: 'too_early', calls: 4 });
  });

  test('gives counts, the median length, who called again where that is known, and the own mood', () => {
    const { approaches } = evidenceOf([
      row('empathy', 'kindly', { durationMs: 10_000, calledAgain: false, moodBefore: 2, moodAfter: 4 }),
      row('empathy', 'hard', { durationMs: 50_000, calledAgain: true, moodBefore: 3, moodAfter: 2 }),
      row('empathy', 'neither', { durationMs: 20_000, moodAfter: 3 }),
    ]);
    expect(approaches).toMatchObject([
      {
        approach: 'empathy',
        calls: 3,
        partings: { kindly: 1, neither: 1, hard: 1 },
        kindly: { count: 1, of: 3 },
        medianMs: 20_000,
        calledAgain: { count: 1, of: 2 },
        mood: { change: 0.5, calls: 2 },
      },
    ]);
  });
});
