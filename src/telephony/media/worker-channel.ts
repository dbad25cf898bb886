import { Worker } from 'node:worker_threads';
import type { Clock } from '../../call/clock.ts';
import type { MediaChannel } from './media-engine.ts';
import type { MediaOptions, MediaReport } from './protocol.ts';

/**
 * The worker ends by itself when its last native work is done; ending it in the midst of that (the model is being
 * loaded, say) aborts the whole process.
 */
const SHUT_DOWN_MS = 5_000;

export interface MediaWorker extends MediaChannel {
  stop(): Promise<void>;
}

/**
 * Starts the media worker; resolves when it takes commands. `onDied`: it ended without being asked to, and with it
 * the sound of every call.
 */
export async function startMediaWorker(
  clock: Clock,
  entry: URL,
  options: MediaOptions,
  onDied: (reason: string) => void,
): Promise<MediaWorker> {
  const worker = new Worker(entry, { workerData: options });
  let handler: (report: MediaReport) => void = () => {};
  let stopping = false;
  const ready = Promise.withResolvers<void>();
  worker.on('message', (report: MediaReport) => (report.type === 'ready' ? ready.resolve() : handler(report)));
  worker.on('error', (error: Error) => {
    ready.reject(error);
    onDied(error.message);
  });
  worker.on('exit', (code) => {
    ready.reject(new Error(`the media worker ended with ${code}`));
    if (!stopping && code === 0) onDied('it ended');
  });
  await ready.promise;
  return {
    post: (command) => worker.postMessage(command),
    onReport: (next) => (handler = next),
    stop: async () => {
      stopping = true;
      const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      worker.postMessage({ type: 'shut_down' });
      const { promise: graceOver, resolve } = Promise.withResolvers<void>();
      const grace = clock.after(SHUT_DOWN_MS, resolve);
      await Promise.race([exited, graceOver]);
      grace.cancel();
      await worker.terminate();
    },
  };
}
