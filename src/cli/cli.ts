import { ConfigError, readConfig, StartError, type Config } from '../config.ts';
import { StoreError } from '../journal/store.ts';
import { ROOT, VERSION } from '../version.ts';
import type { Language } from '../call/language.ts';
import { wordsIn, type Words } from '../words/words.ts';

/** Settled commands get the configuration and the words; they return the exit code. */
type Command = (config: Config, words: Words['terminal'], args: readonly string[]) => Promise<number>;

/** Each is loaded when it is asked for: a command for scripts answers at once. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveUntilSignal,
  doctor: async () => (await import('./doctor.ts')).doctor,
  password: async () => (await import('./password.ts')).password,
  converse: async () => {
    const { converse } = await import('./converse.ts');
    return (config, _, args) => converse(config, args);
  },
  packs: async () => (await import('./packs.ts')).packs,
  backup: async () => (await import('./backup.ts')).backup,
  listen: async () => {
    const { listen } = await import('./listen.ts');
    return (_config, words, args) => listen(args, words.listenUsage);
  },
  understand: async () => {
    const { understand } = await import('./understand.ts');
    return () => understand();
  },
};

/** The command line. Ends the process with 0 (well), 1 (it could not) or 2 (asked wrongly). */
export async function run(args: readonly string[]): Promise<void> {
  const [name = 'help', ...rest] = args;
  const command = COMMANDS[name];
  if (name === '--version' || name === 'version') return say(VERSION);
  if (!command) {
    const words = wordsIn(systemLanguage()).terminal;
    const asked = ['help', '--help', '-h'].includes(name);
    (asked ? console.log : console.error)((asked ? '' : `${words.unknownCommand(name)}\n`) + words.usage);
    process.exitCode = asked ? 0 : 2;
    return;
  }
  try {
    const config = readConfig(process.env, ROOT);
    process.exitCode = await (
      await command()
    )(config, wordsIn(config.file === null ? systemLanguage() : config.households[0].language).terminal, rest);
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartError || error instanceof StoreError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** German first; English for those whose terminal says so. */
function systemLanguage(): Language {
  const locale = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '';
  return /^en/iu.test(locale) ? 'en' : 'de';
}

function say(line: string): void {
  console.log(line);
}
