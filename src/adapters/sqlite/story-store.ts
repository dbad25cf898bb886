import { sql, type Selectable, type SelectQueryBuilder } from 'kysely';
import type { Language } from '../../call/language.ts';
import type { NewComment } from '../../experiences/comment.ts';
import { excerptOf, picturesIn } from '../../experiences/markdown.ts';
import {
  slugOf,
  type Counted,
  type Neighbours,
  type Page,
  type Story,
  type StoryFilter,
  type StoryStore,
  type StorySummary,
} from '../../experiences/story.ts';
import { commentRow } from './comment-store.ts';
import { atomically, durably, type Db } from './database.ts';
import type { Schema } from './schema.ts';
import type { StoryTable } from './schema-experiences.ts';

const EXCERPT = 240;
/** Of those that share a tag, so many are looked at to find what is like a story. */
const LATEST = 100;
/** Shorter words have no trigram. */
const TRIGRAM = 3;

const ROWS_AT_ONCE = 100;

/** Stories on SQLite. */
export class SqliteStoryStore implements StoryStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async keepStory(householdId: string, story: Story): Promise<void> {
    await durably(this.#db, (db) => write(db, householdId, story));
  }

  story(householdId: string, id: string): Promise<Story | null> {
    return this.#one(householdId, 'id', id);
  }

  storyAt(householdId: string, slug: string): Promise<Story | null> {
    return this.#one(householdId, 'slug', slug);
  }

  async ownerOf(householdId: string, slug: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('story')
      .select('id')
      .where('household_id', '=', householdId)
      .where('slug', '=', slug)
      .executeTakeFirst();
    return row?.id ?? null;
  }

  async stories(householdId: string, filter: StoryFilter, { limit, offset }: Page): Promise<StorySummary[]> {
    const page = this.#filtered(householdId, filter)
      .select('nr')
      .orderBy('dated', 'desc')
      .orderBy('nr', 'desc')
      .limit(limit)
      .offset(offset);
    const found = this.#db.selectFrom('story').where('nr', 'in', page).orderBy('dated', 'desc').orderBy('nr', 'desc');
    return summariesOf(await withSummary(found).execute());
  }

  async search(householdId: string, filter: StoryFilter, { limit, offset }: Page): Promise<{ stories: StorySummary[]; count: number }> {
    const page = await this.#filtered(householdId, filter)
      .select(['nr', sql<number>`count(*) over ()`.as('count')])
      .orderBy('dated', 'desc')
      .orderBy('nr', 'desc')
      .limit(limit)
      .offset(offset)
      .execute();
    const numbers = page.map(({ nr }) => nr);
    if (numbers.length === 0) return { stories: [], count: offset === 0 ? 0 : await this.countStories(householdId, filter) };
    const found = this.#db.selectFrom('story').where('nr', 'in', numbers).orderBy('dated', 'desc').orderBy('nr', 'desc');
    return { stories: summariesOf(await withSummary(found).execute()), count: page[0]?.count ?? 0 };
  }

  async countStories(householdId: string, filter: StoryFilter): Promise<number> {
    const { count } = await this.#filtered(householdId, filter)
      .select(sql<number>`count(*)`.as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  async neighbours(householdId: string, { id, lang }: Story): Promise<Neighbours> {
    const place = await this.#db.selectFrom('story').select(['dated', 'nr']).where('id', '=', id).executeTakeFirst();
    if (!place) return { earlier: null, later: null };
    const here = sql`(${place.dated}, ${place.nr})`;
    const published = this.#filtered(householdId, { state: 'published', lang });
    const before = published
      .where(sql<boolean>`(dated, nr) < ${here}`)
      .orderBy('dated', 'desc')
      .orderBy('nr', 'desc');
    const after = published
      .where(sql<boolean>`(dated, nr) > ${here}`)
      .orderBy('dated')
      .orderBy('nr');
    const [earlier] = summariesOf(await withSummary(before.limit(1)).execute());
    const [later] = summariesOf(await withSummary(after.limit(1)).execute());
    return { earlier: earlier ?? null, later: later ?? null };
  }

  async related(householdId: string, { id, lang, category, tags }: Story, limit: number): Promise<StorySummary[]> {
    if (tags.length === 0 && category === null) return [];
    // A tag in common weighs two, the category one. Of a tag or category that many have, the latest are looked at.
    const sharing = [
      ...tags.map(
        (tag) => sql`select * from (select story_nr, 2 as weight from story_tag
          where household_id = ${householdId} and slug = ${slugOf(tag)} order by story_nr desc limit ${LATEST})`,
      ),
      ...(category === null
        ? []
        : [
            sql`select * from (select nr as story_nr, 1 as weight from story
              where household_id = ${householdId} and category_slug = ${slugOf(category)} order by nr desc limit ${LATEST})`,
          ]),
    ];
    const { rows } = await sql<{ nr: number }>`
      select story_nr as nr from (${sql.join(sharing, sql` union all `)}) join story on story.nr = story_nr
      where story.id != ${id} and state = 'published' and lang = ${lang} and deleted_at is null
      group by story_nr order by sum(weight) desc, dated desc, story_nr desc limit ${limit}
    `.execute(this.#db);
    if (rows.length === 0) return [];
    const places = new Map(rows.map(({ nr }, place) => [nr, place]));
    const found = await withSummary(this.#filtered(householdId, {}).where('nr', 'in', [...places.keys()])).execute();
    return summariesOf(found.toSorted((one, other) => (places.get(one.nr) ?? 0) - (places.get(other.nr) ?? 0)));
  }

  tags(householdId: string, lang: Language): Promise<Counted[]> {
    return this.#published(householdId, lang)
      .innerJoin('story_tag', 'story_tag.story_nr', 'story.nr')
      .select([sql<string>`max(story_tag.tag)`.as('name'), 'story_tag.slug', sql<number>`count(*)`.as('count')])
      .groupBy('story_tag.slug')
      .orderBy('story_tag.slug')
      .execute();
  }

  async categories(householdId: string, lang: Language): Promise<Counted[]> {
    return this.#published(householdId, lang)
      .select([sql<string>`max(category)`.as('name'), sql<string>`category_slug`.as('slug'), sql<number>`count(*)`.as('count')])
      .where('category_slug', 'is not', null)
      .groupBy('category_slug')
      .orderBy('category_slug')
      .execute();
  }

  async months(householdId: string, lang: Language): Promise<Counted[]> {
    const month = sql<string>`substr(dated, 1, 7)`;
    return this.#published(householdId, lang)
      .select([month.as('name'), month.as('slug'), sql<number>`count(*)`.as('count')])
      .groupBy(month)
      .orderBy(month, 'desc')
      .execute();
  }

  deleteStory(householdId: string, id: string, at: number): Promise<boolean> {
    return this.#setDeleted(householdId, id, at);
  }

  restoreStory(householdId: string, id: string): Promise<boolean> {
    return this.#setDeleted(householdId, id, null);
  }

  async purgeStories(householdId: string, deletedBefore: number): Promise<void> {
    await atomically(this.#db, async (db) => {
      await db.deleteFrom('story').where('household_id', '=', householdId).where('deleted_at', '<', deletedBefore).execute();
    });
  }

  async hasDemo(householdId: string): Promise<boolean> {
    return (await this.#filtered(householdId, {}).select('nr').where('demo', '=', 1).limit(1).executeTakeFirst()) !== undefined;
  }

  async deleteDemo(householdId: string): Promise<number> {
    return durably(this.#db, async (db) => {
      const gone = await db.deleteFrom('story').where('household_id', '=', householdId).where('demo', '=', 1).executeTakeFirst();
      return Number(gone.numDeletedRows);
    });
  }

  async isImported(householdId: string, path: string): Promise<boolean> {
    const found = await this.#db
      .selectFrom('story_redirect')
      .select('path')
      .where('household_id', '=', householdId)
      .where('path', '=', path)
      .executeTakeFirst();
    return found !== undefined;
  }

  async keepImported(householdId: string, story: Story, path: string, comments: readonly NewComment[]): Promise<void> {
    await atomically(this.#db, async (db) => {
      await write(db, householdId, story);
      await db.insertInto('story_redirect').values({ household_id: householdId, path, story_id: story.id }).execute();
      for (let at = 0; at < comments.length; at += ROWS_AT_ONCE) {
        const rows = comments.slice(at, at + ROWS_AT_ONCE).map((comment) => commentRow(householdId, comment));
        await db.insertInto('comment').values(rows).execute();
      }
    });
  }

  async movedTo(householdId: string, path: string): Promise<{ slug: string; lang: Language } | null> {
    const found = await this.#db
      .selectFrom('story_redirect')
      .innerJoin('story', 'story.id', 'story_redirect.story_id')
      .select(['story.slug', 'story.lang'])
      .where('story_redirect.household_id', '=', householdId)
      .where('story_redirect.path', '=', path)
      .where('story.state', '=', 'published')
      .where('story.deleted_at', 'is', null)
      .executeTakeFirst();
    return found ?? null;
  }

  async #one(householdId: string, column: 'id' | 'slug', value: string): Promise<Story | null> {
    const found = this.#filtered(householdId, {}).where(column, '=', value);
    const row = await withSummary(found).select(['body', 'confirmed']).executeTakeFirst();
    if (!row) return null;
    const { excerpt: _excerpt, comments: _comments, ...story } = summaryOf(row);
    return { ...story, body: row.body, confirmed: JSON.parse(row.confirmed) as string[] };
  }

  async #setDeleted(householdId: string, id: string, at: number | null): Promise<boolean> {
    const changed = await this.#db
      .updateTable('story')
      .set({ deleted_at: at })
      .where('household_id', '=', householdId)
      .where('id', '=', id)
      .where('deleted_at', at === null ? 'is not' : 'is', null)
      .executeTakeFirst();
    return changed.numUpdatedRows > 0n;
  }

  #published(householdId: string, lang: Language) {
    return this.#filtered(householdId, { state: 'published', lang });
  }

  #filtered(householdId: string, { state, lang, tag, category, month, text = '' }: StoryFilter) {
    let query = this.#db.selectFrom('story').where('story.household_id', '=', householdId).where('story.deleted_at', 'is', null);
    if (state !== undefined) query = query.where('story.state', '=', state);
    if (lang !== undefined) query = query.where('story.lang', '=', lang);
    if (category !== undefined) query = query.where('story.category_slug', '=', category);
    if (month !== undefined) query = query.where('story.dated', '>=', `${month}-01`).where('story.dated', '<=', `${month}-31`);
    if (tag !== undefined) query = query.where('story.nr', 'in', this.#tagged(householdId, [tag]));
    for (const word of text.split(/\s+/u).filter((one) => one !== '')) {
      query =
        word.length < TRIGRAM
          ? query.where(sql<boolean>`instr(lower(story.title || ' ' || story.body), ${word.toLowerCase()}) > 0`)
          : query.where(
              sql<boolean>`story.nr in (select rowid from story_text where story_text match ${`"${word.replaceAll('"', '""')}"`})`,
            );
    }
    return query;
  }

  #tagged(householdId: string, slugs: readonly string[]) {
    return this.#db.selectFrom('story_tag').select('story_nr').where('household_id', '=', householdId).where('slug', 'in', slugs);
  }
}

type Summary = Omit<Selectable<StoryTable>, 'body' | 'confirmed' | 'household_id' | 'category_slug' | 'deleted_at'> & {
  tags: string;
  comments: number;
};

/** What a list shows of each story, with its tags and how many comments are under it. */
function withSummary<Row>(found: SelectQueryBuilder<Schema, 'story', Row>) {
  return found
    .select(['nr', 'id', 'slug', 'lang', 'state', 'title', 'excerpt', 'author_name', 'dated', 'category'])
    .select(['demo', 'created_at', 'updated_at', 'published_at'])
    .select([
      sql<string>`(select json_group_array(tag) from (select tag from story_tag where story_nr = story.nr order by slug))`.as('tags'),
      sql<number>`(select count(*) from comment where comment.household_id = story.household_id and story_id = story.id and comment.state = 'published')`.as(
        'comments',
      ),
    ]);
}

function summariesOf(rows: readonly Summary[]): StorySummary[] {
  return rows.map(summaryOf);
}

function summaryOf(row: Summary): StorySummary {
  return {
    id: row.id,
    slug: row.slug,
    lang: row.lang,
    state: row.state,
    title: row.title,
    excerpt: row.excerpt,
    authorName: row.author_name,
    dated: row.dated,
    category: row.category,
    tags: JSON.parse(row.tags) as string[],
    demo: row.demo === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    publishedAt: row.published_at,
    comments: row.comments,
  };
}

/** A story with its tags, its pictures and what it is found by. */
async function write(db: Db, householdId: string, story: Story): Promise<void> {
  const row = rowOf(householdId, story);
  const { nr } = await db
    .insertInto('story')
    .values({ ...row, id: story.id, created_at: story.createdAt, deleted_at: null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row).where('story.household_id', '=', householdId))
    .returning('nr')
    .executeTakeFirstOrThrow();
  await db.deleteFrom('story_tag').where('story_nr', '=', nr).execute();
  const tags = new Map(story.tags.map((tag) => [slugOf(tag), tag]));
  if (tags.size > 0)
    await db
      .insertInto('story_tag')
      .values([...tags].map(([slug, tag]) => ({ household_id: householdId, story_nr: nr, slug, tag })))
      .execute();
  await db.deleteFrom('story_picture').where('story_nr', '=', nr).execute();
  const pictures = [...new Set(picturesIn(story.body))];
  if (pictures.length > 0)
    await db
      .insertInto('story_picture')
      .values(pictures.map((id) => ({ household_id: householdId, story_nr: nr, picture_id: id })))
      .execute();
  await db.deleteFrom('story_text').where('rowid', '=', nr).execute();
  const text = [story.title, story.body, ...story.tags, story.category ?? ''].join('\n');
  await db.insertInto('story_text').values({ rowid: nr, text }).execute();
}

/** Without what never changes. */
function rowOf(householdId: string, story: Story) {
  return {
    household_id: householdId,
    slug: story.slug,
    lang: story.lang,
    state: story.state,
    title: story.title,
    body: story.body,
    excerpt: excerptOf(story.body, EXCERPT),
    author_name: story.authorName,
    dated: story.dated,
    category: story.category,
    category_slug: story.category === null ? null : slugOf(story.category),
    confirmed: JSON.stringify(story.confirmed),
    demo: story.demo ? 1 : 0,
    updated_at: story.updatedAt,
    published_at: story.publishedAt,
  } as const;
}
