import MarkdownIt, { type MarkdownItOptions, type Token } from 'markdown-it';
import { emailsIn } from './e-mail.ts';

/** A picture of this site, as a story names it: `![words for who cannot see it](picture:ID)`. */
export interface ShownPicture {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

export type FindPicture = (id: string) => ShownPicture | null;

const FIND = Symbol('pictures');
const PICTURE = /^picture:([0-9a-f-]{36})$/u;
const SHOWN = /\]([(:])\s{0,3}<?picture:([0-9a-f-]{36})(?![0-9a-f-])/gu;
const LONGEST_ALT = 1_000;

/**
 * A story's text as HTML. HTML in it stands there as text; headings begin below the title's; pictures are this site's own, others
 * become links, so that no reader's address goes to a third party.
 */
export function storyHtml(markdown: string, picture: FindPicture = () => null): string {
  return STORY.render(markdown, { [FIND]: picture });
}

/** A comment's text as HTML: paragraphs, emphasis, lists, quotations, links. Links are no recommendation of ours, and no e-mail address is shown. */
export function commentHtml(markdown: string): string {
  return withoutAddresses(COMMENT.render(markdown));
}

/** Text in which nobody's e-mail address is left. */
export function withoutAddresses(text: string): string {
  let rest = 0;
  let safe = '';
  for (const email of emailsIn(text, 'any')) {
    safe += `${text.slice(rest, email.at)}…@…`;
    rest = email.at + email.text.length;
  }
  return safe + text.slice(rest);
}

/** The first words of a text without its marks, cut at a word. */
export function excerptOf(markdown: string, longest: number): string {
  const words = STORY.parse(markdown.slice(0, longest * 8), {})
    .flatMap((token) => (token.type === 'inline' ? [textIn(token)] : []))
    .join(' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (words.length <= longest) return words;
  const cut = words.slice(0, longest);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest / 2)).trimEnd()} …`;
}

/** The pictures that a text shows, and those that stand in its code, by a walk back from each `](picture:ID)` to its `![`; one that is defined for references counts. */
export function picturesIn(markdown: string): string[] {
  return [...markdown.matchAll(SHOWN)].flatMap(({ 1: kind, 2: id = '', index }) => (kind === ':' || isImage(markdown, index) ? [id] : []));
}

/** Whether the bracket that closes at `end` was opened by `![`; a description of more characters than that is none. */
function isImage(markdown: string, end: number): boolean {
  let open = 1;
  for (let at = end - 1; at > Math.max(0, end - LONGEST_ALT); at--) {
    if (markdown.charAt(at) === ']') open++;
    if (markdown.charAt(at) === '[' && --open === 0) return markdown.charAt(at - 1) === '!';
  }
  return false;
}

function textIn({ children }: Token): string {
  return (children ?? []).map((child) => (child.type === 'text' || child.type === 'code_inline' ? child.content : ' ')).join('');
}

const SAFE: MarkdownItOptions = { html: false, linkify: false, typographer: false };
/** Of addresses, what a link may lead to. */
const isSafe = (url: string): boolean => /^(?:https?:\/\/|\/(?!\/)|#|mailto:)/iu.test(url.trim());

const STORY = new MarkdownIt({ ...SAFE, breaks: false });
STORY.validateLink = (url) => isSafe(url) || PICTURE.test(url);
STORY.renderer.rules['heading_open'] = (tokens, index) => `<${lowered(tokens[index])}>`;
STORY.renderer.rules['heading_close'] = (tokens, index) => `</${lowered(tokens[index])}>\n`;
STORY.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
  const href = String(tokens[index]?.attrGet('href') ?? '');
  if (PICTURE.test(href)) tokens[index]?.attrSet('href', '#');
  if (/^https?:/iu.test(href)) tokens[index]?.attrSet('rel', 'noopener');
  return self.renderToken(tokens, index, options);
};
STORY.renderer.rules['image'] = (tokens, index, _options, env) => {
  const token = tokens[index];
  const source = String(token?.attrGet('src') ?? '');
  const alt = escaped((token?.children ?? []).map(({ content }) => content).join(''));
  const id = PICTURE.exec(source)?.[1];
  const find = env?.[FIND] as FindPicture | undefined;
  const found = id === undefined ? null : (find?.(id) ?? null);
  if (found)
    return `<img src="${escaped(found.url)}" alt="${alt}" width="${found.width}" height="${found.height}" loading="lazy" decoding="async">`;
  return /^https?:/iu.test(source) ? `<a href="${escaped(source)}" rel="noopener">${alt === '' ? escaped(source) : alt}</a>` : alt;
};

const COMMENT = new MarkdownIt({ ...SAFE, breaks: true });
COMMENT.disable(['heading', 'lheading', 'image', 'table', 'hr', 'reference', 'code', 'fence']);
COMMENT.validateLink = (url) => /^https?:\/\//iu.test(url.trim());
COMMENT.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'nofollow ugc noopener noreferrer');
  return self.renderToken(tokens, index, options);
};

/** The title is the first heading of a page. */
function lowered(token: Token | undefined): string {
  return `h${Math.max(2, Number(token?.tag.slice(1) ?? 2))}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
