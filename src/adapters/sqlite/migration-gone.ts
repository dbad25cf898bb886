import { sql, type Kysely } from 'kysely';

/** By table, what a row that people can delete is known by. */
const DELETABLE: readonly (readonly [table: string, ...key: string[]])[] = [
  ['call', 'id'],
  ['message', 'id'],
  ['transcript', 'id'],
  ['reflection', 'id'],
  ['mood', 'call_id', 'user_id'],
  ['practice', 'id'],
  ['caller', 'household_id', 'number'],
  ['recording', 'household_id', 'lang', 'words'],
  ['story', 'id'],
  ['story_redirect', 'household_id', 'path'],
  ['comment', 'id'],
  ['blocked_person', 'household_id', 'person'],
  ['picture', 'id'],
  ['user', 'id'],
  ['passkey', 'id'],
  ['api_token', 'id'],
  ['setting', 'household_id', 'key'],
];

/** What is written over is as gone as what is deleted. */
const REWRITABLE: readonly (readonly [table: string, column: string, ...key: string[]])[] = [
  ['reflection', 'content', 'id'],
  ['recording', 'audio', 'household_id', 'lang', 'words'],
  ['story', 'title', 'id'],
  ['story', 'body', 'id'],
  ['comment', 'body', 'id'],
  ['setting_change', 'forgotten', 'id'],
];

/**
 * Notes what was deleted, so that it can be deleted from snapshots too (`snapshot-erasure.ts`); and an index of stories from which
 * words can be deleted: one without content only marks them, and its trigrams are the text.
 */
export async function goneForGood(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('gone')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('from_table', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .execute();
  for (const [table, ...key] of DELETABLE) await note(db, `${table}_gone_for_good after delete on "${table}"`, table, key);
  for (const [table, column, ...key] of REWRITABLE)
    await note(
      db,
      `${table}_${column}_rewritten after update of ${column} on "${table}" when old.${column} is not new.${column}`,
      table,
      key,
    );

  await sql`drop table story_text`.execute(db);
  await sql`create virtual table story_text using fts5(text, tokenize='trigram')`.execute(db);
  await sql`insert into story_text(story_text, rank) values ('secure-delete', 1)`.execute(db);
  await sql`
    insert into story_text(rowid, text)
    select nr, title || char(10) || body || char(10)
      || coalesce((select group_concat(tag, char(10)) from story_tag where story_nr = nr) || char(10), '') || coalesce(category, '')
    from story
  `.execute(db);
}

async function note(db: Kysely<unknown>, trigger: string, table: string, key: readonly string[]): Promise<void> {
  const known = key.map((column) => `'${column}', old.${column}`).join(', ');
  const noting = `insert into gone (from_table, key) values ('${table}', json_object(${known}))`;
  await sql.raw(`create trigger ${trigger} begin ${noting}; end`).execute(db);
}
