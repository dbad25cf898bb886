import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile, table } from './machine.ts';

const RUNS = 20;
const DANKE = 'bin/danke-nein.js';

const COMMANDS: readonly (readonly [what: string, args: readonly string[], aim: string])[] = [
  ['node -e 0 (Node itself)', ['-e', '0'], '-'],
  ['danke-nein help', [DANKE, 'help'], '150'],
  ['danke-nein understand, no line', [DANKE, 'understand'], '-'],
  ['danke-nein packs', [DANKE, 'packs'], '-'],
];

/** How long a command takes that needs no server, from its start as a process to its end. */
export async function commands(): Promise<void> {
  const env = { ...process.env, DATA_DIR: mkdtempSync(join(tmpdir(), 'danke-nein-bench-')) };
  const took = COMMANDS.map((): number[] => []);
  // In turn, so that whatever else the machine does falls on all of them.
  for (let i = 0; i < RUNS; i++) {
    for (const [at, [what, args]] of COMMANDS.entries()) {
      const begin = performance.now();
      const { status } = spawnSync(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
      if (status !== 0) throw new Error(`${what} ended with ${status}`);
      took[at]?.push(performance.now() - begin);
    }
  }
  table('Commands', [
    ['from start to end, ms', 'median', 'worst', 'aim'],
    ...COMMANDS.map(([what, , aim], at) => {
      const values = took[at] ?? [];
      return [what, percentile(values, 0.5).toFixed(0), Math.max(...values).toFixed(0), aim];
    }),
  ]);
}
