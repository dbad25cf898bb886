import { sql, type Kysely } from 'kysely';

/** Stories with their tags and former addresses, what people wrote under them, pictures. */
export async function experiences(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('story')
    .addColumn('nr', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('lang', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('draft', 'published')`))
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('excerpt', 'text', (column) => column.notNull())
    .addColumn('author_name', 'text', (column) => column.notNull())
    .addColumn('dated', 'text', (column) => column.notNull())
    .addColumn('category', 'text')
    .addColumn('category_slug', 'text')
    .addColumn('confirmed', 'text', (column) => column.notNull())
    .addColumn('demo', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('published_at', 'bigint')
    .addColumn('deleted_at', 'bigint')
    .addUniqueConstraint('story_slug', ['household_id', 'slug'])
    .execute();
  await schema.createIndex('story_by_day').on('story').columns(['household_id', 'lang', 'state', 'deleted_at', 'dated', 'nr']).execute();
  await schema.createIndex('story_by_category').on('story').columns(['household_id', 'category_slug', 'nr']).execute();
  await schema
    .createTable('story_tag')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('story_nr', 'integer', (column) => column.notNull().references('story.nr').onDelete('cascade'))
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('story_tag_pk', ['story_nr', 'slug'])
    .execute();
  await schema.createIndex('story_tag_by_slug').on('story_tag').columns(['household_id', 'slug', 'story_nr']).execute();
  // A trigram finds "Termin" in "Zahnarzttermin"; what is found stands in `story` itself.
  await sql`create virtual table story_text using fts5(text, content='', contentless_delete=1, tokenize='trigram')`.execute(db);
  await sql`create trigger story_text_gone after delete on story begin delete from story_text where rowid = old.nr; end`.execute(db);
  await schema
    .createTable('story_redirect')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('story_id', 'text', (column) => column.notNull().references('story.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('story_redirect_pk', ['household_id', 'path'])
    .execute();
  await schema.createIndex('story_redirect_of').on('story_redirect').column('story_id').execute();
  await schema
    .createTable('comment')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('story_id', 'text', (column) => column.notNull().references('story.id').onDelete('cascade'))
    .addColumn('parent_id', 'text', (column) => column.references('comment.id').onDelete('set null'))
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('website', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('lang', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('waiting', 'published', 'spam', 'removed')`))
    .addColumn('why', 'text')
    .addColumn('taught', 'text')
    .addColumn('by_author', 'integer', (column) => column.notNull())
    .addColumn('edited', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('comment_of_story').on('comment').columns(['household_id', 'story_id', 'state', 'id']).execute();
  await schema.createIndex('comment_by_state').on('comment').columns(['household_id', 'state', 'id']).execute();
  await schema.createIndex('comment_of_person').on('comment').columns(['household_id', 'person']).execute();
  await schema.createIndex('comment_answers').on('comment').column('parent_id').execute();
  await schema
    .createTable('blocked_person')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('blocked_person_pk', ['household_id', 'person'])
    .execute();
  await schema
    .createTable('comment_word')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('word', 'text', (column) => column.notNull())
    .addColumn('spam', 'integer', (column) => column.notNull())
    .addColumn('ham', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('comment_word_pk', ['household_id', 'word'])
    .execute();
  await schema
    .createTable('story_picture')
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('story_nr', 'integer', (column) => column.notNull().references('story.nr').onDelete('cascade'))
    .addColumn('picture_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('story_picture_pk', ['story_nr', 'picture_id'])
    .execute();
  await schema.createIndex('story_picture_by_id').on('story_picture').columns(['household_id', 'picture_id']).execute();
  await schema
    .createTable('picture')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('household_id', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('width', 'integer', (column) => column.notNull())
    .addColumn('height', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'blob', (column) => column.notNull())
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .execute();
}
