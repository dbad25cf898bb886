import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/call/language.ts';
import { ACTS, PURPOSES, type Act, type Purpose } from '../../src/call/names.ts';

/** One line of a situation, with its alternatives not yet chosen. */
export interface CorpusLine {
  readonly template: string;
  /** What the line says by itself; a call's purpose, or unclear. */
  readonly purpose: Purpose;
  readonly acts: readonly Act[];
}

/** A call: what one caller says, line by line. The development split is made by situation, never by line. */
export interface Situation {
  readonly id: string;
  readonly lang: Language;
  readonly purpose: Purpose;
  readonly split: 'train' | 'dev';
  /** False for what is said in answer to the attendant: such lines are no call by themselves. */
  readonly isCall: boolean;
  readonly lines: readonly CorpusLine[];
}

export interface Corpus {
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly situations: readonly Situation[];
}

const FOLDER = join(import.meta.dirname, '../../corpus');
const DEV_SHARE = 5;

/** Reads a language's corpus. Throws Error with file and line for what does not fit the format of `corpus/README.md`. */
export function readCorpus(lang: Language): Corpus {
  const folder = join(FOLDER, lang);
  const lists = new Map<string, readonly string[]>();
  const situations: Situation[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .toSorted()) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    if (file === 'lists.txt') {
      for (const line of lines) {
        const [name, values] = line.split(': ');
        if (name && values) lists.set(name, values.split('|'));
      }
      continue;
    }
    const purpose = PURPOSES.find((one) => one === file.replace(/(-.*)?\.txt$/u, ''));
    if (!purpose) throw new Error(`corpus/${lang}/${file}: no such purpose`);
    situations.push(...situationsIn(lines, lang, purpose, file));
  }
  return { lists, situations };
}

/**
 * Calls that were written apart from the corpus, as whole conversations, and that no training ever sees. A situation's
 * name begins with its purpose. Throws as `readCorpus` does.
 */
export function readCallsApart(lang: Language): Situation[] {
  const lines = readFileSync(join(FOLDER, 'apart', `${lang}.txt`), 'utf8').split('\n');
  return situationsIn(lines, lang, null, `../apart/${lang}.txt`);
}

/** `purpose`: what the whole file is about; null: every situation's name says it. */
function situationsIn(lines: readonly string[], lang: Language, filePurpose: Purpose | null, file: string): Situation[] {
  const found: (Omit<Situation, 'lines'> & { lines: CorpusLine[] })[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    if (line.startsWith('# ')) {
      const name = line.slice(2).trim();
      const id = `${lang}/${file.slice(0, -4)}/${name}`;
      const purpose = filePurpose ?? PURPOSES.find((one) => name.startsWith(`${one}/`));
      if (!purpose) throw new Error(`corpus/${lang}/${file}:${index + 1}: ${name} begins with no purpose`);
      found.push({
        id,
        lang,
        purpose,
        split: checksum(id) % DEV_SHARE === 0 ? 'dev' : 'train',
        isCall: !file.includes('-answers') && !file.includes('-lines'),
        lines: [],
      });
      continue;
    }
    const situation = found.at(-1);
    if (!situation) throw new Error(`corpus/${lang}/${file}:${index + 1}: a line before the first situation`);
    const [, unclear, template = '', named = ''] = /^(~ )?(.*?)(?: \[([a-z_ ]+)\])?$/u.exec(line) ?? [];
    const acts = named
      .split(' ')
      .filter((name) => name !== '')
      .map((name) => {
        const act = ACTS.find((one) => one === name);
        if (!act) throw new Error(`corpus/${lang}/${file}:${index + 1}: no act ${name}`);
        return act;
      });
    // Anger, thanks and goodbyes are said by all kinds of callers; only pressing is a seller's alone.
    const tellsNothing = unclear !== undefined || (file.includes('-answers') && acts.length > 0 && !acts.includes('presses'));
    situation.lines.push({ template, acts, purpose: tellsNothing ? 'unclear' : situation.purpose });
  }
  return found.filter((situation) => situation.lines.length > 0);
}

function checksum(text: string): number {
  let value = 7;
  for (const letter of text) value = (value * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return value;
}

/** Fills a template: `(a|b|)` is one of its alternatives, `$Name` one of a list. */
export function fill(template: string, lists: Corpus['lists'], choose: <T>(from: readonly T[]) => T): string {
  return template
    .replaceAll(/\(([^()]*)\)/gu, (_, alternatives: string) => choose(alternatives.split('|')))
    .replaceAll(/\$[\p{L}]+/gu, (name) => {
      const list = lists.get(name);
      if (!list) throw new Error(`corpus: no list ${name}`);
      return choose(list);
    })
    .replaceAll(/\s+([,?])/gu, '$1')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[ ,]+/u, '')
    .trim();
}
