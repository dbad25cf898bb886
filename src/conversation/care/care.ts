import { OWN_NEEDS, type Act, type Need } from '../../call/names.ts';
import type { Understood } from '../../call/understood.ts';
import type { CarePhraseId } from '../phrases/care-de.ts';

/** What is remembered while somebody in need is on the line. It lives in the running call and is stored nowhere. */
export interface Care {
  readonly need: Need;
  /** A child speaks: "du". */
  readonly child: boolean;
  /** How often the number was said unasked; twice at most. */
  readonly numberSaid: number;
  /** What we asked and the caller has not answered: whether they want a number, or their family called. */
  readonly asked: 'number' | 'family' | null;
  readonly invited: boolean;
}

/** What is said next to somebody in need, and what has to happen beside it. */
export interface CareStep {
  readonly care: Care;
  readonly phrases: readonly CarePhraseId[];
  /** Somebody in the household has to know at once. */
  readonly alert: boolean;
  /** The household's phones ring at once; the person who answers is connected to the caller. */
  readonly rings: boolean;
  /** A message is invited: after the tone, where messages are recorded. */
  readonly invites: boolean;
}

/** With these the household is told at once. Who only sounds tired of life is asked first. */
const ALERTING: ReadonlySet<Need> = new Set<Need>(['danger', 'despair', 'violence', 'child_alone']);

/** True where the caller's own need has to be answered before anything else. */
export function needsCare(care: Care | null, heard: Understood): boolean {
  return care !== null || (heard.need !== undefined && OWN_NEEDS.includes(heard.need));
}

/**
 * The next words for somebody in need. Pure. The most pressing need that was said leads; it is never taken down again, also
 * where the caller takes it back. The number is said twice unasked, then only when asked for.
 */
export function careFor(before: Care | null, heard: Understood, numbers: { readonly hasViolenceLine: boolean }): CareStep {
  const child = (before?.child ?? false) || heard.acts.includes('is_child');
  const said = heard.need !== undefined && OWN_NEEDS.includes(heard.need) ? heard.need : null;
  if (said !== null && (before === null || OWN_NEEDS.indexOf(said) < OWN_NEEDS.indexOf(before.need)))
    return first(said, child, numbers.hasViolenceLine, before);
  if (before === null) throw new RangeError('nobody is in need');
  const care: Care = { ...before, child };
  if (care.asked === 'number') return afterTheQuestion(care, heard);
  if (care.asked === 'family') return afterFamily(care, heard);
  const asksAgain = did(heard, 'asks_to_repeat', 'cannot_hear', 'does_not_understand', 'hesitates');
  if (care.numberSaid > 0 && (care.numberSaid < 2 || asksAgain))
    return step(
      { ...care, numberSaid: care.numberSaid + 1, invited: true },
      [again(care), ...(care.invited ? [] : invitation(care))],
      !care.invited,
    );
  if (!care.invited) return step({ ...care, invited: true }, invitation(care), true);
  return step(care, ['care_open']);
}

/** The last words before the line is closed after a long silence: the number once more. */
export function careCloses({ need }: Care): CarePhraseId {
  return isForEmergencyCall(need) ? 'care_close_emergency' : 'care_close_crisis';
}

/**
 * Everything was said that is said unasked: the number, where there is one to say, and that a message can be left. Only the
 * caller is waited for.
 */
export function hasSaidAll({ asked, invited, numberSaid }: Care): boolean {
  return asked === null && invited && numberSaid !== 1;
}

function first(need: Need, child: boolean, hasViolenceLine: boolean, before: Care | null): CareStep {
  const care: Care = {
    need,
    child,
    numberSaid: need === 'unsure' || need === 'confusion' ? 0 : 1,
    asked: null,
    invited: before?.invited ?? false,
  };
  const alert = ALERTING.has(need);
  switch (need) {
    case 'danger':
      return step(care, [child ? 'care_danger_du' : 'care_danger'], false, alert);
    case 'violence':
      return step(care, [child ? 'care_violence_du' : hasViolenceLine ? 'care_violence' : 'care_violence_police'], false, alert);
    case 'child_alone':
      return { ...step(care, ['care_child'], false, alert), rings: true };
    case 'unsure':
      return step({ ...care, asked: 'number' }, [child ? 'care_unsure_du' : 'care_unsure']);
    case 'confusion':
      return step({ ...care, asked: 'family' }, ['care_confusion']);
    default:
      return step(care, [child ? 'care_despair_du' : 'care_despair'], false, alert);
  }
}

/** Silence is a yes, and so is whatever is no plain no. */
function afterTheQuestion(care: Care, heard: Understood): CareStep {
  const refuses = did(heard, 'says_no') && !did(heard, 'says_yes');
  if (refuses) return step({ ...care, asked: null, invited: true }, invitation(care), true);
  return step({ ...care, asked: null, numberSaid: 1 }, [care.child ? 'care_number_du' : 'care_number']);
}

function afterFamily(care: Care, heard: Understood): CareStep {
  const refuses = did(heard, 'says_no') && !did(heard, 'says_yes');
  if (refuses) return step({ ...care, asked: null, invited: true }, invitation(care), true);
  return { ...step({ ...care, asked: null }, ['care_calling'], false, true), rings: true };
}

function again({ need }: Care): CarePhraseId {
  return isForEmergencyCall(need) ? 'care_again_emergency' : 'care_again_crisis';
}

function isForEmergencyCall(need: Need): boolean {
  return need === 'danger' || need === 'child_alone';
}

function invitation({ child }: Care): CarePhraseId[] {
  return [child ? 'care_message_du' : 'care_message'];
}

function step(care: Care, phrases: readonly CarePhraseId[], invites = false, alert = false): CareStep {
  return { care, phrases, alert, rings: false, invites };
}

function did(heard: Understood, ...acts: readonly Act[]): boolean {
  return acts.some((act) => heard.acts.includes(act));
}
