import type { Language } from '../call/language.ts';
import { normalise } from '../call/text.ts';
import { ENGLISH_STEPS } from './steps-en.ts';
import { GERMAN_STEPS } from './steps-de.ts';

/** The four steps of nonviolent communication (Rosenberg). */
export const STEPS = ['observation', 'feeling', 'need', 'request'] as const;
export type Step = (typeof STEPS)[number];

/** What is easily taken for one of the steps. */
export const MIX_UPS = ['evaluation', 'pseudo_feeling', 'thought_as_feeling', 'strategy_as_need', 'demand'] as const;
export type MixUp = (typeof MIX_UPS)[number];

/** The step that each of them is taken for. */
export const TAKEN_FOR: Readonly<Record<MixUp, Step>> = {
  evaluation: 'observation',
  pseudo_feeling: 'feeling',
  thought_as_feeling: 'feeling',
  strategy_as_need: 'need',
  demand: 'request',
};

export interface Found {
  readonly kind: Step | MixUp;
  /** The sentence in which it was found, as it was said. */
  readonly sentence: string;
}

/** How each kind is put in a language: patterns as `pattern` in call/text.ts reads them. */
export type StepRules = Readonly<Record<Step | MixUp, RegExp>>;

const RULES: Readonly<Record<Language, StepRules>> = { de: GERMAN_STEPS, en: ENGLISH_STEPS };

/**
 * The steps and mix-ups in what somebody said of themselves, sentence by sentence. A mix-up hides the step that it is
 * taken for, in its sentence. Questions about the other's feelings are guesses, no statements, and are not found here.
 */
export function stepsIn(text: string, lang: Language): Found[] {
  return sentencesOf(text).flatMap((sentence) => kindsIn(sentence, lang).map((kind) => ({ kind, sentence })));
}

export function sentencesOf(text: string): string[] {
  return (text.match(/[^.!?;\n]+[.!?;]*/gu) ?? []).map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}

/** Of a longer sentence the rest is not looked at: hardly anybody writes one, and a hostile text must not cost time. In characters. */
export const LONGEST_SENTENCE = 600;

function kindsIn(sentence: string, lang: Language): (Step | MixUp)[] {
  const said = normalise(sentence.slice(0, LONGEST_SENTENCE));
  const rules = RULES[lang];
  const mixUps = MIX_UPS.filter((kind) => rules[kind].test(said));
  // "Ich habe das Gefühl, Sie hören nie zu": the thought is what was meant as a feeling; the judgement in it comes with it.
  const meant = mixUps.includes('thought_as_feeling') ? mixUps.filter((kind) => kind !== 'evaluation') : mixUps;
  const hidden = new Set(mixUps.map((kind) => TAKEN_FOR[kind]));
  const steps = STEPS.filter((kind) => !hidden.has(kind) && rules[kind].test(said));
  // What is wished for in a request or demand ("wenn Sie noch einmal anrufen") has not happened.
  const wished = steps.includes('request') || mixUps.includes('demand');
  return [...steps.filter((kind) => !(wished && kind === 'observation')), ...meant];
}
