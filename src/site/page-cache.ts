import { createHash } from 'node:crypto';

export interface CachedPage {
  readonly body: string;
  readonly etag: string;
}

const MOST_PAGES = 2_000;
const MOST_CHARACTERS = 32 * 1024 * 1024;

/**
 * Pages as they were rendered, until something that readers see changes. Bounded: the page that was asked for longest ago is forgotten
 * first. Two who ask for the same page at once wait for one rendering.
 */
export class PageCache {
  readonly #pages = new Map<string, CachedPage>();
  readonly #coming = new Map<string, Promise<CachedPage | null>>();
  #characters = 0;
  #generation = 0;

  /** Everything is rendered anew. */
  clear(): void {
    this.#generation++;
    this.#pages.clear();
    this.#coming.clear();
    this.#characters = 0;
  }

  /** `render` gives null for a page that is not there; that is not kept. */
  async get(key: string, render: () => Promise<string | null>): Promise<CachedPage | null> {
    const known = this.#pages.get(key);
    if (known) {
      this.#pages.delete(key);
      this.#pages.set(key, known);
      return known;
    }
    const coming = this.#coming.get(key) ?? this.#render(key, render);
    this.#coming.set(key, coming);
    return coming.finally(() => {
      if (this.#coming.get(key) === coming) this.#coming.delete(key);
    });
  }

  async #render(key: string, render: () => Promise<string | null>): Promise<CachedPage | null> {
    const generation = this.#generation;
    const body = await render();
    if (body === null) return null;
    const page = { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
    if (generation === this.#generation) this.#keep(key, page);
    return page;
  }

  #keep(key: string, page: CachedPage): void {
    this.#pages.set(key, page);
    this.#characters += page.body.length;
    for (const [oldest, { body }] of this.#pages) {
      if (this.#pages.size <= MOST_PAGES && this.#characters <= MOST_CHARACTERS) return;
      this.#pages.delete(oldest);
      this.#characters -= body.length;
    }
  }
}
