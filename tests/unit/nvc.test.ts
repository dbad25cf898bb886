import { describe, expect, test } from 'vitest';
import { stepsIn } from '../../src/nvc/steps.ts';
import { stepResults } from '../support/steps-corpus.ts';

const kinds = (text: string, lang: 'de' | 'en' = 'de') => stepsIn(text, lang).map(({ kind }) => kind);

describe('the four steps', () => {
  test('are all found in one breath, in order', () => {
    expect(
      kinds('Sie haben heute dreimal angerufen. Ich bin genervt, weil mir Ruhe wichtig ist. Wären Sie bereit, die Nummer zu löschen?'),
    ).toEqual(['observation', 'feeling', 'need', 'request']);
    expect(
      kinds("You've called three times today. I'm tense because I need some quiet. Would you be willing to delete the number?", 'en'),
    ).toEqual(['observation', 'feeling', 'need', 'request']);
  });

  test('what is taken for a step hides it', () => {
    expect(kinds('Ich fühle mich von Ihnen übergangen.')).toEqual(['pseudo_feeling']);
    expect(kinds('Ich habe das Gefühl, dass Sie mir nicht zuhören.')).toEqual(['thought_as_feeling']);
    expect(kinds('Ich brauche, dass Sie mich ausreden lassen.')).toEqual(['strategy_as_need']);
    expect(kinds('Sie müssen meine Nummer löschen.')).toEqual(['demand']);
    expect(kinds('Sie sind unverschämt.')).toEqual(['evaluation']);
  });

  test('a guess at what the other feels is no statement of one’s own', () => {
    expect(kinds('Sind Sie enttäuscht, weil Sie sich mehr erhofft hatten?')).toEqual([]);
    expect(kinds('Are you tired from all those calls?', 'en')).toEqual([]);
  });

  test.each(['de', 'en'] as const)('%s: the development set is found, and of other sentences little is claimed that is not so', (lang) => {
    const dev = stepResults('dev', lang);
    expect(dev.length).toBeGreaterThanOrEqual(290);
    expect(dev.filter(({ right }) => !right).map(({ sentence }) => sentence)).toHaveLength(lang === 'de' ? 1 : 2);
    const apart = stepResults('apart', lang);
    expect(apart.filter(({ claimedWrongly }) => claimedWrongly).length / apart.length).toBeLessThanOrEqual(0.06);
  });
});
