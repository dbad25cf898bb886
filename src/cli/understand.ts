import { z } from 'zod';
import { Understanding } from '../understanding/understanding.ts';
import { eachLine, printLine } from './lines.ts';

const Line = z.object({ lang: z.enum(['de', 'en']).default('de'), text: z.string().max(10_000) });

/** JSON lines `{"lang","text"}` in, `{"purpose","confidence","acts","slots"}` out. */
export async function understand(): Promise<number> {
  const understanding = Understanding.shipped();
  return eachLine(Line, ({ lang, text }) => {
    const { purpose, confidence, acts, slots } = understanding.understand(text, lang);
    printLine({ purpose, confidence, acts, slots });
  });
}
