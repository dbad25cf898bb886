import type { Clock } from '../call/clock.ts';
import { uuidv7 } from '../call/ids.ts';
import type { Finding } from './anonymise.ts';
import type { Texts } from './texts.ts';
import { freeSlug, type Story, type StoryContent, type StoryStore } from './story.ts';

export interface StoryDeskTools {
  readonly stories: StoryStore;
  readonly texts: Texts;
  readonly clock: Clock;
  /** Names that the household knows: of contacts, of its own people. */
  readonly knownNames: () => Promise<readonly string[]>;
  /** Called when readers would see something else than before. */
  readonly onChange: () => void;
}

/** So many findings an author decides about at once; further ones come when these are decided. */
export const MOST_FINDINGS = 500;

/** What became of a wish to keep or publish: `names_left` keeps nothing that readers would see. */
export type Kept =
  | { readonly type: 'kept'; readonly story: Story }
  | { readonly type: 'names_left'; readonly findings: readonly Finding[] };

/** What an author has decided about findings: these may stay, those are replaced. */
export interface Decided {
  readonly confirmed: readonly string[];
  readonly replace: readonly Pick<Finding, 'text' | 'instead'>[];
}

/** Where a household writes its stories. Nothing comes before readers in which somebody is named and the author has not said so. */
export class StoryDesk {
  readonly #householdId: string;
  readonly #tools: StoryDeskTools;

  constructor(householdId: string, tools: StoryDeskTools) {
    this.#householdId = householdId;
    this.#tools = tools;
  }

  /** What an author has to decide about before others may read it. */
  async findingsIn({ title, body, category, tags, lang }: StoryContent, confirmed: readonly string[]): Promise<Finding[]> {
    const text = [title, body, category ?? '', ...tags].join('\n');
    const seen = new Set(confirmed);
    const found = await this.#tools.texts.findings(text, await this.#tools.knownNames(), lang);
    return found.filter((finding) => !seen.has(finding.text)).slice(0, MOST_FINDINGS);
  }

  async begin(content: StoryContent): Promise<Story> {
    const { clock, stories } = this.#tools;
    const now = clock.wallTime();
    const id = uuidv7(clock);
    const story: Story = {
      ...content,
      id,
      slug: await this.#slugFor(content.title, id),
      state: 'draft',
      createdAt: now,
      updatedAt: now,
      publishedAt: null,
      demo: false,
      confirmed: [],
    };
    await stories.keepStory(this.#householdId, story);
    return story;
  }

  /** A story's address stays once it was published. Null: there is no such story. */
  async change(id: string, written: StoryContent, decided: Decided, publish: boolean): Promise<Kept | null> {
    const before = await this.#tools.stories.story(this.#householdId, id);
    if (!before) return null;
    const content = await this.#anonymised(written, decided.replace);
    const slug = before.publishedAt === null && before.title !== content.title ? await this.#slugFor(content.title, id) : before.slug;
    const state = publish ? 'published' : before.state;
    const publishedAt = before.publishedAt ?? (publish ? this.#tools.clock.wallTime() : null);
    const confirmed = [...new Set([...before.confirmed, ...decided.confirmed])];
    return this.#keep({ ...before, ...content, slug, state, publishedAt, confirmed, demo: false });
  }

  /** Null: there is no such story. */
  async unpublish(id: string): Promise<Story | null> {
    const before = await this.#tools.stories.story(this.#householdId, id);
    if (!before) return null;
    const kept = await this.#keep({ ...before, state: 'draft' });
    return kept.type === 'kept' ? kept.story : null;
  }

  /** False: unknown. */
  async delete(id: string): Promise<boolean> {
    const gone = await this.#tools.stories.deleteStory(this.#householdId, id, this.#tools.clock.wallTime());
    if (gone) this.#tools.onChange();
    return gone;
  }

  /** False: unknown, or gone for good. */
  async restore(id: string): Promise<boolean> {
    const back = await this.#tools.stories.restoreStory(this.#householdId, id);
    if (back) this.#tools.onChange();
    return back;
  }

  async deleteDemo(): Promise<number> {
    const gone = await this.#tools.stories.deleteDemo(this.#householdId);
    if (gone > 0) this.#tools.onChange();
    return gone;
  }

  async #keep(changed: Story): Promise<Kept> {
    const findings = changed.state === 'published' ? await this.findingsIn(changed, changed.confirmed) : [];
    if (findings.length > 0) return { type: 'names_left', findings };
    const story = { ...changed, updatedAt: this.#tools.clock.wallTime() };
    await this.#tools.stories.keepStory(this.#householdId, story);
    this.#tools.onChange();
    return { type: 'kept', story };
  }

  /** Of stories that were deleted and may come back, slugs are taken too. */
  #slugFor(title: string, id: string): Promise<string> {
    return freeSlug(title, async (slug) => {
      const owner = await this.#tools.stories.ownerOf(this.#householdId, slug);
      return owner !== null && owner !== id;
    });
  }

  async #anonymised(content: StoryContent, replace: Decided['replace']): Promise<StoryContent> {
    if (replace.length === 0) return content;
    const { title, body, category, tags } = content;
    const [newTitle = '', newBody = '', newCategory = '', ...newTags] = await this.#tools.texts.replaced(
      [title, body, category ?? '', ...tags],
      replace,
    );
    return { ...content, title: newTitle, body: newBody, category: category === null ? null : newCategory, tags: newTags };
  }
}
