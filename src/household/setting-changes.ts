/** What the console changes as one: a part of the settings, or a line. */
export type SettingSection = 'household' | 'conversation' | 'messages' | 'services' | 'packs' | 'site' | `line:${string}`;

/** Wherever a field of this name stands in a section, it holds a secret: it is shown to nobody, and kept sealed. */
export const SECRET_FIELDS: ReadonlySet<string> = new Set(['password', 'apiKey']);

/** A setting that is another one now, as people may read it: a secret is never in it. */
export interface ChangedField {
  /** Where it stands in its section, such as `people` or `quiet.hours`. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** Who changed what, and what holds since. */
export interface SettingChange {
  readonly section: SettingSection;
  /** Wall time, ms since 1970 UTC. */
  readonly at: number;
  readonly userName: string;
  readonly fields: readonly ChangedField[];
  /** As it was sent; null: as in the settings file. */
  readonly value: unknown;
}

export interface KeptChange extends Omit<SettingChange, 'value'> {
  /** Grows with every change. */
  readonly id: number;
}

/** Every change that people made to the settings, append-only; the newest one of a section counts. Every call names the household first. */
export interface SettingChangeStore {
  /** What holds of each section that was ever changed. A secret that cannot be opened any more is left out. */
  current(householdId: string): Promise<ReadonlyMap<SettingSection, unknown>>;
  /** Rejects with StoreError, and then nothing of it is kept. */
  append(householdId: string, change: SettingChange): Promise<number>;
  /** The newest first. */
  changes(householdId: string, limit: number): Promise<KeptChange[]>;
  /** What held before this change; undefined: it is not there, not the newest of its section, or that is forgotten. */
  before(householdId: string, id: number): Promise<{ readonly section: SettingSection; readonly value: unknown } | undefined>;
  /** What held before `at` and holds no longer is forgotten, with its passwords; who changed what stays. */
  forgetValues(householdId: string, at: number): Promise<void>;
}
