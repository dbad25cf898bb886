import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Parser, type ReadEntry } from 'tar';
import unbzip2 from 'unbzip2-stream';
import { isReservedName } from '../../packs/pack.ts';
import { STATE_FILE } from './state-file.ts';

/**
 * Unpacks one archive, on a thread of its own: bzip2 in JavaScript takes a minute for a large one. Writes plain files
 * alone, and only below its folder; links and devices are left out.
 */
export interface UnpackOrder {
  readonly archive: string;
  readonly folder: string;
  readonly mostBytes: number;
}

export type UnpackReport =
  | { readonly read: number }
  | { readonly paths: readonly string[]; readonly bytes: number }
  | { readonly broken: string };

const MOST_FILES = 20_000;
/** Links, folders and what else is passed over. */
const MOST_ENTRIES = 100_000;
const TOO_MUCH = 'there is too much in it';
/** A report after so many bytes. */
const STEP_BYTES = 2_000_000;

const order = workerData as UnpackOrder;
const report = (one: UnpackReport): void => parentPort?.postMessage(one);

unpack(order).then(report, (error: unknown) => report({ broken: error instanceof Error ? error.message : String(error) }));

async function unpack({ archive, folder, mostBytes }: UnpackOrder): Promise<UnpackReport> {
  const paths: string[] = [];
  const taken = new Set<string>();
  const writing: Promise<void>[] = [];
  let bytes = 0;
  let entries = 0;
  const parser = new Parser({ strict: true });
  const source = createReadStream(archive, { highWaterMark: 262_144 });
  // Said at once: then this thread is ended, while the parser's own way of giving up would leave the pipeline waiting.
  const stop = (why: string): void => {
    report({ broken: why });
    source.destroy();
  };
  parser.on('entry', (entry: ReadEntry) => {
    // As they come out, of what is passed over too: what a header says of a size may be a lie.
    entry.on('data', (part) => {
      bytes += part.length;
      if (bytes > mostBytes) stop(TOO_MUCH);
    });
    if (source.destroyed) return entry.resume();
    const path = safePath(entry);
    if (++entries > MOST_ENTRIES || paths.length >= MOST_FILES || bytes + entry.size > mostBytes) return stop(TOO_MUCH);
    if (path === null) return entry.resume();
    // Some file systems know no difference between them: the later one would go into the earlier one's file.
    const known = path.normalize('NFC').toLowerCase();
    if (taken.has(known)) return stop('two files have one name');
    taken.add(known);
    paths.push(path);
    const written = write(entry, join(folder, path));
    // Awaited at the end. Without a handler until then, an early rejection would count as unhandled and end the thread.
    written.catch(() => {});
    writing.push(written);
  });
  // Before anything listens to the source: it flows from then on.
  const packed = await isBzip2(archive);
  let read = 0;
  let reported = 0;
  source.on('data', (part) => {
    read += part.length;
    if (read - reported < STEP_BYTES) return;
    reported = read;
    report({ read });
  });
  const sink = parser as unknown as NodeJS.WritableStream;
  await (packed ? pipeline(source, unbzip2(), sink) : pipeline(source, sink));
  await Promise.all(writing);
  if (paths.length === 0) throw new Error('there is nothing in it');
  return { paths, bytes };
}

/** Flows at once: an archive whose first file waits counts as none for the parser. */
async function write(entry: ReadEntry, file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  await finished(entry.pipe(createWriteStream(file, { mode: 0o644 })));
}

/** Where a plain file goes, below the folder; null: it is none, or wants to go elsewhere. */
function safePath(entry: ReadEntry): string | null {
  if (entry.type !== 'File' && entry.type !== 'OldFile') return null;
  const parts = entry.path.split(/[/\\]/u).filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.length > 20 || parts.some(isOdd) || parts.at(-1)?.toLowerCase() === STATE_FILE) return null;
  return parts.join('/');
}

/** Goes up, is too long, cannot be a file's name everywhere, or looks like another one: control characters, and those that turn the way of writing. */
function isOdd(part: string): boolean {
  return part === '..' || part.length > 200 || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}<>:"|?*]/u.test(part) || isReservedName(part);
}

async function isBzip2(archive: string): Promise<boolean> {
  await using file = await open(archive);
  const { buffer } = await file.read(Buffer.alloc(3), 0, 3, 0);
  return buffer.toString('latin1') === 'BZh';
}
