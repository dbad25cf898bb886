import type { Language } from '../call/language.ts';
import { fold } from '../call/text.ts';
import type { NewComment } from './comment.ts';

export type StoryState = 'draft' | 'published';

/** What an author writes. */
export interface StoryContent {
  readonly title: string;
  /** Markdown; see markdown.ts. */
  readonly body: string;
  readonly lang: Language;
  /** As readers see it. */
  readonly authorName: string;
  /** The day it stands under, as `2026-11-25`. */
  readonly dated: string;
  readonly category: string | null;
  readonly tags: readonly string[];
}

export interface Story extends StoryContent {
  /** A UUID, and what its address among sites is made of: it never changes. */
  readonly id: string;
  /** The last part of its address, unique in the household. */
  readonly slug: string;
  readonly state: StoryState;
  /** Wall times, ms since 1970 UTC; `publishedAt` of the first time, null: never. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly publishedAt: number | null;
  /** It came with the program, to show what this is. */
  readonly demo: boolean;
  /** Names, numbers and the like that the author has seen and wants to leave in it. */
  readonly confirmed: readonly string[];
}

export interface StorySummary extends Omit<Story, 'body' | 'confirmed'> {
  /** The first sentences, without marks. */
  readonly excerpt: string;
  readonly comments: number;
}

/** Which stories; what is absent does not matter. */
export interface StoryFilter {
  readonly state?: StoryState;
  readonly lang?: Language;
  /** As `slugOf` makes it of a tag or of a category. */
  readonly tag?: string;
  readonly category?: string;
  /** As `2026-11`. */
  readonly month?: string;
  /** Every word of it stands somewhere in title, text or tags. */
  readonly text?: string;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** The one before and the one after, by day. */
export interface Neighbours {
  readonly earlier: StorySummary | null;
  readonly later: StorySummary | null;
}

/** How many published stories stand under a tag, a category or a month. */
export interface Counted {
  readonly name: string;
  readonly slug: string;
  readonly count: number;
}

/** Stories of a household, and where they were once. Every call names the household first. */
export interface StoryStore {
  /** Replaces an earlier one with the same id. Rejects with StoreError where another one has its slug. */
  keepStory(householdId: string, story: Story): Promise<void>;
  story(householdId: string, id: string): Promise<Story | null>;
  storyAt(householdId: string, slug: string): Promise<Story | null>;
  /** The id of the story whose slug it is, a deleted one's too; null: it is free. */
  ownerOf(householdId: string, slug: string): Promise<string | null>;
  /** The latest day first. */
  stories(householdId: string, filter: StoryFilter, page: Page): Promise<StorySummary[]>;
  countStories(householdId: string, filter: StoryFilter): Promise<number>;
  /** Both at once: what is searched for is looked up once. */
  search(householdId: string, filter: StoryFilter, page: Page): Promise<{ readonly stories: StorySummary[]; readonly count: number }>;
  /** Of published stories in the same language. */
  neighbours(householdId: string, story: Story): Promise<Neighbours>;
  /** Published ones in the same language that share the most tags, then the category; at most `limit`. */
  related(householdId: string, story: Story, limit: number): Promise<StorySummary[]>;
  tags(householdId: string, lang: Language): Promise<Counted[]>;
  categories(householdId: string, lang: Language): Promise<Counted[]>;
  /** The latest first; name and slug as `2026-11`. */
  months(householdId: string, lang: Language): Promise<Counted[]>;
  /** Hides it with its comments, for `purgeStories` to remove; `restoreStory` brings it back until then. False: unknown. */
  deleteStory(householdId: string, id: string, at: number): Promise<boolean>;
  restoreStory(householdId: string, id: string): Promise<boolean>;
  purgeStories(householdId: string, deletedBefore: number): Promise<void>;
  hasDemo(householdId: string): Promise<boolean>;
  /** Deletes what came with the program, for good; says how many. */
  deleteDemo(householdId: string): Promise<number>;

  /** Whether a story was taken in from `path`, a deleted one too. */
  isImported(householdId: string, path: string): Promise<boolean>;
  /** A story of another site with its comments, and from where it leads here: all of it, or nothing. */
  keepImported(householdId: string, story: Story, path: string, comments: readonly NewComment[]): Promise<void>;
  /** The slug of the published story that once stood at `path`, with its language. */
  movedTo(householdId: string, path: string): Promise<{ readonly slug: string; readonly lang: Language } | null>;
}

export const MAX_TITLE = 160;
export const MAX_BODY = 60_000;
export const MAX_TAGS = 12;
const LONGEST_SLUG = 80;

/** A title, tag or category as part of an address; `story` where nothing is left of it. */
export function slugOf(text: string): string {
  const slug = fold(text.toLowerCase())
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, LONGEST_SLUG)
    .replaceAll(/^-+|-+$/gu, '');
  return slug === '' ? 'story' : slug;
}

/** A slug that is not taken: the title's, or with the first number that makes it so. */
export async function freeSlug(title: string, isTaken: (slug: string) => Promise<boolean>): Promise<string> {
  const base = slugOf(title);
  for (let nth = RESERVED.has(base) ? 2 : 1; ; nth++) {
    const slug = nth === 1 ? base : `${base}-${nth}`;
    if (!(await isTaken(slug))) return slug;
  }
}

/** First parts of the site's own addresses, which stand where a story's slug does. */
const RESERVED: ReadonlySet<string> = new Set(['tag', 'category', 'search', 'imprint', 'privacy', 'feed-xml', 'page']);
