import { sql, type Kysely } from 'kysely';
import type { Migrations } from './migrate.ts';
import { experiences } from './migration-experiences.ts';
import { goneForGood } from './migration-gone.ts';
import { tokenExpiry } from './migration-token-expiry.ts';

/** Migrations in order; one that has landed never changes. */
export const MIGRATIONS: Migrations = {
  '0001_journal_and_household': { up: journalAndHousehold },
  '0002_settings': { up: settings },
  '0003_practice': { up: practice },
  '0004_evidence_and_reflection': { up: evidenceAndReflection },
  '0005_search': { up: search },
  '0006_callers': { up: callers },
  '0007_setting_changes': { up: settingChanges },
  '0008_keys': { up: keys },
  '0009_transcripts': { up: transcripts },
  '0010_experiences': { up: experiences },
  '0011_recordings': { up: recordings },
  '0012_gone_for_good': { up: goneForGood },
  '0013_token_expiry': { up: tokenExpiry },
};

async function journalAndHousehold(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('household')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('user')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull().references('household.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull().check(sql`role in ('owner', 'member')`))
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('user_name_once', ['household_id', 'name'])
    .execute();
  await schema
    .createTable('session')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull().references('household.id'))
    .addColumn('user_id', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('call')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull().references('household.id'))
    .addColumn('line_id', 'text')
    .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('real', 'try', 'practice', 'simulation')`))
    .addColumn('handler', 'text', (column) => column.notNull().check(sql`handler in ('attendant', 'person')`))
    .addColumn('approach', 'text', (column) => column.notNull())
    .addColumn('approach_assigned', 'text', (column) => column.notNull())
    .addColumn('policy_version', 'integer', (column) => column.notNull())
    .addColumn('lang', 'text', (column) => column.notNull())
    .addColumn('caller_number', 'text')
    .addColumn('caller_name', 'text')
    .addColumn('contact_name', 'text')
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('answered', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_by', 'text')
    .addColumn('end_reason', 'text')
    .addColumn('deleted_at', 'bigint')
    .execute();
  await schema.createIndex('call_newest').on('call').columns(['household_id', 'id']).execute();
  await schema
    .createTable('leg')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('call_id', 'text', (column) => column.notNull().references('call.id').onDelete('cascade'))
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('transport', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('leg_of_call').on('leg').column('call_id').execute();
  await schema
    .createTable('event')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('call_id', 'text', (column) => column.notNull().references('call.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('ms', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('event_pk', ['call_id', 'seq'])
    .execute();
  for (const [table, columns] of [
    ['outcome', ['outcome', 'coded_by']],
    ['correction', ['field', 'value']],
  ] as const) {
    await schema
      .createTable(table)
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('household_id', 'text', (column) => column.notNull())
      .addColumn('call_id', 'text', (column) => column.notNull().references('call.id').onDelete('cascade'))
      .addColumn(columns[0], 'text', (column) => column.notNull())
      .addColumn(columns[1], 'text', (column) => column.notNull())
      .addColumn('user_id', 'text')
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex(`${table}_of_call`).on(table).column('call_id').execute();
  }
  await schema
    .createTable('message')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('call_id', 'text', (column) => column.notNull().references('call.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('duration_ms', 'integer')
    .addColumn('heard_at', 'bigint')
    .execute();
  await schema.createIndex('message_of_call').on('message').column('call_id').execute();
  await schema
    .createTable('message_chunk')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull().references('message.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('pcm', 'blob', (column) => column.notNull())
    .addPrimaryKeyConstraint('message_chunk_pk', ['message_id', 'seq'])
    .execute();
}

async function settings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('setting')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('setting_pk', ['household_id', 'key'])
    .execute();
}

async function practice(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('practice')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('persona_id', 'text', (column) => column.notNull())
    .addColumn('difficulty', 'text', (column) => column.notNull())
    .addColumn('lang', 'text', (column) => column.notNull())
    .addColumn('ending', 'text', (column) => column.notNull())
    .addColumn('turns', 'integer', (column) => column.notNull())
    .addColumn('no_at', 'integer')
    .addColumn('tension_first', 'integer', (column) => column.notNull())
    .addColumn('tension_last', 'integer', (column) => column.notNull())
    .addColumn('slips', 'text', (column) => column.notNull())
    .addColumn('good', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('practice_of_person').on('practice').columns(['household_id', 'user_id', 'at']).execute();
}

async function evidenceAndReflection(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('parting')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('call_id', 'text', (column) => column.notNull().references('call.id').onDelete('cascade'))
    .addColumn('parting', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('coded_by', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('parting_of_call').on('parting').column('call_id').execute();
  await schema.createIndex('call_of_number').on('call').columns(['household_id', 'caller_number', 'started_at']).execute();
  await schema
    .createTable('mood')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('call_id', 'text', (column) => column.notNull().references('call.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('before', 'integer')
    .addColumn('after', 'integer')
    .addPrimaryKeyConstraint('mood_pk', ['call_id', 'user_id'])
    .execute();
  await schema
    .createTable('reflection')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('call_id', 'text', (column) => column.references('call.id').onDelete('set null'))
    .addColumn('happened_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('reflection_of_person').on('reflection').columns(['household_id', 'user_id', 'happened_at']).execute();
}

/** Calls from before have no purpose and no company; they are found by name, number and outcome. */
async function search(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  for (const column of ['outcome', 'purpose', 'company'] as const) await schema.alterTable('call').addColumn(column, 'text').execute();
  await schema
    .alterTable('call')
    .addColumn('searched', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await sql`
    update call set
      outcome = (select outcome.outcome from outcome where outcome.call_id = call.id order by outcome.id desc limit 1),
      searched = lower(coalesce(contact_name, '') || ' ' || coalesce(caller_name, '')) || ' ' || replace(coalesce(caller_number, ''), '+', '')
  `.execute(db);
  await schema.dropIndex('call_newest').execute();
  await schema
    .createIndex('call_searched')
    .on('call')
    .columns(['household_id', 'id', 'deleted_at', 'started_at', 'outcome', 'purpose', 'approach', 'searched'])
    .execute();
}

async function callers(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('caller')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('number', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('welcome', 'text', (column) => column.notNull().check(sql`welcome in ('wanted', 'unwanted')`))
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('caller_pk', ['household_id', 'number'])
    .execute();
  await schema.alterTable('call').addColumn('corrected', 'text').execute();
}

/** `forgotten`: the value is gone, and its null says nothing. */
async function settingChanges(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('setting_change')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('section', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('fields', 'text', (column) => column.notNull())
    .addColumn('value', 'text')
    .addColumn('forgotten', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.createIndex('setting_change_of_section').on('setting_change').columns(['household_id', 'section', 'id']).execute();
}

async function keys(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('passkey')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('public_key', 'blob', (column) => column.notNull())
    .addColumn('counter', 'integer', (column) => column.notNull())
    .addColumn('rp_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint')
    .execute();
  await schema
    .createTable('api_token')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull().check(sql`role in ('owner', 'member')`))
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint')
    .execute();
}

async function transcripts(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('transcript')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('call_id', 'text', (column) => column.notNull().references('call.id').onDelete('cascade'))
    .addColumn('at_ms', 'integer', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('transcript_of_call').on('transcript').columns(['call_id', 'id']).execute();
  await schema.createIndex('transcript_expiry').on('transcript').columns(['household_id', 'expires_at']).execute();
}

async function recordings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('recording')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('lang', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('audio', 'blob', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('removed_at', 'bigint')
    .addPrimaryKeyConstraint('recording_pk', ['household_id', 'lang', 'words'])
    .execute();
}
