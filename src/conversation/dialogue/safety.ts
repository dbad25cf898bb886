import type { Act } from '../../call/names.ts';
import type { DialoguePhraseId } from '../phrases/catalogue.ts';
import { go, type Move } from './moves.ts';

/** What is said to a scam, by what was asked for. Presence, names and contracts are neither confirmed nor denied. */
const ANSWERS: readonly (readonly [Act, DialoguePhraseId])[] = [
  ['asks_for_consent', 'safe_consent'],
  ['asks_who_is_home', 'safe_home'],
  ['asks_for_access', 'safe_access'],
  ['asks_for_data', 'safe_data'],
  ['asks_for_money', 'safe_money'],
];

/** Nothing is revealed, agreed or confirmed; whoever is genuine is called back on a number that the household knows. */
export const leaveSafely: Move = (situation) => {
  const { state } = situation;
  if (state.acts.includes('claims_emergency'))
    return go(situation, ['safe_emergency'], { route: 'end_safely', stage: 'leaving_safely', purpose: 'scam', alert: true });
  const fitting = ANSWERS.find(([act]) => state.acts.includes(act))?.[1] ?? 'safe_plain';
  const certain = situation.found.confidence >= CERTAIN;
  return go(situation, ['safe_thanks', fitting, 'safe_callback', ...(certain ? (['safe_bye'] as const) : [])], {
    route: 'end_safely',
    stage: 'leaving_safely',
    purpose: 'scam',
    ended: certain,
  });
};

/** From this probability on the call ends at once; below it the caller may answer once more. */
const CERTAIN = 0.9;
