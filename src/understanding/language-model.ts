import type { Language } from '../call/language.ts';
import { ACTS, PURPOSES, type Act, type Purpose } from '../call/names.ts';
import type { Clock } from '../call/clock.ts';
import type { Question, Understood } from '../call/understood.ts';
import type { Understanding } from './understanding.ts';

/** What a language model is asked: one utterance, and what came before it. */
export interface Utterance {
  readonly words: string;
  readonly lang: Language;
  readonly asked: Question | null;
}

/** What a language model thinks it heard. It proposes; rules, policy and guard decide. */
export interface Proposal {
  readonly purpose: Purpose;
  readonly acts: readonly Act[];
  /** One kind sentence that fits what was said; said only if the guard lets it pass. */
  readonly sentence: string | null;
}

/** A language model, on this machine or elsewhere. Rejects when it cannot answer; the caller of it sets the deadline. */
export interface LanguageModel {
  propose(utterance: Utterance, signal: AbortSignal): Promise<unknown>;
}

/** However sure a model is, it makes a purpose at most so many times likelier: what was asked for weighs more. */
const STRONGEST = 3;
/**
 * Acts that a model may add. None of those by which somebody is refused, agrees or leaves: a caller who talks a model
 * into them must gain nothing.
 */
const MAY_ADD: ReadonlySet<Act> = new Set<Act>([
  'greets',
  'asks_for_person',
  'asks_for_callback',
  'claims_emergency',
  'claims_confidential',
  'complains',
  'deflects',
  'objects',
  'thanks',
  'laughs',
]);
const LONGEST_SENTENCE = 200;
/** Whoever asks for one of these has said what the call is about: a model may not talk it away, neither by a purpose nor by an excuse. */
const ASKS: ReadonlySet<Act> = new Set<Act>([
  'pitches',
  'admits_selling',
  'asks_for_data',
  'asks_for_money',
  'asks_for_access',
  'announces_survey',
]);
const EXCUSES: ReadonlySet<Act> = new Set<Act>(['claims_confidential', 'asks_for_callback']);
const WHO_ASKS: ReadonlySet<Purpose> = new Set<Purpose>(['sales', 'survey_pretext', 'scam']);

/**
 * Understands with the help of a language model: the built-in way always, the model's proposal if it comes in time.
 * `deadlineMs`: how long a caller may be kept waiting for it. Never rejects.
 */
export async function understandWith(
  understanding: Understanding,
  model: LanguageModel | null,
  clock: Clock,
  deadlineMs: number,
  { words, lang, asked }: Utterance,
): Promise<Understood> {
  const heard = understanding.understand(words, lang, asked);
  if (model === null || heard.acts.includes('silent')) return heard;
  const abort = new AbortController();
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = clock.after(deadlineMs, () => {
    abort.abort();
    resolve(null);
  });
  try {
    const proposed = await Promise.race([model.propose({ words, lang: heard.lang, asked }, abort.signal), late]);
    return withProposal(heard, readProposal(proposed));
  } catch {
    return heard;
  } finally {
    timer.cancel();
  }
}

/** What a model sent, as far as it makes sense; hostile until read. Null: nothing of it does. */
export function readProposal(sent: unknown): Proposal | null {
  if (typeof sent !== 'object' || sent === null) return null;
  const { purpose, acts, sentence } = sent as Record<string, unknown>;
  const known = PURPOSES.find((one) => one === purpose);
  if (!known) return null;
  const listed = Array.isArray(acts) ? ACTS.filter((act) => acts.includes(act) && MAY_ADD.has(act)) : [];
  const words = typeof sentence === 'string' && sentence.length <= LONGEST_SENTENCE ? sentence.trim() : '';
  return { purpose: known, acts: listed, sentence: words === '' ? null : words };
}

function withProposal(heard: Understood, proposal: Proposal | null): Understood {
  if (!proposal) return heard;
  const asks = heard.acts.some((act) => ASKS.has(act));
  const counts = !asks || WHO_ASKS.has(proposal.purpose);
  const added = proposal.acts.filter((act) => !asks || !EXCUSES.has(act));
  const weighed = Object.entries(heard.odds).map(
    ([purpose, odds]) => [purpose, counts && purpose === proposal.purpose ? odds * STRONGEST : odds] as const,
  );
  const sum = weighed.reduce((total, [, odds]) => total + odds, 0) || 1;
  const odds = Object.fromEntries(weighed.map(([purpose, share]) => [purpose, Math.round((share * 1000) / sum)])) as Understood['odds'];
  const [purpose, share] = Object.entries(odds).toSorted(([, a], [, b]) => b - a)[0] ?? [heard.purpose, 0];
  return {
    ...heard,
    purpose: purpose as Purpose,
    confidence: share / 1000,
    odds,
    acts: [...new Set([...heard.acts, ...added])],
    ...(proposal.sentence === null ? {} : { proposedSentence: proposal.sentence }),
  };
}
