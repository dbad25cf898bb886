import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteCommentStore } from '../../src/adapters/sqlite/comment-store.ts';
import { SqlitePictureStore } from '../../src/adapters/sqlite/picture-store.ts';
import { SqliteStoryStore } from '../../src/adapters/sqlite/story-store.ts';
import type { CommentStore } from '../../src/experiences/comment.ts';
import type { PictureStore } from '../../src/experiences/picture.ts';
import type { StoryStore } from '../../src/experiences/story.ts';
import { StoreError } from '../../src/journal/store.ts';
import { commentOf, storyOf } from '../support/stories.ts';

const ALL = { limit: 50, offset: 0 };

describe('the story store in sqlite', () => {
  let stories: StoryStore;
  let comments: CommentStore;
  let pictures: PictureStore;
  beforeEach(async () => {
    const db = await openDatabase(':memory:');
    [stories, comments, pictures] = [new SqliteStoryStore(db), new SqliteCommentStore(db), new SqlitePictureStore(db)];
  });
  const titles = async (filter: Parameters<StoryStore['stories']>[1], household = 'one'): Promise<string[]> =>
    (await stories.stories(household, filter, ALL)).map(({ title }) => title);

  test('gives back what was kept, changed, and to nobody else', async () => {
    const story = storyOf({ tags: ['Nein sagen', 'Empathie'], category: 'Werbung', confirmed: ['Tina'] });
    await stories.keepStory('one', story);
    expect(await stories.story('one', story.id)).toEqual({ ...story, tags: ['Empathie', 'Nein sagen'] });
    expect(await stories.storyAt('one', story.slug)).toMatchObject({ id: story.id });
    expect([await stories.story('two', story.id), await stories.storyAt('two', story.slug)]).toEqual([null, null]);
    await stories.keepStory('one', { ...story, title: 'Anders', tags: [] });
    expect(await stories.story('one', story.id)).toMatchObject({ title: 'Anders', tags: [] });
    await expect(stories.keepStory('two', { ...story, title: 'Gekapert', slug: 'anderer' })).rejects.toThrow(StoreError);
    await expect(stories.keepStory('one', storyOf({ slug: story.slug }))).rejects.toThrow(StoreError);
    expect(await titles({})).toEqual(['Anders']);
  });

  test('lists the latest day first, a page at a time, with excerpts and how many comments readers see', async () => {
    const [old, young] = [
      storyOf({ title: 'Alt', dated: '2025-01-31' }),
      storyOf({ title: 'Neu', dated: '2026-11-01', body: '**Kurz** und gut.' }),
    ];
    for (const story of [young, old, storyOf({ title: 'Entwurf', state: 'draft', dated: '2026-12-01' })])
      await stories.keepStory('one', story);
    for (const state of ['published', 'published', 'waiting', 'spam'] as const)
      await comments.addComment('one', commentOf(young.id, { state }));
    expect(await titles({})).toEqual(['Entwurf', 'Neu', 'Alt']);
    expect(await titles({ state: 'published' })).toEqual(['Neu', 'Alt']);
    expect(await stories.stories('one', { state: 'published' }, { limit: 1, offset: 1 })).toMatchObject([{ title: 'Alt', comments: 0 }]);
    expect((await stories.stories('one', { state: 'published' }, ALL))[0]).toMatchObject({ excerpt: 'Kurz und gut.', comments: 2 });
    expect(await stories.countStories('one', { state: 'published' })).toBe(2);
    expect(await titles({}, 'two')).toEqual([]);
  });

  test('finds by language, tag, category, month and words inside of words, whatever is in them', async () => {
    await stories.keepStory(
      'one',
      storyOf({ title: 'Beim Zahnarzttermin', tags: ['Schöne Grüße'], category: 'Ärger & Co', dated: '2026-02-28' }),
    );
    await stories.keepStory('one', storyOf({ title: 'On hold', lang: 'en', dated: '2026-03-01' }));
    expect(await titles({ lang: 'en' })).toEqual(['On hold']);
    expect(await titles({ tag: 'schoene-gruesse' })).toEqual(['Beim Zahnarzttermin']);
    expect(await titles({ category: 'aerger-co' })).toEqual(['Beim Zahnarzttermin']);
    expect(await titles({ month: '2026-02' })).toEqual(['Beim Zahnarzttermin']);
    expect(await titles({ text: 'TERMIN gelacht' })).toEqual(['Beim Zahnarzttermin']);
    expect(await titles({ text: 'Grüße' })).toEqual(['Beim Zahnarzttermin']);
    expect(await stories.search('one', { text: 'gelacht' }, { limit: 1, offset: 0 })).toMatchObject({
      count: 2,
      stories: [{ title: 'On hold' }],
    });
    expect(await stories.search('one', { text: 'gelacht' }, { limit: 1, offset: 5 })).toEqual({ count: 2, stories: [] });
    expect(await stories.search('one', { text: 'nirgends' }, { limit: 1, offset: 0 })).toEqual({ count: 0, stories: [] });
    expect(await titles({ text: 'am' })).toEqual(['On hold', 'Beim Zahnarzttermin']);
    for (const text of ['"', "'; drop table story; --", 'a" OR text MATCH "b', '***', 'NEAR(x y)', '%', '()'])
      expect(await titles({ text })).toEqual([]);
    expect(await titles({})).toHaveLength(2);
  });

  test('counts tags, categories and months of what readers see', async () => {
    await stories.keepStory('one', storyOf({ tags: ['Nein', 'nein', 'Ja'], category: 'A', dated: '2026-01-02' }));
    await stories.keepStory('one', storyOf({ tags: ['Nein'], category: 'A', dated: '2026-02-02' }));
    await stories.keepStory('one', storyOf({ tags: ['Geheim'], category: 'B', state: 'draft' }));
    expect((await stories.tags('one', 'de')).map(({ slug, count }) => [slug, count])).toEqual([
      ['ja', 1],
      ['nein', 2],
    ]);
    expect(await stories.categories('one', 'de')).toEqual([{ name: 'A', slug: 'a', count: 2 }]);
    expect((await stories.months('one', 'de')).map(({ name }) => name)).toEqual(['2026-02', '2026-01']);
    expect(await stories.tags('one', 'en')).toEqual([]);
  });

  test('knows what stands beside a story, and what is like it', async () => {
    const [first, second, third] = [
      storyOf({ title: 'Eins', dated: '2026-01-01', tags: ['a', 'b'] }),
      storyOf({ title: 'Zwei', dated: '2026-01-01', tags: ['a', 'b', 'c'], category: 'K' }),
      storyOf({ title: 'Drei', dated: '2026-01-02', tags: ['c'], category: 'K' }),
    ];
    for (const story of [first, second, third]) await stories.keepStory('one', story);
    await stories.keepStory('one', storyOf({ title: 'Entwurf', state: 'draft', dated: '2026-01-01', tags: ['a', 'b'] }));
    await stories.keepStory('one', storyOf({ title: 'English', lang: 'en', dated: '2026-01-01', tags: ['a', 'b'] }));
    const beside = await stories.neighbours('one', second);
    expect([beside.earlier?.title, beside.later?.title]).toEqual(['Eins', 'Drei']);
    expect((await stories.related('one', second, 3)).map(({ title }) => title)).toEqual(['Eins', 'Drei']);
    expect(await stories.related('one', storyOf(), 3)).toEqual([]);
    expect(await stories.neighbours('one', first)).toMatchObject({ earlier: null, later: { title: 'Zwei' } });
  });

  test('hides what was deleted, brings it back, and purges it with all that belongs to it', async () => {
    const story = storyOf({ tags: ['a'] });
    await stories.keepStory('one', story);
    await comments.addComment('one', commentOf(story.id, { state: 'waiting' }));
    expect(await stories.deleteStory('two', story.id, 5)).toBe(false);
    expect(await stories.deleteStory('one', story.id, 5)).toBe(true);
    expect([
      await stories.story('one', story.id),
      await titles({ text: 'klingelte' }),
      await comments.countComments('one', 'waiting'),
    ]).toEqual([null, [], 0]);
    expect(await stories.ownerOf('one', story.slug)).toBe(story.id);
    expect(await stories.restoreStory('one', story.id)).toBe(true);
    expect(await titles({ text: 'klingelte' })).toEqual([story.title]);
    await stories.deleteStory('one', story.id, 5);
    await stories.purgeStories('one', 5);
    expect(await stories.restoreStory('one', story.id)).toBe(true);
    await stories.deleteStory('one', story.id, 5);
    await stories.purgeStories('one', 6);
    expect([await stories.restoreStory('one', story.id), await stories.ownerOf('one', story.slug)]).toEqual([false, null]);
  });

  test('leads from where a story was to where it is, while readers may see it', async () => {
    const story = storyOf({ slug: 'hier' });
    await stories.keepImported('one', story, '/2014/alt/', [commentOf(story.id), commentOf(story.id, { state: 'waiting' })]);
    expect(await stories.movedTo('one', '/2014/alt/')).toEqual({ slug: 'hier', lang: 'de' });
    expect([await stories.movedTo('two', '/2014/alt/'), await stories.isImported('two', '/2014/alt/')]).toEqual([null, false]);
    await stories.keepStory('one', { ...story, state: 'draft' });
    expect([await stories.movedTo('one', '/2014/alt/'), await stories.isImported('one', '/2014/alt/')]).toEqual([null, true]);
    expect(await comments.commentsOf('one', story.id)).toHaveLength(1);
    await expect(stories.keepImported('one', storyOf(), '/2014/alt/', [])).rejects.toThrow(StoreError);
    expect(await stories.countStories('one', {})).toBe(1);
  });

  test('removes the examples for good, and nothing else', async () => {
    await stories.keepStory('one', storyOf({ title: 'Meins' }));
    await stories.keepStory('one', storyOf({ demo: true }));
    expect([await stories.hasDemo('one'), await stories.hasDemo('two')]).toEqual([true, false]);
    expect([await stories.deleteDemo('two'), await stories.deleteDemo('one')]).toEqual([0, 1]);
    expect([await stories.hasDemo('one'), await titles({})]).toEqual([false, ['Meins']]);
  });

  test('keeps pictures, knows which are shown, and purges those that no story shows', async () => {
    const [shown, loose] = ['0192a000-0000-7000-8000-000000000001', '0192a000-0000-7000-8000-000000000002'];
    const picture = { type: 'image/png', width: 3, height: 4, bytes: Uint8Array.from([1, 2, 3]) } as const;
    for (const id of [shown, loose]) await pictures.keepPicture('one', id, picture, 10);
    const story = storyOf({ state: 'draft', body: `Da war ich: ![Bild](picture:${shown})` });
    await stories.keepStory('one', story);
    expect(await pictures.picture('one', shown)).toEqual(picture);
    expect([await pictures.picture('two', shown), await pictures.isShown('one', shown)]).toEqual([null, false]);
    await stories.keepStory('one', { ...story, state: 'published' });
    expect([await pictures.isShown('one', shown), await pictures.isShown('one', loose)]).toEqual([true, false]);
    expect(await pictures.sizes('one', [shown, 'nobody'])).toEqual(new Map([[shown, { type: 'image/png', width: 3, height: 4 }]]));
    await pictures.purgePictures('one', 10);
    expect(await pictures.picture('one', loose)).not.toBeNull();
    await pictures.purgePictures('one', 11);
    expect([await pictures.picture('one', loose), (await pictures.picture('one', shown))?.width]).toEqual([null, 3]);
  });
});
