import type { Language } from '../call/language.ts';

const RULES: Readonly<Record<Language, Intl.PluralRules>> = { de: new Intl.PluralRules('de'), en: new Intl.PluralRules('en') };

/** The form that fits the number; `#` in it stands for the number. */
export function plural(lang: Language, count: number, one: string, other: string): string {
  return (RULES[lang].select(count) === 'one' ? one : other).replace('#', String(count));
}
