import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { randomToken } from '../../call/ids.ts';
import { StoreError } from '../../journal/store.ts';

/** Copies of the database from before an update, so many at most. */
const MOST_SNAPSHOTS = 3;
/** SQLite's result code for a lock that somebody else holds. */
const BUSY = 5;
/** More pages than a database can have. */
const WHOLE = 2 ** 31 - 1;
const NAME = /^danke-nein-\w{1,80}-(?<at>\d{8}T\d{6}Z)\.db$/u;

/** Where the snapshots of a database lie: beside it. */
export function snapshotFolder(path: string): string {
  return join(dirname(path), 'snapshots');
}

/** Every snapshot of a database, the oldest first, and when it was made: UTC, as `20261201T093000Z`. */
export function snapshotsOf(path: string): { readonly file: string; readonly at: string }[] {
  const folder = snapshotFolder(path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const at = NAME.exec(name)?.groups?.['at'];
      return at === undefined ? [] : [{ file: join(folder, name), at }];
    })
    .toSorted((one, other) => (one.at + one.file < other.at + other.file ? -1 : 1));
}

/**
 * Copies the database as it was last committed. Whoever calls this holds the write lock, so that nobody else makes one at the same
 * time. Rejects with StoreError, and then there is no new snapshot.
 */
export async function takeSnapshot(path: string, newest: string): Promise<void> {
  const folder = snapshotFolder(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeUnfinished(folder);
  const source = new DatabaseSync(path, { timeout: 2_000 });
  try {
    mustHaveRoom(source, path, folder);
    const { at } = source.prepare(`select strftime('%Y%m%dT%H%M%SZ', 'now') as at`).get() as { at: string };
    await copyInto(source, join(folder, `danke-nein-${newest}-${at}.db`));
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(`no snapshot of ${path} could be made before its update: ${(error as Error).message}`, { cause: error });
  } finally {
    source.close();
  }
  for (const { file } of snapshotsOf(path).slice(0, -MOST_SNAPSHOTS)) rmSync(file);
}

/**
 * A consistent copy of a database that others may be writing to, for nobody else to read, checked, and on the disk before it has its
 * name. It is copied page by page (SQLite's online backup), because VACUUM INTO leaves bytes of rows in the gaps of its pages, and
 * deleting a row later does not reach those. `strip` may take out what the copy shall not hold. Rejects with what SQLite or the file
 * system says.
 */
export async function copyInto(source: DatabaseSync, target: string, strip: (copy: DatabaseSync) => void = () => {}): Promise<void> {
  const part = `${target}.${randomToken(4)}.part`;
  // An empty file is a database; so nobody can read it while it grows.
  closeSync(openSync(part, 'wx', 0o600));
  try {
    // All pages in one step: the writers of a busy server would make it begin again and again.
    await backup(source, part, { rate: WHOLE });
    const copy = new DatabaseSync(part);
    try {
      copy.exec('pragma journal_mode = delete; pragma secure_delete = on');
      strip(copy);
      const { integrity_check: found } = copy.prepare('pragma integrity_check(1)').get() as { integrity_check: string };
      if (found !== 'ok') throw new Error(`the copy is damaged: ${found}`);
    } finally {
      copy.close();
    }
    sync(part);
    renameSync(part, target);
    sync(dirname(target));
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

function mustHaveRoom(source: DatabaseSync, path: string, folder: string): void {
  const { bytes } = source.prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size').get() as {
    bytes: number;
  };
  const { bavail, bsize } = statfsSync(folder);
  // Once for the snapshot, and once for what the migration itself may write before the old pages are free.
  const needed = 2 * bytes;
  if (bavail * bsize >= needed) return;
  throw new StoreError(
    `${path} needs an update, and there is too little room for a snapshot of it first: ` +
      `${megabytes(needed)} MB needed, ${megabytes(bavail * bsize)} MB free. Nothing was changed.`,
  );
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}

/**
 * Changes every snapshot; one that cannot be changed is removed, because it would keep what it shall not. Rejects when another process
 * is at it.
 */
export async function changeSnapshots(path: string, change: (snapshot: DatabaseSync) => Promise<void> | void): Promise<void> {
  for (const { file } of snapshotsOf(path)) {
    try {
      const snapshot = new DatabaseSync(file, { timeout: 2_000 });
      try {
        snapshot.exec('pragma secure_delete = on; pragma foreign_keys = on');
        await change(snapshot);
      } finally {
        snapshot.close();
      }
    } catch (error) {
      if ((error as { readonly errcode?: unknown }).errcode === BUSY) throw error;
      removeSnapshot(file);
    }
  }
}

export function removeSnapshot(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

/** Of a run that was killed. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) if (name.includes('.part')) rmSync(join(folder, name));
}

function sync(path: string): void {
  // A folder is synced like a file where the system can do that; Windows cannot, and needs no such thing.
  if (statSync(path).isDirectory() && process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
