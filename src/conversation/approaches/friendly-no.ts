import type { Act } from '../../call/names.ts';
import type { Remark, Topic } from '../../call/understood.ts';
import { thanksByName } from '../dialogue/acknowledge.ts';
import { goodsOf } from '../dialogue/goods.ts';
import type { Situation } from '../dialogue/moves.ts';
import { sameCompany, unsaid } from '../dialogue/saying.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import type { Approach } from './approach.ts';

/** Tina's way: listens calmly, then an honest, friendly no with thanks, and a wish for the day. */
export const friendlyNo: Approach = {
  firstNo(situation) {
    return [...thanks(situation), no(situation)];
  },

  hold(situation) {
    const { state } = situation;
    const fitting = comebackOf(situation);
    const said = new Set(state.lastComeback);
    const repeats = fitting.length > 0 && fitting.every((phrase) => said.has(phrase));
    const fresh = fitting.find((phrase) => !said.has(phrase) && unsaid(state, phrase));
    return [fresh ?? (repeats && unsaid(state, 'hold_again') ? 'hold_again' : 'hold_plain')];
  },

  note: 'note_no_calls',
};

/** What a comeback is met with: what was done, then what it was about; the first that fits and was not said yet. */
const HELD_BY_ACT: readonly (readonly [Act, DialoguePhraseId])[] = [
  ['books_without_consent', 'hold_booked'],
  ['asks_for_data', 'hold_data'],
  ['asks_who_is_home', 'hold_data'],
  ['claims_contract', 'hold_contract'],
  ['offers_to_call_again', 'hold_later'],
  ['wants_human', 'hold_person'],
  ['asks_if_computer', 'hold_computer'],
];

const HELD_BY_REMARK: readonly (readonly [Remark, DialoguePhraseId])[] = [
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

/** Which of those fits what was said now: kept, so that the same again can be told from something new. */
export function comebackOf({ heard }: Situation): readonly DialoguePhraseId[] {
  return [
    ...HELD_BY_ACT.filter(([act]) => heard.acts.includes(act)).map(([, phrase]) => phrase),
    ...HELD_BY_REMARK.filter(([remark]) => heard.remarks.includes(remark)).map(([, phrase]) => phrase),
  ];
}

/** The thanks that fits; a company that was told no before is reminded of it. */
export function thanks(situation: Situation): readonly DialoguePhraseId[] {
  const { state, heard, found } = situation;
  const { company } = state.slots;
  if (company !== undefined && state.setting.toldNoBefore.some((one) => sameCompany(one, company))) return ['known_company'];
  if (heard.acts.includes('recruits')) return ['thanks_recruiter'];
  const byName = thanksByName(situation);
  if (byName.length > 0) return byName;
  if (found.is === 'survey') return ['thanks_for_asking'];
  return [state.topic === 'donation' ? 'thanks_for_effort' : 'thanks_for_showing'];
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

/** Not bought and not signed: no goods are named to them. */
const NOT_GOODS: ReadonlySet<Topic> = new Set<Topic>(['donation', 'lottery', 'money']);

/** The plain no to what the call is about, naming the goods where the caller's word is one that we know. */
export function no({ state, heard, found }: Situation): DialoguePhraseId {
  if (heard.acts.includes('recruits')) return 'no_job';
  if (found.is === 'survey') return 'no_survey';
  const offered = NOT_GOODS.has(state.topic) ? null : goodsOf(state.slots.product, state.lang);
  if (offered !== null) return offered.trade === 'buy' ? 'no_buy' : 'no_sign';
  return NO[state.topic];
}
