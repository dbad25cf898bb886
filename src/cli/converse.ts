import { parseArgs } from 'node:util';
import { z } from 'zod';
import { systemClock } from '../call/clock.ts';
import { SALES_APPROACHES } from '../call/names.ts';
import { careNumbers, localMoment } from '../conversation/care/crisis-lines.ts';
import { wordsOf } from '../conversation/phrases/catalogue.ts';
import { answer, beginDialogue, expecting, greeting } from '../conversation/dialogue/dialogue.ts';
import { dialogueSetting } from '../conversation/dialogue/setting.ts';
import { spokenSlots } from '../conversation/dialogue/saying.ts';
import { guard } from '../conversation/guard.ts';
import { ConfigError, firstIssue, readSettings, type Config } from '../config.ts';
import { configuredModel } from '../configured-model.ts';
import { ProfileSchema } from '../household/profile.ts';
import { understandWith } from '../understanding/language-model.ts';
import { Understanding } from '../understanding/understanding.ts';
import type { Words } from '../words/words.ts';
import { eachLine, printLine } from './lines.ts';
import type { Terminal } from './terminal.ts';

const Line = z.object({
  text: z.string().max(10_000),
  /** An observation for the household's timeline; it steers nothing. */
  raisedVoice: z.union([z.boolean(), z.object({ db: z.number(), pitchPct: z.number() }).partial()]).optional(),
});

const Options = z.object({
  lang: z.enum(['de', 'en']).optional(),
  approach: z.enum([...SALES_APPROACHES, 'rotate']).optional(),
  profile: z.string().optional(),
  /** Draws the wordings. */
  seed: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
});

/** A conversation in text: caller lines in, one line per answer out. Throws ConfigError for options that do not fit. */
export async function converse(config: Config, _words: Words['terminal'], args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args);
  const [home] = config.households;
  const profile = options.profile === undefined ? home.conversation : readSettings(options.profile, ProfileSchema);
  const setting = dialogueSetting(
    { ...profile, approach: options.approach ?? profile.approach },
    {
      lang: options.lang ?? home.language,
      spokenName: profile.household ?? home.household ?? null,
      rotation: process.pid,
      toldNoBefore: [],
      unwanted: false,
      transcribes: false,
      keepsWords: false,
      wordsLeave: false,
      messageBy: 'words',
      seed: options.seed,
      careNumbers: careNumbers(null, home.countryCode, localMoment(systemClock.wallTime(), home.timeZone)),
      canRing: false,
    },
  );
  const understanding = Understanding.shipped();
  const model = await configuredModel(config);
  let state = beginDialogue(setting);
  let ended = false;
  const opening = guard(greeting(setting), setting.lang, setting.slots).utterance;
  const said = opening.map(wordsOf).join(' ');
  printLine(terminal, { turn: 0, said, purpose: 'unclear', confidence: 1, acts: [], approach: null, route: 'continue', ended });
  return eachLine(terminal, Line, async ({ text }) => {
    if (ended) return;
    const utterance = { words: text, lang: state.lang, asked: expecting(state) };
    const heard = await understandWith(understanding, model, systemClock, config.languageModel?.deadlineMs ?? 0, utterance);
    const step = answer(state, heard);
    state = step.state;
    ended = step.answer.ended;
    const { purpose, confidence, approach, route } = step.answer;
    const verdict = guard(step.answer.utterance, state.lang, spokenSlots(state));
    const words = verdict.utterance.map(wordsOf).join(' ');
    printLine(terminal, { turn: state.turn, said: words, purpose, confidence, acts: heard.acts, approach, route, ended });
  });
}

function readOptions(args: readonly string[]): z.output<typeof Options> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { lang: { type: 'string' }, approach: { type: 'string' }, profile: { type: 'string' }, seed: { type: 'string' } },
    });
    const result = Options.safeParse(values);
    if (result.success) return result.data;
    throw new ConfigError(`converse: --${firstIssue(result.error)}`);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`converse: ${(error as Error).message}`, { cause: error });
  }
}
