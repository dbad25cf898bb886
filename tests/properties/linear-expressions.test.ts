import { createContext, Script } from 'node:vm';
import { expect, test } from 'vitest';
import { attacksOn, madeExpressions, makers, writtenExpressions, type Expression } from '../support/expressions.ts';

const LIMIT_MS = 2_000;
const run = new Script('text.replace(expression, "")');
const context = createContext({ text: '', expression: /x/u });

function timed(expression: RegExp, text: string): number {
  const flags = expression.flags.includes('g') ? expression.flags : `${expression.flags}g`;
  context['expression'] = new RegExp(expression.source, flags.replace('y', ''));
  context['text'] = text;
  const began = performance.now();
  try {
    run.runInContext(context, { timeout: LIMIT_MS });
  } catch {
    return LIMIT_MS;
  }
  return performance.now() - began;
}
const textOf = ({ lead, pump, tail }: { lead: string; pump: string; tail: string }, size: number): string =>
  lead + pump.repeat(Math.max(1, Math.ceil(size / pump.length))).slice(0, size) + tail;

test('survey', { timeout: 900_000 }, async () => {
  const made = await madeExpressions(makers(), async () => {
    const { replaced } = await import('../../src/experiences/anonymise.ts');
    replaced('x', [{ text: 'Name', instead: 'N.' }]);
  });
  console.log(makers(), made.length, writtenExpressions().length);
  const all: Expression[] = [...writtenExpressions(), ...made];
  const seen = new Set<string>();
  for (const { file, expression } of all) {
    if (seen.has(`${file}${expression}`)) continue;
    seen.add(`${file}${expression}`);
    let worst = { growth: 0, t: 0, pump: '' , lead: '', at1k: 0};
    for (const attack of attacksOn(expression)) {
      const t8 = timed(expression, textOf(attack, 8192));
      if (t8 < 3) continue;
      const t32 = t8 >= LIMIT_MS ? t8 * 16 : Math.min(timed(expression, textOf(attack, 32768)), timed(expression, textOf(attack, 32768)));
      if (t32 > worst.t) worst = { growth: t32 / t8, t: t32, pump: attack.pump, lead: attack.lead, at1k: timed(expression, textOf(attack, 1000)) };
      if (t8 >= LIMIT_MS) break;
    }
    if (worst.t > 40) console.log(file, String(expression).slice(0, 100), JSON.stringify(worst));
  }
});
