import type { Act, SalesApproach } from '../../call/names.ts';
import type { Approach } from '../approaches/approach.ts';
import { empathy, isAngry, isUpset } from '../approaches/empathy.ts';
import { comebackOf, friendlyNo } from '../approaches/friendly-no.ts';
import { redirect } from '../approaches/redirect.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import { acknowledge, wasGuessed } from './acknowledge.ts';
import { go, type Move, type Situation } from './moves.ts';
import { unsaid, wasSaid } from './saying.ts';
import type { DialogueState, DialogueStep } from './state.ts';

const APPROACHES: Readonly<Record<SalesApproach, Approach>> = { friendly_no: friendlyNo, empathy, redirect };

/** The caller may come back so often after the no. */
const COMEBACKS = 2;

/** The first no to an established sale, survey or donation. */
export const declineFirst: Move = (situation) => {
  const { state, heard } = situation;
  const approach: SalesApproach = isUpset(heard) && state.approach !== 'redirect' ? 'empathy' : state.approach;
  const phrases = [...acknowledge(situation), ...APPROACHES[approach].firstNo(situation)];
  const leaves = heard.acts.includes('says_goodbye') && !heard.acts.includes('pitches');
  const declinedAs = sellingPurpose(situation);
  const going = { route: 'decline', stage: 'declining', purpose: declinedAs, state: { approach, declinedAs } } as const;
  return go(situation, leaves ? [...phrases, ...farewell(state, approach)] : phrases, { ...going, ended: leaves });
};

/** What follows the no: a warm goodbye to whoever takes it, what is new to whoever does not, and no point made twice to anger. */
export function declineAgain(situation: Situation, last: boolean): DialogueStep {
  const { state, heard } = situation;
  const upset = isUpset(heard) && !(wasSaid(state, 'redirect_matter') && !isAngry(heard));
  const approach: SalesApproach = upset && state.approach !== 'redirect' ? 'empathy' : state.approach;
  const comebacks = state.comebacks + 1;
  const purpose = state.declinedAs ?? sellingPurpose(situation);
  const going = { route: 'decline', purpose, state: { approach, comebacks, lastComeback: comebackOf(situation) } } as const;
  const ends = (phrases: readonly DialoguePhraseId[]): DialogueStep => go(situation, phrases, { ...going, ended: true });

  if (takesTheNo(situation))
    return ends([...acceptance(situation), ...farewell(state, approach, heard.remarks.includes('taken_off_the_list'))]);
  if (upset) {
    const redirected = wasSaid(state, 'redirect_matter');
    const guess = redirected ? [] : APPROACHES[approach].hold(situation);
    const answer = guess.length > 0 ? guess : notAgainstYou(situation);
    const first = !wasGuessed(state) && !wasSaid(state, 'ack_anger');
    if (first && !redirected && !last && answer.length > 0) return go(situation, answer, going);
    const about: DialoguePhraseId[] = redirected ? ['redirect_elsewhere'] : noted(state) ? [] : ['note_spares'];
    return ends([...notAgainstYou(situation), ...about, 'bye_calmer']);
  }
  const hold = APPROACHES[approach].hold(situation);
  const clause = acknowledge(situation);
  const done =
    last || comebacks >= COMEBACKS || wasSaid(state, 'redirect_request') || (hold.length === 0 && wasSaid(state, 'redirect_matter'));
  if (!done) return go(situation, [...clause, ...(hold.length > 0 ? hold : ['hold_plain' as const])], going);
  const thanksForHearing: DialoguePhraseId[] = wasSaid(state, 'redirect_matter') ? ['redirect_thanks'] : [];
  const answered = thanksForHearing.length > 0 ? thanksForHearing : [...clause, ...hold];
  return ends([...answered, 'end_announced', ...farewell(state, approach)]);
}

/** Nobody answers the no: that is an answer too. The request and the wish are all that is left to say. */
export function declineSilence(situation: Situation): DialogueStep {
  const { state } = situation;
  return go(situation, ['end_announced', ...farewell(state, state.approach)], {
    route: 'decline',
    purpose: state.declinedAs ?? sellingPurpose(situation),
    ended: true,
  });
}

function sellingPurpose({ found }: Situation): 'sales' | 'survey_pretext' | 'scam' {
  return found.purpose === 'survey_pretext' || found.purpose === 'scam' ? found.purpose : 'sales';
}

function notAgainstYou({ state, heard }: Situation): DialoguePhraseId[] {
  if (heard.acts.includes('threatens') && unsaid(state, 'ack_threat')) return ['ack_threat'];
  return unsaid(state, 'ack_anger') ? ['ack_anger'] : [];
}

const TAKES: ReadonlySet<Act> = new Set<Act>(['accepts_no', 'says_goodbye', 'thanks', 'laughs', 'wishes_well']);
const COMES_BACK: ReadonlySet<Act> = new Set<Act>([
  'presses',
  'objects',
  'insults',
  'shouts',
  'complains',
  'blames',
  'deflects',
  'threatens',
  'asks_for_data',
  'asks_for_money',
  'books_without_consent',
  'claims_contract',
  'offers_to_call_again',
]);

function takesTheNo({ heard }: Situation): boolean {
  const takes = heard.acts.some((act) => TAKES.has(act));
  const comesBack = heard.acts.some((act) => COMES_BACK.has(act));
  const leaves = heard.acts.includes('says_goodbye') && !heard.acts.some((act) => ['presses', 'books_without_consent'].includes(act));
  return (takes && !comesBack) || leaves;
}

/** What somebody hears who takes the no: what they did last is answered, and nothing more is said about the matter. */
function acceptance(situation: Situation): readonly DialoguePhraseId[] {
  const { state, heard } = situation;
  if (wasSaid(state, 'redirect_matter')) return ['redirect_thanks'];
  if (isUpset(heard)) return notAgainstYou(situation);
  if (heard.remarks.includes('taken_off_the_list')) return ['bye_noted'];
  if (heard.acts.includes('offers_to_call_again') && unsaid(state, 'hold_later')) return ['hold_later'];
  if (heard.acts.includes('laughs')) return ['bye_laughed'];
  if (heard.acts.includes('wishes_well')) return ['bye_wished'];
  const clause = acknowledge(situation);
  if (clause.length > 0) return clause;
  return heard.acts.includes('accepts_no') || heard.acts.includes('thanks') ? ['bye_accepted'] : [];
}

/** The request not to be called, once, and a wish; to whoever is upset only the goodbye. */
function farewell(state: DialogueState, approach: SalesApproach, promised = false): readonly DialoguePhraseId[] {
  const note: DialoguePhraseId[] = promised || noted(state) ? [] : [APPROACHES[approach].note];
  return [...note, state.setting.brief ? 'bye_plain' : approach === 'empathy' ? 'empathic_bye' : 'wish_day'];
}

function noted(state: DialogueState): boolean {
  return (['note_no_calls', 'empathic_request', 'note_spares'] as const).some((phrase) => wasSaid(state, phrase));
}
