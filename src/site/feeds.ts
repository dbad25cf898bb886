import { html, raw } from 'hono/html';
import { dateOf } from '../call/clock.ts';
import type { Language } from '../call/language.ts';
import type { Comment } from '../experiences/comment.ts';
import { commentHtml, storyHtml, withoutAddresses, type FindPicture } from '../experiences/markdown.ts';
import type { SiteSettings } from '../experiences/site.ts';
import type { Story, StorySummary } from '../experiences/story.ts';
import type { Html } from './frame.ts';
import { path } from './tools.ts';

const XML = raw('<?xml version="1.0" encoding="utf-8"?>\n');

/** What XML 1.0 takes of a text (section 2.2). */
function clean(text: string): string {
  return text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}

/** RFC 4287. `stories` with their pictures: the latest. */
export function atomFeed(
  stories: readonly { readonly story: Story; readonly picture: FindPicture }[],
  { lang, site, origin, now }: { readonly lang: Language; readonly site: SiteSettings; readonly origin: string; readonly now: number },
): Html {
  const updated = Math.max(...stories.map(({ story }) => story.updatedAt), 0);
  const absolute: (find: FindPicture) => FindPicture = (find) => (id) => {
    const found = find(id);
    return found && { ...found, url: origin + found.url };
  };
  return html`${XML}
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${lang}">
      <title>${clean(site.title)}</title>
      <subtitle>${clean(site.tagline)}</subtitle>
      <id>${origin}${path.feed(lang)}</id>
      <link rel="self" type="application/atom+xml" href="${origin}${path.feed(lang)}" />
      <link rel="alternate" type="text/html" hreflang="${lang}" href="${origin}${path.home(lang)}" />
      <updated>${dateOf(updated === 0 ? now : updated).toISOString()}</updated>
      ${stories.map(
        ({ story, picture }) =>
          html`<entry>
            <title>${clean(story.title)}</title>
            <id>${origin}${path.id(story.id)}</id>
            <link rel="alternate" type="text/html" href="${origin}${path.story(story.lang, story.slug)}" />
            <published>${dateOf(story.publishedAt ?? story.createdAt).toISOString()}</published>
            <updated>${dateOf(story.updatedAt).toISOString()}</updated>
            <author><name>${clean(story.authorName)}</name></author>
            ${[...(story.category === null ? [] : [story.category]), ...story.tags].map((term) => html`<category term="${clean(term)}" />`)}
            <content type="html">${clean(storyHtml(story.body, absolute(picture)))}</content>
          </entry>`,
      )}
    </feed>`;
}

/** The sitemap protocol 0.9, which takes 50,000 addresses. */
export function sitemap(
  stories: readonly Pick<StorySummary, 'lang' | 'slug' | 'updatedAt'>[],
  languages: readonly Language[],
  origin: string,
): string {
  const entries = [
    ...languages.map((lang) => `<url><loc>${origin}${path.home(lang)}</loc></url>`),
    ...stories.map(
      ({ lang, slug, updatedAt }) =>
        `<url><loc>${origin}${path.story(lang, slug)}</loc><lastmod>${dateOf(updatedAt).toISOString().slice(0, 10)}</lastmod></url>`,
    ),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</urlset>\n`;
}

/** A story as other sites may take it in (W3C Activity Vocabulary). */
export function articleObject(story: Story, html_: string, origin: string): object {
  return {
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: origin + path.id(story.id),
    type: 'Article',
    name: story.title,
    content: html_,
    contentMap: { [story.lang]: html_ },
    url: origin + path.story(story.lang, story.slug),
    published: dateOf(story.publishedAt ?? story.createdAt).toISOString(),
    updated: dateOf(story.updatedAt).toISOString(),
    attributedTo: { type: 'Person', name: story.authorName },
    tag: story.tags.map((name) => ({ type: 'Hashtag', name: `#${name}` })),
  };
}

/** A comment in the same way; of its writer the name alone. */
export function noteObject(comment: Comment, story: Pick<Story, 'id' | 'lang' | 'slug'>, origin: string): object {
  return {
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: origin + path.id(comment.id),
    type: 'Note',
    content: commentHtml(comment.body),
    url: `${origin}${path.story(story.lang, story.slug)}#comment-${comment.id}`,
    published: dateOf(comment.createdAt).toISOString(),
    inReplyTo: origin + path.id(comment.parentId ?? story.id),
    attributedTo: { type: 'Person', name: withoutAddresses(comment.name) },
  };
}
