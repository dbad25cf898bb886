import type { Language } from '../../call/language.ts';
import type { Household } from '../../household/household.ts';
import type { Segment, Utterance } from '../../call/utterance.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import type { PhraseId, PhraseTable } from './phrase.ts';

export type { PhraseId } from './phrase.ts';

/** Values that phrases may hold; all of them were released by the household for callers. */
export interface Slots {
  /** How callers may hear the household named, such as "Familie Berger"; absent: it stays unnamed. */
  readonly household?: string;
}

/** What a household released for callers. */
export function releasedSlots(household: Pick<Household, 'spokenName'>): Slots {
  return household.spokenName === null ? {} : { household: household.spokenName };
}

const TABLES: Readonly<Record<Language, PhraseTable>> = { de: german, en: english };

export const PHRASE_IDS = Object.keys(german) as readonly PhraseId[];

/** The words of a segment as they are spoken. Throws RangeError for an unknown phrase or an unfilled slot. */
export function wordsOf(segment: Segment): string {
  const template = TABLES[segment.lang][segment.phraseId as PhraseId];
  if (template === undefined) throw new RangeError(`no phrase ${segment.phraseId} in ${segment.lang}`);
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const value = segment.slots?.[slot];
    if (value === undefined) throw new RangeError(`phrase ${segment.phraseId} needs the slot ${slot}`);
    return value;
  });
}

/** Builds an utterance in one language; slots go only to the phrases that name them. */
export function utterance(lang: Language, slots: Slots, ...phraseIds: readonly PhraseId[]): Utterance {
  return phraseIds.map((phraseId): Segment => {
    const needsHousehold = TABLES[lang][phraseId].includes('{household}');
    if (!needsHousehold) return { phraseId, variant: 0, lang };
    return { phraseId, variant: 0, lang, slots: { household: slots.household ?? '' } };
  });
}

/** Every utterance segment that a call on level 0 can need, for rendering ahead of the first call. */
export function everySegment(lang: Language, slots: Slots): Utterance {
  const usable = PHRASE_IDS.filter((id) => slots.household !== undefined || !TABLES[lang][id].includes('{household}'));
  return utterance(lang, slots, ...usable);
}
