import type { Generated } from 'kysely';
import type { Language } from '../../call/language.ts';
import type { CommentState, WhyHeld, WordCount } from '../../experiences/comment.ts';
import type { PictureType } from '../../experiences/picture.ts';
import type { StoryState } from '../../experiences/story.ts';

/** What stands on the public pages. */
export interface ExperiencesSchema {
  story: StoryTable;
  story_tag: { household_id: string; story_nr: number; slug: string; tag: string };
  /** Full text: `rowid` is the story's `nr`. */
  story_text: { rowid: number; text: string };
  story_redirect: { household_id: string; path: string; story_id: string };
  story_picture: { household_id: string; story_nr: number; picture_id: string };
  comment: CommentTable;
  blocked_person: { household_id: string; person: string; at: number };
  comment_word: { household_id: string; word: string; spam: number; ham: number };
  picture: {
    id: string;
    household_id: string;
    type: PictureType;
    width: number;
    height: number;
    bytes: Uint8Array;
    kept_at: number;
  };
}

export interface StoryTable {
  nr: Generated<number>;
  id: string;
  household_id: string;
  slug: string;
  lang: Language;
  state: StoryState;
  title: string;
  body: string;
  excerpt: string;
  author_name: string;
  /** A day, as `2026-11-25`. */
  dated: string;
  category: string | null;
  category_slug: string | null;
  /** A list, as JSON. */
  confirmed: string;
  demo: 0 | 1;
  created_at: number;
  updated_at: number;
  published_at: number | null;
  deleted_at: number | null;
}

export interface CommentTable {
  id: string;
  household_id: string;
  story_id: string;
  parent_id: string | null;
  person: string;
  name: string;
  website: string | null;
  body: string;
  lang: Language;
  state: CommentState;
  why: WhyHeld | null;
  taught: keyof WordCount | null;
  by_author: 0 | 1;
  edited: 0 | 1;
  created_at: number;
}
