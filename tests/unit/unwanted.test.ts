import { expect, test } from 'vitest';
import { answer, beginDialogue } from '../../src/conversation/dialogue/dialogue.ts';
import { dialogueSetting } from '../../src/conversation/dialogue/setting.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { Understanding } from '../../src/understanding/understanding.ts';
import { PLAIN_CALL } from '../support/fakes.ts';

const understanding = Understanding.shipped();

function routes(unwanted: boolean, ...lines: readonly string[]): string[] {
  let state = beginDialogue(dialogueSetting(DEFAULT_PROFILE, { ...PLAIN_CALL, unwanted }));
  return lines.map((line) => {
    const step = answer(state, understanding.understand(line, 'de'));
    state = step.state;
    return step.answer.route;
  });
}

test('from a number that the household does not want, an offer that is not yet clear is met with the no at once', () => {
  const offer = 'Ihr Nachbar hat mich an Sie verwiesen, wir haben bei ihm gerade das Dach gemacht.';
  expect(routes(false, offer)).toEqual(['continue']);
  expect(routes(true, offer)).toEqual(['decline']);
});

test('somebody wanted who calls from there gets through all the same: numbers can be forged, and telephones borrowed', () => {
  for (const line of [
    'Guten Tag, hier ist die Praxis Doktor Weber, es geht um Ihren Termin am Donnerstag.',
    'Hallo Oma, hier ist Leon, ich rufe nur an, um dir zum Geburtstag zu gratulieren.',
    'Hilfe, ich bin gestürzt und komme nicht mehr hoch.',
  ])
    expect(routes(true, line), line).toEqual(['take_message']);
});
