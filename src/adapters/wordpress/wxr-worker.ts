import { on } from 'node:events';
import { parentPort } from 'node:worker_threads';
import type { ForeignPost } from '../../experiences/import.ts';
import { readWxr } from './wxr.ts';

/** `next`: all of the last piece is read, and another one may come. */
export type FromWxr =
  | { readonly type: 'post'; readonly post: ForeignPost }
  | { readonly type: 'next' }
  | { readonly type: 'end' }
  | { readonly type: 'broken'; readonly reason: string };

const parent = parentPort;
if (!parent) throw new Error('wxr-worker.ts runs as a worker thread only');
const say = (message: FromWxr): void => parent.postMessage(message);

/** Null is the end. */
async function* pieces(from: NonNullable<typeof parent>): AsyncGenerator<Uint8Array> {
  for await (const [piece] of on(from, 'message') as AsyncIterable<[Uint8Array | null]>) {
    if (piece === null) return;
    yield piece;
    say({ type: 'next' });
  }
}

try {
  for await (const post of readWxr(pieces(parent))) say({ type: 'post', post });
  say({ type: 'end' });
} catch (error) {
  say({ type: 'broken', reason: error instanceof Error ? error.message : String(error) });
}
