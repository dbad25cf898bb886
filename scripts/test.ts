import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPeers } from './peers.ts';
import { run } from './run.ts';

/** `npm test`: peers, checks, tests; the last line counts. With CI=true nothing may be missing. */
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
const counts = readCounts();
const failedChecks = (check.code === 0 ? 0 : 1) + (inCi ? missing.length : 0);
const failed = counts.failed + failedChecks + (vitest.code !== 0 && counts.failed === 0 ? 1 : 0);
console.log(`${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped`);
process.exitCode = failed === 0 && counts.passed > 0 ? 0 : 1;

function readCounts(): { passed: number; failed: number; skipped: number } {
  try {
    const result = JSON.parse(readFileSync(report, 'utf8')) as Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests', number>;
    return { passed: result.numPassedTests, failed: result.numFailedTests, skipped: result.numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(report, { force: true });
  }
}
