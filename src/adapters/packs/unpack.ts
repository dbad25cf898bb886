import { Worker } from 'node:worker_threads';
import { PackError } from '../../packs/pack.ts';
import type { UnpackOrder, UnpackReport } from './unpack-worker.ts';

/** What is in an archive (tar, as it is or within bzip2, gzip or zstd), now below `folder`. Rejects with PackError. */
export async function unpack(
  order: UnpackOrder,
  signal: AbortSignal,
  read: (bytes: number) => void,
): Promise<{ readonly paths: readonly string[]; readonly bytes: number }> {
  const worker = new Worker(new URL('unpack-worker.ts', import.meta.url), { workerData: order });
  try {
    return await new Promise((resolve, reject) => {
      const cancelled = (): void => reject(new PackError('cancelled'));
      if (signal.aborted) return cancelled();
      signal.addEventListener('abort', cancelled, { once: true });
      worker.on('message', (report: UnpackReport) => {
        if ('read' in report) read(report.read);
        else if ('paths' in report) resolve(report);
        else
          reject(new PackError(/ENOSPC/u.test(report.broken) ? 'no_space' : 'not_an_archive', report.broken.replaceAll(order.folder, '')));
      });
      worker.once('error', (error) => reject(new PackError('not_an_archive', String(error))));
      worker.once('exit', () => reject(new PackError('not_an_archive')));
    });
  } finally {
    await worker.terminate();
  }
}
