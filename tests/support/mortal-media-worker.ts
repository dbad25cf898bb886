import { parentPort } from 'node:worker_threads';

/** A media worker that a test can kill, each way in which a thread may end: the real one, and an ear for commands that it does not know. */
await import('../../src/media-worker.ts');
parentPort?.on('message', ({ type }: { type: string }) => {
  if (type === 'exit') process.exit(3);
  if (type === 'throw') throw new TypeError('outside of every boundary');
  if (type === 'reject') void Promise.reject(new TypeError('outside of every boundary'));
  if (type !== 'run out of memory') return;
  const kept: object[] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));
});
