import { normalise, wordsIn } from '../call/text.ts';
import type { Comment, WordCount } from './comment.ts';

/** Stands for whole comments among the words. */
export const COMMENTS = '';
const SHORTEST = 3;
const MOST_WORDS = 150;
/** Fewer comments of either kind than this teach nothing yet. */
const LEAST = 8;
const LINK = /https?:\/\/([^\s/)\]>"']+)/giu;

/** What a comment is recognised by: its words, where its links lead, and that it has any. */
export function traitsOf({ name, website, body }: Pick<Comment, 'name' | 'website' | 'body'>): string[] {
  const hosts = [...`${body} ${website ?? ''}`.matchAll(LINK)].map(([, host]) => `@${(host ?? '').toLowerCase()}`);
  const words = wordsIn(normalise(`${name} ${body}`)).filter((word) => word.length >= SHORTEST);
  return [...new Set([...hosts, ...(hosts.length > 0 ? ['@'] : []), ...words])].slice(0, MOST_WORDS);
}

/**
 * How probably a comment is spam, from 0 to 1, by what people here said of earlier ones: naive Bayes with equal priors (Graham, "A Plan
 * for Spam", 2002; Laplace's rule for rare words). Null: too little was said yet.
 */
export function spamProbability(traits: readonly string[], counts: ReadonlyMap<string, WordCount>): number | null {
  const all = counts.get(COMMENTS);
  if (!all || all.spam < LEAST || all.ham < LEAST) return null;
  const odds = traits.reduce((sum, trait) => {
    const { spam, ham } = counts.get(trait) ?? { spam: 0, ham: 0 };
    return sum + Math.log((spam + 1) / (all.spam + 2)) - Math.log((ham + 1) / (all.ham + 2));
  }, 0);
  return 1 / (1 + Math.exp(-odds));
}

/** How many links a comment brings. */
export function linksIn({ body }: Pick<Comment, 'body'>): number {
  return [...body.matchAll(LINK)].length;
}
