const of = (piece: string) => (length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** Markdown of a given length that makes renderers and searches for addresses slow: nesting, what is opened and never closed, almost-addresses. */
export const HOSTILE_MARKDOWN: readonly ((length: number) => string)[] = [
  of('>'),
  of('> '),
  of('['),
  of('![a]('),
  of('[a](<'),
  of('*a '),
  of('*a_ '),
  of('**a*'),
  of('<a '),
  of('<!--'),
  of('&#x'),
  of('a@'),
  of('a.'),
  of('a@a.'),
  of('http://a.'),
  of('- '.repeat(100)),
  of('[a]: <b\n'),
  of('| a '),
  of('\\'),
  of('\u00ad'),
  of('\n\n- a\n  - b\n'),
  (length) =>
    Array.from({ length: Math.floor(Math.sqrt(length * 2)) }, (_, nth) => '`'.repeat(nth))
      .join('a')
      .slice(0, length),
  (length) => `${'a'.repeat(length / 2)}@${'b'.repeat(length / 2)}`,
  (length) => `[${'a'.repeat(length / 2)}](${'('.repeat(length / 2)}`,
];
