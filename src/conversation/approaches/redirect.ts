import { matterOf, wasSaid } from '../dialogue/saying.ts';
import type { DialogueState } from '../dialogue/state.ts';
import type { Approach } from './approach.ts';
import { guessFor } from './empathy.ts';
import { friendlyNo } from './friendly-no.ts';

/**
 * What the author of the idea tried, done kindly: no to the new product, and the released sentence about an open fault
 * with the company that calls. At most one exchange; then thanks and goodbye. A false technician asks for exactly such
 * a fault, so it is never brought up where repair, a visit, remote access or data was mentioned.
 */
export const redirect: Approach = {
  firstNo(state, is) {
    return is === 'sales' && mayRedirect(state) ? ['redirect_no', 'redirect_matter'] : friendlyNo.firstNo(state, is);
  },

  hold(state, heard) {
    if (!wasSaid(state, 'redirect_matter')) return friendlyNo.hold(state, heard);
    const guess = guessFor(state, heard);
    return [...(guess === null ? [] : [guess]), ...(wasSaid(state, 'redirect_request') ? [] : (['redirect_request'] as const))];
  },
};

function mayRedirect(state: DialogueState): boolean {
  const dangerous = state.acts.some((act) => ['asks_for_access', 'asks_for_data', 'asks_who_is_home'].includes(act));
  return !dangerous && !state.repairMentioned && matterOf(state) !== null;
}
