import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import type { Language } from '../call/language.ts';
import { dateOf } from '../call/clock.ts';
import type { Comment } from '../experiences/comment.ts';
import { excerptOf, picturesIn, storyHtml, type FindPicture } from '../experiences/markdown.ts';
import type { Story } from '../experiences/story.ts';
import { siteWordsIn } from '../words/site.ts';
import { commentForm, NOTHING_ENTERED, type Entered, type Notice } from './comment-form.ts';
import { atomFeed, sitemap } from './feeds.ts';
import { framed, rendered, type Html } from './frame.ts';
import { PageCache, type CachedPage } from './page-cache.ts';
import { addressOf, headingOf, listPage, type ListOf, type Shelves } from './stories-pages.ts';
import { storyPage } from './story-page.ts';
import { LANGUAGES, path, type SiteTools } from './tools.ts';

const STORIES_A_PAGE = 12;
const IN_FEED = 20;
const RELATED = 3;
const DESCRIPTION = 155;
const MOST_IN_SITEMAP = 50_000;
/** Stands in cached pages where each reader gets a form of their own; nobody who writes can know it. */
const FORM = randomUUID();

interface Shown {
  readonly page: number;
  readonly parent: string | null;
  readonly entered: Entered;
  readonly notice: Notice | null;
  /** What to say of a comment that has just been sent. */
  readonly sent: 'published' | 'waiting' | null;
}

/** Renders the public pages, each once until something changes. */
export class Pages {
  readonly #tools: SiteTools;
  readonly #cache = new PageCache();
  readonly #shelves = new Map<Language, Promise<Shelves>>();

  constructor(tools: SiteTools) {
    this.#tools = tools;
  }

  /** Something that readers see has changed. */
  changed(): void {
    this.#cache.clear();
    this.#shelves.clear();
  }

  /** The first of a reader's languages that we speak and that has stories, else the site's. */
  async languageFor(accepted: string | undefined): Promise<Language> {
    const { lang } = this.#tools.settings();
    const wished = (accepted ?? '').split(',').map((one) => one.trim().slice(0, 2).toLowerCase());
    const found = LANGUAGES.toSorted((a, b) => rank(wished, a) - rank(wished, b)).find((one) => wished.includes(one));
    if (found === undefined || found === lang) return lang;
    return (await this.#tools.stories.countStories(this.#tools.householdId, { state: 'published', lang: found })) > 0 ? found : lang;
  }

  async published(lang: Language, slug: string): Promise<Story | null> {
    const story = await this.#tools.stories.storyAt(this.#tools.householdId, slug);
    return story?.state === 'published' && story.lang === lang ? story : null;
  }

  async list(lang: Language, of: ListOf, page: number): Promise<CachedPage | null> {
    const key = `list ${lang} ${JSON.stringify(of)} ${page}`;
    // What people search for is theirs: it is not kept, and no cache fills up with it.
    if (of.text !== undefined) {
      const body = await this.#list(lang, of, page);
      return body === null ? null : { body, etag: '"search"' };
    }
    return this.#cache.get(key, () => this.#list(lang, of, page));
  }

  async story(lang: Language, slug: string, page: number): Promise<CachedPage | null> {
    const found = await this.#cache.get(`story ${lang} ${slug} ${page}`, () =>
      this.storyWith(lang, slug, { page, parent: null, entered: NOTHING_ENTERED, notice: null, sent: null }, FORM),
    );
    if (!found) return null;
    const story = /<article class="story" id="story-([0-9a-f-]{36})">/u.exec(found.body)?.[1] ?? '';
    return { ...found, body: found.body.replace(FORM, () => this.#form(story)) };
  }

  /** A story's page that is for one reader alone; null: there is no such story. */
  async storyWith(lang: Language, slug: string, { page, parent, entered, notice, sent }: Shown, form?: string): Promise<string | null> {
    const { householdId, stories, comments, timeZone, settings } = this.#tools;
    const story = await this.published(lang, slug);
    if (!story) return null;
    const under = await comments.commentsOf(householdId, story.id);
    if (page > 1 && page > Math.ceil(under.length / 100)) return null;
    const picture = await this.#picturesOf(story);
    const [image] = picturesIn(story.body).flatMap((id) => picture(id)?.url ?? []);
    const mayAnswer = settings().comments;
    const words = siteWordsIn(lang);
    const asked = {
      lang,
      slug,
      entered,
      form: form ?? this.#form(story.id),
      parent: under.find(({ id }) => id === parent) ?? null,
      notice,
    };
    const thanks =
      sent === null ? '' : html`<p class="note" role="status" ${sent === 'waiting' ? html`id="write"` : ''}>${words.sent[sent]}</p>`;
    const below: Html = mayAnswer
      ? html`${thanks} ${sent === null ? commentForm(asked) : ''}`
      : html`<p class="faint">${words.form.closed}</p>`;
    const main = storyPage({
      story,
      picture,
      comments: under,
      neighbours: await stories.neighbours(householdId, story),
      related: await stories.related(householdId, story, RELATED),
      timeZone: timeZone(),
      page,
      below,
      mayAnswer,
    });
    const article = {
      publishedAt: dateOf(story.publishedAt ?? story.createdAt).toISOString(),
      author: story.authorName,
      tags: story.tags,
      image: image ?? null,
    };
    const head = { lang, title: story.title, description: excerptOf(story.body, DESCRIPTION), canonical: path.story(lang, slug), article };
    return String(await framed(this.#tools, head, main));
  }

  legal(lang: Language, which: 'imprint' | 'privacy'): Promise<CachedPage | null> {
    const title = siteWordsIn(lang)[which];
    const main = html`<h1>${title}</h1>
      <div class="text">${rendered(storyHtml(this.#tools.settings()[which]))}</div>`;
    return this.#cache.get(`${which} ${lang}`, async () =>
      String(await framed(this.#tools, { lang, title, description: title, canonical: path[which](lang) }, main)),
    );
  }

  feed(lang: Language): Promise<CachedPage | null> {
    const { householdId, stories, settings, origin, clock } = this.#tools;
    return this.#cache.get(`feed ${lang}`, async () => {
      const latest = await stories.stories(householdId, { state: 'published', lang }, { limit: IN_FEED, offset: 0 });
      const whole = await Promise.all(latest.map(({ id }) => stories.story(householdId, id)));
      const entries = await Promise.all(
        whole.filter((story) => story !== null).map(async (story) => ({ story, picture: await this.#picturesOf(story) })),
      );
      return String(await atomFeed(entries, { lang, site: settings(), origin: origin(), now: clock.wallTime() }));
    });
  }

  sitemap(): Promise<CachedPage | null> {
    const { householdId, stories, origin } = this.#tools;
    return this.#cache.get('sitemap', async () => {
      const all = await stories.stories(householdId, { state: 'published' }, { limit: MOST_IN_SITEMAP - LANGUAGES.length, offset: 0 });
      return sitemap(all, LANGUAGES, origin());
    });
  }

  /** What an id names, if readers may see it. */
  async named(id: string): Promise<{ readonly story: Story; readonly comment: Comment | null } | null> {
    const { householdId, stories, comments } = this.#tools;
    const found = await comments.comment(householdId, id);
    const comment = found?.state === 'published' ? found : null;
    const story = await stories.story(householdId, comment?.storyId ?? id);
    return story?.state === 'published' ? { story, comment } : null;
  }

  /** Whether a published story shows this picture. */
  isShown(pictureId: string): Promise<boolean> {
    return this.#tools.pictures.isShown(this.#tools.householdId, pictureId);
  }

  #form(storyId: string): string {
    return this.#tools.seals.form(storyId, this.#tools.clock.wallTime());
  }

  async #list(lang: Language, of: ListOf, page: number): Promise<string | null> {
    const { householdId, stories, settings } = this.#tools;
    const filter = { state: 'published', lang, ...of } as const;
    const isSearch = of.text !== undefined;
    const isHome = !isSearch && Object.keys(of).length === 0;
    const here = { limit: STORIES_A_PAGE + 1, offset: (page - 1) * STORIES_A_PAGE };
    const { stories: found, count } = !isSearch
      ? { stories: await stories.stories(householdId, filter, here), count: 0 }
      : of.text === ''
        ? { stories: [], count: 0 }
        : await stories.search(householdId, filter, here);
    if (found.length === 0 && (page > 1 || (!isHome && !isSearch))) return null;
    const shelves = await this.#shelvesOf(lang);
    const heading = isHome ? siteWordsIn(lang).newest : headingOf(lang, of, shelves, count);
    const title = isHome ? settings().title : heading;
    const base = addressOf(lang, of);
    const at = (nth: number): string => (nth === 1 ? base : `${base}${isSearch ? '&' : '?'}page=${nth}`);
    const main = listPage({
      lang,
      heading,
      stories: found.slice(0, STORIES_A_PAGE),
      empty: isSearch ? html`` : await this.#empty(lang),
      page,
      isLast: found.length <= STORIES_A_PAGE,
      at,
      shelves,
    });
    const description = isHome && settings().tagline !== '' ? settings().tagline : title;
    const head = {
      lang,
      title,
      description,
      canonical: isSearch ? null : at(page),
      ...(of.text !== undefined && { searched: of.text }),
    };
    return String(await framed(this.#tools, head, main));
  }

  /** The same for every list, and counted anew only when something has changed. */
  #shelvesOf(lang: Language): Promise<Shelves> {
    const { householdId, stories } = this.#tools;
    const known = this.#shelves.get(lang);
    if (known) return known;
    const counted = Promise.all([
      stories.tags(householdId, lang),
      stories.categories(householdId, lang),
      stories.months(householdId, lang),
    ]).then(([tags, categories, months]) => ({ tags, categories, months }));
    this.#shelves.set(lang, counted);
    counted.catch(() => this.#shelves.delete(lang));
    return counted;
  }

  async #empty(lang: Language): Promise<Html> {
    const other: Language = lang === 'de' ? 'en' : 'de';
    const words = siteWordsIn(lang);
    const elsewhere = await this.#tools.stories.countStories(this.#tools.householdId, { state: 'published', lang: other });
    return elsewhere === 0
      ? html`${words.nothingYet}`
      : html`${words.nothingInLanguage} <a href="${path.home(other)}" hreflang="${other}">${words.inOther}</a>`;
  }

  async #picturesOf({ body }: Story): Promise<FindPicture> {
    const sizes = await this.#tools.pictures.sizes(this.#tools.householdId, picturesIn(body));
    return (id) => {
      const size = sizes.get(id);
      return size ? { url: path.picture(id, size.type), width: size.width, height: size.height } : null;
    };
  }
}

function rank(wished: readonly string[], lang: Language): number {
  const at = wished.indexOf(lang);
  return at === -1 ? wished.length : at;
}
