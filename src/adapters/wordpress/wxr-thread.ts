import { on } from 'node:events';
import { boundedThread } from '../../call/bounded-thread.ts';
import type { Clock } from '../../call/clock.ts';
import type { ForeignPost } from '../../experiences/import.ts';
import type { FromWxr } from './wxr-worker.ts';
import { WxrError } from './wxr-error.ts';

/** One piece of an export is read in milliseconds; this long takes only one that was made for it. */
const LONGEST_MS = 30_000;
/** One post with all its comments, and its text as a tree. */
const MOST_MEGABYTES = 256;

/** `readWxr` on a thread of its own, which ends with it. Rejects with WxrError, also where a piece takes too long or too much. */
export async function* readWxrOnThread(pieces: AsyncIterable<Uint8Array>, clock: Clock, signal: AbortSignal): AsyncGenerator<ForeignPost> {
  if (signal.aborted) throw new WxrError('nobody waits for it');
  const worker = boundedThread(new URL('wxr-worker.ts', import.meta.url), MOST_MEGABYTES);
  const late = new AbortController();
  const messages = on(worker, 'message', { signal: AbortSignal.any([signal, late.signal]), close: ['exit'] });
  const told = async (): Promise<FromWxr> => {
    const limit = clock.after(LONGEST_MS, () => late.abort());
    try {
      const { value, done } = (await messages.next()) as IteratorResult<[FromWxr], undefined>;
      if (done === true) throw new WxrError('the thread ended');
      if (value[0].type === 'broken') throw new WxrError(value[0].reason);
      return value[0];
    } catch (error) {
      throw error instanceof WxrError ? error : new WxrError('it takes too long, or too much', { cause: error });
    } finally {
      limit.cancel();
    }
  };
  const until = async function* (type: 'next' | 'end'): AsyncGenerator<ForeignPost> {
    for (let message = await told(); message.type !== type; message = await told()) if (message.type === 'post') yield message.post;
  };
  try {
    for await (const piece of pieces) {
      // A view would be copied with all of the buffer that it looks into.
      const own = new Uint8Array(piece);
      worker.postMessage(own, [own.buffer]);
      yield* until('next');
    }
    worker.postMessage(null);
    yield* until('end');
  } finally {
    await worker.terminate();
  }
}
