import type { Language } from '../call/language.ts';
import { findingsIn, replaced, type Finding } from './anonymise.ts';
import { storyHtml } from './markdown.ts';

/** Work on a story's text. A hostile one takes a second or more: where calls run, it is done elsewhere (adapters/texts). */
export interface Texts {
  /** As readers would see it; pictures lead to `pictures` and their id. */
  html(markdown: string, pictures: string): Promise<string>;
  findings(text: string, known: readonly string[], lang: Language): Promise<Finding[]>;
  /** Each of the texts with what was found replaced. */
  replaced(texts: readonly string[], findings: readonly Pick<Finding, 'text' | 'instead'>[]): Promise<string[]>;
}

/** Work that was given up: it took too long, or too much else waits. */
export class TextError extends Error {
  override readonly name = 'TextError';
}

/** On the thread that asks for it. */
export const TEXTS: Texts = {
  html: async (markdown, pictures) => storyHtml(markdown, (id) => ({ url: `${pictures}/${id}`, width: 0, height: 0 })),
  findings: async (text, known, lang) => findingsIn(text, known, lang),
  replaced: async (texts, findings) => texts.map((text) => replaced(text, findings)),
};
