import { AttackedServer } from '../tests/support/attack/attacked-server.ts';
import { ATTACK_NAMES } from '../tests/support/attack/attacks.ts';
import { FIGURE_NAMES, problemsIn, rowOf } from '../tests/support/attack/figures.ts';
import { table } from './machine.ts';

const ATTACK_MS = Number(process.env['BENCH_ATTACK_MS'] ?? 10_000);

/** What a monitor and a call feel of each attack of `tests/measured/under-attack.test.ts`. A server that one of them ends is replaced. */
export async function attacks(): Promise<void> {
  const rows: string[][] = [[...FIGURE_NAMES]];
  const found: string[] = [];
  let attacked = await AttackedServer.start();
  try {
    for (const name of ATTACK_NAMES) {
      if (!attacked.alive) {
        await attacked.stop();
        attacked = await AttackedServer.start();
      }
      const figures = await attacked.attack(name, ATTACK_MS);
      rows.push(rowOf(figures));
      found.push(...problemsIn(figures).map((problem) => `${name}: ${problem}`));
    }
  } finally {
    await attacked.stop();
  }
  table(`Under attack, ${ATTACK_MS / 1_000} s each (memory before, at its most, afterwards)`, rows);
  for (const problem of found) console.log(`  ${problem}`);
}
