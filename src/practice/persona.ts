import type { Language } from '../call/language.ts';
import type { CallerState } from './state.ts';

/** What a simulated caller can say, by occasion. Each is a list: nothing is said twice before all of it was said. */
export interface PersonaLines {
  readonly opener: readonly string[];
  /** When nothing was said that stands in the way. */
  readonly pitch: readonly string[];
  /** After a no. */
  readonly objection: readonly string[];
  /** After "not now" and "send me something". */
  readonly booking: readonly string[];
  /** After a yes, an agreement, or data. */
  readonly closing: readonly string[];
  /** Asked who they are, or what it is about. */
  readonly introduction: readonly string[];
  readonly softened: readonly string[];
  /** Told of a fault of their company. */
  readonly deflecting: readonly string[];
  readonly irritated: readonly string[];
  readonly shouting: readonly string[];
  /** Takes the no, and laughs. */
  readonly laughing: readonly string[];
  /** Takes the no. */
  readonly accepting: readonly string[];
  /** Takes the no, without a kind word. */
  readonly curt: readonly string[];
  /** The last words before the receiver is slammed down. */
  readonly slamming: readonly string[];
  /** Has what was wanted. */
  readonly sold: readonly string[];
  /** The last words: in answer to a good wish, and else. */
  readonly farewell: readonly string[];
  readonly goodbye: readonly string[];
  /** Somebody wanted: has been heard; was turned away. */
  readonly reached: readonly string[];
  readonly lost: readonly string[];
}

export type Occasion = keyof PersonaLines;

/** How a caller is told to the person before the call: a name, and a sentence on what to expect. */
export interface PersonaCard {
  readonly name: string;
  readonly about: string;
}

export interface Persona {
  readonly id: string;
  /** At an ordinary difficulty. */
  readonly start: CallerState;
  /** How much faster than others the tension rises: 1 is even-tempered. */
  readonly nerves: number;
  /** How many times as much of a no it takes. */
  readonly persistence: number;
  /** From this tension on they shout and slam the receiver down. */
  readonly breaking: number;
  /** How many times as much a bare yes is worth to them. */
  readonly trapsYes: number;
  /** Somebody who should get through: the check on oneself. */
  readonly wanted: boolean;
  readonly cards: Readonly<Record<Language, PersonaCard>>;
  /** What is missing here is said in common words. */
  readonly lines: Readonly<Record<Language, Partial<PersonaLines> & Pick<PersonaLines, 'opener'>>>;
}
