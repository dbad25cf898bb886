import { beforeEach, describe, expect, test } from 'vitest';
import { SqliteCommentStore } from '../../src/adapters/sqlite/comment-store.ts';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteStoryStore } from '../../src/adapters/sqlite/story-store.ts';
import type { CommentStore } from '../../src/experiences/comment.ts';
import type { Story } from '../../src/experiences/story.ts';
import { StoreError } from '../../src/journal/store.ts';
import { commentOf, storyOf } from '../support/stories.ts';

describe('the comment store in sqlite', () => {
  let store: CommentStore;
  let story: Story;
  beforeEach(async () => {
    const db = await openDatabase(':memory:');
    store = new SqliteCommentStore(db);
    story = storyOf({ title: 'Ein Anruf', slug: 'anruf' });
    await new SqliteStoryStore(db).keepStory('one', story);
  });

  test('gives back what was written, in its order, without who wrote it', async () => {
    const first = commentOf(story.id, { website: 'https://tina.example' });
    const answer = commentOf(story.id, { parentId: first.id, byAuthor: true, name: 'Eva' });
    for (const comment of [first, answer]) await store.addComment('one', comment);
    const { person: _person, taught: _taught, ...shown } = first;
    expect(await store.commentsOf('one', story.id)).toMatchObject([shown, { id: answer.id, parentId: first.id, byAuthor: true }]);
    expect(JSON.stringify([await store.commentsOf('one', story.id), await store.queue('one', 'published', 9)])).not.toContain('person-1');
    expect(await store.comment('one', first.id)).toEqual(first);
    expect([await store.commentsOf('two', story.id), await store.comment('two', first.id)]).toEqual([[], null]);
  });

  test('takes no comment on what is not there, or is another household’s', async () => {
    const first = commentOf(story.id);
    await store.addComment('one', first);
    const other = storyOf();
    for (const [household, comment] of [
      ['two', commentOf(story.id)],
      ['one', commentOf(other.id)],
      ['one', commentOf(story.id, { parentId: other.id })],
      ['one', first],
    ] as const)
      await expect(store.addComment(household, comment)).rejects.toThrow(StoreError);
    expect(await store.commentsOf('one', story.id)).toHaveLength(1);
  });

  test('queues by state, the newest first, page after page', async () => {
    const waiting = [1, 2, 3].map(() => commentOf(story.id, { state: 'waiting', why: 'first' }));
    for (const comment of waiting) await store.addComment('one', comment);
    await store.addComment('one', commentOf(story.id));
    const page = await store.queue('one', 'waiting', 2);
    expect(page.map(({ id }) => id)).toEqual([waiting[2]?.id, waiting[1]?.id]);
    expect(page[0]).toMatchObject({ storyTitle: 'Ein Anruf', storySlug: 'anruf', blocked: false, why: 'first' });
    expect((await store.queue('one', 'waiting', 2, page[1]?.id)).map(({ id }) => id)).toEqual([waiting[0]?.id]);
    expect([await store.countComments('one', 'waiting'), await store.countComments('two', 'waiting')]).toEqual([3, 0]);
  });

  test('decisions, changes and blocks hold, for their own household alone', async () => {
    const comment = commentOf(story.id, { state: 'waiting' });
    await store.addComment('one', comment);
    expect([await store.isKnown('one', 'person-1', 'Tina'), await store.setState('two', comment.id, 'spam', 'spam')]).toEqual([
      false,
      false,
    ]);
    expect(await store.setState('one', comment.id, 'published', 'ham')).toBe(true);
    expect(await store.isKnown('one', 'person-1', 'Tina')).toBe(true);
    expect([await store.isKnown('one', 'person-1', 'Tom'), await store.isKnown('two', 'person-1', 'Tina')]).toEqual([false, false]);
    expect([await store.edit('two', comment.id, 'x'), await store.edit('one', comment.id, 'Milder.')]).toEqual([false, true]);
    expect(await store.comment('one', comment.id)).toMatchObject({ body: 'Milder.', edited: true, taught: 'ham', state: 'published' });
    await store.block('one', 'person-1', true, 5);
    await store.block('one', 'person-1', true, 6);
    expect([await store.isBlocked('one', 'person-1'), await store.isBlocked('two', 'person-1')]).toEqual([true, false]);
    expect(await store.queue('one', 'published', 9)).toMatchObject([{ blocked: true }]);
    await store.block('one', 'person-1', false, 7);
    expect(await store.isBlocked('one', 'person-1')).toBe(false);
  });

  test('finds and deletes all of a person’s, and answers to them stay', async () => {
    const first = commentOf(story.id);
    const answer = commentOf(story.id, { parentId: first.id, person: 'person-2' });
    for (const comment of [first, answer]) await store.addComment('one', comment);
    expect((await store.ofPerson('one', 'person-1')).map(({ id }) => id)).toEqual([first.id]);
    expect([await store.ofPerson('two', 'person-1'), await store.deletePerson('two', 'person-1')]).toEqual([[], 0]);
    expect(await store.deletePerson('one', 'person-1')).toBe(1);
    expect(await store.commentsOf('one', story.id)).toMatchObject([{ id: answer.id, parentId: null }]);
  });

  test('purges spam and what was removed when it is old, and what waits when it is older still', async () => {
    for (const state of ['waiting', 'published', 'spam', 'removed'] as const)
      await store.addComment('one', commentOf(story.id, { state, createdAt: 5 }));
    await store.addComment('one', commentOf(story.id, { state: 'spam', createdAt: 50 }));
    await store.addComment('one', commentOf(story.id, { state: 'waiting', why: 'imported', createdAt: 1 }));
    await store.purgeComments('two', 99, 99);
    await store.purgeComments('one', 50, 5);
    expect((await store.allOf('one', story.id)).map(({ state }) => state)).toEqual(['waiting', 'published', 'spam', 'waiting']);
    await store.purgeComments('one', 50, 6);
    expect((await store.allOf('one', story.id)).map(({ state, why }) => [state, why])).toEqual([
      ['published', null],
      ['spam', null],
      ['waiting', 'imported'],
    ]);
  });

  test('keeps the newest of what waits and of spam, each in a room of its own; what was imported waits beside it', async () => {
    const add = async (state: 'waiting' | 'spam' | 'published', why: 'first' | 'imported' | null, person: string): Promise<string> => {
      const comment = commentOf(story.id, { state, why, person });
      await store.addComment('one', comment);
      return comment.id;
    };
    const imported = await add('waiting', 'imported', 'b');
    const spam = [await add('spam', null, 'a'), await add('spam', null, 'a')];
    const waiting = [await add('waiting', 'first', 'a'), await add('waiting', 'first', 'b'), await add('waiting', 'first', 'b')];
    const published = await add('published', null, 'a');
    expect([await store.countWaitingOf('one', 'b'), await store.countWaitingOf('two', 'b')]).toEqual([3, 0]);
    await store.boundHeld('two', { waiting: 0, spam: 0 });
    await store.boundHeld('one', { waiting: 3, spam: 2 });
    expect(await store.allOf('one', story.id)).toHaveLength(7);
    await store.boundHeld('one', { waiting: 2, spam: 2 });
    const left = new Map((await store.allOf('one', story.id)).map(({ id, state }) => [id, state]));
    expect(left).toEqual(
      new Map([
        [imported, 'waiting'],
        [spam[1], 'spam'],
        [waiting[0], 'spam'],
        [waiting[1], 'waiting'],
        [waiting[2], 'waiting'],
        [published, 'published'],
      ]),
    );
  });

  test('counts words, and forgets them again', async () => {
    await store.learn('one', ['', 'viagra'], 'spam', 1);
    await store.learn('one', ['', 'danke'], 'ham', 1);
    await store.learn('one', ['', 'viagra'], 'spam', 1);
    await store.learn('one', ['viagra'], 'spam', -1);
    await store.learn('one', ['danke', 'neu'], 'spam', -1);
    expect(await store.wordCounts('one', ['', 'viagra', 'danke', 'neu', 'nie'])).toEqual(
      new Map([
        ['', { spam: 2, ham: 1 }],
        ['viagra', { spam: 1, ham: 0 }],
        ['danke', { spam: 0, ham: 1 }],
        ['neu', { spam: 0, ham: 0 }],
      ]),
    );
    expect(await store.wordCounts('two', ['', 'viagra'])).toEqual(new Map());
  });
});
