import { setTimeout as sleep } from 'node:timers/promises';
import type { ExperiencesPage, StoryContent, StoryReply } from '../../src/http/api.ts';
import type { TestServer } from './server.ts';

/** Settings with which a site may be read. */
export const OPEN_SITE = {
  sitePort: 0,
  site: {
    enabled: true,
    title: 'Erlebnisse',
    tagline: 'Kurze Begegnungen',
    imprint: 'Eva Berger, Hafen 1',
    privacy: 'Wir heben wenig auf.',
  },
} as const;

/** The public pages of a server, as readers and bots ask for them. */
export class TestSite {
  readonly #server: TestServer;
  readonly url: string;

  private constructor(server: TestServer, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async of(server: TestServer): Promise<TestSite> {
    const { site } = await server.get<ExperiencesPage>('/experiences');
    return new TestSite(server, `http://localhost:${site.port}`);
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(this.url + path, { headers, redirect: 'manual' });
  }

  async text(path: string): Promise<string> {
    return (await this.get(path)).text();
  }

  /** A form as the page gives it out, old enough to be sent. */
  async form(path: string): Promise<string> {
    const form = /name="form" value="([^"]+)"/u.exec(await this.text(path))?.[1] ?? '';
    await sleep(3_100);
    return form;
  }

  comment(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return fetch(`${this.url}${path}/comments`, {
      method: 'POST',
      body: new URLSearchParams({ do: 'send', ...fields }),
      redirect: 'manual',
    });
  }

  /** Every page that links lead to from the first one, with feed, sitemap and what ids name. */
  async everything(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const open = [
      '/de/',
      '/en/',
      '/sitemap.xml',
      '/robots.txt',
      '/site.css',
      '/icon.svg',
      '/de/feed.xml',
      '/en/feed.xml',
      '/de/search?q=e',
      '/de/gibtesnicht',
    ];
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      if (found.has(path)) continue;
      const text = await this.text(path);
      found.set(path, text);
      for (const [, link] of text.matchAll(/(?:href|action|<loc>|<id>)(?:="?)?((?:https?:\/\/localhost:\d+)?\/[^"<#\s]*)/gu)) {
        const next = (link ?? '').replace(this.url, '').replaceAll('&amp;', '&');
        if (next.startsWith('/') && !next.startsWith('//') && !next.includes('/fonts/')) open.push(next);
      }
      for (const [, id] of text.matchAll(/(?:comment|story)-([0-9a-f-]{36})/gu)) {
        const at = `/id/${id}`;
        if (!found.has(at)) found.set(at, await (await this.get(at, { Accept: 'application/activity+json' })).text());
      }
    }
    return found;
  }

  /** Writes and publishes a story through the console's API, with everything in it left as it is. */
  async publish(content: Partial<StoryContent>): Promise<StoryReply['story']> {
    const whole: StoryContent = {
      title: 'Ein Anruf',
      body: 'Es klingelte.',
      lang: 'de',
      authorName: 'Eva',
      dated: '2026-11-25',
      category: null,
      tags: [],
      ...content,
    };
    const { story, findings } = await this.api<StoryReply>('POST', '/stories', whole);
    const confirmed = findings.map(({ text }) => text);
    return (await this.api<StoryReply>('POST', `/stories/${story.id}/publish`, { content: whole, confirmed, replace: [] })).story;
  }

  async api<Reply>(method: string, path: string, body?: unknown): Promise<Reply> {
    const response = await fetch(`${this.#server.url}/api${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Origin: this.#server.url },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Reply;
  }
}
