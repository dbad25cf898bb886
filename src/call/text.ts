/**
 * Words as the rules and the model see them: lower case, umlauts spelled out, no punctuation, so that typed text and
 * a recogniser's bare words look the same. A question mark is kept as the word `?`: typed text has it.
 */
export function normalise(text: string): string {
  return fold(text.toLowerCase())
    .replace(/\?/gu, ' ? ')
    .replace(/(\d)[.,](?=\d)/gu, '$1')
    .replace(/[^a-z0-9?* ]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Spells umlauts and sharp s out and takes accents off. */
export function fold(text: string): string {
  return text
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replaceAll(/[’'`´]/gu, '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
}

export function wordsIn(normalised: string): string[] {
  return normalised.split(' ').filter((word) => word !== '' && word !== '?');
}

/**
 * A rule's pattern, made from alternatives that are written with umlauts. A space stands for any gap; `…` for up to
 * five words in between; a leading or trailing `*` lets the word go on.
 */
export function pattern(alternatives: readonly string[]): RegExp {
  const sources = alternatives.map((alternative) =>
    fold(alternative.toLowerCase().replace(/(?<![ …])[ …]+$/u, ''))
      .replaceAll(/ ?… ?/gu, ' (?:[a-z0-9]+ ){0,5}?')
      .replaceAll(/(^|[(| ])\*(?=[a-z(])/gu, '$1[a-z0-9]*')
      .replaceAll(/(?<=[a-z0-9)])\*/gu, '[a-z0-9]*')
      .replaceAll(/ \?$/gu, ' \\?'),
  );
  return new RegExp(`(?:^|(?<= ))(?:${sources.join('|')})(?=$| )`, 'u');
}
