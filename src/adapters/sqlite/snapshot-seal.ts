import { Kysely } from 'kysely';
import { nodeSqliteDialect } from './dialect.ts';
import type { Schema } from './schema.ts';
import type { SecretSeal } from './secret-seal.ts';
import { sealPlainSecrets } from './setting-change-store.ts';
import { changeSnapshots } from './snapshots.ts';

/** A snapshot that was taken before secrets were sealed holds them in the clear until this is done. */
export async function sealSnapshots(path: string, seal: SecretSeal): Promise<void> {
  await changeSnapshots(path, async (snapshot) => {
    if (snapshot.prepare(`select 1 from sqlite_master where name = 'setting_change'`).get() === undefined) return;
    await sealPlainSecrets(new Kysely<Schema>({ dialect: nodeSqliteDialect(snapshot) }), seal);
  });
}
