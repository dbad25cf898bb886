import { globSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
/** Makes expressions of alternatives for others: what it makes belongs to whoever asked for it. */
const MAKER = 'src/call/text.ts';

export interface Expression {
  /** As `src/call/text.ts`. */
  readonly file: string;
  readonly expression: RegExp;
}

/** Every regular expression that is written down in `src`. */
export function writtenExpressions(): Expression[] {
  return sources().flatMap(({ file, tree }) => {
    const found: Expression[] = [];
    visit(tree, (node) => {
      if (!ts.isRegularExpressionLiteral(node)) return;
      const text = node.getText(tree);
      const end = text.lastIndexOf('/');
      found.push({ file, expression: new RegExp(text.slice(1, end), text.slice(end + 1)) });
    });
    return found;
  });
}

/** Files of `src` that make expressions while they run. */
export function makers(): string[] {
  return sources()
    .filter(({ file, tree }) => {
      let makes = false;
      visit(tree, (node) => {
        const called = ts.isNewExpression(node) || ts.isCallExpression(node) ? node.expression.getText(tree) : '';
        makes ||= called === 'RegExp' || (called === 'pattern' && file !== MAKER);
      });
      return makes && file !== MAKER;
    })
    .map(({ file }) => file);
}

/** Every expression that these files make while they are loaded, and while `use` runs. */
export async function madeExpressions(files: readonly string[], use: () => Promise<void>): Promise<Expression[]> {
  const made = new Map<string, Expression>();
  const Native = globalThis.RegExp;
  const { prepareStackTrace } = Error;
  // Names of files alone: to look up where each line came from takes longer than all the rest.
  Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName() ?? '').join('\n');
  globalThis.RegExp = new Proxy(Native, {
    construct(target, given, newTarget) {
      const expression = Reflect.construct(target, given, newTarget) as RegExp;
      const file = callerIn(new Error('where').stack ?? '');
      if (file !== null) made.set(`${file} ${expression}`, { file, expression });
      return expression;
    },
  });
  try {
    for (const file of files) await import(/* @vite-ignore */ pathToFileURL(join(ROOT, file)).href);
    await use();
  } finally {
    globalThis.RegExp = Native;
    Error.prepareStackTrace = prepareStackTrace;
  }
  return [...made.values()];
}

/** The innermost file of `src` that is not the maker itself. */
function callerIn(stack: string): string | null {
  for (const [, file = ''] of stack.matchAll(/[/\\](src[/\\][\w./\\-]+\.ts)/gu)) {
    const named = file.replaceAll('\\', '/');
    if (named !== MAKER) return named;
  }
  return null;
}

function sources(): { file: string; tree: ts.SourceFile }[] {
  return globSync('src/**/*.ts', { cwd: ROOT })
    .filter((file) => !file.endsWith('.d.ts'))
    .map((file) => ({
      file: file.split(sep).join('/'),
      tree: ts.createSourceFile(relative(ROOT, file), readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true),
    }))
    .toSorted((a, b) => a.file.localeCompare(b.file));
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}

/** A part of an expression: one character, a choice, a row of parts, a repetition, or what takes no room. */
type Part =
  | { readonly type: 'one'; readonly source: string }
  | { readonly type: 'choice'; readonly of: readonly Part[] }
  | { readonly type: 'row'; readonly parts: readonly Part[] }
  | { readonly type: 'repeat'; readonly part: Part; readonly least: number }
  | { readonly type: 'nothing' };

/** Characters by which the members of a class are found. */
const TRIED = Array.from('aA0 @.-,:;/"\'<>()[]{}=+*_#&?!|\\%~^`\n\r\täÄß–„“…eEsStTbBcCzZ9\u0000\u0001\u{1F600}');
const MOST_PUMPS = 30;
const MOST_LEADS = 3;

/**
 * Texts that an expression finds hard, made from its own parts: `lead`, then `pump` over and over, then `tail`. Each class's members,
 * each repetition's body and each beginning of the whole is repeated, with and without what stands before it, and ends in what does not match.
 */
export function attacksOn(expression: RegExp): { readonly lead: string; readonly pump: string; readonly tail: string }[] {
  const whole = parse(expression);
  const pumps = new Set<string>();
  const leads = new Set<string>(['']);
  collect(whole, '', expression, pumps, leads);
  for (const full of samples(whole, expression, 3)) {
    pumps.add(full);
    pumps.add(full.slice(0, -1));
    for (const separator of [' ', '\n', ',']) pumps.add(full + separator);
  }
  const chosen = [...pumps].filter((pump) => pump !== '').slice(0, MOST_PUMPS);
  const before = [...leads].slice(0, MOST_LEADS);
  return chosen.flatMap((pump) => before.flatMap((lead) => ['', '\u0001'].map((tail) => ({ lead, pump, tail }))));
}

function collect(part: Part, before: string, expression: RegExp, pumps: Set<string>, leads: Set<string>): void {
  if (part.type === 'one') for (const sample of samples(part, expression, 3)) pumps.add(sample);
  if (part.type === 'repeat') {
    leads.add(before);
    for (const sample of samples(part.part, expression, 3)) {
      pumps.add(sample);
      pumps.add(before + sample);
    }
    collect(part.part, before, expression, pumps, leads);
  }
  if (part.type === 'choice') for (const one of part.of) collect(one, before, expression, pumps, leads);
  if (part.type === 'row') {
    let so = before;
    let least = before;
    for (const one of part.parts) {
      collect(one, so, expression, pumps, leads);
      so += samples(one, expression, 1)[0] ?? '';
      if (!(one.type === 'repeat' && one.least === 0)) least += samples(one, expression, 1)[0] ?? '';
      pumps.add(so);
      pumps.add(least);
    }
  }
}

const members = new Map<string, readonly string[]>();

/** Texts that a part matches; at most so many. */
function samples(part: Part, expression: RegExp, most: number): string[] {
  if (part.type === 'one') {
    const known = members.get(`${part.source} ${expression.flags}`);
    if (known) return known.slice(0, most);
    const member = memberTest(part.source, expression);
    const found = [...new Set([part.source.at(-1) ?? '', ...TRIED])].filter((char) => member.test(char));
    members.set(`${part.source} ${expression.flags}`, found);
    return found.slice(0, most);
  }
  if (part.type === 'choice') return part.of.flatMap((one) => samples(one, expression, 1)).slice(0, most * 4);
  if (part.type === 'repeat') {
    const each = samples(part.part, expression, most);
    return part.least > 1 ? each.map((one) => one.repeat(Math.min(part.least, 40))) : each;
  }
  if (part.type === 'nothing') return [''];
  let rows = [''];
  for (const one of part.parts) {
    const each = samples(one, expression, rows.length === 1 ? most : 1);
    if (each.length > 0) rows = rows.flatMap((row) => each.map((more) => row + more)).slice(0, most * 4);
  }
  return rows;
}

function memberTest(source: string, expression: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, expression.flags.replaceAll(/[gym]/gu, ''));
}

/** Reads an expression's source; what it does not know counts as nothing. */
function parse({ source }: RegExp): Part {
  let at = 0;
  const choice = (): Part => {
    const of = [row()];
    while (source[at] === '|') {
      at++;
      of.push(row());
    }
    return of.length === 1 ? (of[0] ?? { type: 'nothing' }) : { type: 'choice', of };
  };
  const row = (): Part => {
    const parts: Part[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(atom()));
    return { type: 'row', parts };
  };
  const repeated = (part: Part): Part => {
    const found = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??/u.exec(source.slice(at));
    if (!found) return part;
    at += found[0].length;
    const [quantifier, count] = found;
    return { type: 'repeat', part, least: quantifier.startsWith('+') ? 1 : Number(count ?? 0) };
  };
  const atom = (): Part => {
    const char = source[at] ?? '';
    if (char === '(') {
      const head = /^\((?:\?(?:<?[=!]|<\w+>|[a-z-]*:))?/u.exec(source.slice(at))?.[0] ?? '(';
      at += head.length;
      const inner = choice();
      at++;
      return /[=!]$/u.test(head) ? { type: 'nothing' } : inner;
    }
    if (char === '^' || char === '$') {
      at++;
      return { type: 'nothing' };
    }
    const one =
      /^(?:\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\[^]|[^])/iu.exec(source.slice(at))?.[0] ?? char;
    at += one.length;
    return /^\\[bB\d]/u.test(one) ? { type: 'nothing' } : { type: 'one', source: one };
  };
  return choice();
}
