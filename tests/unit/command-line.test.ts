import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine, type Answer } from '../support/command-line.ts';
import { PATIENCE_MS } from '../support/patience.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Prints the module files that the process loaded, as one line of JSON on its standard error when it ends. */
const TELLS_MODULES = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
  process.on('exit', () => process.stderr.write('\\n' + JSON.stringify(loaded)));
`)}`;

/** A process of its own. */
function danke(args: readonly string[], { input = '', nodeArgs = [] as readonly string[] } = {}): Promise<Answer> {
  const env = { ...process.env, LANG: 'en_GB.UTF-8', LC_ALL: '', LC_MESSAGES: '' };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...nodeArgs, join(ROOT, 'bin/danke-nein.js'), ...args], { env }, (error, said, errors) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: said.trim(), errors: errors.trim() });
    });
    child.stdin?.end(input);
  });
}

/** The files that a command loads: those of ours, as from the root, and the packages of others. */
async function modulesOf(...args: readonly string[]): Promise<{ own: string[]; packages: string[] }> {
  const { errors } = await danke(args, { nodeArgs: ['--import', TELLS_MODULES] });
  const urls = JSON.parse(errors.split('\n').at(-1) ?? '') as string[];
  const root = new URL(`file://${ROOT}/`).href;
  const packages = urls.map((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(url)?.[1]).filter((name) => name !== undefined);
  const own = urls.filter((url) => url.startsWith(root) && !url.includes('/node_modules/')).map((url) => url.slice(root.length));
  return { own: own.toSorted(), packages: [...new Set(packages)].toSorted() };
}

describe('the command line as a process', { timeout: PATIENCE_MS }, () => {
  test('its streams and its exit codes', async () => {
    const line = JSON.stringify({ lang: 'en', text: 'Can I interest you in solar panels?' });
    const understood = await danke(['understand'], { input: `${line}\nnonsense\n` });
    expect(understood).toMatchObject({ code: 1, errors: 'line 2: this is not JSON' });
    expect(JSON.parse(understood.said)).toMatchObject({ purpose: 'sales' });
    expect(await danke(['help'])).toMatchObject({ code: 0, errors: '', said: expect.stringContaining('doctor') });
    expect(await danke(['dance'])).toMatchObject({ code: 2, said: '', errors: expect.stringContaining('There is no command "dance".') });
  });

  test.each([['help'], ['version'], ['dance']])('%s loads these files, and no package', async (command) => {
    expect(await modulesOf(command)).toEqual({
      own: [
        'bin/danke-nein.js',
        'src/cli/cli.ts',
        'src/cli/terminal.ts',
        'src/version.ts',
        'src/words/packs-de.ts',
        'src/words/packs-en.ts',
        'src/words/plural.ts',
        'src/words/size.ts',
        'src/words/terminal-de.ts',
        'src/words/terminal-en.ts',
        'src/words/terminal.ts',
      ],
      packages: [],
    });
  });

  test.each([
    [['understand'], ['yaml', 'zod']],
    [['converse'], ['yaml', 'zod']],
    [
      ['listen', 'nowhere.wav'],
      ['yaml', 'zod'],
    ],
    [
      ['packs', 'fly', 'ear'],
      ['kysely', 'yaml', 'zod'],
    ],
    [
      ['password', 'Eva'],
      ['kysely', 'yaml', 'zod'],
    ],
  ])('%j loads no server', async (args, packages) => {
    const { own, packages: loaded } = await modulesOf(...args);
    expect(loaded).toEqual(packages);
    expect(own.filter((file) => /^src\/(main\.ts|http\/app\.ts|attendant\/|telephony\/sip\/user-agent\.ts)/u.test(file))).toEqual([]);
  });
});

describe('the command line', () => {
  test('names that every object has are no commands', async () => {
    for (const name of ['constructor', 'toString', '__proto__']) expect((await commandLine([name])).code).toBe(2);
  });
});
