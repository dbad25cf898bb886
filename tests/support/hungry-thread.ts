import { parentPort } from 'node:worker_threads';

/** Takes memory for JavaScript objects without end. */
const held: object[] = [];
parentPort?.once('message', () => {
  for (;;) held.push(Array.from({ length: 1_000 }, (_, at) => ({ at })));
});
