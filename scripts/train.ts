import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { encodeModel, type LinearModel } from '../src/understanding/linear-model.ts';
import { weightsFile, type ModelName } from '../src/understanding/weights.ts';
import { readCorpus } from './training/corpus.ts';
import { train } from './training/train.ts';

/** Trains the models that ship, on every situation of the corpus. */
for (const lang of ['de', 'en'] as const) {
  const corpus = readCorpus(lang);
  const models = train(corpus, corpus.situations, lang);
  for (const [name, model] of Object.entries(models) as [ModelName, LinearModel][]) {
    const file = weightsFile(lang, name);
    mkdirSync(dirname(file), { recursive: true });
    const bytes = encodeModel(model);
    writeFileSync(file, bytes);
    console.log(
      `${lang} ${name}: ${corpus.situations.length} situations, ${Math.round(bytes.length / 1024)} kB, temperature ${model.temperature}`,
    );
  }
}
