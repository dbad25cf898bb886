import type { HttpBindings } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import type { Language } from '../call/language.ts';
import { RateLimiter } from '../call/rate-limit.ts';
import { NOTHING_ENTERED, type Entered, type Notice } from './comment-form.ts';
import { siteWordsIn } from '../words/site.ts';
import { framed } from './frame.ts';
import { articleObject, noteObject } from './feeds.ts';
import { MAX_COMMENT } from '../experiences/comment.ts';
import { storyHtml } from '../experiences/markdown.ts';
import { Pages } from './pages.ts';
import type { ListOf } from './stories-pages.ts';
import { sourceOf } from './visitors.ts';
import { path, LANGUAGES, type SiteTools } from './tools.ts';

type Env = { Bindings: HttpBindings };

const MAX_FORM_BYTES = 65_536;
/** To look something up takes longer than any other page: from one place twenty at once, then one a second. */
const SEARCHES = { perSecond: 1, burst: 20 } as const;
/** Of forms that are only looked at, from one place: thirty at once, then one in two seconds. */
const LOOKS = { perSecond: 0.5, burst: 30 } as const;
const SECONDS = { page: 60, picture: 31_536_000, file: 86_400 } as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;
const SLUG = /^[\p{L}\p{N}-]{1,100}$/u;

/** The public pages: rendered here, read without a script, and with nothing from anywhere else. */
export function siteApp(tools: SiteTools, pages: Pages = new Pages(tools)): Hono<Env> {
  const app = new Hono<Env>();
  const looks = new RateLimiter(tools.clock, LOOKS);
  const searches = new RateLimiter(tools.clock, SEARCHES);

  const notFound = async (context: Context<Env>): Promise<Response> => {
    const moved = await tools.stories.movedTo(tools.householdId, new URL(context.req.url).pathname);
    if (moved) return context.redirect(path.story(moved.lang, moved.slug), 301);
    const lang = languageIn(context.req.path) ?? tools.settings().lang;
    const words = siteWordsIn(lang);
    const head = { lang, title: words.notFound, description: words.notFoundLead, canonical: null };
    return context.html(
      framed(
        tools,
        head,
        html`<h1>${words.notFound}</h1>
          <p class="lead">${words.notFoundLead}</p>
          <p><a href="${path.home(lang)}">${words.home}</a></p>`,
      ),
      404,
    );
  };

  const listed = async (context: Context<Env>, of: ListOf): Promise<Response> => {
    const lang = languageIn(context.req.path);
    const page = pageIn(context.req.query('page'));
    if (lang === null || page === null) return notFound(context);
    return cached(context, await pages.list(lang, of, page), notFound);
  };

  app.use(async (context, next) => {
    await next();
    context.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'strict-origin-when-cross-origin');
    context.header('Cross-Origin-Opener-Policy', 'same-origin');
    context.header('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), browsing-topics=()');
  });

  app.get('/', async (context) => {
    const lang = await pages.languageFor(context.req.header('Accept-Language'));
    context.header('Vary', 'Accept-Language');
    return context.redirect(path.home(lang), 302);
  });
  app.get('/site.css', (context) => file(context, tools.files.css, 'text/css; charset=utf-8'));
  app.get('/accent.css', (context) =>
    context.body(accentCss(tools.settings().accent), 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': `public, max-age=${SECONDS.page}`,
    }),
  );
  app.get('/icon.svg', (context) => file(context, tools.files.icon, 'image/svg+xml'));
  app.get('/fonts/:name', (context) => {
    const font = tools.files.fonts.get(context.req.param('name'));
    return font ? file(context, font, 'font/woff2') : notFound(context);
  });
  app.get('/robots.txt', (context) =>
    context.text(`User-agent: *\nDisallow: /*?reply=\nDisallow: /*/search\nSitemap: ${tools.origin()}/sitemap.xml\n`),
  );
  app.get('/sitemap.xml', async (context) => cached(context, await pages.sitemap(), notFound, 'application/xml; charset=utf-8'));

  app.get('/pictures/:file', async (context) => {
    const id = context.req.param('file').replace(/\.[a-z]+$/u, '');
    const picture = UUID.test(id) ? await tools.pictures.picture(tools.householdId, id) : null;
    if (!picture || !(await pages.isShown(id))) return notFound(context);
    return context.body(picture.bytes, 200, {
      'Content-Type': picture.type,
      'Cache-Control': `public, max-age=${SECONDS.picture}, immutable`,
    });
  });

  app.get('/id/:id', async (context) => {
    const id = context.req.param('id');
    const asObject = /application\/(?:activity|ld)\+json/u.test(context.req.header('Accept') ?? '');
    const found = UUID.test(id) ? await pages.named(id) : null;
    if (!found) return notFound(context);
    const { story, comment } = found;
    context.header('Vary', 'Accept');
    if (!asObject) return context.redirect(path.story(story.lang, story.slug) + (comment ? `#comment-${comment.id}` : ''), 303);
    const object = comment ? noteObject(comment, story, tools.origin()) : articleObject(story, storyHtml(story.body), tools.origin());
    return context.body(JSON.stringify(object), 200, { 'Content-Type': 'application/activity+json' });
  });

  for (const lang of LANGUAGES) {
    app.get(`/${lang}`, (context) => context.redirect(path.home(lang), 301));
    app.get(`/${lang}/`, (context) => listed(context, {}));
    app.get(`/${lang}/tag/:slug`, (context) => listed(context, { tag: context.req.param('slug') }));
    app.get(`/${lang}/category/:slug`, (context) => listed(context, { category: context.req.param('slug') }));
    app.get(`/${lang}/month/:month{[0-9]{4}-(?:0[1-9]|1[0-2])}`, (context) => listed(context, { month: context.req.param('month') }));
    app.get(`/${lang}/search`, (context) => {
      if (!searches.allows(sourceIn(context))) return context.text(siteWordsIn(lang).searchBusy, 429);
      return listed(context, { text: (context.req.query('q') ?? '').slice(0, 100).trim() });
    });
    app.get(`/${lang}/feed.xml`, async (context) =>
      cached(context, await pages.feed(lang), notFound, 'application/atom+xml; charset=utf-8'),
    );
    for (const which of ['imprint', 'privacy'] as const)
      app.get(`/${lang}/${which}`, async (context) => cached(context, await pages.legal(lang, which), notFound));
    app.get(`/${lang}/:slug`, async (context) => {
      const slug = context.req.param('slug');
      const page = pageIn(context.req.query('comments'));
      if (!SLUG.test(slug) || page === null) return notFound(context);
      const sent = context.req.query('sent');
      const reply = context.req.query('reply') ?? null;
      if (reply === null && sent === undefined) return cached(context, await pages.story(lang, slug, page), notFound);
      const parent = reply !== null && UUID.test(reply) ? reply : null;
      const shown = await pages.storyWith(lang, slug, {
        page,
        parent,
        entered: NOTHING_ENTERED,
        notice: null,
        sent: sent === 'waiting' || sent === 'published' ? sent : null,
      });
      return shown === null ? notFound(context) : context.html(shown);
    });
    app.post(
      `/${lang}/:slug/comments`,
      bodyLimit({ maxSize: MAX_FORM_BYTES, onError: (context) => context.text('413', 413) }),
      async (context) => {
        const slug = context.req.param('slug');
        const story = SLUG.test(slug) ? await pages.published(lang, slug) : null;
        if (!story || !tools.settings().comments) return notFound(context);
        const form = await formIn(context);
        const source = sourceIn(context);
        const parent = UUID.test(form.parent) ? form.parent : null;
        const entered: Entered = { name: form.name, email: form.email, website: form.website, body: form.body };
        const again = async (notice: Notice, status: 200 | 400 | 429): Promise<Response> => {
          const shown = await pages.storyWith(lang, slug, { page: 1, parent, entered, notice, sent: null });
          return shown === null ? notFound(context) : context.html(shown, status);
        };
        if (!looks.allows(source)) return context.text(siteWordsIn(lang).busy, 429);
        if (form.body.length > MAX_COMMENT) return again({ type: 'incomplete', fields: ['body'] }, 400);
        if (form.do === 'preview') return again({ type: 'preview' }, 200);
        const received = await tools.desk.receive({
          ...entered,
          storyId: story.id,
          parentId: parent,
          lang,
          trap: form.subject,
          form: form.form,
          hintSeen: form.hint === 'seen',
          source,
        });
        if ('id' in received) {
          const place = received.type === 'published' ? `comment-${received.id}` : 'write';
          return context.redirect(`${path.story(lang, slug)}?sent=${received.type}#${place}`, 303);
        }
        return again(received, received.type === 'busy' ? 429 : received.type === 'hint' ? 200 : 400);
      },
    );
  }

  app.notFound(notFound);
  app.onError((error, context) => {
    tools.log.warn({ error: error.name }, 'a public page failed');
    const lang = languageIn(context.req.path) ?? tools.settings().lang;
    return context.text(siteWordsIn(lang).failed, 500);
  });
  return app;
}

function cached(
  context: Context<Env>,
  page: { readonly body: string; readonly etag: string } | null,
  notFound: (context: Context<Env>) => Promise<Response>,
  type = 'text/html; charset=utf-8',
): Response | Promise<Response> {
  if (!page) return notFound(context);
  const headers = { 'Content-Type': type, ETag: page.etag, 'Cache-Control': `public, max-age=${SECONDS.page}` };
  if (context.req.header('If-None-Match')?.includes(page.etag)) return context.body(null, 304, headers);
  return context.body(page.body, 200, headers);
}

function file(context: Context<Env>, body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return context.body(body, 200, { 'Content-Type': type, 'Cache-Control': `public, max-age=${SECONDS.file}` });
}

function sourceIn(context: Context<Env>): string {
  return sourceOf(getConnInfo(context).remote.address ?? '', context.req.header('X-Forwarded-For'));
}

function languageIn(at: string): Language | null {
  return LANGUAGES.find((lang) => at === `/${lang}` || at.startsWith(`/${lang}/`)) ?? null;
}

/** Null: no page has that number. */
function pageIn(query: string | undefined): number | null {
  if (query === undefined) return 1;
  return /^[1-9]\d{0,4}$/u.test(query) ? Number(query) : null;
}

async function formIn(context: Context<Env>): Promise<Record<keyof Entered | 'parent' | 'form' | 'hint' | 'do' | 'subject', string>> {
  const body = await context.req.parseBody().catch((): Record<string, unknown> => ({}));
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
  return {
    name: text('name'),
    email: text('email'),
    website: text('website'),
    body: text('body'),
    parent: text('parent'),
    form: text('form'),
    hint: text('hint'),
    do: text('do'),
    subject: text('subject'),
  };
}

/** The household's own colour in the place of the accent; it was checked when it was set. */
function accentCss(accent: string | null): string {
  return accent === null ? '' : `:root{--accent:light-dark(${accent},color-mix(in oklab,${accent} 55%,white))}`;
}
