import type { SalesApproach } from '../../call/names.ts';
import type { Approach } from '../approaches/approach.ts';
import { empathy, isUpset } from '../approaches/empathy.ts';
import { friendlyNo } from '../approaches/friendly-no.ts';
import { redirect } from '../approaches/redirect.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import { go, type Move, type Situation } from './moves.ts';
import { wasSaid } from './saying.ts';
import type { DialogueStep } from './state.ts';

const APPROACHES: Readonly<Record<SalesApproach, Approach>> = { friendly_no: friendlyNo, empathy, redirect };

/** The caller may come back so often after the no; somebody upset gets one answer more. */
const COMEBACKS = 2;

/** The first no to an established sale, survey or donation. */
export const declineFirst: Move = (situation) => {
  const { state, heard, found } = situation;
  const upset = isUpset(heard) && state.approach !== 'redirect';
  const approach: SalesApproach = upset ? 'empathy' : state.approach;
  const phrases = APPROACHES[approach].firstNo(state, found.is);
  const leaves = heard.acts.includes('says_goodbye') && !heard.acts.includes('pitches');
  const declinedAs = sellingPurpose(situation);
  const going = { route: 'decline', stage: 'declining', purpose: declinedAs, state: { approach, declinedAs } } as const;
  return go(situation, leaves ? [...phrases, 'bye_plain'] : phrases, { ...going, ended: leaves });
};

/** What follows the no: a warm goodbye to whoever takes it, the same no, kinder each time, to whoever does not. */
export function declineAgain(situation: Situation, last: boolean): DialogueStep {
  const { state, heard } = situation;
  const upset = isUpset(heard);
  const approach: SalesApproach = upset && state.approach !== 'redirect' ? 'empathy' : state.approach;
  const comebacks = state.comebacks + 1;
  const going = { route: 'decline', purpose: state.declinedAs ?? sellingPurpose(situation), state: { approach, comebacks } } as const;
  if (takesTheNo(situation)) return go(situation, goodbyes(situation), { ...going, ended: true });
  const hold = APPROACHES[approach].hold(state, heard);
  const done = last || comebacks > COMEBACKS || (comebacks === COMEBACKS && !upset) || wasSaid(state, 'redirect_request');
  if (!done) return go(situation, hold.length > 0 ? hold : ['hold_plain'], going);
  const note: DialoguePhraseId[] = noted(situation) ? [] : ['note_no_calls'];
  const bye: DialoguePhraseId = wasSaid(state, 'redirect_matter') ? 'redirect_bye' : upset ? 'empathic_bye' : 'end_announced';
  const before = upset ? hold.slice(0, 1).filter((phrase) => phrase.startsWith('guess_')) : hold;
  return go(situation, [...before, ...(bye === 'redirect_bye' ? [] : note), bye], { ...going, ended: true });
}

function sellingPurpose({ found }: Situation): 'sales' | 'survey_pretext' | 'scam' {
  return found.purpose === 'survey_pretext' || found.purpose === 'scam' ? found.purpose : 'sales';
}

function takesTheNo({ heard }: Situation): boolean {
  const takes = heard.acts.some((act) => ['accepts_no', 'says_goodbye', 'thanks', 'laughs'].includes(act));
  const comesBack = heard.acts.some((act) =>
    ['presses', 'objects', 'insults', 'shouts', 'complains', 'blames', 'deflects', 'asks_for_data', 'asks_for_money'].includes(act),
  );
  const leaves = heard.acts.includes('says_goodbye') && !heard.acts.includes('presses');
  return (takes && !comesBack) || leaves;
}

function goodbyes({ state, heard }: Situation): DialoguePhraseId[] {
  if (wasSaid(state, 'redirect_matter')) return ['redirect_bye'];
  if (isUpset(heard)) return ['empathic_bye'];
  if (heard.acts.includes('laughs')) return ['bye_laughed'];
  if (heard.remarks.includes('taken_off_the_list')) return ['bye_noted'];
  return [heard.acts.includes('accepts_no') || heard.acts.includes('thanks') ? 'bye_accepted' : 'bye_plain'];
}

function noted({ state }: Situation): boolean {
  return wasSaid(state, 'note_no_calls') || wasSaid(state, 'empathic_request');
}
