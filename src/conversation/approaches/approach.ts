import type { Situation } from '../dialogue/moves.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';

/** A way of meeting a sales call: what is said, as phrases of the catalogue. */
export interface Approach {
  /** The plain no, with thanks. The wish not to be called comes with the goodbye. */
  firstNo(situation: Situation): readonly DialoguePhraseId[];
  /** The position for a caller who comes back after the no; the no holds. Empty: nothing of its own to say. */
  hold(situation: Situation): readonly DialoguePhraseId[];
  /** How a caller is asked not to call again, once, with the goodbye. */
  readonly note: DialoguePhraseId;
}
