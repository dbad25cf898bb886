import { HOSTILE_MARKDOWN } from './hostile-markdown.ts';

/** Markup that is quadratic for careless converters: nesting, entities, shortcodes, addresses without end. */
const PARTS: readonly ((length: number) => string)[] = [
  (length) => '<div>'.repeat(length / 5),
  (length) => '<b><i>'.repeat(length / 6),
  (length) => '[caption '.repeat(length / 9),
  (length) => `<p>${'&nbsp;'.repeat(length / 6)}</p>`,
  (length) => '<ul><li>'.repeat(length / 8),
  (length) => `<p>${'Es klingelte, und ich sagte freundlich nein. '.repeat(length / 45)}</p>`,
  ...HOSTILE_MARKDOWN,
];
/** Deep enough to hurt, and a size that a real post can have. */
const PART_LENGTH = 8_000;

/** A WXR file of about so many bytes. */
export function wordpressExport(bytes: number): Buffer {
  const items: string[] = [];
  for (let length = 0; length < bytes;) {
    const nth = items.length;
    const text = (PARTS[nth % PARTS.length]?.(PART_LENGTH) ?? '').replaceAll(']]>', '');
    const comment = `<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Leser ${nth}</wp:comment_author><wp:comment_author_email>l${nth}@example.org</wp:comment_author_email><wp:comment_date_gmt>2019-05-01 10:00:00</wp:comment_date_gmt><wp:comment_content><![CDATA[${text.slice(0, 3_000)}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>`;
    const item = `<item><title>Beitrag ${nth}</title><link>https://alt.example/${nth}/</link><dc:creator>eva</dc:creator><content:encoded><![CDATA[${text}]]></content:encoded><wp:post_date>2019-05-01 12:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>${comment}</item>`;
    items.push(item);
    length += item.length;
  }
  return Buffer.from(`<rss xmlns:wp="w" xmlns:dc="d" xmlns:content="c"><channel>${items.join('')}</channel></rss>`);
}
