import { parentPort } from 'node:worker_threads';

/** The thread of the public pages, which ends as if it had been killed once the console says that something changed. */
await import('../../src/site-worker.ts');
parentPort?.on('message', (message: { readonly type: string }) => {
  if (message.type === 'changed') process.exit(7);
});
