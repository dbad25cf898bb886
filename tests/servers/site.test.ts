import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Comment, CommentsPage, ExperiencesExport, ExperiencesPage, ImportLine } from '../../src/http/api.ts';
import { TestServer, until } from '../support/server.ts';
import { OPEN_SITE, TestSite } from '../support/site.ts';

const FIELDS = { name: 'Tina', email: 'tina@geheim.example', website: '', body: 'Das kenne ich gut.' } as const;

/** Throws where it is no XML. */
function mustBeXml(text: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
}

const TAG = /<([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/giu;
const ATTRIBUTE = /([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/gu;

/** What a browser would run, or fetch from elsewhere, in markup. */
function dangersIn(markup: string): string[] {
  return [...markup.matchAll(TAG)].flatMap(([whole, tag = '', attributes = '']) => {
    const found = [...attributes.matchAll(ATTRIBUTE)].some(([, name = '', ...values]) => {
      const value = values.find((one) => one !== undefined) ?? '';
      if (/^on/iu.test(name) || /^style$/iu.test(name)) return true;
      return /^(?:href|src|action|formaction)$/iu.test(name) && !/^(?:https?:|\/(?!\/)|#|mailto:)/iu.test(value);
    });
    const runs = /^(?:script|iframe|object|embed|svg|math|base|style|template)$/iu.test(tag);
    const fetches = tag === 'img' && !whole.includes('src="/pictures/');
    return found || runs || fetches ? [whole] : [];
  });
}

describe('the public pages', () => {
  let server: TestServer;
  let site: TestSite;
  beforeAll(async () => {
    server = await TestServer.start({ config: OPEN_SITE });
    site = await TestSite.of(server);
  });
  afterAll(async () => {
    await server?.stop();
  });

  test('are off until they are switched on, and need an imprint first', async () => {
    const closed = await TestServer.start({ config: { sitePort: 0 } });
    try {
      const status = async () => (await closed.get<ExperiencesPage>('/experiences')).site;
      expect(await status()).toMatchObject({ enabled: false, port: null, failed: false, missing: ['imprint', 'privacy'] });
      const set = (site_: object) =>
        fetch(`${closed.url}/api/settings/site`, {
          method: 'PUT',
          headers: { 'Content-Type': 'application/json', Origin: closed.url },
          body: JSON.stringify({ title: 'Wir', ...site_ }),
        });
      const refused = await set({ enabled: true, imprint: ' ', privacy: 'x' });
      expect([refused.status, await refused.json()]).toEqual([400, { error: 'setting_invalid', field: 'imprint' }]);
      for (const wrong of [{ accent: 'red; background: url(x)' }, { origin: 'javascript:alert(1)' }, { origin: 'https://a.example/path' }])
        expect((await set(wrong)).status).toBe(400);
      expect(
        (await set({ enabled: true, imprint: 'Eva', privacy: 'Wenig.', origin: 'https://wir.example/', accent: '#204060' })).status,
      ).toBe(200);
      const { port, url } = await status();
      expect(url).toBe('https://wir.example');
      const page = await (await fetch(`http://localhost:${port}/de/`)).text();
      expect(page).toContain('<link rel="canonical" href="https://wir.example/de/"');
      expect(await (await fetch(`http://localhost:${port}/accent.css`)).text()).toContain('#204060');
      expect((await set({ enabled: false })).status).toBe(200);
      expect(await status()).toMatchObject({ port: null });
      await expect(fetch(`http://localhost:${port}/de/`)).rejects.toThrow('fetch failed');
    } finally {
      await closed.stop();
    }
  });

  test('a port that is taken is said, the server runs on, and the pages open as soon as it is free', async () => {
    const taker = createServer();
    await new Promise<void>((resolve) => taker.listen(0, resolve));
    const { port } = taker.address() as AddressInfo;
    const other = await TestServer.start({ config: { ...OPEN_SITE, sitePort: port } });
    try {
      const status = async () => (await other.get<ExperiencesPage>('/experiences')).site;
      expect(await status()).toMatchObject({ enabled: true, port: null, failed: true });
      await new Promise((resolve) => taker.close(resolve));
      await until(async () => ((await status()).port === port ? true : null), 60_000);
      expect(await status()).toMatchObject({ failed: false });
      expect((await fetch(`http://localhost:${port}/de/`)).status).toBe(200);
    } finally {
      await other.stop();
    }
  });

  test('a port that another one’s pages have is said', async () => {
    const other = await TestServer.start({ config: { ...OPEN_SITE, sitePort: Number(new URL(site.url).port) } });
    try {
      expect((await other.get<ExperiencesPage>('/experiences')).site).toMatchObject({ enabled: true, port: null, failed: true });
    } finally {
      await other.stop();
    }
  });

  test('the examples show a story and Tina’s answer in both languages', async () => {
    const first = await site.get('/', { 'Accept-Language': 'fr, en;q=0.8' });
    expect([first.status, first.headers.get('location'), first.headers.get('vary')]).toEqual([302, '/en/', 'Accept-Language']);
    expect((await site.get('/', { 'Accept-Language': 'fr' })).headers.get('location')).toBe('/de/');
    for (const [path, name] of [
      ['/de/der-anruf-wegen-des-fernsehens', 'Nein sagen'],
      ['/en/the-call-about-television', 'Saying no'],
    ] as const) {
      const page = await site.text(path);
      expect(page).toContain('<strong>Tina</strong>');
      expect(page).toContain(name);
      expect(page).toContain(`<meta property="og:url" content="${site.url}${path}"`);
    }
    expect((await site.get('/en/der-anruf-wegen-des-fernsehens')).status).toBe(404);
  });

  test('set no cookie, load nothing from elsewhere, and are rendered once until something changes', async () => {
    const page = await site.get('/de/');
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const etag = page.headers.get('etag') ?? '';
    expect((await site.get('/de/', { 'If-None-Match': etag })).status).toBe(304);
    await site.publish({ title: 'Etwas Neues' });
    const after = await site.get('/de/', { 'If-None-Match': etag });
    expect([after.status, (await after.text()).includes('Etwas Neues')]).toEqual([200, true]);
    for (const [path, text] of await site.everything())
      if (!path.endsWith('.svg')) expect(text.match(/(?:src|srcset|stylesheet" href)="https?:/gu)).toBeNull();
  });

  test('feed, sitemap, search, tags, months and ids lead to what is there, and nowhere else', async () => {
    const story = await site.publish({
      title: 'Grüße & Küsse <3',
      tags: ['Öffentlich & gut'],
      category: 'Nähe',
      dated: '2025-06-30',
      body: 'Ein Feuerwehrmann rief an.\n\n> Hallo \u0001',
    });
    const feed = await site.text('/de/feed.xml');
    mustBeXml(feed);
    expect(feed).toContain('<title>Grüße &amp; Küsse &lt;3</title>');
    expect(feed).toContain(`<id>${site.url}/id/${story.id}</id>`);
    mustBeXml(await site.text('/sitemap.xml'));
    expect(await site.text('/sitemap.xml')).toContain(`<loc>${site.url}/de/${story.slug}</loc>`);
    for (const path of ['/de/tag/oeffentlich-gut', '/de/category/naehe', '/de/month/2025-06', '/de/search?q=wehrmann'])
      expect(await site.text(path), path).toContain(`/de/${story.slug}`);
    expect(await site.text('/de/search?q=%3Cscript%3E')).toContain('&lt;script&gt;');
    const byId = await site.get(`/id/${story.id}`);
    expect([byId.status, byId.headers.get('location')]).toEqual([303, `/de/${story.slug}`]);
    const object = await (await site.get(`/id/${story.id}`, { Accept: 'application/activity+json' })).json();
    expect(object).toMatchObject({ type: 'Article', id: `${site.url}/id/${story.id}`, name: 'Grüße & Küsse <3' });
    for (const path of [
      '/de/tag/nichts',
      '/de/month/2025-13',
      '/de/month/2025-07',
      '/de/?page=0',
      '/de/?page=99',
      '/fr/',
      '/id/x',
      `/id/${story.id.replace(/.$/u, 'x')}`,
    ])
      expect((await site.get(path)).status, path).toBe(404);
    await site.api('POST', `/stories/${story.id}/unpublish`);
    for (const path of [`/de/${story.slug}`, `/id/${story.id}`, '/de/tag/oeffentlich-gut'])
      expect((await site.get(path)).status, path).toBe(404);
    expect(await site.text('/de/feed.xml')).not.toContain('Küsse');
  });

  test('a picture is there once a published story shows it, and not before', async () => {
    const chunk = (type: string, body: number[]): number[] => [0, 0, 0, body.length, ...Buffer.from(type), ...body, 0, 0, 0, 0];
    const png = Uint8Array.from([
      0x89,
      0x50,
      0x4e,
      0x47,
      0x0d,
      0x0a,
      0x1a,
      0x0a,
      ...chunk('IHDR', [0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]),
      ...chunk('tEXt', [...Buffer.from('GPS 53.5')]),
      ...chunk('IEND', []),
    ]);
    const sent = await fetch(`${server.url}/api/pictures`, { method: 'POST', body: png, headers: { Origin: server.url } });
    const { id, width } = (await sent.json()) as { id: string; width: number };
    expect([width, (await site.get(`/pictures/${id}.png`)).status]).toEqual([3, 404]);
    const story = await site.publish({ title: 'Mit Bild', body: `![Ein Hafen](picture:${id})` });
    expect(await site.text(`/de/${story.slug}`)).toContain(`<img src="/pictures/${id}.png" alt="Ein Hafen" width="3" height="2"`);
    const shown = await site.get(`/pictures/${id}.png`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await shown.arrayBuffer()).toString('latin1')).not.toContain('GPS');
    const svg = await fetch(`${server.url}/api/pictures`, {
      method: 'POST',
      body: '<svg onload="alert(1)"/>',
      headers: { Origin: server.url },
    });
    expect([svg.status, await svg.json()]).toEqual([400, { error: 'no_picture' }]);
  });

  test('a comment waits, is published, answered, changed, and its writer can have it all deleted; the address is nowhere', async () => {
    const { slug, id } = await site.publish({ title: 'Zum Antworten' });
    const path = `/de/${slug}`;
    const form = await site.form(path);
    const sent = await site.comment(path, { ...FIELDS, form });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path}?sent=waiting#write`]);
    expect(await site.text(`${path}?sent=waiting`)).toContain('Er erscheint, sobald ihn jemand gelesen hat.');
    expect(await site.text(path)).not.toContain('Das kenne ich gut.');
    const waiting = await server.get<CommentsPage>('/comments?state=waiting');
    expect(waiting.comments).toMatchObject([{ name: 'Tina', why: 'first', storyTitle: 'Zum Antworten' }]);
    const [comment] = waiting.comments;
    await site.api('POST', `/comments/${comment?.id}/decide`, { state: 'published' });
    await site.api('POST', '/comments', { storyId: id, parentId: comment?.id, body: 'Danke Ihnen!' });
    const page = await site.text(path);
    expect(page).toMatch(/Das kenne ich gut\.[\s\S]*<span class="badge">Autor dieser Seite<\/span>[\s\S]*Danke Ihnen!/u);
    expect((await site.comment(path, { ...FIELDS, form, parent: comment?.id ?? '', body: 'Noch etwas.' })).headers.get('location')).toMatch(
      /sent=published#comment-/u,
    );
    await site.api('PUT', `/comments/${comment?.id}`, { body: 'Milder gesagt.' });
    expect(await site.text(path)).toMatch(/von der Redaktion geändert[\s\S]*Milder gesagt\./u);

    for (const [at, text] of await site.everything()) expect(text, at).not.toMatch(/geheim\.example|tina@/iu);
    for (const at of ['/experiences', '/comments?state=published', `/stories/${id}`, '/experiences/export'])
      expect(await (await fetch(`${server.url}/api${at}`)).text(), at).not.toMatch(/geheim\.example|tina@/iu);
    expect(readFileSync(join(server.dataDir, 'danke-nein.db')).includes('geheim.example')).toBe(false);
    expect(server.output).not.toContain('geheim');

    expect(await site.api<Comment[]>('POST', '/comments/person', { email: 'Tina@geheim.example' })).toHaveLength(2);
    expect(await site.api('POST', '/comments/person/delete', { email: 'tina@geheim.example' })).toEqual({ deleted: 2 });
    expect(await site.text(path)).toMatch(/Danke Ihnen!/u);
    expect(await site.text(path)).not.toMatch(/Milder gesagt|Noch etwas/u);
  });

  test('what is missing, judges, is old or only looked at comes back with all that was written', async () => {
    const { slug } = await site.publish({ title: 'Zum Üben' });
    const path = `/de/${slug}`;
    const form = await site.form(path);
    const count = async () => (await server.get<ExperiencesPage>('/experiences')).waiting;
    const before = await count();
    const incomplete = await site.comment(path, { ...FIELDS, form, email: 'nein', name: '' });
    const text = await incomplete.text();
    expect(incomplete.status).toBe(400);
    expect(text).toMatch(/aria-invalid="true"[\s\S]*value="nein" aria-invalid="true"|value="nein"\s+aria-invalid="true"/u);
    expect(text).toContain('>Das kenne ich gut.</textarea>');
    const long = await site.comment(path, { ...FIELDS, form, body: '**a**'.repeat(1_001), do: 'preview' });
    expect([long.status, (await long.text()).includes('<strong>a</strong>')]).toEqual([400, false]);
    const preview = await site.comment(path, { ...FIELDS, form, body: 'So **sieht** es aus.', do: 'preview' });
    expect(await preview.text()).toMatch(/So sieht es aus[\s\S]*<strong>sieht<\/strong>/u);
    const hint = await site.comment(path, { ...FIELDS, form, body: 'Sie sind unverschämt.' });
    expect(await hint.text()).toMatch(/Möchten Sie es als Beobachtung sagen\?[\s\S]*name="hint" value="seen"[\s\S]*So absenden/u);
    const old = await site.comment(path, { ...FIELDS, form: 'abc.def' });
    expect([old.status, (await old.text()).includes('Das Formular war alt.')]).toEqual([400, true]);
    expect(await count()).toBe(before);
    expect((await site.comment(path, { ...FIELDS, form, body: 'Sie sind unverschämt.', hint: 'seen' })).status).toBe(303);
    expect(await count()).toBe(before + 1);
  });

  test('an export of WordPress is taken in with how far it is, and its addresses lead here; everything can be taken out', async () => {
    const items = Array.from(
      { length: 40 },
      (_, nth) =>
        `<item><title>Alt ${nth}</title><link>https://alt.example/2014/${nth}/</link><dc:creator>eva</dc:creator><content:encoded><![CDATA[<p>Beitrag ${nth}</p>]]></content:encoded><wp:post_date>2014-03-01 12:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>`,
    );
    const take = async (text: string): Promise<ImportLine[]> => {
      const answer = await fetch(`${server.url}/api/experiences/import?lang=de`, {
        method: 'POST',
        body: text,
        headers: { Origin: server.url },
      });
      return (await answer.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ImportLine);
    };
    const text = `<rss xmlns:wp="w" xmlns:dc="d" xmlns:content="c"><channel>${items.join('')}</channel></rss>`;
    expect(await take(text)).toEqual([
      { type: 'progress', bytes: Buffer.byteLength(text), stories: 40, comments: 0, skipped: 0 },
      { type: 'done' },
    ]);
    expect((await take('<html/>')).at(-1)).toEqual({ type: 'failed' });
    const moved = await site.get('/2014/7/');
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/de/alt-7']);
    expect(await site.text('/de/?page=2')).toContain('rel="prev" href="/de/"');
    const everything = await server.get<ExperiencesExport>('/experiences/export');
    expect(everything.stories.length).toBeGreaterThanOrEqual(42);
    expect(everything.stories.find(({ title }) => title === 'Der Anruf wegen des Fernsehens')?.comments).toHaveLength(1);
    expect(everything.pictures.length).toBeGreaterThanOrEqual(1);
  });

  test('the examples go in one click, and do not come again', async () => {
    await site.api('DELETE', '/experiences/demo');
    expect((await site.get('/de/der-anruf-wegen-des-fernsehens')).status).toBe(404);
    expect((await server.get<ExperiencesPage>('/experiences')).hasDemo).toBe(false);
  });
});

describe('attacks on the public pages', () => {
  let server: TestServer;
  let site: TestSite;
  beforeAll(async () => {
    server = await TestServer.start({ config: OPEN_SITE });
    site = await TestSite.of(server);
  });
  afterAll(async () => {
    await server?.stop();
  });
  const EVIL = `"'><script>alert(1)</script><img src=x onerror=alert(1)>\`\${7*7}{{7*7}}]]>&#x3c;`;

  test('markup in every field stands there as text', async () => {
    const story = await site.publish({
      title: EVIL,
      body: `${EVIL}\n\n[x](javascript:alert(1)) ![${EVIL}](https://evil.example/x.png) <svg/onload=alert(1)>`,
      authorName: EVIL.slice(0, 60),
      category: EVIL.slice(0, 40),
      tags: [EVIL.slice(0, 40)],
    });
    const path = `/de/${story.slug}`;
    const form = await site.form(path);
    for (const [fields, status] of [
      [{ ...FIELDS, name: EVIL.slice(0, 60), body: EVIL }, 303],
      [{ ...FIELDS, website: `https://a.example/"onmouseover="alert(1)` }, 303],
      [{ ...FIELDS, website: EVIL }, 400],
      [{ ...FIELDS, email: `"><script>@a.example` }, 400],
    ] as const) {
      const answer = await site.comment(path, { ...fields, form });
      expect(answer.status).toBe(status);
      expect(await answer.text()).not.toMatch(/<script>alert|<img src=x/u);
    }
    for (const { id } of (await server.get<CommentsPage>('/comments?state=waiting')).comments)
      await site.api('POST', `/comments/${id}/decide`, { state: 'published' });
    const all = await site.everything();
    expect(all.size).toBeGreaterThan(15);
    expect(dangersIn(`<p>&lt;script&gt;</p><a href="javascript:x"><img src=x><b onclick=x><script></script>`)).toHaveLength(4);
    for (const [at, text] of all) {
      // In JSON, which no browser renders, markup is text by itself; the sign is ours.
      if (!at.startsWith('/id/') && at !== '/icon.svg') expect(dangersIn(text), at).toEqual([]);
    }
    mustBeXml(all.get('/de/feed.xml') ?? '');
  });

  test.each([
    '/de/..%2f..%2f..%2fetc%2fpasswd',
    '/fonts/..%2f..%2fpackage.json',
    '/pictures/..%2f..%2fsite.key',
    '/de/%00',
    '/de/%ff%fe',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/de/tag/%27%20OR%201=1--',
    `/de/${'x'.repeat(5_000)}`,
    '/api/experiences',
    '/api/stories',
    '/.git/config',
    '/de/x?comments=-1',
    '/id/%27',
    '//evil.example/',
  ])('nothing is found at %s', async (path) => {
    const answer = await site.get(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toMatch(/root:|"dependencies"/u);
  });

  test('headers change nothing for others: neither the host, nor what a proxy says, nor conditions', async () => {
    const foreign = { Host: 'other.example', 'X-Forwarded-Host': 'other.example', 'X-Forwarded-Proto': 'https' };
    const asked = request(`${site.url}/de/`, { headers: foreign }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const page = await text(answer);
    expect(answer.statusCode).toBe(200);
    expect(page).toContain(`<link rel="canonical" href="${site.url}/de/"`);
    expect(page).not.toContain('other.example');
    const odd: readonly Readonly<Record<string, string>>[] = [
      { 'If-None-Match': '*'.repeat(5_000) },
      { 'Accept-Language': ','.repeat(5_000) },
      { 'X-Forwarded-For': '1,'.repeat(2_000) },
      { Range: 'bytes=0-1,5-9,2-' },
      { Accept: 'application/activity+json'.repeat(100) },
    ];
    for (const headers of odd) expect((await site.get('/de/', headers)).status).toBe(200);
  });

  test('forms of any shape are refused in words, and the server goes on', async () => {
    const path = '/de/der-anruf-wegen-des-fernsehens';
    const post = (body: NonNullable<RequestInit['body']>, type: string) =>
      fetch(`${site.url}${path}/comments`, { method: 'POST', body, headers: { 'Content-Type': type }, redirect: 'manual' });
    const twice = new URLSearchParams([
      ['name', 'a'],
      ['name', 'b'],
      ['do', 'send'],
    ]);
    for (const [body, type, status] of [
      ['{"name":"x"}', 'application/json', 400],
      ['', 'application/x-www-form-urlencoded', 400],
      [twice.toString(), 'application/x-www-form-urlencoded', 400],
      ['--x\r\nContent-Disposition: form-data; name="name"; filename="a"\r\n\r\nb\r\n--x--', 'multipart/form-data; boundary=x', 400],
      ['--x\r\nnonsense', 'multipart/form-data; boundary=x', 400],
      ['x'.repeat(70_000), 'application/x-www-form-urlencoded', 413],
    ] as const)
      expect((await post(body, type)).status, body.slice(0, 40)).toBe(status);
    expect((await fetch(`${site.url}${path}`, { method: 'DELETE' })).status).toBe(404);
    expect((await site.get(path)).status).toBe(200);
  });

  test('an answer to a comment of another story, or to none, is an answer to the story’s own form only', async () => {
    const { slug } = await site.publish({ title: 'Für sich' });
    const form = await site.form(`/de/${slug}`);
    const [foreign] = (await server.get<CommentsPage>('/comments?state=published')).comments;
    expect((await site.comment('/de/der-anruf-wegen-des-fernsehens', { ...FIELDS, form })).status).toBe(400);
    expect((await site.comment(`/de/${slug}`, { ...FIELDS, name: 'Fremd', form, parent: foreign?.id ?? '' })).status).toBe(303);
    const waiting = await server.get<CommentsPage>('/comments?state=waiting');
    expect(waiting.comments.find(({ storySlug }) => storySlug === slug)?.parentId).toBeNull();
  });

  test('a thousand comments in a minute from everywhere: few come through, and the console answers meanwhile', async () => {
    const path = '/de/der-anruf-wegen-des-fernsehens';
    const form = await site.form(path);
    const kept = async (): Promise<number> => {
      const { waiting, spam } = await server.get<ExperiencesPage>('/experiences');
      return waiting + spam;
    };
    const before = await kept();
    let slowestMs = 0;
    const began = performance.now();
    const flood = new AbortController();
    onTestFinished(() => flood.abort());
    const watching = (async () => {
      while (!flood.signal.aborted) {
        const from = performance.now();
        await server.get('/experiences');
        slowestMs = Math.max(slowestMs, performance.now() - from);
      }
    })();
    const statuses = new Map<number, number>();
    for (let batch = 0; batch < 20; batch++)
      await Promise.all(
        Array.from({ length: 50 }, async (_, nth) => {
          const answer = await fetch(`${site.url}${path}/comments`, {
            method: 'POST',
            redirect: 'manual',
            // A connection that waits for its next use may be closed by the server just then.
            headers: { 'X-Forwarded-For': `198.51.${batch}.${nth}`, Connection: 'close' },
            body: new URLSearchParams({ ...FIELDS, form, do: 'send', name: 'Flut', body: `Nummer ${batch} ${nth}` }),
          });
          await answer.arrayBuffer();
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        }),
      );
    const floodMs = performance.now() - began;
    flood.abort();
    await watching;
    expect(new Set(statuses.keys())).toEqual(new Set([303, 429]));
    expect((await kept()) - before).toBe(statuses.get(303));
    // All sources together may send 30 at once, and one every two seconds.
    expect(statuses.get(303)).toBeLessThanOrEqual(31 + floodMs / 2_000);
    // Not after the flood, however fast the machine is.
    expect(slowestMs).toBeLessThan(floodMs / 4);
    expect((await site.get(path)).status).toBe(200);
    await until(async () => ((await server.get<ExperiencesPage>('/experiences')).site.port === null ? null : true));
  });

  test('whoever searches again and again is asked to wait, and others are not', async () => {
    const search = async (source: string): Promise<number> => (await site.get('/de/search?q=anruf', { 'X-Forwarded-For': source })).status;
    const statuses = await Promise.all(Array.from({ length: 40 }, () => search('203.0.113.5')));
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(await search('203.0.113.6')).toBe(200);
  });

  test('whoever belongs to no household of this site, or has no key, learns nothing from the console’s API', async () => {
    await site.api('POST', '/users', { name: 'Eva', password: 'ein langer Satz', role: 'owner' });
    for (const at of ['/experiences', '/comments?state=waiting', '/experiences/export', '/pictures/0192a000-0000-7000-8000-000000000001']) {
      const answer = await until(() => fetch(`${server.url}/api${at}`).catch(() => null));
      expect([at, answer.status, await answer.json()]).toEqual([at, 401, { error: 'not_logged_in' }]);
    }
    expect((await site.get('/de/')).status).toBe(200);
  });
});
