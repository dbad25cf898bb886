import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../scripts/training/fingerprint.ts';
import { fill, readCorpus } from '../../scripts/training/corpus.ts';
import { PURPOSES } from '../../src/call/names.ts';
import { languageOf } from '../../src/understanding/language.ts';
import { decodeModel, encodeModel, type LinearModel } from '../../src/understanding/linear-model.ts';
import { numberIn, slotsIn } from '../../src/understanding/slots.ts';
import { normalise, pattern, wordsIn } from '../../src/call/text.ts';
import { LEARNT_ACTS, shippedModel } from '../../src/understanding/weights.ts';
import { shippedUnderstanding as understanding } from '../support/fakes.ts';

describe('the weights that ship', () => {
  test.each(['de', 'en'] as const)('of %s fit the names in the code, and were made from this corpus and this code', (lang) => {
    expect(shippedModel(lang, 'purposes').labels).toEqual(PURPOSES);
    expect(shippedModel(lang, 'acts').labels).toEqual(LEARNT_ACTS);
    for (const name of ['purposes', 'acts'] as const) expect(shippedModel(lang, name).madeFrom, 'run npm run train').toBe(fingerprint());
  });
});

describe('a model', () => {
  const model: LinearModel = {
    labels: ['a', 'b'],
    buckets: 4,
    scale: 0.5,
    temperature: 1,
    bias: [0, 1],
    madeFrom: 'x',
    weights: Int8Array.of(1, -1, 0, 0, 0, 5, 0, 0),
  };

  test('survives being written and read', () => {
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  test.each([0, 5, 40])('that is cut off after %i bytes is told from a whole one', (length) => {
    expect(() => decodeModel(encodeModel(model).subarray(0, length))).toThrow(/not a model|JSON/u);
  });
});

describe('the corpus', () => {
  test.each(['de', 'en'] as const)('of %s can be filled to the last template, in all its situations', (lang) => {
    const { situations, lists } = readCorpus(lang);
    expect(new Set(situations.map(({ purpose }) => purpose))).toEqual(new Set(PURPOSES));
    expect(new Set(situations.map(({ id }) => id)).size).toBe(situations.length);
    expect(situations.filter(({ split }) => split === 'dev').length).toBeGreaterThan(situations.length / 8);
    for (const { lines } of situations) {
      for (const { template } of lines) expect(fill(template, lists, (from) => from[0]!)).not.toMatch(/[$()|]/u);
    }
  });
});

describe('words', () => {
  test.each([
    ['Grüß Gott, Frau Müller!', 'gruess gott frau mueller'],
    ["I don't know – why?", 'i dont know why ?'],
    ['1.200,50 €', '120050'],
    ['  ', ''],
  ])('"%s" are normalised to "%s"', (text, normalised) => {
    expect(normalise(text)).toBe(normalised);
  });

  test.each([
    [['stark*'], 'ein starker kaffee', true],
    [['*versicherung'], 'die zahnversicherung', true],
    [['ich … verkaufen'], 'ich will ihnen nichts verkaufen', true],
    [['ich … verkaufen'], 'ich will ihnen heute mal wieder ganz sicher nichts verkaufen', false],
    [['tan'], 'der titan', false],
    [['(ja|nein) danke'], 'nein danke', true],
  ] as const)('the pattern %j looks at "%s": %s', (alternatives, text, found) => {
    expect(pattern(alternatives).test(text)).toBe(found);
  });

  test.each([
    ['Hello, can you hear me?', 'de', 'en'],
    ['Hallo, hören Sie mich?', 'en', 'de'],
    ['Hello?', 'de', 'en'],
    ['Griaß di, i bins, da Sepp', 'de', 'de'],
    ['Ich bin im Office, kommt ihr zum Meeting?', 'de', 'de'],
    ['Telekom', 'en', 'en'],
  ] as const)('"%s" after %s is taken for %s', (text, before, lang) => {
    expect(languageOf(wordsIn(normalise(text)), before)).toBe(lang);
  });
});

describe('what callers say of themselves', () => {
  test.each([
    ['Mein Name ist Petra Schmidt von der Energiezentrale Nord', 'de', { name: 'Petra Schmidt', company: 'Energiezentrale Nord' }],
    ['guten tag vogt mein name', 'de', { name: 'Vogt' }],
    ['Hallo, hier ist die Oma', 'de', { name: 'Oma' }],
    ['Ich rufe von der Telekom an', 'de', { company: 'Telekom' }],
    ['hi this is Sarah from Bright Energy', 'en', { name: 'Sarah', company: 'Bright Energy' }],
    ['ist Anna zu Hause', 'de', { person: 'Anna' }],
  ] as const)('"%s"', (text, lang, slots) => {
    expect(slotsIn(text, lang)).toMatchObject(slots);
  });

  test.each(['Ich bin krank', 'Ich bin der Fahrer', 'hier ist es laut', "I'm calling about the car", 'it is urgent'])(
    '"%s" names nobody',
    (text) => {
      expect(slotsIn(text, text.startsWith('I') && text.includes("'") ? 'en' : text.startsWith('it') ? 'en' : 'de').name).toBeUndefined();
    },
  );

  test.each([
    ['meine Nummer ist 040 / 12 34 56', '040123456'],
    ['null vier null eins zwei drei vier', '0401234'],
    ['+49 40 123456', '+4940123456'],
    ['oh two oh seven nine four six', '0207946'],
    ['um 14 Uhr 30 am 12.', null],
    ['zwei drei Fragen', null],
  ])('"%s" holds the number %s', (text, number) => {
    expect(numberIn(text)).toBe(number);
  });
});

describe('understanding', () => {
  test('takes silence for silence, and a bare no for an answer to what was asked', () => {
    expect(understanding.understand('   ', 'de').acts).toEqual(['silent']);
    expect(understanding.understand('Nein.', 'de').acts).not.toContain('denies_selling');
    expect(understanding.understand('Nein.', 'de', 'selling_or_not').acts).toContain('denies_selling');
  });

  test('costs no more for an endless text than for a long one', () => {
    const long = understanding.understand('verkaufen '.repeat(100), 'de');
    expect(understanding.understand('verkaufen '.repeat(100_000), 'de').odds).toEqual(long.odds);
  });
});
