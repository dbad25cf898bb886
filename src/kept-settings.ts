import { join } from 'node:path';
import { secretKey } from './adapters/files/secret-key.ts';
import { emptyLog, type Db } from './adapters/sqlite/database.ts';
import { SecretSeal } from './adapters/sqlite/secret-seal.ts';
import { sealPlainSecrets, SqliteSettingChangeStore } from './adapters/sqlite/setting-change-store.ts';
import { sealSnapshots } from './adapters/sqlite/snapshot-seal.ts';
import { StartError } from './config.ts';

/** Opens the secrets in the database; without it they are useless. */
export const SECRETS_KEY_FILE = 'secrets.key';

/**
 * What the console changed, with its secrets sealed. What an earlier version kept in the clear is sealed first, in the database, in
 * its write-ahead log and in its snapshots. Rejects with StartError.
 */
export async function openSettings(db: Db, database: string, dataDir: string): Promise<SqliteSettingChangeStore> {
  const key = await secretKey(join(dataDir, SECRETS_KEY_FILE)).catch((error: unknown) => {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  });
  const seal = new SecretSeal(key);
  if ((await sealPlainSecrets(db, seal)) > 0) await emptyLog(db);
  await sealSnapshots(database, seal);
  return new SqliteSettingChangeStore(db, seal);
}
