import { sql, type Selectable } from 'kysely';
import type { Comment, CommentState, CommentStore, NewComment, QueuedComment, WordCount } from '../../experiences/comment.ts';
import { atomically, durably, type Db } from './database.ts';
import type { CommentTable } from './schema-experiences.ts';

/** Comments on SQLite. */
export class SqliteCommentStore implements CommentStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async addComment(householdId: string, comment: NewComment): Promise<void> {
    await durably(this.#db, async (db) => {
      const { storyId, parentId } = comment;
      await db
        .selectFrom('story')
        .select('id')
        .where('household_id', '=', householdId)
        .where('id', '=', storyId)
        .where('deleted_at', 'is', null)
        .executeTakeFirstOrThrow();
      if (parentId !== null)
        await db.selectFrom('comment').select('id').where('story_id', '=', storyId).where('id', '=', parentId).executeTakeFirstOrThrow();
      await db.insertInto('comment').values(commentRow(householdId, comment)).execute();
    });
  }

  async comment(householdId: string, id: string): Promise<NewComment | null> {
    const row = await this.#own(householdId).where('id', '=', id).executeTakeFirst();
    return row ? { ...commentOf(row), person: row.person, taught: row.taught } : null;
  }

  async commentsOf(householdId: string, storyId: string): Promise<Comment[]> {
    const rows = await this.#own(householdId).where('story_id', '=', storyId).where('state', '=', 'published').orderBy('id').execute();
    return rows.map(commentOf);
  }

  async allOf(householdId: string, storyId: string): Promise<Comment[]> {
    return (await this.#own(householdId).where('story_id', '=', storyId).orderBy('id').execute()).map(commentOf);
  }

  async queue(householdId: string, state: CommentState, limit: number, before?: string): Promise<QueuedComment[]> {
    let query = this.#db
      .selectFrom('comment')
      .innerJoin('story', 'story.id', 'comment.story_id')
      .selectAll('comment')
      .select(['story.title as story_title', 'story.slug as story_slug'])
      .select(
        sql<number>`exists (select 1 from blocked_person b where b.household_id = comment.household_id and b.person = comment.person)`.as(
          'blocked',
        ),
      )
      .where('comment.household_id', '=', householdId)
      .where('comment.state', '=', state)
      .where('story.deleted_at', 'is', null)
      .orderBy('comment.id', 'desc')
      .limit(limit);
    if (before !== undefined) query = query.where('comment.id', '<', before);
    const rows = await query.execute();
    return rows.map((row) => ({
      ...commentOf(row),
      storyTitle: row.story_title,
      storySlug: row.story_slug,
      blocked: row.blocked === 1,
    }));
  }

  async countComments(householdId: string, state: CommentState): Promise<number> {
    const { count } = await this.#db
      .selectFrom('comment')
      .innerJoin('story', 'story.id', 'comment.story_id')
      .select(sql<number>`count(*)`.as('count'))
      .where('comment.household_id', '=', householdId)
      .where('comment.state', '=', state)
      .where('story.deleted_at', 'is', null)
      .executeTakeFirstOrThrow();
    return count;
  }

  setState(householdId: string, id: string, state: CommentState, taught: keyof WordCount | null): Promise<boolean> {
    return this.#set(householdId, id, { state, taught });
  }

  edit(householdId: string, id: string, body: string): Promise<boolean> {
    return this.#set(householdId, id, { body, edited: 1 });
  }

  async isKnown(householdId: string, person: string, name: string): Promise<boolean> {
    const found = await this.#own(householdId)
      .where('person', '=', person)
      .where('name', '=', name)
      .where('state', '=', 'published')
      .limit(1)
      .executeTakeFirst();
    return found !== undefined;
  }

  async isBlocked(householdId: string, person: string): Promise<boolean> {
    const found = await this.#db
      .selectFrom('blocked_person')
      .select('person')
      .where('household_id', '=', householdId)
      .where('person', '=', person)
      .executeTakeFirst();
    return found !== undefined;
  }

  async block(householdId: string, person: string, blocked: boolean, at: number): Promise<void> {
    await durably(this.#db, async (db) => {
      await db.deleteFrom('blocked_person').where('household_id', '=', householdId).where('person', '=', person).execute();
      if (blocked) await db.insertInto('blocked_person').values({ household_id: householdId, person, at }).execute();
    });
  }

  async ofPerson(householdId: string, person: string): Promise<Comment[]> {
    return (await this.#own(householdId).where('person', '=', person).orderBy('id').execute()).map(commentOf);
  }

  async deletePerson(householdId: string, person: string): Promise<number> {
    return durably(this.#db, async (db) => {
      await db.deleteFrom('blocked_person').where('household_id', '=', householdId).where('person', '=', person).execute();
      const gone = await db.deleteFrom('comment').where('household_id', '=', householdId).where('person', '=', person).executeTakeFirst();
      return Number(gone.numDeletedRows);
    });
  }

  async countWaitingOf(householdId: string, person: string): Promise<number> {
    const { count } = await this.#db
      .selectFrom('comment')
      .select(sql<number>`count(*)`.as('count'))
      .where('household_id', '=', householdId)
      .where('person', '=', person)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow();
    return count;
  }

  async boundHeld(householdId: string, most: { readonly waiting: number; readonly spam: number }): Promise<void> {
    await atomically(this.#db, async (db) => {
      const beyond = (state: 'waiting' | 'spam') =>
        db
          .selectFrom('comment')
          .select('id')
          .where('household_id', '=', householdId)
          .where('state', '=', state)
          .where(sql<boolean>`why is not 'imported'`)
          .orderBy('id', 'desc')
          .limit(-1)
          .offset(most[state]);
      await db.updateTable('comment').set({ state: 'spam' }).where('id', 'in', beyond('waiting')).execute();
      await db.deleteFrom('comment').where('id', 'in', beyond('spam')).execute();
    });
  }

  async purgeComments(householdId: string, heldBefore: number, waitingBefore: number): Promise<void> {
    await atomically(this.#db, async (db) => {
      await db
        .deleteFrom('comment')
        .where('household_id', '=', householdId)
        .where('state', 'in', ['spam', 'removed'])
        .where('created_at', '<', heldBefore)
        .execute();
      await db
        .deleteFrom('comment')
        .where('household_id', '=', householdId)
        .where('state', '=', 'waiting')
        .where(sql<boolean>`why is not 'imported'`)
        .where('created_at', '<', waitingBefore)
        .execute();
    });
  }

  async wordCounts(householdId: string, words: readonly string[]): Promise<ReadonlyMap<string, WordCount>> {
    const rows = await this.#db
      .selectFrom('comment_word')
      .select(['word', 'spam', 'ham'])
      .where('household_id', '=', householdId)
      .where('word', 'in', words)
      .execute();
    return new Map(rows.map(({ word, spam, ham }) => [word, { spam, ham }]));
  }

  async learn(householdId: string, words: readonly string[], as: keyof WordCount, by: 1 | -1): Promise<void> {
    if (words.length === 0) return;
    await atomically(this.#db, async (db) => {
      await db
        .insertInto('comment_word')
        .values(words.map((word) => ({ household_id: householdId, word, spam: 0, ham: 0, [as]: Math.max(0, by) })))
        .onConflict((conflict) =>
          conflict.columns(['household_id', 'word']).doUpdateSet({ [as]: sql<number>`max(0, ${sql.ref(`comment_word.${as}`)} + ${by})` }),
        )
        .execute();
    });
  }

  #own(householdId: string) {
    return this.#db.selectFrom('comment').selectAll().where('household_id', '=', householdId);
  }

  async #set(householdId: string, id: string, values: Partial<Selectable<CommentTable>>): Promise<boolean> {
    return durably(this.#db, async (db) => {
      const changed = await db
        .updateTable('comment')
        .set(values)
        .where('household_id', '=', householdId)
        .where('id', '=', id)
        .executeTakeFirst();
      return changed.numUpdatedRows > 0n;
    });
  }
}

function commentOf(row: Selectable<CommentTable>): Comment {
  return {
    id: row.id,
    storyId: row.story_id,
    parentId: row.parent_id,
    name: row.name,
    website: row.website,
    body: row.body,
    lang: row.lang,
    state: row.state,
    why: row.why,
    byAuthor: row.by_author === 1,
    edited: row.edited === 1,
    createdAt: row.created_at,
  };
}

export function commentRow(householdId: string, comment: NewComment): Selectable<CommentTable> {
  return {
    id: comment.id,
    household_id: householdId,
    story_id: comment.storyId,
    parent_id: comment.parentId,
    person: comment.person,
    name: comment.name,
    website: comment.website,
    body: comment.body,
    lang: comment.lang,
    state: comment.state,
    why: comment.why,
    taught: comment.taught,
    by_author: comment.byAuthor ? 1 : 0,
    edited: comment.edited ? 1 : 0,
    created_at: comment.createdAt,
  };
}
