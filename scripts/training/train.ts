import { seededRandom, type Random } from '../../src/call/random.ts';
import type { Language } from '../../src/call/language.ts';
import { PURPOSES, type Act, type Purpose } from '../../src/call/names.ts';
import { featuresOf, gramsIn, type Features } from '../../src/understanding/features.ts';
import { logistic, scores, softmax, type LinearModel } from '../../src/understanding/linear-model.ts';
import { signsIn } from '../../src/understanding/signs.ts';
import { normalise } from '../../src/call/text.ts';
import { endFeatures } from '../../src/understanding/turn-end.ts';
import { actsIn } from '../../src/understanding/understanding.ts';
import { BUCKETS, LEARNT_ACTS, SHOWN_PERCENT } from '../../src/understanding/weights.ts';
import { fill, type Corpus, type Situation } from './corpus.ts';
import { fingerprint } from './fingerprint.ts';
import { breaths, share } from './breaths.ts';
import { OPENERS, spoil } from './spoil.ts';

/** A line as somebody might say it. */
export interface Example {
  readonly text: string;
  readonly lang: Language;
  readonly purpose: Purpose;
  readonly acts: readonly Act[];
  readonly weight: number;
}

const FILLS_PER_LINE = 8;
const NO_QUESTION_MARK = 0.3;
/** Low: what is rare in the corpus shall not get a loud voice. */
const END_WEIGHT = 0.1;
const EPOCHS = 20;
const RATE = 1;
const DECAY = 2e-6;
/** What AdaGrad's sums of squares start from: high, so that a rare n-gram does not get a loud voice. */
const FIRST_SQUARES = 2;

/** What can be said in these situations: every line with some of its alternatives, some with openers and slips. */
export function examplesOf(corpus: Corpus, situations: readonly Situation[], seed = 1): Example[] {
  const random = seededRandom(seed);
  const choose = chooser(random);
  const examples: Example[] = [];
  for (const { lines, lang } of situations) {
    for (const [at, line] of lines.entries()) {
      const texts = new Set<string>();
      for (let tries = 0; tries < FILLS_PER_LINE * 2 && texts.size < FILLS_PER_LINE; tries++)
        texts.add(fill(line.template, corpus.lists, choose));
      for (const [nth, plain] of [...texts].entries()) {
        const next = lines[at + 1];
        const joined =
          nth % 3 === 2 && next && next.purpose === line.purpose ? `${plain} ${fill(next.template, corpus.lists, choose)}` : plain;
        const text = nth === 0 ? joined : spoil(joined, lang, corpus, choose, random);
        examples.push({ text, lang, purpose: line.purpose, acts: line.acts, weight: weightOf(texts.size) });
      }
    }
  }
  const lang = situations[0]?.lang ?? 'de';
  for (const opener of OPENERS[lang]) {
    for (let nth = 0; nth < 8; nth++) {
      const text = `${fill(opener, corpus.lists, choose)} ${nth < 5 ? '' : fill(choose(OPENERS[lang]), corpus.lists, choose)}`;
      examples.push({ text, lang, purpose: 'unclear', acts: [], weight: 0.4 });
    }
  }
  return examples;
}

function weightOf(fills: number): number {
  return Math.min(1, 2.5 / fills);
}

export function chooser(random: Random): <T>(from: readonly T[]) => T {
  return (from) => {
    const chosen = from[random.below(from.length)];
    if (chosen === undefined) throw new RangeError('nothing to choose from');
    return chosen;
  };
}

export interface Models {
  readonly purposes: LinearModel;
  readonly acts: LinearModel;
  readonly ends: LinearModel;
}

/** Weighs the examples so that every purpose has its share. */
function weighed(examples: readonly Example[]): Example[] {
  const sums = new Map<Purpose, number>();
  for (const { purpose, weight } of examples) sums.set(purpose, (sums.get(purpose) ?? 0) + weight);
  const total = [...sums.values()].reduce((sum, one) => sum + one, 0);
  return examples.map((example) => ({
    ...example,
    weight: (example.weight * SHOWN_PERCENT[example.purpose] * total) / (100 * (sums.get(example.purpose) ?? 1)),
  }));
}

/**
 * Trains both models of a language on all the situations: one purpose per utterance, and any number of acts. The
 * temperature comes from a fifth that a first training did not see.
 */
export function train(corpus: Corpus, situations: readonly Situation[], lang: Language): Models {
  const unseen = situations.filter((_, index) => index % 5 === 2);
  const seen = situations.filter((_, index) => index % 5 !== 2);
  const temperature = temperatureFor(fitPurposes(examplesOf(corpus, seen), lang), examplesOf(corpus, unseen, 2), lang);
  const examples = examplesOf(corpus, situations);
  const acts = fit(
    examples.map((example) => ({ features: actFeatures(example.text), targets: actTargets(example), weight: example.weight })),
    LEARNT_ACTS,
    'many',
  );
  return { purposes: { ...fitPurposes(examples, lang), temperature }, acts, ends: trainEnds(corpus, situations, lang, acts) };
}

/**
 * Trains what tells an end of a turn from a breath: lines, and two of them together, said with pauses. A question mark that was
 * heard is forgotten now and then, since not every recogniser sets one.
 */
export function trainEnds(corpus: Corpus, situations: readonly Situation[], lang: Language, acts: LinearModel): LinearModel {
  const random = seededRandom(3);
  const choose = chooser(random);
  const samples: Sample[] = [];
  for (const { lines } of situations) {
    for (const [at, line] of lines.entries()) {
      for (let nth = 0; nth < FILLS_PER_LINE; nth++) {
        // Whoever has asked waits for an answer.
        const next = nth % 3 === 2 && !line.template.endsWith('?') ? lines[at + 1] : undefined;
        const text = [line, ...(next ? [next] : [])].map(({ template }) => fill(template, corpus.lists, choose)).join('. ');
        for (const { words, goesOn } of breaths(text, lang, random)) {
          const said = share(random) < NO_QUESTION_MARK ? words.replace(/\?$/u, '') : words;
          samples.push({ features: endFeaturesOf(said, lang, acts), targets: goesOn ? [] : [0], weight: END_WEIGHT });
        }
      }
    }
  }
  return fit(samples, ['ended'], 'many');
}

function endFeaturesOf(said: string, lang: Language, acts: LinearModel): Features {
  const normalised = normalise(said);
  return endFeatures(said, normalised, lang, actsIn(said, normalised, lang, acts), BUCKETS);
}

function fitPurposes(examples: readonly Example[], lang: Language): LinearModel {
  const samples = weighed(examples).map(({ text, purpose, weight }) => ({
    features: purposeFeatures(text, lang),
    targets: [PURPOSES.indexOf(purpose)],
    weight,
  }));
  return fit(samples, PURPOSES, 'one');
}

function purposeFeatures(text: string, lang: Language): Features {
  const normalised = normalise(text);
  return featuresOf(gramsIn(normalised, BUCKETS), signsIn(normalised, lang), BUCKETS);
}

function actFeatures(text: string): Features {
  return featuresOf(gramsIn(normalise(text), BUCKETS), null, BUCKETS);
}

/**
 * Where nobody named the acts of a line, the rules do; the model learns to find them in other words too. A seller's own
 * line pitches, whatever its words, unless it is marked as telling nothing.
 */
function actTargets(example: Example): number[] {
  const found = new Set(signsIn(normalise(example.text), example.lang).acts);
  if (example.purpose === 'sales') found.add('pitches');
  return LEARNT_ACTS.flatMap((act, index) => (example.acts.includes(act) || found.has(act) ? [index] : []));
}

interface Sample {
  readonly features: Features;
  readonly targets: readonly number[];
  readonly weight: number;
}

/** Logistic regression by stochastic gradient descent with AdaGrad (Duchi et al. 2011), weights rounded to 8 bit. */
function fit(samples: readonly Sample[], labels: readonly string[], kind: 'one' | 'many'): LinearModel {
  const width = labels.length;
  const weights = new Float32Array(BUCKETS * width);
  const squares = new Float32Array(BUCKETS * width).fill(FIRST_SQUARES);
  const bias = new Float64Array(width);
  const order = samples.map((_, index) => index);
  const random = seededRandom(7);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (const at of order) {
      const sample = samples[at];
      if (!sample) continue;
      const { index, value } = sample.features;
      const sums = Float64Array.from(bias);
      for (let f = 0; f < index.length; f++) {
        const row = index[f]! * width;
        for (let label = 0; label < width; label++) sums[label]! += value[f]! * weights[row + label]!;
      }
      const guesses = kind === 'one' ? softmax(sums) : sums.map((sum) => logistic(sum));
      for (let label = 0; label < width; label++) {
        const error = (guesses[label]! - (sample.targets.includes(label) ? 1 : 0)) * sample.weight;
        if (Math.abs(error) < 1e-4) continue;
        bias[label]! -= 0.01 * error;
        for (let f = 0; f < index.length; f++) {
          const cell = index[f]! * width + label;
          const gradient = error * value[f]! + DECAY * weights[cell]!;
          squares[cell]! += gradient * gradient;
          weights[cell]! -= (RATE * gradient) / Math.sqrt(squares[cell]!);
        }
      }
    }
  }
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-6);
  const scale = largest / 127;
  return {
    labels,
    buckets: BUCKETS,
    scale,
    temperature: 1,
    madeFrom: fingerprint(),
    bias: [...bias].map((value) => Math.round(value * 1e4) / 1e4),
    weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)),
  };
}

function shuffle(order: number[], random: Random): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
}

/** The temperature at which held-out probabilities are most honest: least log loss (Guo et al. 2017). */
function temperatureFor(model: LinearModel, heldOut: readonly Example[], lang: Language): number {
  let best = { temperature: 1, loss: Infinity };
  const prepared = heldOut.map((example) => ({
    target: PURPOSES.indexOf(example.purpose),
    sums: scores(model, purposeFeatures(example.text, lang)),
  }));
  for (let temperature = 0.5; temperature <= 4; temperature += 0.1) {
    const loss = prepared.reduce(
      (sum, { sums, target }) => sum - Math.log(softmax(sums.map((one) => one / temperature))[target]! + 1e-9),
      0,
    );
    if (loss < best.loss) best = { temperature: Math.round(temperature * 10) / 10, loss };
  }
  return best.temperature;
}
