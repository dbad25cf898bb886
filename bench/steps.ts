import { MIX_UPS, STEPS } from '../src/nvc/steps.ts';
import { stepResults, type StepResult } from '../tests/support/steps-corpus.ts';
import { table } from './machine.ts';

const KINDS = [...STEPS, ...MIX_UPS, 'none'] as const;

/**
 * How well the four steps and their mix-ups are recognised: on the sentences that the rules were written with, and on others
 * that were written afterwards. The peer is a guess at one of ten kinds.
 */
export async function steps(): Promise<void> {
  for (const lang of ['de', 'en'] as const) {
    const [dev, apart] = [stepResults('dev', lang), stepResults('apart', lang)];
    const row = (name: string, of: (results: readonly StepResult[]) => string): string[] => [name, of(dev), of(apart)];
    table(`${lang}: the four steps, and what is taken for them`, [
      ['found rightly', `development set (${dev.length})`, `written afterwards (${apart.length})`],
      ...KINDS.map((kind) =>
        row(kind, (results) =>
          share(
            results.filter((one) => one.kind === kind),
            ({ right }) => right,
          ),
        ),
      ),
      row('all (a guess: 10 %)', (results) => share(results, ({ right }) => right)),
      row('something claimed that is not so', (results) => share(results, ({ claimedWrongly }) => claimedWrongly)),
    ]);
  }
}

function share(results: readonly StepResult[], is: (result: StepResult) => boolean): string {
  return `${results.filter(is).length} of ${results.length}`;
}
