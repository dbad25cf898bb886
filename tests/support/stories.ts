import type { NewComment } from '../../src/experiences/comment.ts';
import type { Story } from '../../src/experiences/story.ts';
import { uuidv7 } from '../../src/call/ids.ts';

/** A published story; what matters to a test stands in `more`. */
export function storyOf(more: Partial<Story> = {}): Story {
  const id = more.id ?? uuidv7({ wallTime: () => 1_000 });
  return {
    id,
    slug: `story-${id.slice(-6)}`,
    state: 'published',
    title: 'Ein Anruf am Abend',
    body: 'Es klingelte beim Essen. Wir haben am Ende beide gelacht.',
    lang: 'de',
    authorName: 'Eva',
    dated: '2026-11-25',
    category: null,
    tags: [],
    createdAt: 1_000,
    updatedAt: 2_000,
    publishedAt: 2_000,
    demo: false,
    confirmed: [],
    ...more,
  };
}

let moment = 1_000;

/** A published comment, later than every earlier one. */
export function commentOf(storyId: string, more: Partial<NewComment> = {}): NewComment {
  moment += 10;
  const at = moment;
  return {
    id: uuidv7({ wallTime: () => at }),
    storyId,
    parentId: null,
    name: 'Tina',
    website: null,
    body: 'Das kenne ich gut.',
    lang: 'de',
    state: 'published',
    why: null,
    byAuthor: false,
    edited: false,
    createdAt: at,
    person: 'person-1',
    taught: null,
    ...more,
  };
}
