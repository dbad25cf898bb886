import { createContext, Script } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { attacksOn, madeExpressions, makers, writtenExpressions, type Expression } from '../support/expressions.ts';

/**
 * Files whose expressions see a text of bounded length only, in characters. Where the bound stands: understanding.ts (LONGEST_TEXT), guard.ts
 * (MAX_SEGMENT_CHARACTERS, looked at first), steps.ts (LONGEST_SENTENCE), made-up.ts (LONGEST_MADE_UP), practice/talk.ts (as understanding.ts).
 */
const BOUNDED: Readonly<Record<string, number>> = {
  'src/conversation/guard.ts': 260,
  'src/hearing/made-up.ts': 300,
  'src/nvc/steps-de.ts': 600,
  'src/nvc/steps-en.ts': 600,
  'src/practice/moves-de.ts': 1_000,
  'src/practice/moves-en.ts': 1_000,
  'src/understanding/remarks.ts': 1_000,
  'src/understanding/signs.ts': 1_000,
  'src/understanding/slots.ts': 1_000,
  'src/understanding/topics.ts': 1_000,
};
/** A bounded text may take one expression so long, in ms, on a slow machine too. */
const BOUNDED_MS = 40;

const MIDDLE = 8_192;
const LARGE = 32_768;
/** Below this nothing can be told from noise. In ms. */
const NOISE_MS = 2;
/** Four times the text may take eight times as long, and where it takes less than this at all, it does no harm. */
const GROWTH = 8;
const HARMLESS_MS = 60;
const LIMIT_MS = 1_000;

const script = new Script('text.replace(expression, "")');
const context = createContext({ text: '', expression: /x/u });

/** Looks for an expression from every beginning in a text, as `replace`, `test` and `matchAll` do. In ms of this thread's own work, whatever else the machine does; the least of so many. */
function timed(expression: RegExp, text: string, times: number): number {
  context['expression'] = new RegExp(expression.source, [...new Set(`${expression.flags.replace('y', '')}g`)].join(''));
  context['text'] = text;
  let least = LIMIT_MS;
  for (let time = 0; time < times && (time === 0 || least > NOISE_MS); time++) {
    const began = process.threadCpuUsage();
    const worked = (): number => {
      const { user, system } = process.threadCpuUsage(began);
      return (user + system) / 1_000;
    };
    try {
      script.runInContext(context, { timeout: LIMIT_MS });
      least = Math.min(least, worked());
    } catch {
      // It was stopped at the limit, which counts the time of others too: tried again unless most of it was its own.
      if (worked() > LIMIT_MS / 2) break;
    }
  }
  return least;
}

type Attack = ReturnType<typeof attacksOn>[number];
const textOf = ({ lead, pump, tail }: Attack, size: number): string =>
  lead + pump.repeat(Math.ceil(size / pump.length)).slice(0, size) + tail;

/** What of an expression grows too fast; empty: nothing. */
function complaints({ file, expression }: Expression): string[] {
  const most = BOUNDED[file];
  for (const attack of attacksOn(expression)) {
    const shown = (ms: number): string[] => [`${file} ${expression} ${JSON.stringify(attack)} ${Math.round(ms)} ms`];
    if (most !== undefined) {
      const took = timed(expression, textOf(attack, most), 3);
      if (took > BOUNDED_MS) return shown(took);
      continue;
    }
    if (timed(expression, textOf(attack, MIDDLE), 2) < NOISE_MS) continue;
    const large = timed(expression, textOf(attack, LARGE), 3);
    if (large < HARMLESS_MS) continue;
    if (large > GROWTH * timed(expression, textOf(attack, MIDDLE), 3)) return shown(large);
    if (large >= LIMIT_MS) return shown(large);
  }
  return [];
}

let made: Expression[] = [];
beforeAll(async () => {
  made = await madeExpressions(makers(), async () => {
    const { replaced } = await import('../../src/experiences/anonymise.ts');
    replaced('Anna kam.', [{ text: 'Anna', instead: 'N.' }]);
  });
}, 120_000);

describe('regular expressions on what others write', { timeout: 180_000 }, () => {
  test('those that are made while the program runs are looked at too, of every file', () => {
    expect(new Set(made.map(({ file }) => file))).toEqual(new Set(makers()));
    expect(made.length).toBeGreaterThan(300);
    expect(Object.keys(BOUNDED).filter((file) => ![...made, ...writtenExpressions()].some((one) => one.file === file))).toEqual([]);
  });

  test('the attacks find what is not linear', () => {
    const bad = [/(a+)+b/u, /\s+$/u, /[^@]+@[^@]+\.de/u, /<!--[\s\S]*?-->/u, /x.*y/gu, /(?:a|aa)*b/u, /^(a|b)*?(a|b)*c/u];
    for (const expression of bad) expect(complaints({ file: 'a', expression }), String(expression)).toHaveLength(1);
    const good = [/(?<!\s)\s+$/u, /^[a-z]+$/u, /[a-z]{1,60}\s/u, /a/gu];
    for (const expression of good) expect(complaints({ file: 'a', expression })).toEqual([]);
  });

  test('that stand in the code grow linearly', () => {
    expect(distinct(writtenExpressions()).flatMap(complaints)).toEqual([]);
  });

  test('that the code makes grow linearly', () => {
    expect(distinct(made).flatMap(complaints)).toEqual([]);
  });
});

function distinct(expressions: readonly Expression[]): Expression[] {
  return [...new Map(expressions.map((one) => [`${one.file} ${one.expression}`, one])).values()];
}
