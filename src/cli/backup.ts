import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backUp } from '../adapters/sqlite/backup.ts';
import type { Config } from '../config.ts';
import { DATABASE_FILE } from '../starting.ts';
import type { Words } from '../words/words.ts';
import type { Terminal } from './terminal.ts';

/** `danke-nein backup FILE`: a copy of the database, also while the server runs. Exit codes as of `run`. */
export async function backup(
  config: Config,
  { backup: words }: Words['terminal'],
  args: readonly string[],
  { console }: Terminal,
): Promise<number> {
  const [target, ...more] = args;
  if (target === undefined || more.length > 0) {
    console.error(words.usage);
    return 2;
  }
  const database = join(config.dataDir, DATABASE_FILE);
  if (existsSync(target)) return refused(console, words.exists(target));
  if (!existsSync(database)) return refused(console, words.nothing(config.dataDir));
  try {
    await backUp(database, target);
  } catch (error) {
    return refused(console, words.failed((error as Error).message));
  }
  console.log(words.done(target));
  return 0;
}

function refused(console: Terminal['console'], text: string): number {
  console.error(text);
  return 1;
}
