import type { ChangedField, KeptChange, SettingChange, SettingChangeStore, SettingSection } from '../../household/setting-changes.ts';
import { durably, type Db } from './database.ts';
import type { SecretSeal } from './secret-seal.ts';

/** Changes of settings on SQLite, their secrets sealed. */
export class SqliteSettingChangeStore implements SettingChangeStore {
  readonly #db: Db;
  readonly #seal: SecretSeal;

  constructor(db: Db, seal: SecretSeal) {
    this.#db = db;
    this.#seal = seal;
  }

  async current(householdId: string): Promise<ReadonlyMap<SettingSection, unknown>> {
    const rows = await this.#db
      .selectFrom('setting_change')
      .select(['section', 'value'])
      .where('household_id', '=', householdId)
      .where('id', 'in', newest(this.#db, householdId))
      .execute();
    return new Map(rows.map(({ section, value }) => [section as SettingSection, this.#opened(householdId, section, value)]));
  }

  async append(householdId: string, { section, at, userName, fields, value }: SettingChange): Promise<number> {
    const row = { household_id: householdId, section, at, user_name: userName, fields: JSON.stringify(fields), forgotten: 0 as const };
    return durably(this.#db, async (db) => {
      const { id } = await db
        .insertInto('setting_change')
        .values({ ...row, value: value === null ? null : JSON.stringify(this.#seal.seal(householdId, section, value)) })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    });
  }

  async changes(householdId: string, limit: number): Promise<KeptChange[]> {
    const rows = await this.#db
      .selectFrom('setting_change')
      .select(['id', 'section', 'at', 'user_name', 'fields'])
      .where('household_id', '=', householdId)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ id, section, at, user_name, fields }) => ({
      id,
      section: section as SettingSection,
      at,
      userName: user_name,
      fields: JSON.parse(fields) as ChangedField[],
    }));
  }

  async before(householdId: string, id: number): Promise<{ section: SettingSection; value: unknown } | undefined> {
    const change = await this.#db
      .selectFrom('setting_change')
      .select(['id', 'section'])
      .where('household_id', '=', householdId)
      .where('id', '=', id)
      .where('id', 'in', newest(this.#db, householdId))
      .executeTakeFirst();
    if (!change) return undefined;
    const earlier = await this.#db
      .selectFrom('setting_change')
      .select(['value', 'forgotten'])
      .where('household_id', '=', householdId)
      .where('section', '=', change.section)
      .where('id', '<', id)
      .orderBy('id', 'desc')
      .executeTakeFirst();
    if (earlier?.forgotten) return undefined;
    return { section: change.section as SettingSection, value: this.#opened(householdId, change.section, earlier?.value ?? null) };
  }

  async forgetValues(householdId: string, at: number): Promise<void> {
    await this.#db
      .updateTable('setting_change')
      .set({ value: null, forgotten: 1 })
      .where('household_id', '=', householdId)
      .where('at', '<', at)
      .where('forgotten', '=', 0)
      .where('id', 'not in', newest(this.#db, householdId))
      .execute();
  }

  #opened(householdId: string, section: string, value: string | null): unknown {
    return value === null ? null : this.#seal.open(householdId, section, JSON.parse(value));
  }
}

/** Seals what earlier versions kept in the clear, of all households, in one transaction. Resolves with how many values that were. */
export async function sealPlainSecrets(db: Db, seal: SecretSeal): Promise<number> {
  return durably(db, async (transaction) => {
    const rows = await transaction
      .selectFrom('setting_change')
      .select(['id', 'household_id', 'section', 'value'])
      .where('value', 'is not', null)
      .execute();
    let sealed = 0;
    for (const { id, household_id, section, value } of rows) {
      const now = JSON.stringify(seal.seal(household_id, section, JSON.parse(value ?? 'null')));
      if (now === value) continue;
      await transaction.updateTable('setting_change').set({ value: now }).where('id', '=', id).execute();
      sealed++;
    }
    return sealed;
  });
}

function newest(db: Db, householdId: string) {
  return db
    .selectFrom('setting_change')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('household_id', '=', householdId)
    .groupBy('section');
}
