import type { Config } from '../config.ts';
import type { Language } from '../call/language.ts';
import { ROOT, VERSION } from '../version.ts';
import { terminalWords } from '../words/terminal.ts';
import type { Words } from '../words/words.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** Settled commands get the configuration and the words; they return the exit code. */
type Command = (config: Config, words: Words['terminal'], args: readonly string[], terminal: Terminal) => Promise<number>;

/** Each is loaded when it is asked for: a command for scripts answers at once. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveUntilSignal,
  doctor: async () => (await import('./doctor.ts')).doctor,
  password: async () => (await import('./password.ts')).password,
  converse: async () => (await import('./converse.ts')).converse,
  packs: async () => (await import('./packs.ts')).packs,
  backup: async () => (await import('./backup.ts')).backup,
  listen: async () => (await import('./listen.ts')).listen,
  understand: async () => (await import('./understand.ts')).understand,
};

/** The command line. Resolves with the exit code: 0 (well), 1 (it could not) or 2 (asked wrongly). */
export async function run(args: readonly string[], terminal: Terminal = processTerminal): Promise<number> {
  const [name = 'help', ...rest] = args;
  const { console, env } = terminal;
  if (name === '--version' || name === 'version') {
    console.log(VERSION);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    const words = terminalWords(systemLanguage(env));
    const asked = ['help', '--help', '-h'].includes(name);
    if (asked) console.log(words.usage);
    else console.error(`${words.unknownCommand(name)}\n${words.usage}`);
    return asked ? 0 : 2;
  }
  // Loaded here: what reads and checks the settings is most of what there is to load.
  const [{ ConfigError, readConfig, StartError }, { StoreError }] = await Promise.all([
    import('../config.ts'),
    import('../journal/store.ts'),
  ]);
  try {
    const config = readConfig(env, ROOT);
    const words = terminalWords(config.file === null ? systemLanguage(env) : config.households[0].language);
    const command = await load();
    return await command(config, words, rest, terminal);
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartError || error instanceof StoreError)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** German first; English for those whose terminal says so. */
function systemLanguage(env: Terminal['env']): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^en/iu.test(locale) ? 'en' : 'de';
}
