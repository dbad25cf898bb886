import type { Understood } from '../../call/understood.ts';
import { unsaid, wasSaid } from '../dialogue/saying.ts';
import type { DialogueState } from '../dialogue/state.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import type { Approach } from './approach.ts';
import { friendlyNo, no, thanks } from './friendly-no.ts';

/**
 * Nonviolent communication: a plain human guess at what the caller feels and needs, the no beside it, and a doable
 * request. A guess is made once; after that the no stands by itself.
 */
export const empathy: Approach = {
  firstNo(state, is) {
    const guess: DialoguePhraseId = state.topic === 'donation' || is === 'survey' ? 'guess_effort' : 'guess_pitch';
    return [thanks(state, is), guess, no(state, is), 'empathic_request'];
  },

  hold(state, heard) {
    const guess = guessFor(state, heard);
    if (guess === null) return friendlyNo.hold(state, heard);
    if (!wasSaid(state, 'empathic_no')) return [guess, 'empathic_no'];
    return [guess, unsaid(state, 'empathic_hold') ? 'empathic_hold' : 'hold_plain'];
  },
};

/** The guess that fits what was said, among those not made yet; null: nothing calls for one. */
export function guessFor(state: DialogueState, heard: Understood): DialoguePhraseId | null {
  const { acts, remarks } = heard;
  const fits: readonly (readonly [boolean, DialoguePhraseId])[] = [
    [remarks.includes('not_in_my_hands') || acts.includes('deflects'), 'guess_not_in_hand'],
    [remarks.includes('long_day'), 'guess_long_day'],
    [remarks.includes('pressure') && acts.includes('complains'), 'guess_pressure'],
    [remarks.includes('fed_up'), 'guess_fed_up'],
    [acts.includes('insults') && remarks.includes('machine'), 'guess_machine'],
    [remarks.includes('not_heard'), 'guess_not_heard'],
    [acts.includes('shouts') || acts.includes('insults'), 'guess_angry'],
    [acts.includes('complains'), 'guess_long_day'],
    [acts.includes('blames'), 'guess_not_heard'],
    [remarks.includes('no_time_needed') || remarks.includes('only_today'), 'guess_hurry'],
    [remarks.includes('why_not'), 'guess_puzzled'],
    [remarks.includes('machine'), 'guess_machine'],
  ];
  return fits.find(([fit, phrase]) => fit && unsaid(state, phrase))?.[1] ?? null;
}

/** Words of upset; the loudness of a voice is none. */
export function isUpset(heard: Understood): boolean {
  return heard.acts.some((act) => act === 'insults' || act === 'shouts' || act === 'complains' || act === 'blames');
}
