import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { openDatabase } from '../adapters/sqlite/database.ts';
import { SqliteUserStore } from '../adapters/sqlite/user-store.ts';
import { systemClock } from '../call/clock.ts';
import { uuidv7 } from '../call/ids.ts';
import type { Config } from '../config.ts';
import { householdIds } from '../configured-household.ts';
import { hashPassword, MIN_PASSWORD_LENGTH } from '../household/password.ts';
import { idOfNewUser, personOf } from '../household/users.ts';
import { DATABASE_FILE } from '../database-file.ts';
import { prepareFolder } from '../starting.ts';
import type { Words } from '../words/words.ts';

/**
 * Sets an owner's password where there is no browser: `danke-nein password [name]`, the password on standard input. The
 * name is the one to log in with: `Anna@praxis` belongs to the further household `praxis`.
 */
export async function password(config: Config, words: Words['terminal'], args: readonly string[]): Promise<number> {
  const households = householdIds(config);
  const logInName = args[0] ?? words.ownerName;
  const { householdId, name } = personOf(households, logInName);
  const secret = await ask(words.passwordFor(logInName));
  if (secret.length < MIN_PASSWORD_LENGTH) {
    console.error(words.passwordTooShort(MIN_PASSWORD_LENGTH));
    return 1;
  }
  prepareFolder(config.dataDir);
  const db = await openDatabase(join(config.dataDir, DATABASE_FILE));
  try {
    const users = new SqliteUserStore(db);
    const known = await users.userNamed(householdId, name);
    const passwordHash = await hashPassword(secret);
    if (known) await users.setPassword(householdId, known.id, passwordHash);
    else {
      const id = idOfNewUser(households, householdId, await users.users(householdId), uuidv7(systemClock));
      await users.addUser(householdId, { id, name, role: 'owner', passwordHash }, systemClock.wallTime());
    }
  } finally {
    await db.destroy();
  }
  console.log(words.passwordSet(logInName));
  return 0;
}

/** Reads one line; a terminal does not show what is typed. */
async function ask(question: string): Promise<string> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY) {
    for await (const line of createInterface({ input: stdin })) return line;
    return '';
  }
  stdout.write(question);
  const reader = createInterface({ input: stdin, output: undefined, terminal: true });
  try {
    return await reader.question('');
  } finally {
    reader.close();
    stdout.write('\n');
  }
}
