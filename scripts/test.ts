import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTests } from './counting.ts';
import { installPeers } from './peers.ts';
import { run } from './run.ts';

/** `npm test`: peers, checks, tests; the last line counts the tests. With CI=true nothing may be missing. */
const inCi = process.env['CI'] === 'true';
const long = process.argv.includes('--long');

const missing = await installPeers();
for (const peer of missing) {
  console.log(
    `${inCi ? 'MISSING' : 'Skipping'} ${peer.tests}: ${peer.program} is not here. On Debian: apt-get install ${peer.packages.join(' ')}`,
  );
}

const check = await run('node', ['scripts/check.ts'], { show: true });
const report = join(tmpdir(), `danke-nein-tests-${process.pid}.json`);
const vitest = await run(
  'node_modules/.bin/vitest',
  [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2).filter((arg) => arg !== '--long'),
  ],
  { show: true, env: { ...(long && { DANKE_LONG: '1' }) } },
);
const { passed, failed, skipped, problems } = countTests(readReport(), vitest.code);
const missed = inCi ? missing.map((peer) => `${peer.tests}: ${peer.program} is missing`) : [];
const more = [...(check.code === 0 ? [] : ['the checks failed, see at the top']), ...missed, ...problems];
for (const line of more) console.log(`FAIL ${line}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && more.length === 0 ? 0 : 1;

function readReport(): string | null {
  try {
    return readFileSync(report, 'utf8');
  } catch {
    return null;
  } finally {
    rmSync(report, { force: true });
  }
}
