import type { Language } from '../call/language.ts';
import { OWN_NEEDS, PURPOSES, type Act, type Purpose } from '../call/names.ts';
import type { Question, Understood } from '../call/understood.ts';
import { featuresOf, gramsIn } from './features.ts';
import { languageOf } from './language.ts';
import { needIn } from './need/need.ts';
import { logistic, scores, softmax, type LinearModel } from './linear-model.ts';
import { remarksIn } from './remarks.ts';
import { signsIn, type Signs } from './signs.ts';
import { slotsIn } from './slots.ts';
import { normalise, wordsIn } from '../call/text.ts';
import { asSaid, topicIn } from './topics.ts';
import { endOfTurn, onlyListens } from './turn-end.ts';
import { BUCKETS, LEARNT_ACTS, shippedModel } from './weights.ts';

const DEMANDS: readonly Act[] = ['asks_for_money', 'asks_for_secrecy', 'asks_for_access'];

export interface UnderstandingModels {
  readonly purposes: LinearModel;
  readonly acts: LinearModel;
  readonly ends: LinearModel;
}

/** A learnt act counts from this probability on; rules count always. */
const ACT_THRESHOLD = 0.6;
/** What is longer is cut: nobody says so much in one breath, and a hostile text must not cost time. */
const LONGEST_TEXT = 1_000;

/** Understands utterances, one at a time, by rules and a small linear model per language. */
export class Understanding {
  readonly #models: Readonly<Record<Language, UnderstandingModels>>;

  constructor(models: Readonly<Record<Language, UnderstandingModels>>) {
    this.#models = models;
  }

  /** With the weights that ship with the project. Throws when they are missing. */
  static shipped(): Understanding {
    const of = (lang: Language): UnderstandingModels => ({
      purposes: shippedModel(lang, 'purposes'),
      acts: shippedModel(lang, 'acts'),
      ends: shippedModel(lang, 'ends'),
    });
    return new Understanding({ de: of('de'), en: of('en') });
  }

  /** What a caller wants and does with what is said. `lang` is the language so far; what is said may change it. */
  understand(said: string, lang: Language, asked: Question | null = null): Understood {
    const text = said.slice(0, LONGEST_TEXT);
    const normalised = normalise(text);
    const words = wordsIn(normalised);
    if (words.length === 0) return silence(lang);
    const spoken = languageOf(words, lang);
    const models = this.#models[spoken];
    const grams = gramsIn(normalised, BUCKETS);
    const signs = signsIn(normalised, spoken);
    const acts = actsOf(signs, scores(models.acts, featuresOf(grams, null, BUCKETS)));
    for (const act of answers(asked, acts)) acts.add(act);
    const { need, child, shock } = needIn(text, spoken);
    if (child) acts.add('is_child');
    if (need !== null && OWN_NEEDS.includes(need)) acts.add('claims_emergency');
    // Somebody else's trouble beside a demand for money or secrecy: the claim of shock callers.
    else if (!shock || !DEMANDS.some((act) => acts.has(act))) acts.delete('claims_emergency');
    const { topic, word } = topicIn(normalised, spoken);
    const slots = { ...slotsIn(text, spoken), ...(word === null ? {} : { product: asSaid(word, text) }) };
    if (slots.number !== undefined) acts.add('gives_number');
    const probabilities = softmax(scores(models.purposes, featuresOf(grams, signs, BUCKETS)));
    const best = probabilities.indexOf(Math.max(...probabilities));
    return {
      lang: spoken,
      purpose: PURPOSES[best] ?? 'unclear',
      confidence: Math.round((probabilities[best] ?? 0) * 1000) / 1000,
      odds: thousandths(probabilities),
      acts: [...acts],
      topic,
      remarks: remarksIn(normalised, spoken),
      slots,
      ended: endOfTurn(models.ends, text, normalised, spoken, acts),
      ...(need !== null && { need }),
      ...(onlyListens(normalised, spoken) && { listens: true as const }),
    };
  }
}

/** What a caller does with these words alone, whatever was asked before. */
export function actsIn(said: string, normalised: string, lang: Language, model: LinearModel): ReadonlySet<Act> {
  const acts = actsOf(signsIn(normalised, lang), scores(model, featuresOf(gramsIn(normalised, BUCKETS), null, BUCKETS)));
  if (slotsIn(said, lang).number !== undefined) acts.add('gives_number');
  return acts;
}

/** The acts that rules found, and those that the model is sure enough of. */
function actsOf(signs: Signs, learnt: Float64Array): Set<Act> {
  const found = LEARNT_ACTS.filter((_, index) => logistic(learnt[index] ?? 0) >= ACT_THRESHOLD);
  const acts = new Set<Act>([...signs.acts, ...found]);
  if (acts.has('denies_selling')) acts.delete('admits_selling');
  if (acts.has('needs_no_data')) acts.delete('asks_for_data');
  return acts;
}

/** What a bare answer means after a question. */
function answers(asked: Question | null, acts: ReadonlySet<Act>): Act[] {
  if (asked !== 'selling_or_not') return [];
  if (acts.has('says_no') && !acts.has('admits_selling')) return ['denies_selling'];
  return [];
}

function silence(lang: Language): Understood {
  return { lang, purpose: 'unclear', confidence: 1, odds: { unclear: 1000 }, acts: ['silent'], topic: 'other', remarks: [], slots: {} };
}

function thousandths(probabilities: Float64Array): Partial<Record<Purpose, number>> {
  const odds: Partial<Record<Purpose, number>> = {};
  for (const [index, purpose] of PURPOSES.entries()) {
    const share = Math.round((probabilities[index] ?? 0) * 1000);
    if (share > 0) odds[purpose] = share;
  }
  return odds;
}
