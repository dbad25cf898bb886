import type { CommentState, WhyHeld } from './comment.ts';

/** What is known of a comment that has just come. */
export interface Circumstances {
  /** A field that no person sees was filled in, or the form came back sooner than anybody writes. */
  readonly trap: boolean;
  readonly blocked: boolean;
  /** A comment of theirs was published before. */
  readonly known: boolean;
  readonly links: number;
  /** From 0 to 1; null: nothing is known. */
  readonly spam: number | null;
}

export interface Verdict {
  readonly state: CommentState;
  readonly why: WhyHeld | null;
}

const MOST_LINKS = { known: 3, unknown: 1 } as const;
const SURELY_SPAM = 0.98;
const PERHAPS_SPAM = 0.8;

/** What becomes of a comment. Nothing is lost by it: whatever is held, a person can let pass. */
export function verdictOn({ trap, blocked, known, links, spam }: Circumstances): Verdict {
  if (trap) return { state: 'spam', why: 'trap' };
  if (blocked) return { state: 'spam', why: 'blocked' };
  if (spam !== null && spam >= SURELY_SPAM) return { state: 'spam', why: 'words' };
  if (links > (known ? MOST_LINKS.known : MOST_LINKS.unknown)) return { state: 'waiting', why: 'links' };
  if (spam !== null && spam >= PERHAPS_SPAM) return { state: 'waiting', why: 'words' };
  if (!known) return { state: 'waiting', why: 'first' };
  return { state: 'published', why: null };
}
