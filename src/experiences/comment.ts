import type { Language } from '../call/language.ts';

/** `waiting` for a person to look at it; `removed` ones are kept until they are purged, so that it can be taken back. */
export const COMMENT_STATES = ['waiting', 'published', 'spam', 'removed'] as const;
export type CommentState = (typeof COMMENT_STATES)[number];

/** Why a comment was not published at once. */
export type WhyHeld = 'first' | 'links' | 'words' | 'trap' | 'blocked' | 'imported';

export interface Comment {
  /** A UUIDv7: comments are in the order of their ids. */
  readonly id: string;
  readonly storyId: string;
  /** The comment that it answers. */
  readonly parentId: string | null;
  readonly name: string;
  /** An http or https address. */
  readonly website: string | null;
  /** Markdown, of which little is rendered; see markdown.ts. */
  readonly body: string;
  readonly lang: Language;
  readonly state: CommentState;
  readonly why: WhyHeld | null;
  /** The story's author, or another one of the household, answers. */
  readonly byAuthor: boolean;
  /** A person of the household changed the words. */
  readonly edited: boolean;
  readonly createdAt: number;
}

/** A comment with who wrote it: what their e-mail address became (seals.ts). The address itself is kept nowhere. */
export interface NewComment extends Comment {
  readonly person: string;
  /** As what a person's decision taught its words; null: nothing yet. */
  readonly taught: keyof WordCount | null;
}

export type QueuedComment = Comment & { readonly storyTitle: string; readonly storySlug: string; readonly blocked: boolean };

/** How often a word stood in comments that people called spam, and in others. */
export interface WordCount {
  readonly spam: number;
  readonly ham: number;
}

/** What people wrote under stories. Every call names the household first. */
export interface CommentStore {
  /** Rejects with StoreError where the story, or the comment that it answers, is not there. */
  addComment(householdId: string, comment: NewComment): Promise<void>;
  comment(householdId: string, id: string): Promise<NewComment | null>;
  /** Published ones of a story, the oldest first. */
  commentsOf(householdId: string, storyId: string): Promise<Comment[]>;
  /** All of a story, whatever became of them, the oldest first. */
  allOf(householdId: string, storyId: string): Promise<Comment[]>;
  /** Those of a state, the newest first; `before`: only those older than this id. */
  queue(householdId: string, state: CommentState, limit: number, before?: string): Promise<QueuedComment[]>;
  countComments(householdId: string, state: CommentState): Promise<number>;
  /** False: unknown. `taught`: as what its words were learnt. */
  setState(householdId: string, id: string, state: CommentState, taught: keyof WordCount | null): Promise<boolean>;
  /** False: unknown. */
  edit(householdId: string, id: string, body: string): Promise<boolean>;

  /** Whether a comment of theirs under this name was published. */
  isKnown(householdId: string, person: string, name: string): Promise<boolean>;
  isBlocked(householdId: string, person: string): Promise<boolean>;
  block(householdId: string, person: string, blocked: boolean, at: number): Promise<void>;
  ofPerson(householdId: string, person: string): Promise<Comment[]>;
  /** For good, and says how many; answers to them stay. */
  deletePerson(householdId: string, person: string): Promise<number>;
  /** How many of a person's comments wait. */
  countWaitingOf(householdId: string, person: string): Promise<number>;
  /**
   * Keeps the newest `waiting` that wait, so that older ones are spam from now on, and the newest `spam` of spam, so that older ones are
   * gone. What an import brought waits beside that.
   */
  boundHeld(householdId: string, most: { readonly waiting: number; readonly spam: number }): Promise<void>;
  /** Removes for good what was removed, or called spam, and came before `heldBefore`, and what waits since `waitingBefore`, imports aside. */
  purgeComments(householdId: string, heldBefore: number, waitingBefore: number): Promise<void>;

  /** Of each word that is known; the empty word counts comments. */
  wordCounts(householdId: string, words: readonly string[]): Promise<ReadonlyMap<string, WordCount>>;
  /** Adds `by` to each word's count, which may be -1. */
  learn(householdId: string, words: readonly string[], as: keyof WordCount, by: 1 | -1): Promise<void>;
}

/** Days after it was written until a comment is purged: `held` as spam or removed, `waiting` where nobody decided; imports wait on. */
export const KEPT_DAYS = { held: 30, waiting: 60 } as const;

export const MAX_NAME = 60;
export const MAX_COMMENT = 5_000;
export const MAX_WEBSITE = 200;
