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

export type Utterance = readonly Segment[];
