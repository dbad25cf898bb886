import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Parser, type ReadEntry } from 'tar';
import unbzip2 from 'unbzip2-stream';

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
/** A report after so many bytes. */
const STEP_BYTES = 2_000_000;

const order = workerData as UnpackOrder;
const report = (one: UnpackReport): void => parentPort?.postMessage(one);

unpack(order).then(report, (error: unknown) => report({ broken: error instanceof Error ? error.message : String(error) }));

async function unpack({ archive, folder, mostBytes }: UnpackOrder): Promise<UnpackReport> {
  const paths: string[] = [];
  const writing: Promise<void>[] = [];
  let bytes = 0;
  const parser = new Parser({ strict: true });
  parser.on('entry', (entry: ReadEntry) => {
    const path = safePath(entry);
    bytes += entry.size;
    if (path === null) return entry.resume();
    if (bytes > mostBytes || paths.length >= MOST_FILES) return parser.abort(new Error('there is too much in it'));
    paths.push(path);
    writing.push(write(entry, join(folder, path)));
  });
  // Before anything listens to the source: it flows from then on.
  const packed = await isBzip2(archive);
  let read = 0;
  let reported = 0;
  const source = createReadStream(archive, { highWaterMark: 262_144 });
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
  const odd = parts.length === 0 || parts.length > 20 || parts.some((part) => part === '..' || part.length > 200 || /[\0:]/u.test(part));
  return odd ? null : parts.join('/');
}

async function isBzip2(archive: string): Promise<boolean> {
  await using file = await open(archive);
  const { buffer } = await file.read(Buffer.alloc(3), 0, 3, 0);
  return buffer.toString('latin1') === 'BZh';
}
