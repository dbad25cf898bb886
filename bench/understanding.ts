import { statSync } from 'node:fs';
import {
  callsApart,
  evaluate,
  isWanted,
  met,
  metByTheSecond,
  purposeFound,
  refused,
  sells,
  type Outcome,
} from '../scripts/training/evaluate.ts';
import type { Language } from '../src/call/language.ts';
import { PURPOSES } from '../src/call/names.ts';
import { Understanding } from '../src/understanding/understanding.ts';
import { weightsFile } from '../src/understanding/weights.ts';
import { percentile, table } from './machine.ts';

const FOLDS = 5;
const RUNS = 4_000;

/**
 * What is understood of situations that the training did not see: first the development split, then every fifth of the
 * corpus held out in turn. The peer to compare with is the guess that a coin weighted by the corpus would make.
 */
export async function understanding(): Promise<void> {
  for (const lang of ['de', 'en'] as const) {
    const dev = evaluate(lang, (situation) => situation.split === 'dev');
    const right = [...dev.confusion].reduce((sum, [purpose, row]) => sum + (row.get(purpose) ?? 0), 0);
    const shares = [...dev.confusion].map(([, row]) => [...row.values()].reduce((sum, count) => sum + count, 0) / dev.utterances);
    const chance = shares.reduce((sum, share) => sum + share * share, 0);
    const abbreviations = PURPOSES.map((purpose) => purpose.slice(0, 6));
    table(`${lang}: single utterances of the development split (rows: what it was; columns: what was understood)`, [
      ['', ...abbreviations],
      ...PURPOSES.map((purpose) => [purpose, ...PURPOSES.map((other) => String(dev.confusion.get(purpose)?.get(other) ?? '·'))]),
    ]);
    const folds = Array.from({ length: FOLDS }, (_, fold) => evaluate(lang, (_situation, index) => index % FOLDS === fold));
    const all = folds.flatMap((fold) => fold.calls);
    table(`${lang}: what comes of it`, [
      ['', 'development split', 'each fifth in turn', 'aim'],
      ['single utterances understood rightly', `${percent(right, dev.utterances)} (chance ${(100 * chance).toFixed(0)} %)`, '', ''],
      ['calibration error', dev.calibrationError.toFixed(3), average(folds.map((fold) => fold.calibrationError)).toFixed(3), ''],
      ['wanted callers refused', refusals(dev.calls), refusals(all), '0, at most 0.5 %'],
      ['sales and surveys met with the no by the second answer', noBySecond(dev.calls), noBySecond(all), 'at least 97 %'],
      ['the same, callers with more than one line', noBySecond(dev.calls.filter(several)), noBySecond(all.filter(several)), ''],
      ['scams ended safely', endedSafely(dev.calls), endedSafely(all), ''],
    ]);
    apart(lang);
  }
  speed();
}

/** Whole calls that no training saw, with the weights that ship. */
function apart(lang: Language): void {
  const shipped = Understanding.shipped();
  const [answering, reading] = [callsApart(lang, shipped, true), callsApart(lang, shipped, false)];
  const row = (name: string, of: (calls: readonly Outcome[]) => string, aim = ''): string[] => [name, of(answering), of(reading), aim];
  table(`${lang}: whole calls written apart from the corpus`, [
    ['', 'who answer what they are asked', 'who only read their lines', 'aim'],
    row('wanted callers refused', refusals, '0, at most 0.5 %'),
    row('sales and surveys met with the no by the second answer', noBySecond, 'at least 97 %'),
    row('scams ended safely', endedSafely),
    row('purpose found', purposesFound),
  ]);
}

function speed(): void {
  const shipped = Understanding.shipped();
  const lines: readonly (readonly [Language, string])[] = [
    ['de', 'Guten Tag, hier ist die Praxis Doktor Weber, es geht um Ihren Termin am Donnerstag, bitte rufen Sie uns zurück.'],
    ['de', 'Wir haben ein neues Angebot für Sie.'],
    ['en', "Hello, I'm calling about your electricity bill, we could save you up to thirty percent if you switch today."],
  ];
  const micros: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const [lang, text] = lines[run % lines.length]!;
    const begin = performance.now();
    shipped.understand(text, lang);
    micros.push((performance.now() - begin) * 1_000);
  }
  const bytes = (['de', 'en'] as const).flatMap((lang) =>
    (['purposes', 'acts'] as const).map((name) => statSync(weightsFile(lang, name)).size),
  );
  table('speed and size of the weights that ship', [
    ['', 'measured', 'aim'],
    ['microseconds per utterance, median', percentile(micros, 0.5).toFixed(0), ''],
    ['microseconds per utterance, 99th percentile', percentile(micros, 0.99).toFixed(0), 'at most 1,000'],
    ['size of the weights, both languages', `${(bytes.reduce((sum, one) => sum + one, 0) / 1e6).toFixed(2)} MB`, ''],
  ]);
}

function several({ situation }: Outcome): boolean {
  return situation.lines.length > 1;
}

type Is = (call: Outcome) => boolean;

/** How many of the calls that are of a kind turned out so. */
const share =
  (kind: Is, turnedOut: Is) =>
  (calls: readonly Outcome[]): string => {
    const ofKind = calls.filter(kind);
    return `${percent(ofKind.filter(turnedOut).length, ofKind.length)} of ${ofKind.length}`;
  };

const refusals = share(isWanted, refused);
const noBySecond = share(sells, metByTheSecond);
const endedSafely = share((call) => !isWanted(call) && !sells(call), met);
const purposesFound = share(() => true, purposeFound);

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
