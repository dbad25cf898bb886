import type { Language, Reflection } from '../../src/http/api.ts';
import type { Words } from '../../src/words/words.ts';
import { dateAndTime } from '../format.ts';

/** Reflections as a text that any editor opens. */
export function asMarkdown(reflections: readonly Reflection[], words: Words['console'], lang: Language): string {
  const { fields } = words.reflection;
  const parts = reflections.map(({ happenedAt, content }) => {
    const filled = (Object.keys(fields) as (keyof typeof fields)[]).flatMap((field) => {
      const value = content[field];
      const text = typeof value === 'string' ? value : value.join(', ');
      return text === '' ? [] : [`### ${fields[field]}\n\n${text}\n`];
    });
    return [`## ${dateAndTime(lang, happenedAt)}\n`, ...filled].join('\n');
  });
  return [`# ${words.reflection.listTitle}\n`, ...parts].join('\n');
}
