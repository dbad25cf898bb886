import type { Understood } from '../../call/understood.ts';
import { wasGuessed } from '../dialogue/acknowledge.ts';
import { unsaid, wasSaid } from '../dialogue/saying.ts';
import type { DialogueState } from '../dialogue/state.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import type { Approach } from './approach.ts';
import { friendlyNo } from './friendly-no.ts';

/**
 * Nonviolent communication: a plain human guess where a line gives cause for one, the no beside it, and a doable
 * request. At most one guess in a call; after it the no stands by itself.
 */
export const empathy: Approach = {
  firstNo(situation) {
    const guess = guessFor(situation.state, situation.heard);
    return [...(guess === null ? [] : [guess]), ...friendlyNo.firstNo(situation)];
  },

  hold(situation) {
    const { state, heard } = situation;
    const guess = guessFor(state, heard);
    if (guess === null) return isUpset(heard) ? [] : friendlyNo.hold(situation);
    return wasSaid(state, 'empathic_no') || isUpset(heard) ? [guess] : [guess, 'empathic_no'];
  },

  note: 'empathic_request',
};

/** The guess that fits what was said; null: nothing calls for one, or one was made already. */
export function guessFor(state: DialogueState, heard: Understood): DialoguePhraseId | null {
  if (wasGuessed(state)) return null;
  const { acts, remarks } = heard;
  const upset = isUpset(heard);
  const fits: readonly (readonly [boolean, DialoguePhraseId])[] = [
    [acts.includes('says_tired'), 'guess_long_day'],
    [remarks.includes('not_in_my_hands') && (upset || acts.includes('deflects')), 'guess_not_in_hand'],
    [remarks.includes('long_day') && upset, 'guess_long_day'],
    [remarks.includes('pressure') && upset, 'guess_pressure'],
    [remarks.includes('fed_up') && upset, 'guess_fed_up'],
    [acts.includes('insults') && remarks.includes('machine'), 'guess_machine'],
    [remarks.includes('not_heard') && upset, 'guess_not_heard'],
    [acts.includes('shouts'), 'guess_angry'],
    [remarks.includes('no_time_needed') && acts.includes('presses'), 'guess_hurry'],
    [remarks.includes('why_not'), 'guess_puzzled'],
  ];
  return fits.find(([fit, phrase]) => fit && unsaid(state, phrase))?.[1] ?? null;
}

/** Words of upset; the loudness of a voice is none. */
export function isUpset(heard: Understood): boolean {
  return heard.acts.some((act) => ['insults', 'shouts', 'complains', 'blames', 'threatens'].includes(act));
}

/** Upset at us, not only at the matter. */
export function isAngry(heard: Understood): boolean {
  return heard.acts.some((act) => ['insults', 'shouts', 'threatens'].includes(act)) || heard.remarks.includes('fed_up');
}
