import type { Understood } from '../../call/understood.ts';
import type { Finding } from '../dialogue/evidence.ts';
import type { DialogueState } from '../dialogue/state.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';

/** A way of meeting a sales call: what is said, as phrases of the catalogue. */
export interface Approach {
  /** The plain no, with thanks and the wish not to be called. */
  firstNo(state: DialogueState, is: Finding): readonly DialoguePhraseId[];
  /** The answer to a caller who comes back after the no; the no holds. */
  hold(state: DialogueState, heard: Understood): readonly DialoguePhraseId[];
}
