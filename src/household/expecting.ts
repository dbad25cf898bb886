import type { Clock } from '../call/clock.ts';

/** Longer than this nobody waits for a call without thinking of it again. */
export const LONGEST_EXPECTATION_MS = 24 * 3_600_000;

/** Small things that the household has set and that outlive a restart. Every call names the household first. */
export interface SettingStore {
  setting(householdId: string, key: string): Promise<string | null>;
  /** Null removes it. */
  setSetting(householdId: string, key: string, value: string | null): Promise<void>;
}

const KEY = 'expecting_until';

/** The household expects a call: until then every call is for its phones, and the attendant keeps out of it. */
export class Expecting {
  readonly #store: SettingStore;
  readonly #householdId: string;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #until: number | null;

  private constructor(store: SettingStore, householdId: string, clock: Clock, onChange: () => void, until: number | null) {
    this.#store = store;
    this.#householdId = householdId;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#until = until;
  }

  /** With what was set before a restart. `onChange`: called whenever somebody sets it, from the console or a phone. */
  static async load(store: SettingStore, householdId: string, clock: Clock, onChange: () => void = () => {}): Promise<Expecting> {
    const kept = Number(await store.setting(householdId, KEY));
    return new Expecting(store, householdId, clock, onChange, kept > 0 ? kept : null);
  }

  /** Wall time in ms; null: no call is expected. */
  get until(): number | null {
    return this.#until !== null && this.#until > this.#clock.wallTime() ? this.#until : null;
  }

  /** Counts at once, and is kept; null: no more. At most LONGEST_EXPECTATION_MS ahead. */
  async expect(until: number | null): Promise<void> {
    this.#until = until === null ? null : Math.min(until, this.#clock.wallTime() + LONGEST_EXPECTATION_MS);
    this.#onChange();
    await this.#store.setSetting(this.#householdId, KEY, this.#until === null ? null : String(this.#until));
  }
}
