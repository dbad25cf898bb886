import { describe, expect, test } from 'vitest';
import type { Language } from '../../src/call/language.ts';
import { LONGEST_PAUSE_MS, turnPause, withPause } from '../../src/conversation/turn-end.ts';
import { shippedUnderstanding } from '../support/fakes.ts';

const ended = (said: string, lang: Language): number => shippedUnderstanding.understand(said, lang).ended ?? Number.NaN;

describe('whether words end a turn', () => {
  test.each<[Language, string]>([
    ['de', 'Haben Sie Interesse an einem neuen Stromtarif?'],
    ['de', 'Könnte ich bitte mit Frau Berger sprechen?'],
    ['de', 'Vielen Dank, auf Wiederhören.'],
    ['en', 'Are you the person who pays the bills?'],
    ['en', 'Could you ask her to call me back, please?'],
  ])('%s: %s: very likely', (lang, said) => expect(ended(said, lang)).toBeGreaterThan(0.8));

  test.each<[Language, string]>([
    ['de', 'Guten Tag, ich rufe an, weil'],
    ['de', 'Es geht um einen'],
    ['de', 'Meine Nummer ist null vier null'],
    ['de', 'Wir haben da ein Angebot, äh'],
    ['de', 'Guten Tag'],
    ['en', "I'm calling about the"],
    ['en', 'You can reach me on oh seven seven'],
    ['en', 'We have an offer, um'],
    ['en', 'Good morning'],
  ])('%s: %s: hardly', (lang, said) => expect(ended(said, lang)).toBeLessThan(0.4));

  test('a full stop says nothing, and whatever comes is a likelihood', () => {
    expect(ended('Es geht um einen.', 'de')).toBe(ended('Es geht um einen', 'de'));
    for (const said of ['?', '...', '12 34', 'x'.repeat(900), 'ja ja ja', '\u0000']) {
      const likely = shippedUnderstanding.understand(said, 'de').ended;
      if (likely !== undefined) expect(likely >= 0 && likely <= 1).toBe(true);
    }
  });

  test('whoever only listens is told from whoever answers', () => {
    const listens = (said: string, lang: Language) => shippedUnderstanding.understand(said, lang).listens === true;
    for (const said of ['Mhm.', 'aha', 'Ach so, okay.']) expect([said, listens(said, 'de')]).toEqual([said, true]);
    for (const said of ['Mm.', 'uh-huh', 'Right, I see.']) expect([said, listens(said, 'en')]).toEqual([said, true]);
    for (const said of ['Ja.', 'Okay, aber ich habe noch eine Frage.', 'Nein']) expect([said, listens(said, 'de')]).toEqual([said, false]);
  });
});

describe('the pause that ends a turn', () => {
  test('is the shorter, the likelier the words are an end, and never shorter or longer than somebody bears', () => {
    const pauses = [0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1].map((likely) => turnPause(likely, []));
    expect(pauses).toEqual(pauses.toSorted((a, b) => b - a));
    expect([pauses[0], pauses.at(-1)]).toEqual([LONGEST_PAUSE_MS, 400]);
    expect(new Set(pauses).size).toBeGreaterThan(4);
  });

  test('is longer for whoever pauses for long, and shorter for whoever hardly does', () => {
    const [hasty, slow] = [
      [220, 250, 210, 230, 240, 200],
      [1_100, 900, 1_300],
    ].map((own) => turnPause(0.7, own));
    expect(hasty).toBeLessThan(turnPause(0.7, []));
    expect(slow).toBeGreaterThan(turnPause(0.7, []));
  });

  test('a silence as long as an answer is no pause, and old ones are forgotten', () => {
    expect(withPause([], LONGEST_PAUSE_MS + 1)).toEqual([]);
    let own: readonly number[] = [];
    for (let nth = 0; nth < 30; nth++) own = withPause(own, 300 + nth);
    expect(own).toEqual([322, 323, 324, 325, 326, 327, 328, 329]);
  });
});
