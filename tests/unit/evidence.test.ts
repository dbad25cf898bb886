import { describe, expect, test } from 'vitest';
import type { Act } from '../../src/call/names.ts';
import { beginDialogue } from '../../src/conversation/dialogue/dialogue.ts';
import { finding } from '../../src/conversation/dialogue/evidence.ts';
import { dialogueSetting } from '../../src/conversation/dialogue/setting.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { PLAIN_CALL } from '../support/fakes.ts';

/** What is found of a call that is a sale with this probability, and else private. */
function found(probability: number, turn: number, acts: readonly Act[]): string {
  const belief = { sales: Math.log(probability), private: Math.log(1 - probability) };
  return finding({ ...beginDialogue(dialogueSetting(DEFAULT_PROFILE, PLAIN_CALL)), belief, turn, acts }).is;
}

describe('what is asked for', () => {
  test.each([
    [0.96, 1],
    [0.75, 2],
    [0.9, 2],
  ])('makes a sale of what is one with a probability of %d at answer %i, and without an ask is none', (probability, turn) => {
    expect(found(probability, turn, ['pitches'])).toBe('sales');
    expect(found(probability, turn, [])).not.toBe('sales');
  });

  test('with a sign of somebody wanted needs more, and the sign alone refuses nobody', () => {
    expect(found(0.8, 2, ['pitches', 'refers_to_order'])).not.toBe('sales');
    expect(found(0.9, 2, ['pitches', 'refers_to_order'])).toBe('sales');
    expect(found(0.999, 2, ['refers_to_order'])).not.toBe('sales');
  });

  test('weighs little against a plain denial', () => {
    expect(found(0.98, 2, ['pitches', 'denies_selling'])).not.toBe('sales');
    expect(found(0.995, 2, ['pitches', 'denies_selling'])).toBe('sales');
  });
});
