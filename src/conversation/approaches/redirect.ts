import type { Situation } from '../dialogue/moves.ts';
import { matterOf, wasSaid } from '../dialogue/saying.ts';
import type { Approach } from './approach.ts';
import { friendlyNo } from './friendly-no.ts';

/**
 * What the author of the idea tried, done kindly: no to the new product, and the released sentence about an open fault
 * with the company that calls. At most one exchange; then thanks and goodbye. A false technician asks for exactly such
 * a fault, so it is never brought up where repair, a visit, remote access or data was mentioned.
 */
export const redirect: Approach = {
  firstNo(situation) {
    return situation.found.is === 'sales' && mayRedirect(situation) ? ['redirect_no', 'redirect_matter'] : friendlyNo.firstNo(situation);
  },

  hold(situation) {
    if (!wasSaid(situation.state, 'redirect_matter')) return friendlyNo.hold(situation);
    return wasSaid(situation.state, 'redirect_request') ? [] : ['redirect_request'];
  },

  note: 'note_no_calls',
};

function mayRedirect({ state }: Situation): boolean {
  const dangerous = state.acts.some((act) => ['asks_for_access', 'asks_for_data', 'asks_who_is_home'].includes(act));
  return !dangerous && !state.repairMentioned && matterOf(state) !== null;
}
