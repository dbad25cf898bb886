import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/call/language.ts';
import { stepsIn, type MixUp, type Step } from '../../src/nvc/steps.ts';

export type LabelledKind = Step | MixUp | 'none';

export interface StepResult {
  readonly kind: LabelledKind;
  readonly sentence: string;
  readonly found: readonly (Step | MixUp)[];
  /** Exactly what it is, and nothing else. */
  readonly right: boolean;
  /** Something that it is not was claimed of it. */
  readonly claimedWrongly: boolean;
}

const FOLDER = join(import.meta.dirname, '../../corpus/steps');

/** Every sentence of a file of `corpus/steps`, with what the recogniser finds in it. */
export function stepResults(file: 'dev' | 'apart', lang: Language): StepResult[] {
  const name = file === 'dev' ? `${lang}.txt` : `apart-${lang}.txt`;
  let kind: LabelledKind = 'none';
  return readFileSync(join(FOLDER, name), 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('# ')) kind = line.slice(2) as LabelledKind;
      if (line.startsWith('# ') || line.trim() === '') return [];
      const found = [...new Set(stepsIn(line, lang).map((one) => one.kind))];
      const right = kind === 'none' ? found.length === 0 : found.length === 1 && found[0] === kind;
      return [{ kind, sentence: line, found, right, claimedWrongly: found.some((one) => one !== kind) }];
    });
}
