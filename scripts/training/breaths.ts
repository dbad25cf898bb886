import type { Random } from '../../src/call/random.ts';
import type { Language } from '../../src/call/language.ts';

/** People pause at a third of the places where a comma or a full stop would be, and hesitate after every thirtieth word. */
const AT_A_MARK = 0.35;
const AT_A_WORD = 0.035;

/** What is said in one breath, as a recogniser writes it, and whether more comes. */
export interface Breath {
  readonly words: string;
  readonly goesOn: boolean;
}

/** Where somebody pauses who says this; half of those who hesitate say so ("äh"). An assumption, not a measurement. */
export function breaths(text: string, lang: Language, random: Random): Breath[] {
  const words = text.split(/\s+/u);
  const parts: Breath[] = [];
  let open: string[] = [];
  for (const [nth, word] of words.entries()) {
    open.push(word);
    if (nth === words.length - 1) break;
    const isMark = /[.,;:!?–]$/u.test(word);
    if (share(random) >= (isMark ? AT_A_MARK : AT_A_WORD)) continue;
    if (!isMark && share(random) < 0.5) open.push(lang === 'de' ? 'äh' : 'uh');
    parts.push({ words: recognised(open), goesOn: true });
    open = [];
  }
  return [...parts, { words: recognised(open), goesOn: false }];
}

/** A recogniser sets a full stop after every breath, or none; that it hears a question is assumed. */
function recognised(words: readonly string[]): string {
  return words.join(' ').replace(/[.,;:!–]$/u, '');
}

/** 0 to 1. */
export function share(random: Random): number {
  return random.below(1_000_000) / 1_000_000;
}
