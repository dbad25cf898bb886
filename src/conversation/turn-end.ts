/**
 * Pauses inside a turn: their median in ms, and the shape of a log-logistic distribution of which 5 % last longer than 1.6 s
 * (silence alone needs so long for 5 % false ends; Heldner and Edlund 2010 for the median).
 */
const TYPICAL_MS = 500;
const SHAPE = 2.53;
/** A caller's own pauses count beside so many typical ones, and can do so much to the median. */
const TYPICAL_WEIGHT = 3;
const LEAST = 0.75;
const MOST = 1.6;
/** We begin to speak once it is less likely than this that the caller would go on; see `npm run bench -- turns`. */
const LIKELY = 0.07;
/** Nobody looked at the words, or there are none. */
const UNKNOWN = 0.5;
/** Sooner than this nobody is answered, and longer nobody waits in the dark; in ms from their last voice. */
const SHORTEST_PAUSE_MS = 400;
export const LONGEST_PAUSE_MS = 2_000;

/** Of a caller's own pauses so many are remembered, in ms; they are those after which they went on. */
const REMEMBERED_PAUSES = 8;

/**
 * The silence that ends a turn, in ms from the caller's last voice. `ended`: how likely their words end it (0 to 1). After a
 * silence of t, the caller goes on with (1 - ended) S(t) / (ended + (1 - ended) S(t)), S being the share of pauses that are
 * longer. `likely`: for benches, which draw a curve.
 */
export function turnPause(ended: number | undefined, ownPauses: readonly number[], likely = LIKELY): number {
  const odds = (ended ?? UNKNOWN) / Math.max(1e-6, 1 - (ended ?? UNKNOWN));
  const longer = (odds * likely) / (1 - likely);
  const pause = longer >= 1 ? 0 : medianOf(ownPauses) * ((1 - longer) / longer) ** (1 / SHAPE);
  return Math.round(Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, pause)));
}

function medianOf(ownPauses: readonly number[]): number {
  const sum = ownPauses.reduce((total, pause) => total + Math.log(Math.max(1, pause)), TYPICAL_WEIGHT * Math.log(TYPICAL_MS));
  const own = Math.exp(sum / (ownPauses.length + TYPICAL_WEIGHT)) / TYPICAL_MS;
  return TYPICAL_MS * Math.min(MOST, Math.max(LEAST, own));
}

/** A caller's pauses with one more; one that is as long as an answer was no pause inside a turn. */
export function withPause(ownPauses: readonly number[], pauseMs: number): readonly number[] {
  return pauseMs > LONGEST_PAUSE_MS ? ownPauses : [...ownPauses, pauseMs].slice(-REMEMBERED_PAUSES);
}
