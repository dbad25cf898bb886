import { expect, test } from 'vitest';
import { join } from 'node:path';
import { CARE_WORDS, withoutNeed } from '../../src/journal/in-need.ts';
import type { CallEvent } from '../../src/call/events.ts';
import { NEEDS } from '../../src/call/names.ts';
import { shippedUnderstanding as understanding } from '../support/fakes.ts';
import { play, readScenario } from '../support/scenario.ts';

/** What would tell of which kind it was: names of needs, ids of our words, numbers, and what was said. */
const TELLING = /despair|danger|violence|child_alone|unsure|confusion|care_(?!words)|"need"|crisis|umbring|leben|sechs, eins/iu;

test.each(['19-despair', '20-need-in-a-message'])(
  'of a call of somebody in need the journal holds that an emergency was claimed, and nothing more: %s',
  async (name) => {
    const { call } = await play(readScenario(join(import.meta.dirname, `../../scenarios/level-1/${name}.yaml`)));
    const kept = call.events.filter(({ type }) => type !== 'conversation_set').map((event) => JSON.stringify(event));
    expect(kept.filter((event) => TELLING.test(event))).toEqual([]);
    expect(kept.some((event) => event.includes('claims_emergency'))).toBe(true);
    expect(kept.some((event) => event.includes(CARE_WORDS))).toBe(true);
    // A check that can fail.
    expect(TELLING.test(JSON.stringify(understanding.understand('Ich bringe mich um.', 'de')))).toBe(true);
  },
);

test.each(NEEDS)('what was understood of %s', (need) => {
  const heard = { ...understanding.understand('Hier ist Vogt, meine Nummer ist 040 123456.', 'de'), need };
  const event: CallEvent = { atMs: 1, type: 'understood', heard };
  const kept = withoutNeed(event);
  if (need === 'grief' || need === 'urgent') return expect(kept).toBe(event);
  expect(JSON.stringify(kept)).not.toMatch(TELLING);
  // Whoever calls back needs these.
  expect(kept).toMatchObject({ heard: { slots: { name: 'Vogt', number: '040123456' }, acts: ['claims_emergency'] } });
});
