import { describe, expect, test } from 'vitest';
import { PageCache } from '../../src/site/page-cache.ts';
import { threadsOf } from '../../src/site/story-page.ts';
import { sourceOf } from '../../src/site/visitors.ts';
import { commentOf } from '../support/stories.ts';

describe('where a reader comes from', () => {
  test.each([
    ['203.0.113.7', undefined, '203.0.113.7'],
    ['::ffff:203.0.113.7', undefined, '203.0.113.7'],
    ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['::1', '10.9.9.9, 198.51.100.1', '198.51.100.1'],
    ['192.168.1.2', 'nonsense', '192.168.1.2'],
    ['127.0.0.1', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', undefined, '2001:db8:1:2'],
    ['2001:db8::9', undefined, '2001:db8:0:0'],
    ['', undefined, ''],
  ])('%s, forwarded for %s: %s', (remote, forwarded, source) => expect(sourceOf(remote, forwarded)).toBe(source));
});

describe('the cache of pages', () => {
  test('renders a page once, two who ask at once together, and again after a change', async () => {
    const cache = new PageCache();
    let rendered = 0;
    const ask = () => cache.get('a', async () => `page ${++rendered}`);
    const [one, other] = await Promise.all([ask(), ask()]);
    expect([one, other, await ask()]).toEqual([one, one, one]);
    cache.clear();
    expect(await ask()).toMatchObject({ body: 'page 2' });
    expect((await ask())?.etag).not.toBe(one?.etag);
  });

  test('keeps nothing that was begun before a change, and no page that is not there', async () => {
    const cache = new PageCache();
    const { promise, resolve } = Promise.withResolvers<string>();
    const before = cache.get('a', () => promise);
    cache.clear();
    resolve('old');
    expect(await before).toMatchObject({ body: 'old' });
    expect(await cache.get('a', async () => 'new')).toMatchObject({ body: 'new' });
    expect(await cache.get('b', async () => null)).toBeNull();
    expect(await cache.get('b', async () => 'b')).toMatchObject({ body: 'b' });
  });

  test('forgets what was asked for longest ago, and what failed', async () => {
    const cache = new PageCache();
    for (let i = 0; i < 2_001; i++) {
      await cache.get(`${i}`, async () => 'x');
      await cache.get('0', async () => 'again');
    }
    expect(await cache.get('0', async () => 'new')).toMatchObject({ body: 'x' });
    expect(await cache.get('1', async () => 'new')).toMatchObject({ body: 'new' });
    await expect(cache.get('f', () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
    expect(await cache.get('f', async () => 'fine')).toMatchObject({ body: 'fine' });
  });
});

test('threads: answers stand under what they answer; whose question is not shown stands for itself', () => {
  const [first, second] = [commentOf('s'), commentOf('s')];
  const answer = commentOf('s', { parentId: first.id });
  const orphan = commentOf('s', { parentId: 'gone' });
  const threads = threadsOf([first, second, answer, orphan]);
  expect(threads.map(({ comment, answers }) => [comment.id, answers.map((one) => one.comment.id)])).toEqual([
    [first.id, [answer.id]],
    [second.id, []],
    [orphan.id, []],
  ]);
});
