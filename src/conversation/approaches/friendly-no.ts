import type { Remark, Topic } from '../../call/understood.ts';
import { sameCompany, unsaid } from '../dialogue/saying.ts';
import type { Finding } from '../dialogue/evidence.ts';
import type { DialogueState } from '../dialogue/state.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import type { Approach } from './approach.ts';

/** Tina's way: listens calmly, then an honest, friendly no with thanks, and a wish for the day. */
export const friendlyNo: Approach = {
  firstNo(state, is) {
    return [thanks(state, is), no(state, is), 'note_no_calls', ...(state.setting.brief ? [] : (['wish_day'] as const))];
  },

  hold(state, heard) {
    const fitting = HOLDS.filter(([remark, phrase]) => heard.remarks.includes(remark) && unsaid(state, phrase)).map(([, phrase]) => phrase);
    const asked: DialoguePhraseId[] = heard.acts.includes('asks_for_data') && unsaid(state, 'hold_data') ? ['hold_data'] : [];
    return [[...asked, ...fitting][0] ?? 'hold_plain'];
  },
};

/** What a comeback is met with; the first that fits and was not said yet. */
const HOLDS: readonly (readonly [Remark, DialoguePhraseId])[] = [
  ['machine', 'hold_computer'],
  ['visit', 'hold_visit'],
  ['send_something', 'hold_material'],
  ['another_time', 'hold_later'],
  ['someone_else', 'hold_person'],
  ['who_supplies_you', 'hold_data'],
  ['others_do_it', 'hold_others'],
  ['you_have_a_contract', 'hold_contract'],
  ['only_today', 'hold_urgent'],
  ['no_time_needed', 'hold_time'],
  ['costs_nothing', 'hold_price'],
  ['why_not', 'hold_why'],
];

/** The thanks that fits; a company that was told no before is reminded of it instead. */
export function thanks(state: DialogueState, is: Finding): DialoguePhraseId {
  const company = state.slots.company;
  if (company !== undefined && state.setting.toldNoBefore.some((one) => sameCompany(one, company))) return 'known_company';
  if (is === 'survey') return 'thanks_for_asking';
  return state.topic === 'donation' ? 'thanks_for_effort' : 'thanks_for_showing';
}

const NO: Readonly<Record<Topic, DialoguePhraseId>> = {
  energy: 'no_energy',
  television: 'no_television',
  telecom: 'no_telecom',
  insurance: 'no_insurance',
  money: 'no_money',
  solar: 'no_solar',
  home: 'no_home',
  press: 'no_press',
  lottery: 'no_lottery',
  donation: 'no_donation',
  business: 'no_business',
  health_goods: 'no_health_goods',
  travel: 'no_travel',
  goods: 'no_goods',
  other: 'no_other',
};

/** The plain no to what the call is about. */
export function no(state: DialogueState, is: Finding): DialoguePhraseId {
  return is === 'survey' ? 'no_survey' : NO[state.topic];
}
