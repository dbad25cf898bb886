import { html } from 'hono/html';
import { dateOf } from '../call/clock.ts';
import type { Comment } from '../experiences/comment.ts';
import { commentHtml, storyHtml, withoutAddresses, type FindPicture } from '../experiences/markdown.ts';
import { slugOf, type Neighbours, type Story, type StorySummary } from '../experiences/story.ts';
import type { Language } from '../call/language.ts';
import { siteWordsIn } from '../words/site.ts';
import { dayOf, timeOf } from './dates.ts';
import { rendered, type Html } from './frame.ts';
import { tagList } from './stories-pages.ts';
import { path } from './tools.ts';

export interface StoryPage {
  readonly story: Story;
  readonly picture: FindPicture;
  readonly comments: readonly Comment[];
  readonly neighbours: Neighbours;
  readonly related: readonly StorySummary[];
  readonly timeZone: string;
  /** Threads, a hundred a page; from 1. */
  readonly page: number;
  /** What stands below the comments: the form, or that none can be written. */
  readonly below: Html;
  readonly mayAnswer: boolean;
}

const THREADS_A_PAGE = 100;
/** Answers to answers go on being set in up to here. */
const DEEPEST = 4;

/** A story with what was written under it. */
export function storyPage({ story, picture, comments, neighbours, related, timeZone, page, below, mayAnswer }: StoryPage): Html {
  const { lang } = story;
  const words = siteWordsIn(lang);
  const threads = threadsOf(comments);
  const shown = threads.slice((page - 1) * THREADS_A_PAGE, page * THREADS_A_PAGE);
  const at = (nth: number): string => `${path.story(lang, story.slug)}?comments=${nth}#comments`;
  return html`<article class="story" id="story-${story.id}">
      <h1>${story.title}</h1>
      <p class="faint">
        <time datetime="${story.dated}">${dayOf(story.dated, lang)}</time> · ${words.by(story.authorName)}
        ${story.category === null ? '' : html` · <a href="${path.category(lang, slugOf(story.category))}">${story.category}</a>`}
      </p>
      ${story.demo ? html`<p class="note">${words.demo}</p>` : ''}
      <div class="text">${rendered(storyHtml(story.body, picture))}</div>
      ${tagList(story.tags, lang)}
    </article>
    ${beside(neighbours, lang)} ${relatedTo(related, lang)}
    <section id="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">${comments.length === 0 ? words.commentsTitle : words.comments(comments.length)}</h2>
      ${comments.length === 0 ? html`<p class="faint">${words.comments(0)}</p>` : thread(shown, { lang, timeZone, slug: story.slug, mayAnswer }, 1)}
      ${
        threads.length > THREADS_A_PAGE
          ? html`<nav class="pages" aria-label="${words.commentsTitle}">
              ${page > 1 ? html`<a rel="prev" href="${at(page - 1)}">←</a>` : ''}
              <span>${words.page(page)}</span>
              ${page * THREADS_A_PAGE < threads.length ? html`<a rel="next" href="${at(page + 1)}">→</a>` : ''}
            </nav>`
          : ''
      }
      ${below}
    </section>`;
}

interface Thread {
  readonly comment: Comment;
  readonly answers: Thread[];
}

/** Comments with the answers to them; whose own question is not shown stands for itself. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  const all = new Map(comments.map((comment) => [comment.id, { comment, answers: [] as Thread[] }]));
  const first: Thread[] = [];
  for (const one of all.values()) (all.get(one.comment.parentId ?? '')?.answers ?? first).push(one);
  return first;
}

interface ThreadPlace {
  readonly lang: Language;
  readonly timeZone: string;
  readonly slug: string;
  readonly mayAnswer: boolean;
}

function thread(threads: readonly Thread[], place: ThreadPlace, depth: number): Html {
  const { lang, timeZone, slug, mayAnswer } = place;
  const words = siteWordsIn(lang);
  return html`<ol class="thread">
    ${threads.map(
      ({ comment, answers }) =>
        html`<li>
            <article class="comment ${comment.byAuthor ? 'by-author' : ''}" id="comment-${comment.id}" lang="${comment.lang}">
              <p class="who">
                ${named(comment)} ${comment.byAuthor ? html`<span class="badge">${words.author}</span>` : ''}
                <a class="faint" href="#comment-${comment.id}">
                  <time datetime="${dateOf(comment.createdAt).toISOString()}">${timeOf(comment.createdAt, lang, timeZone)}</time>
                </a>
                ${comment.edited ? html`<span class="faint">(${words.edited})</span>` : ''}
              </p>
              <div class="text">${rendered(commentHtml(comment.body))}</div>
              ${
                mayAnswer
                  ? html`<p>
                      <a
                        class="answer"
                        rel="nofollow"
                        href="${path.story(lang, slug)}?reply=${comment.id}#write"
                        aria-label="${words.answering(comment.name)}"
                        >${words.answer}</a
                      >
                    </p>`
                  : ''
              }
            </article>
            ${answers.length > 0 && depth < DEEPEST ? thread(answers, place, depth + 1) : ''}
          </li>
          ${answers.length > 0 && depth >= DEEPEST ? flat(answers).map((one) => thread([one], place, depth + 1)) : ''}`,
    )}
  </ol>`;
}

function flat(threads: readonly Thread[]): Thread[] {
  return threads.flatMap(({ comment, answers }) => [{ comment, answers: [] }, ...flat(answers)]);
}

/** Whoever writes chooses their name freely: no e-mail address comes out by it. */
function named({ name, website }: Comment): Html {
  const shown = withoutAddresses(name);
  return website === null
    ? html`<strong>${shown}</strong>`
    : html`<strong><a rel="nofollow ugc noopener noreferrer" href="${withoutAddresses(website)}">${shown}</a></strong>`;
}

function beside({ earlier, later }: Neighbours, lang: Language): Html {
  const words = siteWordsIn(lang);
  if (!earlier && !later) return html``;
  const link = (story: StorySummary, rel: string, label: string): Html =>
    html`<p><span class="faint">${label}</span><br /><a rel="${rel}" href="${path.story(lang, story.slug)}">${story.title}</a></p>`;
  return html`<nav class="beside" aria-label="${words.storiesLabel}">
    ${earlier ? link(earlier, 'prev', words.earlierStory) : ''} ${later ? link(later, 'next', words.laterStory) : ''}
  </nav>`;
}

function relatedTo(related: readonly StorySummary[], lang: Language): Html {
  if (related.length === 0) return html``;
  return html`<section aria-labelledby="related">
    <h2 id="related">${siteWordsIn(lang).related}</h2>
    <ul>
      ${related.map((story) => html`<li><a href="${path.story(lang, story.slug)}">${story.title}</a></li>`)}
    </ul>
  </section>`;
}
