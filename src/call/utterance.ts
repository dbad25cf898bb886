import type { Language } from './language.ts';

/**
 * One sentence or two of the phrase catalogue. Utterances are lists of segments, so that finite phrases can be
 * recorded and cached, and only what stands in slots needs to be synthesised.
 */
export interface Segment {
  readonly phraseId: string;
  /** Which of the phrase's wordings, from 0. */
  readonly variant: number;
  readonly lang: Language;
  readonly slots?: Readonly<Record<string, string>>;
}

/** Whether a sentence holds anything of one caller: a name, a number, a time, somebody's wording. The household's own name is in many. */
export function isOfOneCall({ slots }: Segment): boolean {
  return Object.keys(slots ?? {}).some((slot) => slot !== 'household');
}

export type Utterance = readonly Segment[];

/** The words of a sentence that were heard when it was cut off: whole words, in proportion to the time. */
export function wordsHeard(words: string, playedMs: number, ofMs: number): string {
  if (playedMs >= ofMs) return words;
  const heard = words.slice(0, Math.floor((words.length * playedMs) / ofMs));
  return heard.slice(0, Math.max(0, heard.lastIndexOf(' '))).trimEnd();
}
