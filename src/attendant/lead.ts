import { OFFERED_SENTENCES, type OfferedSentence } from '../call/events.ts';
import type { SalesApproach } from '../call/names.ts';
import { mayListen, maySay } from '../conversation/asked.ts';
import type { Reason, Stage } from '../conversation/dialogue/state.ts';
import type { State } from '../conversation/state.ts';
import { isAnnounced } from '../conversation/wording.ts';

/** How a running call is led at this moment: for people who watch it, and for what they may do. */
export interface Lead {
  /** How far the conversation has come; null: no words are understood. */
  readonly stage: Stage | null;
  /** How a sales call is met from now on; null: no words are understood. */
  readonly approach: SalesApproach | null;
  /** Why the last answer was what it was; null: there was none. */
  readonly reason: Reason | null;
  /** What may be asked to be said next. */
  readonly offers: readonly OfferedSentence[];
  /** Whether somebody may ask to hear both sides. */
  readonly mayListen: boolean;
  /** Whether the words of a conversation that a person has taken can be written down, where the caller agrees; and whether they are. */
  readonly along: 'no' | 'can' | 'is';
  /** The caller has heard that somebody listens. */
  readonly announced: boolean;
}

export function leadOf(state: State): Lead {
  const { dialogue } = state;
  return {
    stage: dialogue?.stage ?? null,
    approach: dialogue?.approach ?? null,
    reason: dialogue?.reason ?? null,
    offers: maySay(state) ? OFFERED_SENTENCES : [],
    mayListen: mayListen(state),
    along: state.along ? 'is' : dialogue?.setting.transcribes && state.room === 'connected' ? 'can' : 'no',
    announced: isAnnounced(state),
  };
}

export function sameLead(a: Lead, b: Lead): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
