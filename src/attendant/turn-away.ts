import type { Clock } from '../call/clock.ts';
import type { CallLeg, DeclineReason } from '../telephony/leg.ts';

/** A FRITZ!Box that gets a no sooner than this silences the family's other phones, in ms. */
const SILENCES_NOBODY_MS = 3_000;

/** Declines a call that is not answered. `gently`: it rings for a moment first, as a line of a FRITZ!Box needs it. */
export function turnAway(leg: CallLeg, reason: DeclineReason, clock: Clock, gently: boolean): void {
  if (!gently) return leg.decline(reason);
  leg.ring();
  clock.after(SILENCES_NOBODY_MS, () => leg.hangUp());
}
