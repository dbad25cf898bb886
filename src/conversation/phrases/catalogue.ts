import type { Language } from '../../call/language.ts';
import { isOfOneCall, type Segment, type Utterance } from '../../call/utterance.ts';
import type { Household } from '../../household/household.ts';
import { german } from './de.ts';
import { germanDialogue, type DialoguePhraseId } from './dialogue-de.ts';
import { englishDialogue } from './dialogue-en.ts';
import { english } from './en.ts';
import { FAMILY_PHRASES, type FamilyPhraseId } from './family.ts';
import { WORDED, type PhraseTable, type StandingPhraseId } from './phrase.ts';

export type { DialoguePhraseId } from './dialogue-de.ts';

/** Every phrase that can be spoken. */
export type PhraseId = StandingPhraseId | DialoguePhraseId | FamilyPhraseId;

/** Values that phrases may hold. The household released its own; the others are what the caller said of themselves. */
export interface Slots {
  /** How callers may hear the household named, such as "Familie Berger"; absent: it stays unnamed. */
  readonly household?: string;
  /** The caller's name and number, read back to them. */
  readonly name?: string;
  readonly number?: string;
  /** What was offered, in words of ours. */
  readonly goods?: string;
  /** Numbers for people in need, from `care/crisis-lines.ts` alone: as digits, and spoken. */
  readonly emergency?: string;
  readonly emergencySpoken?: string;
  readonly police?: string;
  readonly policeSpoken?: string;
  readonly crisis?: string;
  /** What the household released about an open fault, word for word. */
  readonly matter?: string;
  /** For the household at its own phones: how many messages, and when something was or ends. */
  readonly count?: string;
  readonly time?: string;
}

/** What a household released for callers. */
export function releasedSlots(household: Pick<Household, 'spokenName'>): Slots {
  return household.spokenName === null ? {} : { household: household.spokenName };
}

const TABLES: Readonly<Record<Language, PhraseTable<PhraseId>>> = {
  de: { ...wordings(german), ...germanDialogue, ...FAMILY_PHRASES.de },
  en: { ...wordings(english), ...englishDialogue, ...FAMILY_PHRASES.en },
};

function wordings(table: Readonly<Record<StandingPhraseId, string>>): PhraseTable<StandingPhraseId> {
  return Object.fromEntries(Object.entries(table).map(([id, words]) => [id, [words]])) as unknown as PhraseTable<StandingPhraseId>;
}

export const STANDING_PHRASE_IDS = Object.keys(german) as readonly StandingPhraseId[];
export const PHRASE_IDS = Object.keys(TABLES.de) as readonly PhraseId[];

/** How many wordings a phrase has. */
export function variantsOf(phraseId: PhraseId): number {
  return TABLES.de[phraseId].length;
}

/** The words of a segment as they are spoken. Throws RangeError for an unknown phrase or an unfilled slot. */
export function wordsOf(segment: Segment): string {
  if (segment.phraseId === WORDED) return segment.slots?.['words'] ?? '';
  const template = TABLES[segment.lang][segment.phraseId as PhraseId]?.[segment.variant];
  if (template === undefined) throw new RangeError(`no phrase ${segment.phraseId}, wording ${segment.variant}, in ${segment.lang}`);
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const value = segment.slots?.[slot];
    if (value === undefined) throw new RangeError(`phrase ${segment.phraseId} needs the slot ${slot}`);
    return value;
  });
}

/** One phrase as a segment; of the slots it takes those that it names. */
export function segmentOf(phraseId: PhraseId, variant: number, lang: Language, slots: Slots): Segment {
  const named = TABLES[lang][phraseId][variant]?.match(/\{\w+\}/gu)?.map((slot) => slot.slice(1, -1)) ?? [];
  if (named.length === 0) return { phraseId, variant, lang };
  return { phraseId, variant, lang, slots: Object.fromEntries(named.map((slot) => [slot, slots[slot as keyof Slots] ?? ''])) };
}

/** Builds an utterance in one language from first wordings. */
export function utterance(lang: Language, slots: Slots, ...phraseIds: readonly PhraseId[]): Utterance {
  return phraseIds.map((phraseId) => segmentOf(phraseId, 0, lang, slots));
}

/** In which calls a sentence is said: in any, or where the caller's words are understood. */
export type PhraseGroup = 'every_call' | 'conversation';

/** Every sentence for callers that is always the same in one household, in the order in which calls need them: what somebody can record. */
export function recordable(lang: Language, slots: Slots): readonly { readonly group: PhraseGroup; readonly segment: Segment }[] {
  const standing = everySegment(lang, slots).filter(({ phraseId }) => slots.household === undefined || !phraseId.endsWith('_unnamed'));
  const talking = (Object.keys(germanDialogue) as DialoguePhraseId[]).flatMap((phraseId) =>
    TABLES[lang][phraseId].map((_, variant) => segmentOf(phraseId, variant, lang, slots)),
  );
  const isStanding = (one: Segment): boolean =>
    standing.some(({ phraseId, variant }) => phraseId === one.phraseId && variant === one.variant);
  const usable = talking.filter((one) => !isOfOneCall(one) && one.slots?.['household'] !== '' && !isStanding(one));
  return [
    ...standing.map((segment) => ({ group: 'every_call' as const, segment })),
    ...usable.map((segment) => ({ group: 'conversation' as const, segment })),
  ];
}

/** Every utterance segment that a call without understood words can need, for rendering ahead of the first call. */
export function everySegment(lang: Language, slots: Slots): Utterance {
  const needed: readonly PhraseId[] = [...STANDING_PHRASE_IDS, 'put_through'];
  const usable = needed.filter((id) => slots.household !== undefined || !TABLES[lang][id][0]?.includes('{household}'));
  return utterance(lang, slots, ...usable);
}
