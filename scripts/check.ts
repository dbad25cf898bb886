import { run } from './run.ts';

/** Everything that can be known without running the product. Fast ones first; all are run, so that one run tells all. */
const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ['format', ['oxfmt', '--check', '.']],
  ['lint', ['oxlint', '--type-aware', '--quiet']],
  ['types', ['tsc', '--noEmit', '-p', '.']],
  ['imports', ['depcruise', 'src', 'console', '--output-type', 'err']],
  ['dead code', ['knip', '--no-progress']],
];

let failed = 0;
for (const [name, [program = '', ...args]] of CHECKS) {
  const { code, output } = await run(`node_modules/.bin/${program}`, args);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  if (code === 0) continue;
  failed++;
  console.log(output);
}
process.exitCode = failed === 0 ? 0 : 1;
