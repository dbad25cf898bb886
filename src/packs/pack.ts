import { z } from 'zod';
import type { Language } from '../call/language.ts';
import { KINDS, type ModelKind, type Sense } from './model.ts';

/** What a speech pack says of itself, in the catalogue or in its own `danke-nein-pack.json`. */
export interface PackFacts {
  /** Names its folder. */
  readonly id: string;
  readonly name: string;
  readonly kind: ModelKind;
  readonly languages: readonly Language[];
  /** As its source names it. */
  readonly licence: string;
  /** Where its source tells of it; null: nowhere. */
  readonly home: string | null;
}

/** A pack that can be fetched. Sizes are about right: the source says exactly, and what it says counts. */
export interface CatalogueEntry extends PackFacts {
  readonly home: string;
  readonly archive: {
    readonly url: string;
    /** A list of SHA-256 sums that the source publishes; null: there is none. */
    readonly sums: string | null;
    readonly bytes: number;
  };
  /** In use, in bytes. */
  readonly memoryBytes: number;
  /** What it is for, and what it needs: a text of the console's. */
  readonly goodFor: GoodFor;
}

export const GOOD_FOR = ['best_hearing', 'middle_hearing', 'small_hearing', 'hears_at_once', 'warm_voice', 'fine_voice'] as const;
export type GoodFor = (typeof GOOD_FOR)[number];

/** A pack that lies in its folder. */
export interface InstalledPack extends PackFacts {
  /** By their role, within its folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** Its archive had the sum that its source publishes. */
  readonly verified: boolean;
  /** Wall time, ms since 1970 UTC. */
  readonly installedAt: number;
  readonly trial: Trial;
}

/** How it did when it was installed. */
export interface Trial {
  /** The share of a sound's length that work on it takes, here: below 1, or callers wait. */
  readonly realTimeFactor: number;
  /** What a recogniser made of our own voice's sentence; null: it is a voice. */
  readonly heard: string | null;
}

/** Where archives lie that are not installed yet, beside the folders of those that are. */
export const ON_THE_WAY = 'on-the-way';

export const PackId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/u)
  .refine((id) => id !== ON_THE_WAY && !isReservedName(id));

/** Names that mean something else to Windows, or are the same as another one there. */
export function isReservedName(name: string): boolean {
  return /[. ]$/u.test(name) || /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/iu.test(name);
}

const kinds = Object.keys(KINDS) as [ModelKind, ...ModelKind[]];

export const PackFactsSchema = z.object({
  id: PackId,
  name: z.string().trim().min(1).max(100),
  kind: z.enum(kinds),
  languages: z.array(z.enum(['de', 'en'])).min(1),
  licence: z.string().trim().min(1).max(200),
  home: z
    .url({ protocol: /^https?$/u })
    .nullable()
    .default(null),
});

const address = z.url({ protocol: /^https?$/u });

export const CatalogueEntrySchema = PackFactsSchema.extend({
  home: address,
  archive: z.object({ url: address, sums: address.nullable().default(null), bytes: z.number().positive() }),
  memoryBytes: z.number().positive(),
  goodFor: z.enum(GOOD_FOR),
});

export const InstalledPackSchema = PackFactsSchema.extend({
  files: z.record(z.string(), z.string()),
  bytes: z.number(),
  verified: z.boolean(),
  installedAt: z.number(),
  trial: z.object({ realTimeFactor: z.number(), heard: z.string().nullable() }),
});

/** In an archive of one's own: what is in it. */
export const MANIFEST = 'danke-nein-pack.json';

export function senseOf({ kind }: Pick<PackFacts, 'kind'>): Sense {
  return KINDS[kind].sense;
}

/** Which packs are used, by what for and by language; null: none. */
export type PackChoice = Readonly<Record<Sense, Readonly<Record<Language, string | null>>>>;

/** Why a pack could not be had. */
export type PackProblem =
  | 'no_space'
  | 'not_reachable'
  | 'refused'
  | 'wrong_sum'
  | 'not_an_archive'
  | 'not_a_pack'
  | 'model_refused'
  | 'cancelled'
  | 'disk';

export class PackError extends Error {
  override readonly name = 'PackError';
  readonly problem: PackProblem;
  /** More of it, in the words of whoever refused; '': nothing. */
  readonly detail: string;

  constructor(problem: PackProblem, detail = '', options?: ErrorOptions) {
    super(`${problem}${detail && `: ${detail}`}`, options);
    this.problem = problem;
    this.detail = detail;
  }
}
