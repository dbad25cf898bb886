import type { Language } from '../call/language.ts';
import { wordsIn } from '../words/words.ts';
import type { Reflection } from '../journal/reflection.ts';
import { findingsIn, replaced } from './anonymise.ts';
import type { StoryContent } from './story.ts';

/**
 * A draft from what a person wrote of a call themselves; no transcript and no recording can be in it (StGB § 201), since a reflection
 * holds none. What may tell who somebody is, is replaced here already. `happenedOn`: the call's day, as `2026-11-25`.
 */
export function draftOf(
  { content }: Pick<Reflection, 'content'>,
  by: { readonly lang: Language; readonly authorName: string; readonly known: readonly string[]; readonly happenedOn: string },
): StoryContent {
  const words = wordsIn(by.lang).console.experiences.draft;
  const list = (items: readonly string[]): string => items.join(', ');
  const sides = [
    content.feelings.length > 0 && words.felt(list(content.feelings)),
    content.needs.length > 0 && words.needed(list(content.needs)),
    content.theirFeelings.length > 0 && words.theyFelt(list(content.theirFeelings)),
    content.theirNeeds.length > 0 && words.theyNeeded(list(content.theirNeeds)),
  ].filter((line) => line !== false);
  const parts: readonly (readonly [heading: string, text: string])[] = [
    [words.said, content.said],
    [words.heard, content.heard],
    [words.inUs, sides.join('\n\n')],
    [words.unsaid, content.unsaid],
    [words.next, content.request],
    [words.thanks, content.gratitude],
  ];
  const body = parts.flatMap(([heading, text]) => (text.trim() === '' ? [] : [`## ${heading}\n\n${text.trim()}`])).join('\n\n');
  return {
    title: words.title,
    body: replaced(body, findingsIn(body, by.known, by.lang)),
    lang: by.lang,
    authorName: by.authorName,
    dated: by.happenedOn,
    category: null,
    tags: [],
  };
}
