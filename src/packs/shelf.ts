import type { CatalogueEntry, InstalledPack, PackFacts } from './pack.ts';

/** How far something is, in bytes; null: nobody knows how many there are. */
export type Progress = (bytes: number, ofBytes: number | null) => void;

/** An archive on this machine. */
export interface Archive {
  readonly path: string;
  /** Its name at its source. */
  readonly name: string;
  /** It had the sum that its source publishes. */
  readonly verified: boolean;
}

/** What was in an archive, beside the installed packs, until it is kept. */
export interface Candidate {
  readonly facts: PackFacts;
  readonly files: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly bytes: number;
}

/** Where packs lie. Every call rejects with PackError. */
export interface PackShelf {
  installed(): Promise<InstalledPack[]>;
  /** Where the files of an installed pack are. */
  folderOf(id: string): string;
  freeBytes(): Promise<number>;
  /** How much of a pack's archive is here already, in bytes, from a download that was cut off. */
  partial(id: string): Promise<number>;
  /** Goes on where it was cut off, where the source allows that. */
  download(entry: CatalogueEntry, signal: AbortSignal, progress: Progress): Promise<Archive>;
  /** Takes what arrives, as it is. At most `MOST_ARCHIVE_BYTES`. */
  receive(name: string, parts: AsyncIterable<Uint8Array>, signal: AbortSignal, progress: Progress): Promise<Archive>;
  /** `known`: what is in an archive of this name; null: it must say so itself. */
  unpack(archive: Archive, known: PackFacts | null, signal: AbortSignal, progress: Progress): Promise<Candidate>;
  /** From now on it is installed, instead of what had its name. */
  keep(candidate: Candidate, pack: Omit<InstalledPack, keyof PackFacts | 'files' | 'bytes'>): Promise<InstalledPack>;
  discard(candidate: Candidate): Promise<void>;
  /** An archive of ours, or what is there of one. */
  forget(archive: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export const MOST_ARCHIVE_BYTES = 4_000_000_000;
