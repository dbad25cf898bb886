import type { Clock } from '../call/clock.ts';
import type { Language } from '../call/language.ts';
import type { Log } from '../call/log.ts';
import type { CommentDesk } from '../experiences/comment-desk.ts';
import type { CommentStore } from '../experiences/comment.ts';
import type { PictureStore } from '../experiences/picture.ts';
import type { Seals } from '../experiences/seals.ts';
import type { SiteSettings } from '../experiences/site.ts';
import type { StoryStore } from '../experiences/story.ts';

/** What the public pages need. */
export interface SiteTools {
  readonly householdId: string;
  readonly stories: StoryStore;
  readonly comments: CommentStore;
  readonly pictures: PictureStore;
  readonly desk: CommentDesk;
  readonly seals: Seals;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => SiteSettings;
  /** Of the days and times that readers see. */
  readonly timeZone: () => string;
  /** Without a slash at its end. */
  readonly origin: () => string;
  readonly files: SiteFiles;
}

export interface SiteFiles {
  readonly css: string;
  readonly icon: string;
  /** By name, such as `alegreya-500.woff2`. */
  readonly fonts: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

export const LANGUAGES: readonly Language[] = ['de', 'en'];
export const LOCALE: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** Paths of this site. */
export const path = {
  home: (lang: Language): string => `/${lang}/`,
  story: (lang: Language, slug: string): string => `/${lang}/${slug}`,
  tag: (lang: Language, slug: string): string => `/${lang}/tag/${slug}`,
  category: (lang: Language, slug: string): string => `/${lang}/category/${slug}`,
  month: (lang: Language, month: string): string => `/${lang}/month/${month}`,
  search: (lang: Language): string => `/${lang}/search`,
  feed: (lang: Language): string => `/${lang}/feed.xml`,
  imprint: (lang: Language): string => `/${lang}/imprint`,
  privacy: (lang: Language): string => `/${lang}/privacy`,
  /** What a story or a comment is called among sites; it never changes. */
  id: (id: string): string => `/id/${id}`,
  picture: (id: string, type: string): string => `/pictures/${id}.${type.replace('image/', '').replace('jpeg', 'jpg')}`,
} as const;
