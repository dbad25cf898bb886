import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { isThisMachine } from '../../call/addresses.ts';
import type { Clock } from '../../call/clock.ts';
import { PackError } from '../../packs/pack.ts';
import { MOST_ARCHIVE_BYTES, type Progress } from '../../packs/shelf.ts';
import { bytesOf, FetchError, followed } from '../fetching.ts';

export interface Download {
  readonly url: string;
  /** Where it is written; what a cut-off download left there is gone on with. */
  readonly file: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly clock: Clock;
  /** Throws PackError when so many bytes more have no place. */
  readonly mustFit: (bytes: number) => Promise<void>;
}

/** A connection that breaks is tried again after so long, in ms, counted from the last byte that came. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
/** Nothing came for so long: the connection is dead. */
const STALLED_MS = 60_000;
/** Of what comes without being announced, the room is looked at after so many bytes. */
const STEP_BYTES = 64_000_000;
const MOST_SUMS_BYTES = 1_000_000;

/** How the source names the version of which a part is here. */
interface Mark {
  readonly etag: string | null;
  readonly modified: string | null;
}

/** Brings a file here. Rejects with PackError; then what came stays, and the next download goes on there. */
export async function download(wish: Download): Promise<void> {
  for (let failures = 0; ; failures++) {
    const before = await sizeOf(wish.file);
    try {
      return await attempt(wish);
    } catch (error) {
      if (wish.signal.aborted) throw new PackError('cancelled');
      if (error instanceof PackError) throw error;
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw new PackError('no_space');
      if ((await sizeOf(wish.file)) > before) failures = 0;
      const pause = PAUSES_MS[failures];
      if (pause === undefined) throw new PackError('not_reachable', '', { cause: error });
      await new Promise<void>((resolve) => wish.clock.after(pause, resolve));
    }
  }
}

/** Goes on from what is there, or begins anew where that is part of something else. */
async function attempt({ url, file, signal, progress, clock, mustFit }: Download): Promise<void> {
  const here = await sizeOf(file);
  const mark = await markOf(file);
  const validator = mark && here > 0 ? (mark.etag ?? mark.modified) : null;
  const stalled = new AbortController();
  let limit = clock.after(STALLED_MS, () => stalled.abort());
  try {
    const wish = {
      headers: { 'Accept-Encoding': 'identity', ...(validator !== null && { Range: `bytes=${here}-`, 'If-Range': validator }) },
      signal: AbortSignal.any([signal, stalled.signal]),
    };
    const response = await safely(url, wish);
    if (!response.ok || !response.body) throw new PackError('refused', String(response.status));
    const from = response.status === 206 ? begins(response.headers.get('Content-Range')) : 0;
    if (from !== 0 && from !== here) throw new PackError('refused', 'another range');
    const length = Number(response.headers.get('Content-Length') ?? Number.NaN);
    const total = Number.isFinite(length) ? from + length : null;
    if ((total ?? 0) > MOST_ARCHIVE_BYTES) throw new PackError('refused', 'too large');
    if (total !== null) await mustFit(total - from);
    await writeFile(
      markFile(file),
      JSON.stringify({ etag: strong(response.headers.get('ETag')), modified: response.headers.get('Last-Modified') }),
    );
    await using handle = await open(file, from > 0 ? 'a' : 'w');
    let at = from;
    let fits = total ?? from;
    progress(at, total);
    for await (const part of response.body) {
      limit.cancel();
      limit = clock.after(STALLED_MS, () => stalled.abort());
      await handle.write(part);
      at += part.length;
      if (at > fits) {
        // A source that does not say how much comes, or says too little.
        fits = at + STEP_BYTES;
        await mustFit(STEP_BYTES);
      }
      if (at > MOST_ARCHIVE_BYTES) throw new PackError('refused', 'too large');
      progress(at, total);
    }
    if (total !== null && at < total) throw new Error('the connection broke');
    await handle.sync();
  } finally {
    limit.cancel();
  }
}

/**
 * Whether a file has the SHA-256 sum that its source publishes for it; false: the source publishes none that we can read.
 * Rejects with PackError when the sums differ.
 */
export async function hasPublishedSum(file: string, name: string, sumsUrl: string | null, signal: AbortSignal): Promise<boolean> {
  const published = sumsUrl === null ? null : sumIn(await textOf(sumsUrl, signal), name);
  if (published === null) return false;
  const hash = createHash('sha256');
  for await (const part of createReadStream(file, { signal })) hash.update(part as Buffer);
  if (hash.digest('hex') !== published) throw new PackError('wrong_sum');
  return true;
}

/** In a list as `sha256sum` writes it, or with the names first. */
export function sumIn(list: string, name: string): string | null {
  for (const line of list.split('\n')) {
    const words = line.trim().split(/\s+/u);
    const sum = words.find((word) => /^[0-9a-f]{64}$/iu.test(word));
    if (sum !== undefined && words.some((word) => word.replace(/^\*|^.*\//u, '') === name)) return sum.toLowerCase();
  }
  return null;
}

/** '' when it cannot be had: then nothing is verified, and people are told so. */
async function textOf(url: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await safely(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]) });
    return response.ok ? Buffer.from(await bytesOf(response, MOST_SUMS_BYTES)).toString('utf8') : '';
  } catch {
    return '';
  }
}

export async function forgetDownload(file: string): Promise<void> {
  await Promise.all([rm(file, { force: true }), rm(markFile(file), { force: true })]);
}

export async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

/** Archives travel sealed, except on this machine itself: neither the source nor a redirect of it may lead elsewhere. */
async function safely(url: string, wish: RequestInit): Promise<Response> {
  if (!isSafe(new URL(url))) throw new PackError('refused', 'no HTTPS');
  try {
    return await followed(url, wish, (_, to) => isSafe(to));
  } catch (error) {
    throw error instanceof FetchError ? new PackError('refused', error.message, { cause: error }) : error;
  }
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
}

function markFile(file: string): string {
  return `${file}.json`;
}

async function markOf(file: string): Promise<Mark | null> {
  try {
    return JSON.parse(await readFile(markFile(file), 'utf8')) as Mark;
  } catch {
    return null;
  }
}

/** RFC 9110 section 13.1.5: If-Range takes no weak validator. */
function strong(etag: string | null): string | null {
  return etag?.startsWith('W/') === true ? null : etag;
}

/** RFC 9110 section 14.4: "bytes 100-199/200". */
function begins(range: string | null): number {
  return Number(/^bytes (\d+)-/u.exec(range ?? '')?.[1] ?? Number.NaN);
}
