#!/usr/bin/env node
// Plain JavaScript, so that an old Node can say what is missing instead of failing on the first type.
// What is written from here on, nobody else on this machine may read.
process.umask(0o077);
const major = Number(process.versions.node.split('.')[0]);
if (major < 26) {
  console.error(
    `Danke, nein needs Node 26 or newer; this is ${process.version}. Start it with npm (npm start, npm run -s danke-nein -- doctor): ` +
      'npm ci has installed the right Node for that.',
  );
  process.exit(1);
}
const args = process.argv.slice(2);
// systemd and containers have a supervisor of their own.
if (args[0] === 'serve' && !args.includes('--no-restart') && process.env['DANKE_NO_SUPERVISOR'] !== '1') {
  const { superviseServe } = await import('./supervisor.js');
  await superviseServe(args);
} else {
  const { run } = await import('../src/cli/cli.ts');
  process.exitCode = await run(args);
}
