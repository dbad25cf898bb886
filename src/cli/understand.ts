import { z } from 'zod';
import { Understanding } from '../understanding/understanding.ts';
import { eachLine, printLine } from './lines.ts';
import type { Config } from '../config.ts';
import type { Words } from '../words/words.ts';
import type { Terminal } from './terminal.ts';

const Line = z.object({ lang: z.enum(['de', 'en']).default('de'), text: z.string().max(10_000) });

/** JSON lines `{"lang","text"}` in, `{"purpose","confidence","acts","slots"}` out. */
export async function understand(
  _config: Config,
  _words: Words['terminal'],
  _args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const understanding = Understanding.shipped();
  return eachLine(terminal, Line, ({ lang, text }) => {
    const { purpose, confidence, acts, slots } = understanding.understand(text, lang);
    printLine(terminal, { purpose, confidence, acts, slots });
  });
}
