import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Language } from '../call/language.ts';
import { siteWordsIn } from '../words/site.ts';
import { path, LOCALE, type SiteTools } from './tools.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What a page says of itself. */
export interface Head {
  readonly lang: Language;
  readonly title: string;
  readonly description: string;
  /** The path at which it is found for good; null: search engines need not know it. */
  readonly canonical: string | null;
  /** Of a story. */
  readonly article?: {
    readonly publishedAt: string;
    readonly author: string;
    readonly tags: readonly string[];
    readonly image: string | null;
  };
  /** What was searched for, to stand in the field again. */
  readonly searched?: string;
}

/** A whole page around its main part. */
export function framed(tools: Pick<SiteTools, 'settings' | 'origin'>, head: Head, main: Html): Html {
  const { lang } = head;
  const words = siteWordsIn(lang);
  const { title, tagline, accent } = tools.settings();
  const origin = tools.origin();
  const other: Language = lang === 'de' ? 'en' : 'de';
  const full = head.title === title ? title : `${head.title} · ${title}`;
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${full}</title>
        <meta name="description" content="${head.description}" />
        ${head.canonical === null ? html`<meta name="robots" content="noindex" />` : html`<link rel="canonical" href="${origin}${head.canonical}" />`}
        <link rel="alternate" type="application/atom+xml" title="${title}" href="${path.feed(lang)}" />
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
        <link rel="stylesheet" href="/site.css" />
        ${accent === null ? '' : html`<link rel="stylesheet" href="/accent.css" />`}
        <meta property="og:site_name" content="${title}" />
        <meta property="og:title" content="${head.title}" />
        <meta property="og:description" content="${head.description}" />
        <meta property="og:type" content="${head.article ? 'article' : 'website'}" />
        <meta property="og:locale" content="${LOCALE[lang].replace('-', '_')}" />
        ${head.canonical === null ? '' : html`<meta property="og:url" content="${origin}${head.canonical}" />`}
        ${head.article ? articleTags(head.article, origin) : ''}
      </head>
      <body>
        <a class="skip" href="#main">${words.skip}</a>
        <header class="top">
          <div>
            <a class="name" href="${path.home(lang)}">${title}</a>
            ${tagline === '' ? '' : html`<p class="tagline">${tagline}</p>`}
          </div>
          <form role="search" action="${path.search(lang)}" method="get">
            <label class="unseen" for="q">${words.searchLabel}</label>
            <input id="q" name="q" type="search" maxlength="100" placeholder="${words.searchLabel}" value="${head.searched ?? ''}" />
            <button>${words.search}</button>
          </form>
        </header>
        <main id="main" tabindex="-1">${main}</main>
        <footer class="bottom">
          <a href="${path.home(lang)}">${words.home}</a>
          <a href="${path.imprint(lang)}">${words.imprint}</a>
          <a href="${path.privacy(lang)}">${words.privacy}</a>
          <a href="${path.feed(lang)}">${words.feed}</a>
          <a href="${path.home(other)}" lang="${other}" hreflang="${other}">${words.otherLanguage}</a>
        </footer>
      </body>
    </html>`;
}

function articleTags({ publishedAt, author, tags, image }: NonNullable<Head['article']>, origin: string): Html {
  return html`<meta property="article:published_time" content="${publishedAt}" />
    <meta name="author" content="${author}" />
    ${tags.map((tag) => html`<meta property="article:tag" content="${tag}" />`)}
    ${image === null ? '' : html`<meta property="og:image" content="${origin}${image}" />`}`;
}

/** Markup that markdown.ts made. */
export function rendered(markup: string): Html {
  return raw(markup);
}
