import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { SqliteDialect, type Dialect } from 'kysely';

const NOTHING_CHANGED = { changes: 0, lastInsertRowid: 0 };

/**
 * Kysely's SQLite dialect on `node:sqlite`, whose statements differ a little from better-sqlite3's. Where the disk is
 * full or fails, SQLite rolls a transaction back by itself (sqlite.org/lang_transaction.html, section 3); Kysely's own rollback, which
 * follows, must not fail then, or its error would take the place of the one that says what happened.
 */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        const statement = database.prepare(sql);
        const isRollback = sql === 'rollback';
        const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...values(parameters)),
          run: (parameters) => (isRollback && !database.isTransaction ? NOTHING_CHANGED : statement.run(...values(parameters))),
          iterate: (parameters) => statement.iterate(...values(parameters)),
        };
      },
    },
  });
}
