import type { Clock } from '../call/clock.ts';
import { uuidv7 } from '../call/ids.ts';
import type { Language } from '../call/language.ts';
import { MAX_COMMENT, MAX_NAME, type NewComment } from './comment.ts';
import type { Seals } from './seals.ts';
import type { Texts } from './texts.ts';
import { freeSlug, MAX_BODY, MAX_TAGS, MAX_TITLE, type Story, type StoryStore } from './story.ts';

/** A post of another site, as its export has it. */
export interface ForeignPost {
  /** Where it stood: a path, which leads to it from now on. */
  readonly path: string;
  readonly title: string;
  readonly markdown: string;
  /** As `2026-11-25`. */
  readonly dated: string;
  readonly published: boolean;
  readonly authorName: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly comments: readonly ForeignComment[];
}

export interface ForeignComment {
  /** As its site counts them. */
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  readonly email: string;
  readonly website: string | null;
  readonly body: string;
  /** Wall time, ms since 1970 UTC. */
  readonly at: number;
  readonly approved: boolean;
}

export interface ImportProgress {
  readonly stories: number;
  readonly comments: number;
  /** They were here already. */
  readonly skipped: number;
}

export interface ImportTools {
  readonly stories: StoryStore;
  readonly seals: Seals;
  readonly clock: Clock;
  readonly texts: Pick<Texts, 'findings'>;
  readonly knownNames: () => Promise<readonly string[]>;
}

/**
 * Takes posts with their comments in, and says after each how many there are. A post whose path leads to a story already is passed over, so
 * that an import that broke off can be done again. What others could read there, they can read here: its names count as seen.
 */
export async function* importPosts(
  householdId: string,
  posts: AsyncIterable<ForeignPost>,
  lang: Language,
  { stories, seals, clock, texts, knownNames }: ImportTools,
): AsyncGenerator<ImportProgress> {
  const known = await knownNames();
  const count = { stories: 0, comments: 0, skipped: 0 };
  for await (const post of posts) {
    if (await stories.isImported(householdId, post.path)) count.skipped++;
    else {
      const story = await storyOf(post, lang, known, householdId, { stories, clock, texts });
      const comments = commentsOf(post, story, seals);
      await stories.keepImported(householdId, story, post.path, comments);
      count.stories++;
      count.comments += comments.length;
    }
    yield { ...count };
  }
}

async function storyOf(
  post: ForeignPost,
  lang: Language,
  known: readonly string[],
  householdId: string,
  { stories, clock, texts }: Pick<ImportTools, 'stories' | 'clock' | 'texts'>,
): Promise<Story> {
  const title = post.title.slice(0, MAX_TITLE) || post.dated;
  const body = post.markdown.slice(0, MAX_BODY);
  const day = Temporal.PlainDate.from(post.dated).toZonedDateTime('UTC').epochMilliseconds;
  const findings = post.published ? await texts.findings(`${title}\n${body}\n${post.tags.slice(0, MAX_TAGS).join('\n')}`, known, lang) : [];
  return {
    id: uuidv7(clock),
    slug: await freeSlug(title, async (slug) => (await stories.ownerOf(householdId, slug)) !== null),
    title,
    body,
    lang,
    dated: post.dated,
    authorName: post.authorName,
    category: post.category,
    tags: post.tags.slice(0, MAX_TAGS),
    state: post.published ? 'published' : 'draft',
    createdAt: clock.wallTime(),
    updatedAt: day,
    publishedAt: post.published ? day : null,
    demo: false,
    confirmed: findings.map(({ text }) => text),
  };
}

function commentsOf({ comments }: ForeignPost, { id: storyId, lang }: Story, seals: Seals): NewComment[] {
  const ids = new Map<string, string>();
  return comments
    .toSorted((a, b) => a.at - b.at)
    .map((comment): NewComment => {
      // Comments stand in the order of their ids, which is that of their times.
      const id = uuidv7({ wallTime: () => comment.at });
      // An answer stands behind what it answers, whose new id is known by then.
      const parentId = comment.parent === null ? null : (ids.get(comment.parent) ?? null);
      ids.set(comment.id, id);
      return {
        id,
        storyId,
        parentId,
        name: comment.name.slice(0, MAX_NAME) || '…',
        website: comment.website,
        body: comment.body.slice(0, MAX_COMMENT),
        lang,
        state: comment.approved ? 'published' : 'waiting',
        why: comment.approved ? null : 'imported',
        byAuthor: false,
        edited: false,
        createdAt: comment.at,
        person: seals.personOf(comment.email || id),
        taught: null,
      };
    });
}
