import { html } from 'hono/html';
import type { Language } from '../call/language.ts';
import { slugOf, type Counted, type StoryFilter, type StorySummary } from '../experiences/story.ts';
import { siteWordsIn } from '../words/site.ts';
import { dayOf, monthOf } from './dates.ts';
import type { Html } from './frame.ts';
import { path } from './tools.ts';

/** Which stories a list holds; none of it: all. */
export type ListOf = Pick<StoryFilter, 'tag' | 'category' | 'month' | 'text'>;

/** What stories can be found by. */
export interface Shelves {
  readonly tags: readonly Counted[];
  readonly categories: readonly Counted[];
  readonly months: readonly Counted[];
}

/** The address of a list's first page. */
export function addressOf(lang: Language, { text, tag, category, month }: ListOf): string {
  if (text !== undefined) return `${path.search(lang)}?q=${encodeURIComponent(text)}`;
  if (tag !== undefined) return path.tag(lang, tag);
  if (category !== undefined) return path.category(lang, category);
  return month === undefined ? path.home(lang) : path.month(lang, month);
}

/** `count`: how many a search has found. */
export function headingOf(lang: Language, { text, tag, category, month }: ListOf, { tags, categories }: Shelves, count: number): string {
  const words = siteWordsIn(lang);
  const nameOf = (shelf: readonly Counted[], slug: string): string => shelf.find((one) => one.slug === slug)?.name ?? slug;
  if (text !== undefined) return text === '' ? words.search : words.found(count, text);
  if (tag !== undefined) return words.tag(nameOf(tags, tag));
  if (category !== undefined) return words.category(nameOf(categories, category));
  return month === undefined ? words.home : words.month(monthOf(month, lang));
}

export interface ListPage {
  readonly lang: Language;
  readonly heading: string;
  readonly stories: readonly StorySummary[];
  /** What to say where there are none. */
  readonly empty: Html;
  /** From 1. */
  readonly page: number;
  readonly isLast: boolean;
  /** The address of another page of this list. */
  readonly at: (page: number) => string;
  readonly shelves: Shelves;
}

/** Stories, the latest first, and what else there is. */
export function listPage({ lang, heading, stories, empty, page, isLast, at, shelves }: ListPage): Html {
  const words = siteWordsIn(lang);
  return html`<h1>${heading}</h1>
    ${
      stories.length === 0
        ? html`<p class="lead">${empty}</p>`
        : html`<ol class="stories">
            ${stories.map((story) => card(story, lang))}
          </ol>`
    }
    ${
      page > 1 || !isLast
        ? html`<nav class="pages" aria-label="${words.pagesLabel}">
            ${page > 1 ? html`<a rel="prev" href="${at(page - 1)}">← ${words.newer}</a>` : ''}
            <span>${words.page(page)}</span>
            ${isLast ? '' : html`<a rel="next" href="${at(page + 1)}">${words.older} →</a>`}
          </nav>`
        : ''
    }
    ${shelf(words.categories, shelves.categories, (slug) => path.category(lang, slug))}
    ${shelf(words.tags, shelves.tags, (slug) => path.tag(lang, slug))}
    ${shelf(
      words.archive,
      shelves.months.map((month) => ({ ...month, name: monthOf(month.name, lang) })),
      (slug) => path.month(lang, slug),
    )}`;
}

function card(story: StorySummary, lang: Language): Html {
  const words = siteWordsIn(lang);
  return html`<li>
    <article>
      <h2><a href="${path.story(story.lang, story.slug)}">${story.title}</a></h2>
      <p class="faint">
        <time datetime="${story.dated}">${dayOf(story.dated, lang)}</time> · ${words.by(story.authorName)} ·
        ${words.comments(story.comments)}
      </p>
      <p>${story.excerpt}</p>
      ${tagList(story.tags, lang)}
    </article>
  </li>`;
}

export function tagList(tags: readonly string[], lang: Language): Html {
  if (tags.length === 0) return html``;
  return html`<ul class="tags" aria-label="${siteWordsIn(lang).tags}">
    ${tags.map((tag) => html`<li><a rel="tag" href="${path.tag(lang, slugOf(tag))}">${tag}</a></li>`)}
  </ul>`;
}

function shelf(heading: string, entries: readonly Counted[], at: (slug: string) => string): Html {
  if (entries.length === 0) return html``;
  return html`<section class="shelf">
    <h2>${heading}</h2>
    <ul class="tags">
      ${entries.map(
        ({ name, slug, count }) =>
          html`<li>
            <a href="${at(slug)}">${name} <span class="faint">${count}</span></a>
          </li>`,
      )}
    </ul>
  </section>`;
}
