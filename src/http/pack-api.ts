import type { Language } from '../call/language.ts';
import type { Sense } from '../packs/model.ts';
import type { CatalogueEntry, PackChoice, PackProblem } from '../packs/pack.ts';
import type { ListedPack } from '../packs/pack-desk.ts';

export type { PackChoice, Sense };

export interface PackEntry extends Omit<ListedPack, 'entry'> {
  readonly sense: Sense;
  readonly entry: (Pick<CatalogueEntry, 'memoryBytes' | 'goodFor'> & { readonly archiveBytes: number }) | null;
  /** In which languages it is used. */
  readonly usedFor: readonly Language[];
  /** The share of a sound's length that work on it takes, as it was seen in use; null: it was not used since the start. */
  readonly pace: number | null;
}

/** GET /api/packs: the server's. PUT /api/settings/packs with a PackChoice uses them. */
export interface PacksPage {
  readonly packs: readonly PackEntry[];
  readonly choice: PackChoice;
  readonly freeBytes: number;
}

/** POST /api/packs/import?name=FILE with an archive: what became of it. */
export type PackReply =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly problem: PackProblem; readonly detail: string };

/** What the console does with speech packs. */
export interface Packs {
  page(): Promise<PacksPage>;
  /** Goes on by itself; what `page` says shows how far it is. */
  install(id: string, userName: string): void;
  /** `signal`: whoever sent it is gone; then it is cancelled. */
  receive(name: string, parts: AsyncIterable<Uint8Array>, userName: string, signal: AbortSignal): Promise<PackReply>;
  cancel(id: string): void;
  remove(id: string): Promise<void>;
}
