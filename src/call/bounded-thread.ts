import { Worker } from 'node:worker_threads';

/**
 * A thread that may keep so many megabytes of JavaScript objects; whatever makes it need more ends the thread (`error` with
 * ERR_WORKER_OUT_OF_MEMORY, then `exit`) and not the process. All threads are made by this function, so that each has a limit.
 * `data`: what the thread finds as `workerData`.
 */
export function boundedThread(entry: URL, mostMegabytes: number, data?: unknown): Worker {
  return new Worker(entry, { workerData: data, resourceLimits: { maxOldGenerationSizeMb: mostMegabytes } });
}
