import { attacks } from './attacks.ts';
import { bridges } from './bridges.ts';
import { calls } from './calls.ts';
import { commands } from './commands.ts';
import { evidence } from './evidence.ts';
import { hearing } from './hearing.ts';
import { journal } from './journal.ts';
import { site } from './site.ts';
import { setups } from './setups.ts';
import { start } from './start.ts';
import { steps } from './steps.ts';
import { turns } from './turns.ts';
import { understanding } from './understanding.ts';

/** `npm run bench -- <name>`: each prints one table. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  calls,
  bridges,
  setups,
  start,
  commands,
  understanding,
  hearing,
  turns,
  steps,
  evidence,
  journal,
  site,
  attacks,
};

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  console.error(`There is no bench "${unknown}"; there are: ${Object.keys(BENCHES).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(BENCHES)) if (chosen.length === 0 || chosen.includes(name)) await bench();
}
