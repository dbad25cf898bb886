import { SaxesParser } from 'saxes';
import TurndownService from 'turndown';
import { WxrError } from './wxr-error.ts';
import type { ForeignComment, ForeignPost } from '../../experiences/import.ts';

/** More of one text nobody wrote; the rest of it is left out. */
const LONGEST_TEXT = 500_000;
/** The parser holds a whole text before it hands it over: where no tag comes for so long, nobody wrote it. In characters. */
const LONGEST_UNBROKEN = 8_000_000;
/** One post with its comments, in characters; every element counts as so many more. */
const LARGEST_ITEM = 40_000_000;
const ELEMENT = 100;
const MOST_COMMENTS = 20_000;
/** An export has six levels. */
const DEEPEST = 50;

type Fields = Record<string, string>;

interface Item {
  readonly fields: Fields;
  readonly categories: { readonly domain: string; readonly name: string }[];
  readonly comments: Fields[];
}

/** Reads an export of WordPress (WXR 1.0 to 1.2) piece by piece: posts with their comments. Throws WxrError. */
export async function* readWxr(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<ForeignPost> {
  const done: Item[] = [];
  const parser = itemParser((item) => done.push(item));
  const decoder = new TextDecoder();
  const markdown = toMarkdown();
  const take = function* (): Generator<ForeignPost> {
    for (const item of done.splice(0)) {
      const post = postOf(item, markdown);
      if (post) yield post;
    }
  };
  for await (const piece of pieces) {
    parser.write(decoder.decode(piece, { stream: true }));
    yield* take();
  }
  parser.end();
  yield* take();
}

interface Feed {
  write(text: string): void;
  end(): void;
}

/** Entities of our own a document cannot have: what the parser does not know stays as it stands there, so nothing grows. */
function itemParser(onItem: (item: Item) => void): Feed {
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  let isExport = false;
  let item: Item | null = null;
  let comment: Fields | null = null;
  let category = '';
  let text = '';
  const depth: string[] = [];
  let unbroken = 0;
  let size = 0;
  let broken: WxrError | null = null;
  parser.on('error', (error) => {
    broken ??= new WxrError(error.message);
  });
  parser.on('opentag', ({ name, attributes }) => {
    unbroken = 0;
    depth.push(name);
    if (depth.length > DEEPEST) broken ??= new WxrError('it is nested too deeply');
    text = '';
    if (name === 'rss') isExport = true;
    if (name === 'item') size = 0;
    if (name === 'item') item = { fields: {}, categories: [], comments: [] };
    if (name === 'wp:comment') comment = {};
    if (name === 'category') category = attributes['domain'] ?? '';
  });
  const add = (more: string): void => {
    if (text.length < LONGEST_TEXT) text += more;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', ({ name }) => {
    unbroken = 0;
    size += text.length + ELEMENT;
    if (size > LARGEST_ITEM) broken ??= new WxrError('one post in it is too large');
    depth.pop();
    if (name === 'item' && item) {
      onItem(item);
      item = null;
    } else if (name === 'wp:comment' && comment && item) {
      if (item.comments.length < MOST_COMMENTS) item.comments.push(comment);
      comment = null;
    } else if (comment && depth.at(-1) === 'wp:comment') comment[name] = text.trim();
    else if (item && depth.at(-1) === 'item') {
      if (name === 'category') item.categories.push({ domain: category, name: text.trim() });
      else item.fields[name] = text.trim();
    }
    text = '';
  });
  const check = (): void => {
    if (broken) throw broken;
  };
  return {
    write(more) {
      unbroken += more.length;
      if (unbroken > LONGEST_UNBROKEN) throw new WxrError('one text in it is too long');
      parser.write(more);
      check();
    },
    end() {
      parser.close();
      check();
      if (!isExport) throw new WxrError('not an export of WordPress');
    },
  };
}

/** Null: a page, a menu, an attachment or what was thrown away. */
function postOf({ fields, categories, comments }: Item, markdown: (html: string) => string): ForeignPost | null {
  const status = fields['wp:status'] ?? '';
  if ((fields['wp:post_type'] ?? 'post') !== 'post' || !['publish', 'draft', 'private', 'pending', 'future'].includes(status)) return null;
  const url = URL.parse(fields['link'] ?? '');
  const named = (domain: string): string[] => categories.flatMap((one) => (one.domain === domain && one.name !== '' ? [one.name] : []));
  const category = named('category').find((name) => !/^(?:uncategorized|allgemein)$/iu.test(name));
  return {
    path: url === null ? `/?p=${fields['wp:post_id'] ?? ''}` : url.pathname + (url.pathname === '/' ? url.search : ''),
    title: fields['title'] ?? '',
    markdown: markdown(fields['content:encoded'] ?? ''),
    dated: dayIn(fields['wp:post_date']) ?? dayIn(fields['wp:post_date_gmt']) ?? '1970-01-01',
    published: status === 'publish' && (fields['wp:post_password'] ?? '') === '',
    authorName: fields['dc:creator'] ?? '',
    category: category ?? null,
    tags: named('post_tag'),
    comments: comments.flatMap(commentOf),
  };
}

/** Pingbacks and what was called spam stay where they were. */
function commentOf(fields: Fields): ForeignComment[] {
  const approved = fields['wp:comment_approved'] ?? '';
  const type = fields['wp:comment_type'] ?? '';
  if (!['1', '0'].includes(approved) || !['', 'comment'].includes(type)) return [];
  const at = momentIn(fields['wp:comment_date_gmt'] ?? fields['wp:comment_date'] ?? '');
  const website = fields['wp:comment_author_url'] ?? '';
  const parent = fields['wp:comment_parent'] ?? '0';
  return [
    {
      id: fields['wp:comment_id'] ?? '',
      parent: parent === '0' ? null : parent,
      name: fields['wp:comment_author'] ?? '',
      email: fields['wp:comment_author_email'] ?? '',
      website: /^https?:\/\/\S+$/iu.test(website) ? website.slice(0, 200) : null,
      body: (fields['wp:comment_content'] ?? '').replaceAll(/<[^<>]*>/gu, ''),
      at,
      approved: approved === '1',
    },
  ];
}

/** `2026-11-25 10:00:00`, in UTC, as ms since 1970; 0 where it is none. */
function momentIn(written: string): number {
  try {
    return Math.max(0, Temporal.Instant.from(`${written.replace(' ', 'T')}Z`).epochMilliseconds);
  } catch {
    return 0;
  }
}

function dayIn(written: string | undefined): string | null {
  try {
    return Temporal.PlainDate.from(/^\d{4}-\d{2}-\d{2}/u.exec(written ?? '')?.[0] ?? '').toString();
  } catch {
    return null;
  }
}

/** WordPress's editor marks blocks with comments, and its older one parts paragraphs by empty lines. */
function toMarkdown(): (html: string) => string {
  const service = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced', emDelimiter: '*' });
  service.remove(['script', 'style', 'iframe', 'object', 'form']);
  return (html) => {
    const plain = flattened(withoutNotes(html)).replaceAll(/\[\/?[a-z_-]{1,60}(?:\s[^[\]]*)?\]/gu, '');
    const paragraphs = /<(?:p|div|h[1-6]|ul|ol|blockquote)\b/iu.test(plain)
      ? plain
      : plain
          .split(/\r?\n\s*\r?\n/u)
          .map((one) => `<p>${one.replaceAll(/\r?\n/gu, '<br>')}</p>`)
          .join('');
    return service.turndown(paragraphs).trim();
  };
}

/** Nobody writes deeper; what converts a tree goes down into it level by level, and took seconds for 8 kB of `<b><i><b>`. */
const DEEPEST_MARKUP = 40;
/** Their ends may be left out (HTML, section 13.1.2.4), or there is none: they do not nest by themselves. */
const ENDS_BY_ITSELF =
  /^(?:p|li|d[td]|t[rdh]|thead|tbody|tfoot|colgroup|option|optgroup|r[tp]|area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/iu;

/** Without the tags that lie too deep; their text stays. */
function flattened(html: string): string {
  let depth = 0;
  return html.replaceAll(/<(\/?)([a-z][a-z0-9]{0,20})\b[^<>]*>/giu, (tag, end: string, name: string) => {
    if (ENDS_BY_ITSELF.test(name)) return depth > DEEPEST_MARKUP ? '' : tag;
    const level = end === '' ? ++depth : depth;
    if (end !== '') depth = Math.max(0, depth - 1);
    return level > DEEPEST_MARKUP ? '' : tag;
  });
}

/** Without the comments of HTML. */
function withoutNotes(html: string): string {
  return html
    .split('<!--')
    .map((part, nth) => {
      const end = nth === 0 ? -1 : part.indexOf('-->');
      return end < 0 ? part : part.slice(end + 3);
    })
    .join('');
}
