import type { Need } from '../../call/names.ts';

/** What gives a need away, as alternatives in the notation of `pattern`. */
export interface NeedRule {
  readonly need: Need;
  readonly says?: readonly string[];
  /** Or ideas that stand in one utterance, in whatever order: one alternative of each. */
  readonly all?: readonly (readonly string[])[];
  /** The same words in another meaning: then this rule is silent. */
  readonly unless?: readonly string[];
  /** Said of oneself so plainly that neither a sale nor a story around it matters. */
  readonly plain?: true;
}

/** One language's way of speaking of need. */
export interface NeedRules {
  /** Rules of one need stand together; the needs are asked for in the order of `NEEDS`. */
  readonly rules: readonly NeedRule[];
  /** Where these are said, only plain rules count: a story, a sale, somebody else's or an old matter, a condition. */
  readonly elsewhere: readonly string[];
  /** What shock callers claim of somebody else; beside a demand for money or secrecy it is a claimed emergency. */
  readonly shock: readonly string[];
  /** A child speaks. */
  readonly child: readonly string[];
}
