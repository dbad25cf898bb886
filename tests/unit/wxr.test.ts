import { beforeEach, describe, expect, test } from 'vitest';
import { SqliteCommentStore } from '../../src/adapters/sqlite/comment-store.ts';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteStoryStore } from '../../src/adapters/sqlite/story-store.ts';
import { WxrError } from '../../src/adapters/wordpress/wxr-error.ts';
import { readWxr } from '../../src/adapters/wordpress/wxr.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { importPosts, type ForeignPost, type ImportProgress } from '../../src/experiences/import.ts';
import { Seals } from '../../src/experiences/seals.ts';
import { TEXTS } from '../../src/experiences/texts.ts';

const comment = (id: number, more: string): string => `
  <wp:comment>
    <wp:comment_id>${id}</wp:comment_id>
    <wp:comment_author><![CDATA[Tina & Co]]></wp:comment_author>
    <wp:comment_author_email>tina@privat.example</wp:comment_author_email>
    <wp:comment_author_url>https://tina.example</wp:comment_author_url>
    <wp:comment_date_gmt>2014-03-0${id} 10:00:00</wp:comment_date_gmt>
    <wp:comment_content><![CDATA[Danke <b>sehr</b>!]]></wp:comment_content>
    <wp:comment_type>comment</wp:comment_type>
    <wp:commentmeta><wp:meta_key>x</wp:meta_key><wp:comment_content>nicht dies</wp:comment_content></wp:commentmeta>
    ${more}
  </wp:comment>`;
const item = (slug: string, more: string, comments = ''): string => `
  <item>
    <title>Der Anruf: ${slug}</title>
    <link>https://alt.example/2014/03/${slug}/</link>
    <dc:creator><![CDATA[eva]]></dc:creator>
    <content:encoded><![CDATA[<!-- wp:paragraph --><p>Herr Klein <strong>rief</strong> an.</p><!-- /wp:paragraph -->[caption id="1"]<script>alert(1)</script><h2>Danach</h2><p>Still.</p>]]></content:encoded>
    <wp:post_date>2014-03-01 12:00:00</wp:post_date>
    <category domain="category" nicename="u">Allgemein</category>
    <category domain="category" nicename="w"><![CDATA[Werbung]]></category>
    <category domain="post_tag" nicename="e">Empathie</category>
    ${more}
    ${comments}
  </item>`;
const PUBLISHED = '<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>';
const wxr = (items: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="d" xmlns:content="c"><channel><title>Alt</title>${items}</channel></rss>`;

/** In small pieces, which part characters too. */
async function* inPieces(text: string, length = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
async function read(text: string): Promise<ForeignPost[]> {
  const posts: ForeignPost[] = [];
  for await (const post of readWxr(inPieces(text))) posts.push(post);
  return posts;
}

describe('an export of WordPress', () => {
  test('gives posts with tags, day, text as Markdown, and comments', async () => {
    const comments =
      comment(2, '<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>1</wp:comment_parent>') +
      comment(1, '<wp:comment_approved>0</wp:comment_approved><wp:comment_parent>0</wp:comment_parent>');
    const [post] = await read(wxr(item('grüße', PUBLISHED, comments)));
    expect(post).toMatchObject({
      path: '/2014/03/gr%C3%BC%C3%9Fe/',
      title: 'Der Anruf: grüße',
      markdown: 'Herr Klein **rief** an.\n\n## Danach\n\nStill.',
      dated: '2014-03-01',
      published: true,
      authorName: 'eva',
      category: 'Werbung',
      tags: ['Empathie'],
    });
    expect(post?.comments).toMatchObject([
      {
        id: '2',
        parent: '1',
        name: 'Tina & Co',
        email: 'tina@privat.example',
        body: 'Danke sehr!',
        approved: true,
        at: Date.UTC(2014, 2, 2, 10),
      },
      { id: '1', parent: null, approved: false },
    ]);
  });

  test('leaves out pages, what was thrown away, pingbacks and spam; drafts and what needs a password stay unpublished', async () => {
    const posts = await read(
      wxr(
        item('seite', '<wp:status>publish</wp:status><wp:post_type>page</wp:post_type>') +
          item('weg', '<wp:status>trash</wp:status><wp:post_type>post</wp:post_type>') +
          item('entwurf', '<wp:status>draft</wp:status><wp:post_type>post</wp:post_type>') +
          item('geheim', `${PUBLISHED}<wp:post_password>x</wp:post_password>`) +
          item(
            'ping',
            PUBLISHED,
            comment(1, '<wp:comment_approved>spam</wp:comment_approved>') +
              comment(2, '<wp:comment_approved>1</wp:comment_approved>').replace('>comment<', '>pingback<'),
          ),
      ),
    );
    expect(posts.map(({ path, published, comments }) => [path.split('/')[3], published, comments.length])).toEqual([
      ['entwurf', false, 0],
      ['geheim', false, 0],
      ['ping', true, 0],
    ]);
  });

  test.each([
    ['another document', '<?xml version="1.0"?><html><body/></html>'],
    ['no XML', 'Guten Tag'],
    ['nothing', ''],
    ['one that ends too soon', wxr(item('a', PUBLISHED)).slice(0, -30)],
    [
      'entities that grow',
      `<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${wxr(item('a', `${PUBLISHED}<wp:x>&b;</wp:x>`)).replace(/^<\?xml[^>]*>/u, '')}`,
    ],
    [
      'a file of this machine',
      `<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>${wxr(item('a', `${PUBLISHED}<wp:x>&f;</wp:x>`)).replace(/^<\?xml[^>]*>/u, '')}`,
    ],
  ])('refuses %s', async (_, text) => await expect(read(text)).rejects.toThrow(WxrError));

  const written = async (html: string): Promise<string> => {
    const content = `<content:encoded><![CDATA[${html}]]></content:encoded>`;
    return (await read(wxr(item('x', PUBLISHED).replace(/<content:encoded>.*<\/content:encoded>/su, content))))[0]?.markdown ?? '';
  };

  test.each(['<div>', '<b><i>', '<ul><li>', '<blockquote>', '<table><tr><td>', '<span class="a">'])(
    'tags nested without end (%s) cost their text nothing, and no time',
    async (tags) => {
      const before = process.threadCpuUsage();
      expect(
        await written(`<p>Davor.</p>${tags.repeat(2_000)}mitten darin${tags.replaceAll('<', '</').repeat(2_000)}<p>Danach.</p>`),
      ).toMatch(/^Davor\.[^]*mitten darin[^]*Danach\.$/u);
      const { user, system } = process.threadCpuUsage(before);
      // In µs. It took seconds, or all of the stack.
      expect(user + system).toBeLessThan(1_000_000);
    },
  );

  test('paragraphs and items whose ends are left out are no nesting', async () => {
    expect(await written(`${'<p>Ein Satz.'.repeat(100)}<ul>${'<li>Punkt'.repeat(100)}</ul>`)).toBe(
      [...Array.from({ length: 100 }, () => 'Ein Satz.'), Array.from({ length: 100 }, () => '-   Punkt').join('\n')].join('\n\n'),
    );
  });

  test('of a day or a moment that is none, something is made all the same', async () => {
    const [post] = await read(
      wxr(
        item('a', PUBLISHED, comment(1, '<wp:comment_approved>1</wp:comment_approved>'))
          .replace('2014-03-01 12:00:00', '2014-99-99')
          .replace('2014-03-01 10', 'gestern'),
      ),
    );
    expect([post?.dated, post?.comments[0]?.at]).toEqual(['1970-01-01', 0]);
  });
});

describe('taking it in', () => {
  let stories: SqliteStoryStore;
  let comments: SqliteCommentStore;
  const clock = new VirtualClock();
  const seals = new Seals(new Uint8Array(32).fill(1));
  beforeEach(async () => {
    const db = await openDatabase(':memory:');
    [stories, comments] = [new SqliteStoryStore(db), new SqliteCommentStore(db)];
  });
  async function take(text: string): Promise<ImportProgress | undefined> {
    let last: ImportProgress | undefined;
    for await (const progress of importPosts('one', readWxr(inPieces(text, 500)), 'de', {
      stories,
      seals,
      texts: TEXTS,
      clock,
      knownNames: async () => [],
    }))
      last = progress;
    return last;
  }
  const approved = '<wp:comment_approved>1</wp:comment_approved>';

  test('stories, threads and old addresses come over; of e-mail addresses only what stands for them', async () => {
    const text = wxr(
      item('a', PUBLISHED, comment(2, `${approved}<wp:comment_parent>1</wp:comment_parent>`) + comment(1, approved)) +
        item(
          'b',
          '<wp:status>draft</wp:status><wp:post_type>post</wp:post_type>',
          comment(1, '<wp:comment_approved>0</wp:comment_approved>'),
        ),
    );
    expect(await take(text)).toEqual({ stories: 2, comments: 3, skipped: 0 });
    expect(await stories.movedTo('one', '/2014/03/a/')).toEqual({ slug: 'der-anruf-a', lang: 'de' });
    expect(await stories.movedTo('one', '/2014/03/b/')).toBeNull();
    const story = await stories.storyAt('one', 'der-anruf-a');
    expect(story).toMatchObject({ dated: '2014-03-01', state: 'published', tags: ['Empathie'], confirmed: ['Klein'] });
    const [first, answer] = await comments.commentsOf('one', story?.id ?? '');
    expect(answer?.parentId).toBe(first?.id);
    expect(JSON.stringify(await comments.allOf('one', story?.id ?? ''))).not.toContain('privat');
    expect(await comments.isKnown('one', seals.personOf('tina@privat.example'), 'Tina & Co')).toBe(true);
    expect((await comments.queue('one', 'waiting', 9)).map(({ why }) => why)).toEqual(['imported']);
  });

  test('what broke off can be done again: nothing comes twice', async () => {
    const text = wxr(item('a', PUBLISHED, comment(1, approved)) + item('b', PUBLISHED));
    await expect(take(text.slice(0, -200))).rejects.toThrow(WxrError);
    expect(await take(text)).toEqual({ stories: 1, comments: 0, skipped: 1 });
    expect(await take(text)).toEqual({ stories: 0, comments: 0, skipped: 2 });
    expect(await stories.countStories('one', {})).toBe(2);
  });
});
