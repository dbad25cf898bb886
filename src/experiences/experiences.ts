import type { CommentDesk } from './comment-desk.ts';
import type { CommentStore } from './comment.ts';
import type { ForeignPost, ImportTools } from './import.ts';
import type { PictureStore } from './picture.ts';
import type { missingFor } from './site.ts';
import type { StoryDesk } from './story-desk.ts';
import type { StoryStore } from './story.ts';
import type { Texts } from './texts.ts';

/** All that a household writes and reads for its public pages. */
export interface Experiences {
  readonly householdId: string;
  readonly stories: StoryStore;
  readonly comments: CommentStore;
  readonly pictures: PictureStore;
  readonly storyDesk: StoryDesk;
  readonly commentDesk: CommentDesk;
  readonly texts: Texts;
  readonly importTools: ImportTools;
  /** Posts in another site's export, until `signal` says that nobody waits for them. Throws where it is none. */
  readonly readExport: (pieces: AsyncIterable<Uint8Array>, signal: AbortSignal) => AsyncIterable<ForeignPost>;
  readonly status: () => {
    readonly enabled: boolean;
    readonly port: number | null;
    readonly failed: boolean;
    readonly url: string;
    readonly missing: ReturnType<typeof missingFor>;
  };
  /** Readers may see something else than before. */
  readonly changed: () => void;
}
