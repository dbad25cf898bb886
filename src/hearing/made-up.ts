/** What models of Whisper's kind make up where nobody speaks: credits of the films that they learned from, and names of noises. */
const MADE_UP =
  /^(?:[[(*♪].*[\])*♪]|untertitel\b.*|.*\bamara\.org\b.*|.*\b(?:swr|zdf|ard) (?:für funk|\d{4}).*|.*(?:thanks|thank you) for watching.*)[.!]?$/iu;
/** In characters; a credit is one line. */
const LONGEST_MADE_UP = 300;

/** The words without what nobody said. */
export function withoutMadeUp(words: string): string {
  const said = words.trim();
  return said.length <= LONGEST_MADE_UP && MADE_UP.test(said) ? '' : said;
}
