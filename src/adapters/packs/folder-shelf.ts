import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../call/clock.ts';
import { randomToken } from '../../call/ids.ts';
import { filesFor, type ModelKind } from '../../packs/model.ts';
import {
  InstalledPackSchema,
  MANIFEST,
  ON_THE_WAY,
  PackError,
  PackFactsSchema,
  PackId,
  type CatalogueEntry,
  type InstalledPack,
  type PackFacts,
} from '../../packs/pack.ts';
import { MOST_ARCHIVE_BYTES, type Archive, type Candidate, type PackShelf, type Progress } from '../../packs/shelf.ts';
import { download, forgetDownload, hasPublishedSum, sizeOf } from './download.ts';
import { STATE_FILE } from './state-file.ts';
import { unpack } from './unpack.ts';

/** Nothing takes so long; another process may be at work. */
const ABANDONED_MS = 24 * 3_600_000;
/** Models are noise to a packer: what is unpacked is at most so many times as large. */
const UNPACKED_FACTOR = 2.5;
/** Never the last byte: the journal needs some. */
const SPARE_BYTES = 200_000_000;
/** Of an archive's texts, what tells of its rights stays with it. */
const KEPT_TEXTS = /(?:^|\/)(?:licen[cs]e|copying|model_card|readme)[^/]*$/iu;

/** Packs in a folder: one folder each, and one for what is on its way. */
export class FolderShelf implements PackShelf {
  readonly #folder: string;
  readonly #clock: Clock;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  async installed(): Promise<InstalledPack[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const packs = await Promise.all(names.filter((name) => PackId.safeParse(name).success).map((name) => this.#read(name)));
    return packs.filter((pack) => pack !== null);
  }

  /** What an earlier run left behind when it was cut off; a download that can be gone on with stays. */
  async tidy(): Promise<void> {
    const folder = join(this.#folder, ON_THE_WAY);
    const now = this.#clock.wallTime();
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const { mtimeMs } = (await stat(path).catch(() => null)) ?? { mtimeMs: now };
      if (/^(?:new|import)-/u.test(name) && now - mtimeMs > ABANDONED_MS) await rm(path, { recursive: true, force: true });
    }
  }

  folderOf(id: string): string {
    return join(this.#folder, PackId.parse(id));
  }

  async freeBytes(): Promise<number> {
    await this.#prepare();
    const { bavail, bsize } = await statfs(this.#folder);
    return Math.max(0, bavail * bsize - SPARE_BYTES);
  }

  partial(id: string): Promise<number> {
    return sizeOf(this.#archive(id));
  }

  async download(entry: CatalogueEntry, signal: AbortSignal, progress: Progress): Promise<Archive> {
    await this.#prepare();
    const file = this.#archive(entry.id);
    const { url, sums } = entry.archive;
    await download({
      url,
      file,
      signal,
      progress,
      clock: this.#clock,
      mustFit: async (bytes) => {
        if ((await this.freeBytes()) < bytes * (1 + UNPACKED_FACTOR)) throw new PackError('no_space');
      },
    });
    const name = url.split('/').at(-1) ?? '';
    try {
      return { path: file, name, verified: await hasPublishedSum(file, name, sums, signal) };
    } catch (error) {
      if (error instanceof PackError) await this.forget(file);
      throw error;
    }
  }

  async receive(name: string, parts: AsyncIterable<Uint8Array>, signal: AbortSignal, progress: Progress): Promise<Archive> {
    await this.#prepare();
    const file = this.#archive(
      `import-${randomToken(6)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/gu, 'x')}`,
    );
    try {
      await using handle = await open(file, 'wx');
      const room = await this.freeBytes();
      let at = 0;
      for await (const part of parts) {
        if (signal.aborted) throw new PackError('cancelled');
        at += part.length;
        if (at > MOST_ARCHIVE_BYTES) throw new PackError('refused', 'too large');
        if (at > room) throw new PackError('no_space');
        await handle.write(part);
        progress(at, null);
      }
    } catch (error) {
      await this.forget(file);
      if (error instanceof PackError) throw error;
      throw new PackError((error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'no_space' : 'cancelled', '', { cause: error });
    }
    return { path: file, name, verified: false };
  }

  async unpack({ path }: Archive, known: PackFacts | null, signal: AbortSignal, progress: Progress): Promise<Candidate> {
    await this.#prepare();
    const folder = join(this.#folder, ON_THE_WAY, `new-${randomToken(6)}`);
    const size = await sizeOf(path);
    try {
      await mkdir(folder);
      const order = { archive: path, folder, mostBytes: await this.freeBytes() };
      const found = await unpack(order, this.#clock, signal, (read) => progress(read, size));
      const facts = known ?? (await manifestIn(folder, found.paths));
      const files = filesIn(facts.kind, found.paths);
      await this.#clear(folder, found.paths, files);
      return { facts, files, folder, bytes: await sizes(folder, found.paths) };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error instanceof PackError ? error : new PackError('disk', (error as NodeJS.ErrnoException).code ?? '', { cause: error });
    }
  }

  async keep(
    { facts, files, folder, bytes }: Candidate,
    pack: Omit<InstalledPack, keyof PackFacts | 'files' | 'bytes'>,
  ): Promise<InstalledPack> {
    const { id, name, kind, languages, licence, home } = facts;
    const installed = { id, name, kind, languages, licence, home, files, bytes, ...pack };
    try {
      await writeFile(join(folder, STATE_FILE), JSON.stringify(installed, null, 2));
      await rm(this.folderOf(id), { recursive: true, force: true });
      await rename(folder, this.folderOf(id));
    } catch (error) {
      throw new PackError('disk', (error as NodeJS.ErrnoException).code ?? '', { cause: error });
    }
    return installed;
  }

  async discard({ folder }: Candidate): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  forget(archive: string): Promise<void> {
    return forgetDownload(archive);
  }

  async remove(id: string): Promise<void> {
    await rm(this.folderOf(id), { recursive: true, force: true });
    await this.forget(this.#archive(id));
  }

  async #prepare(): Promise<void> {
    await mkdir(join(this.#folder, ON_THE_WAY), { recursive: true });
  }

  #archive(id: string): string {
    return join(this.#folder, ON_THE_WAY, `${PackId.parse(id)}.part`);
  }

  /** Null: no pack of ours is in there. */
  async #read(name: string): Promise<InstalledPack | null> {
    try {
      const pack = InstalledPackSchema.parse(JSON.parse(await readFile(join(this.#folder, name, STATE_FILE), 'utf8')));
      return pack.id === name ? pack : null;
    } catch {
      return null;
    }
  }

  /** Archives hold the same model in several precisions, and sounds to try it with: only what is used stays. */
  async #clear(folder: string, paths: readonly string[], files: Readonly<Record<string, string>>): Promise<void> {
    const used = Object.values(files);
    const isUsed = (path: string): boolean => used.some((file) => path === file || (file.endsWith('/') && path.startsWith(file)));
    await Promise.all(paths.filter((path) => !isUsed(path) && !KEPT_TEXTS.test(path)).map((path) => rm(join(folder, path))));
  }
}

function filesIn(kind: ModelKind, paths: readonly string[]): Record<string, string> {
  const folders = new Set(
    paths.flatMap((path) =>
      path
        .split('/')
        .slice(0, -1)
        .map((_, depth, parts) => `${parts.slice(0, depth + 1).join('/')}/`),
    ),
  );
  const found = filesFor(kind, [...paths, ...folders]);
  if ('missing' in found) throw new PackError('not_a_pack', found.missing.join(', '));
  return found.files;
}

async function manifestIn(folder: string, paths: readonly string[]): Promise<PackFacts> {
  const manifest = paths.find((path) => path.split('/').at(-1) === MANIFEST);
  if (manifest === undefined) throw new PackError('not_a_pack', MANIFEST);
  try {
    return PackFactsSchema.parse(JSON.parse(await readFile(join(folder, manifest), 'utf8')));
  } catch (error) {
    const issue = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues?.[0];
    throw new PackError('not_a_pack', issue ? `${MANIFEST}: ${issue.path.join('.')}: ${issue.message}` : MANIFEST);
  }
}

async function sizes(folder: string, paths: readonly string[]): Promise<number> {
  return (await Promise.all(paths.map((path) => sizeOf(join(folder, path))))).reduce((sum, size) => sum + size, 0);
}
