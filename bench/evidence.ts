import type { Parting } from '../src/call/names.ts';
import { shareOf } from '../src/journal/evidence.ts';
import { partingOf } from '../src/journal/parting.ts';
import { simulatedCall } from '../tests/support/simulated-call.ts';
import { table } from './machine.ts';

const TRUTH = Number(process.env['BENCH_TRUTH'] ?? 20_000);
const REPLICATIONS = Number(process.env['BENCH_REPLICATIONS'] ?? 300);
const CALLS = 100;

/**
 * Whether the evidence's intervals keep their promise: the share of kind partings from many seeded calls of attendant and
 * simulated sellers, and how many of many small households' 95 % intervals hold it. The peer is the promise itself.
 */
export async function evidence(): Promise<void> {
  const rows = [['approach', 'kindly', 'neither', 'hard', 'no no', `intervals of ${CALLS} calls that hold the truth`, 'aim']];
  for (const approach of ['friendly_no', 'empathy'] as const) {
    const partings: (Parting | null)[] = Array.from({ length: TRUTH }, (_, seed) => howParted(approach, seed));
    const met = partings.filter((parting) => parting !== null);
    const truth = met.filter((parting) => parting === 'kindly').length / met.length;
    let held = 0;
    for (let replication = 0; replication < REPLICATIONS; replication++) {
      const seen = Array.from({ length: CALLS }, (_, call) => howParted(approach, TRUTH + replication * CALLS + call));
      const ofThose = seen.filter((parting) => parting !== null);
      const { low, high } = shareOf(ofThose.filter((parting) => parting === 'kindly').length, ofThose.length);
      if (low <= truth && truth <= high) held++;
    }
    const share = (parting: Parting | null): string => percent(partings.filter((one) => one === parting).length / partings.length);
    rows.push([
      approach,
      share('kindly'),
      share('neither'),
      share('hard'),
      share(null),
      `${percent(held / REPLICATIONS)} of ${REPLICATIONS}`,
      '92 to 98 %',
    ]);
  }
  table(`Which way works: ${TRUTH} simulated calls each, then ${REPLICATIONS} households of ${CALLS} calls`, rows);
}

function howParted(approach: 'friendly_no' | 'empathy', seed: number): Parting | null {
  return partingOf(simulatedCall(approach, seed))?.how ?? null;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
