import type { Finding } from '../experiences/anonymise.ts';
import type { Comment, CommentState, QueuedComment } from '../experiences/comment.ts';
import type { ExperiencesExport } from '../experiences/export.ts';
import type { ImportProgress } from '../experiences/import.ts';
import type { Decided } from '../experiences/story-desk.ts';
import type { Story, StoryContent, StorySummary } from '../experiences/story.ts';

export type {
  Comment,
  CommentState,
  Decided,
  ExperiencesExport,
  Finding,
  ImportProgress,
  QueuedComment,
  Story,
  StoryContent,
  StorySummary,
};

/** Whether readers can come, and where. */
export interface SiteStatus {
  readonly enabled: boolean;
  /** Where it listens; null: it is off, or could not begin to. */
  readonly port: number | null;
  /** It is switched on, and its port is taken or forbidden. */
  readonly failed: boolean;
  /** Where readers find it. */
  readonly url: string;
  readonly missing: readonly ('title' | 'imprint' | 'privacy')[];
}

/** GET /api/experiences */
export interface ExperiencesPage {
  readonly stories: readonly StorySummary[];
  readonly count: number;
  readonly waiting: number;
  readonly spam: number;
  readonly hasDemo: boolean;
  readonly site: SiteStatus;
}

/** GET /api/stories/:id. POST /api/stories, POST /api/stories/from-reflection: the same. */
export interface StoryReply {
  readonly story: Story;
  /** What its author has not decided about yet. */
  readonly findings: readonly Finding[];
}

/** PUT /api/stories/:id keeps it; POST /api/stories/:id/publish publishes it as well. */
export interface StoryRequest extends Decided {
  readonly content: StoryContent;
}

/** `kept`: false where somebody would be named before readers and the author has not said so; then nothing was changed. */
export interface StoryKept extends StoryReply {
  readonly kept: boolean;
}

/** POST /api/stories/from-reflection */
export interface DraftRequest {
  readonly reflectionId: string;
  readonly lang: 'de' | 'en';
}

/** POST /api/stories/preview */
export interface PreviewRequest {
  /** Markdown. */
  readonly body: string;
}

export interface PreviewReply {
  /** Made of Markdown by us: there is no markup of the author's in it. */
  readonly html: string;
}

/** POST /api/pictures with the picture's bytes. */
export interface PictureReply {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** GET /api/comments?state= */
export interface CommentsPage {
  readonly comments: readonly QueuedComment[];
  /** The id with which to ask for those before; null: these were the last. */
  readonly next: string | null;
}

/** POST /api/comments: an answer of the household's. */
export interface AnswerRequest {
  readonly storyId: string;
  readonly parentId: string | null;
  readonly body: string;
}

/** PUT /api/comments/:id */
export interface WordsRequest {
  readonly body: string;
}

/** POST /api/comments/:id/decide */
export interface DecisionRequest {
  readonly state: CommentState;
}

/** POST /api/comments/decide: of up to a hundred at once. */
export interface DecisionsRequest extends DecisionRequest {
  readonly ids: readonly string[];
}

/** Those of them that are known, and decided. */
export interface DecisionsReply {
  readonly ids: readonly string[];
}

/** POST /api/comments/:id/block */
export interface BlockRequest {
  readonly blocked: boolean;
}

/** POST /api/comments/person/delete */
export interface DeletedReply {
  readonly deleted: number;
}

/** POST /api/comments/person: what is kept of whoever has this address. POST /api/comments/person/delete: deletes it. */
export interface PersonRequest {
  readonly email: string;
}

/** POST /api/experiences/import: lines of JSON, as it goes on. */
export type ImportLine =
  | ({ readonly type: 'progress'; readonly bytes: number } & ImportProgress)
  | { readonly type: 'failed' }
  | { readonly type: 'done' };
