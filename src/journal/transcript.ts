import type { TimelineItem } from './timeline.ts';

/** Something that a caller said, in words. */
export interface TranscriptLine {
  /** In the call's ms. */
  readonly atMs: number;
  readonly words: string;
}

export interface Transcript {
  readonly lines: readonly TranscriptLine[];
  /** Wall time at which it is deleted, ms since 1970 UTC. */
  readonly expiresAt: number;
}

/** A call's timeline with what its caller said, each where it was understood. */
export function withWords(timeline: readonly TimelineItem[], lines: readonly TranscriptLine[]): TimelineItem[] {
  const said = lines.map(({ atMs, words }): TimelineItem => ({ kind: 'caller_words', fromMs: atMs, toMs: atMs, said: words }));
  // A stable sort: words come before what was understood of them in the same moment.
  return [...said, ...timeline].toSorted((a, b) => a.fromMs - b.fromMs);
}

/** What callers said, where a household keeps it and the caller was told. Every call names the household first. */
export interface TranscriptStore {
  /** Rejects with StoreError for a call that is not there. */
  addWords(householdId: string, callId: string, line: TranscriptLine, expiresAt: number): Promise<void>;
  /** Null: nothing was kept of this call, or it is deleted. */
  transcript(householdId: string, callId: string): Promise<Transcript | null>;
  /** For good; the call stays. False: there was none. */
  forgetWords(householdId: string, callId: string): Promise<boolean>;
  /** Removes what expired before `now`. */
  purgeWords(householdId: string, now: number): Promise<void>;
}
