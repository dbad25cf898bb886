import { on } from 'node:events';
import { boundedThread } from '../../call/bounded-thread.ts';
import type { Clock } from '../../call/clock.ts';
import { PackError } from '../../packs/pack.ts';
import type { UnpackOrder, UnpackReport } from './unpack-worker.ts';

/** It says how far it is after every 2 MB; on the slowest machine that is a few seconds of work. */
const STALLED_MS = 3 * 60_000;
/** Blocks of bzip2 and a list of paths; a small part of this is needed. */
const MOST_MEGABYTES = 256;

/** What is in an archive (tar, as it is or within bzip2, gzip or zstd), now below `folder`. Rejects with PackError. */
export async function unpack(
  order: UnpackOrder,
  clock: Clock,
  signal: AbortSignal,
  read: (bytes: number) => void,
): Promise<{ readonly paths: readonly string[]; readonly bytes: number }> {
  if (signal.aborted) throw new PackError('cancelled');
  const worker = boundedThread(new URL('unpack-worker.ts', import.meta.url), MOST_MEGABYTES, order);
  const stalled = new AbortController();
  let limit = clock.after(STALLED_MS, () => stalled.abort());
  try {
    const reports = on(worker, 'message', { signal: AbortSignal.any([signal, stalled.signal]), close: ['exit'] });
    for await (const [report] of reports as AsyncIterable<[UnpackReport]>) {
      limit.cancel();
      limit = clock.after(STALLED_MS, () => stalled.abort());
      if ('paths' in report) return report;
      if ('broken' in report)
        throw new PackError(report.broken.includes('ENOSPC') ? 'no_space' : 'not_an_archive', report.broken.replaceAll(order.folder, ''));
      read(report.read);
    }
    throw new PackError('not_an_archive');
  } catch (error) {
    if (error instanceof PackError) throw error;
    if (signal.aborted) throw new PackError('cancelled');
    throw new PackError('not_an_archive', stalled.signal.aborted ? 'it takes too long' : ((error as NodeJS.ErrnoException).code ?? ''), {
      cause: error,
    });
  } finally {
    limit.cancel();
    await worker.terminate();
  }
}
