import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Language } from '../../src/call/language.ts';
import { needIn } from '../../src/understanding/need/need.ts';
import { shippedUnderstanding as understanding } from '../support/fakes.ts';

/** Lines below headings: `# danger`, `# calm`. */
function linesOf(lang: Language): ReadonlyMap<string, readonly string[]> {
  const kinds = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of readFileSync(join(import.meta.dirname, `../../corpus/need/${lang}.txt`), 'utf8').split('\n')) {
    if (line.startsWith('# ')) kinds.set(line.slice(2), (lines = []));
    else if (line !== '') lines.push(line);
  }
  return kinds;
}

/** A neighbouring rung is right too, and why. */
const ALSO: Readonly<Record<string, string>> = {
  // No number is heard without a question, but nobody is asked about selling either: a soft start too few, noted as a gap.
  'ich hab gar keinen menschen mehr mit dem ich reden kann': 'calm',
  // Said of oneself, it is plain enough for the number at once.
  'no one would notice if i was gone': 'despair',
};

describe.each(['de', 'en'] as const)('need in what callers say, %s', (lang) => {
  const kinds = linesOf(lang);

  test('two hundred lines that must be noticed and three hundred that must not', () => {
    const calm = kinds.get('calm')?.length ?? 0;
    const all = [...kinds.values()].reduce((sum, lines) => sum + lines.length, 0);
    expect(calm).toBeGreaterThanOrEqual(300);
    expect(all - calm).toBeGreaterThanOrEqual(200);
  });

  test.each([...kinds.keys()])('%s', (kind) => {
    const wrong = (kinds.get(kind) ?? []).flatMap((line) => {
      const found = needIn(line, lang).need ?? 'calm';
      return found === kind || found === ALSO[line] ? [] : [`${line} -> ${found}`];
    });
    expect(wrong).toEqual([]);
  });

  test('whoever is noticed claims an emergency, and nobody else does', () => {
    for (const [kind, lines] of kinds)
      for (const line of lines) {
        const { need, acts } = understanding.understand(line, lang);
        if (kind !== 'calm' && need !== undefined)
          expect([line, acts.includes('claims_emergency')]).toEqual([line, need !== 'grief' && need !== 'urgent']);
        if (kind === 'calm') expect([line, need, acts.includes('claims_emergency')]).toEqual([line, undefined, false]);
      }
  });
});

test('a sentence about something else takes nothing from the one beside it', () => {
  expect(needIn('Das war nur ein Film. Aber jetzt atmet mein Mann nicht mehr.', 'de').need).toBe('danger');
  expect(needIn('We offer a personal alarm. Sorry, my husband has stopped breathing!', 'en').need).toBe('danger');
});

test('a child is told by its words', () => {
  expect(needIn('ich bin acht und ganz alleine', 'de')).toMatchObject({ need: 'child_alone', child: true });
  expect(needIn('mummy isnt here and im scared, im six', 'en').child).toBe(true);
  expect(needIn('Ich bin acht Minuten zu spät.', 'de').child).toBe(false);
});

test('nothing, other scripts, stage directions and ten thousand words need nothing, and take no time to speak of', () => {
  for (const text of ['', '   ', '…', '[Musik]', '(applause)', '你好', 'مرحبا', '\u0000', '😀😀'])
    for (const lang of ['de', 'en'] as const) expect([text, needIn(text, lang).need]).toEqual([text, null]);
  expect(understanding.understand('ja und dann '.repeat(10_000), 'de').need).toBeUndefined();
});
