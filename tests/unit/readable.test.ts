import { describe, expect, test } from 'vitest';
import { PHRASE_IDS, variantsOf, wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import type { Language } from '../../src/call/language.ts';
import { seededRandom } from '../../src/call/random.ts';
import { readable } from '../../src/speaking/readable.ts';

describe('words as they are read aloud', () => {
  test.each<[Language, string, string]>([
    ['de', 'Bei Lebensgefahr rufen Sie bitte die 112 an.', 'Bei Lebensgefahr rufen Sie bitte die 1 1 2 an.'],
    ['de', 'Praxis Dr. Weber, z. B. am 3.5. um 18:30 Uhr', 'Praxis Doktor Weber, zum Beispiel am dritten Mai um 18 Uhr 30'],
    ['de', 'vom 21.12.2026 bis zum 02.01.2027', 'vom einundzwanzigsten Dezember 2026 bis zum zweiten Januar 2027'],
    ['de', 'seit dem 2026-11-26, ca. 18.05 Uhr', 'seit dem sechsundzwanzigsten November 2026, circa 18 Uhr 5'],
    ['de', 'Hauptstr. 7, St. Georg, Nr. 12', 'Hauptstraße 7, Sankt Georg, Nummer 12'],
    ['de', 'Müller & Söhne GmbH, 12,50 € oder 15 %', 'Müller und Söhne G m b H, 12 Euro 50 oder 15 Prozent'],
    ['de', 'Fr. Berger hat 1.200 Seiten', 'Frau Berger hat 1200 Seiten'],
    ['de', 'unter 040123456', 'unter 0 4 0, 1 2 3, 4 5 6'],
    ['de', 'im Jahr 2026 kamen 350 Leute', 'im Jahr 2026 kamen 350 Leute'],
    ['de', 'am 45.13. und am 3. Tag', 'am 45.13. und am 3. Tag'],
    ['en', 'Dr. Weber, e.g. at 2:05 pm or 14:00', "Doctor Weber, for example at 2 oh 5 pm or 14 o'clock"],
    ['en', 'In danger please call 999.', 'In danger please call 9 9 9.'],
    ['en', 'Smith & Sons Ltd., £12.50, 15%', 'Smith and Sons Limited, 12 pounds 50, 15 percent'],
    ['en', 'since 2026-11-02, approx. 1,200 calls', 'since the 2nd of November 2026, approximately 1200 calls'],
  ])('%s: %s', (lang, written, spoken) => {
    expect(readable(written, lang)).toBe(spoken);
    expect(readable(spoken, lang)).toBe(spoken);
  });

  test('of all that the attendant can say only emergency numbers change', () => {
    const slots = {
      household: 'Familie Berger',
      name: 'Weber',
      company: 'Solar',
      number: '0 4 0',
      matter: 'Strom',
      time: '14 Uhr',
      count: '2',
      goods: 'keinen Wein',
      emergency: '112',
      emergencySpoken: 'eins, eins, zwei',
      police: '110',
      policeSpoken: 'eins, eins, null',
      crisis: 'eins, eins, sechs, eins, zwei, drei',
    };
    const changed = (['de', 'en'] as const).flatMap((lang) =>
      PHRASE_IDS.flatMap((id) =>
        Array.from({ length: variantsOf(id) }, (_, variant) => wordsOf({ phraseId: id, variant, lang, slots })).filter(
          (words) => readable(words, lang) !== words,
        ),
      ),
    );
    expect(changed.filter((words) => !/\b(?:112|999|110|911)\b/u.test(words))).toEqual([]);
    expect(changed.length).toBeGreaterThan(0);
  });

  test('whatever a household writes comes to an end, and what needs no change is left alone', () => {
    const random = seededRandom(12);
    const pieces = ['12', '.', ',', ' ', '€', '%', 'Dr.', ':', '3', '0', '2026-', '05', '11', 'Uhr', '&', 'Str.', 'z. B.', '£', '-'];
    for (let nth = 0; nth < 3_000; nth++) {
      const text = Array.from({ length: 1 + random.below(12) }, () => pieces[random.below(pieces.length)]).join('');
      for (const lang of ['de', 'en'] as const) expect(readable(text, lang).length).toBeLessThan(40 + 10 * text.length);
    }
    expect(readable('9'.repeat(100_000), 'de').length).toBeGreaterThan(100_000);
    expect(readable('Wir brauchen 3 oder 4 Tage, und 120 Euro. Das war 1998.', 'de')).toBe(
      'Wir brauchen 3 oder 4 Tage, und 120 Euro. Das war 1998.',
    );
  });
});
