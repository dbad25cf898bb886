import { run } from './run.ts';

/** Everything that can be known without running the product. All are run, so that one run tells all. */
const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ['format', ['oxfmt', '--check', '.']],
  ['lint', ['oxlint', '--type-aware', '--quiet']],
  ['types', ['tsc', '--noEmit', '-p', '.']],
  ['imports', ['depcruise', 'src', 'console', '--output-type', 'err']],
  ['dead code', ['knip', '--no-progress']],
];

// Beside each other: most of them use one core only.
const running = CHECKS.map(([, [program = '', ...args]]) => run(`node_modules/.bin/${program}`, args));
let failed = 0;
for (const [at, [name]] of CHECKS.entries()) {
  const { code, output } = (await running[at]) ?? { code: 1, output: '' };
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  if (code === 0) continue;
  failed++;
  console.log(output);
}
process.exitCode = failed === 0 ? 0 : 1;
