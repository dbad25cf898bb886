import type { Language } from '../call/language.ts';
import type { Segment, Utterance } from '../call/utterance.ts';
import { utterance, wordsOf, type Slots } from './phrases/catalogue.ts';
import { WORDED } from './phrases/phrase.ts';

export interface Verdict {
  /** What may be spoken: the utterance itself, or a safe sentence in its place. */
  readonly utterance: Utterance;
  /** Why something was replaced; null when the utterance passed. */
  readonly rejected: Rejection | null;
  /** The phrase that was held back; empty when everything passed. */
  readonly phraseId: string;
}

/** Who is on the line: keys are announced to the household alone, and nothing that is meant for it reaches a caller. */
export type Hearer = 'caller' | 'family';

export type Rejection = 'consent' | 'unreleased' | 'key' | 'too_long' | 'unspeakable' | 'poses_as_human' | 'unkind';

/** Longest spoken segment; three calm sentences and a wish fit. */
const MAX_SEGMENT_CHARACTERS = 260;
/** Somebody else's wording: short, or not at all. */
const MAX_WORDED_SENTENCES = 3;

const CONSENT: Readonly<Record<Language, ReadonlySet<string>>> = {
  de: new Set(
    'ja jawohl jo genau okay ok einverstanden richtig stimmt gerne gern klar natürlich sicher selbstverständlich freilich bitte'.split(' '),
  ),
  en: new Set('yes yeah yep yup aye okay ok agreed correct right sure certainly absolutely definitely exactly please'.split(' ')),
};

/** Words that agree to something wherever they stand; a "not" beside them can be cut away. */
const AGREES: Readonly<Record<Language, RegExp>> = {
  de: /\b(?:einverstanden|ich stimme (?:dem |ihnen |hiermit )?zu|stimmen (?:dem )?zu|akzeptiere|ich bestätige|wir bestätigen|ich bestelle|wir bestellen|nehme(?:n)? (?:ich |wir |das |ihr )*angebot|schließe(?:n)? (?:ich |wir )?(?:den vertrag )?ab|beauftrage|abgemacht|geht klar|machen wir so|das ist in ordnung|schicken sie (?:es |mir )?(?:bitte )?zu)\b/iu,
  en: /\b(?:i agree|we agree|agreed|i accept|we accept|i consent|we consent|i confirm|we confirm|i'?ll take it|we'?ll take it|we'?ll buy|i'?d like to order|sign (?:me|us) up|go ahead|that'?s fine|it'?s a deal|send it over)\b/iu,
};
const KEY_REQUEST = /\b(drücken|wählen)\s+sie\b|\btaste\b|\bpress\b|\bdial\b/iu;
const LONG_NUMBER = /\d[\d\s/().-]{3,}\d/u;
/** What belongs to a household and is in none of our phrases. */
const HOUSEHOLD_DATA =
  /\b(?:iban|kontonummer|geburtsdatum|geboren am|adresse (?:ist|lautet)|wohn(?:t|en|e) (?:hier|in der|im|am)|allein zu hause|nicht zu hause|im urlaub|verreist|anbieter ist|vertragsnummer|zählernummer ist|passwort|account number|sort code|date of birth|born on|address is|lives? (?:at|alone)|not at home|on holiday|away until|supplier is|password|[\w.]+@[\w.]+)\b/iu;
const POSES_AS_HUMAN =
  /\b(?:ich bin (?:ein|kein computer|keine maschine|der herr|die frau|herr|frau|selbst)\b(?! computer)|hier (?:spricht|ist) (?:herr|frau)|am apparat|persönlich|i am (?:a |the )?(?:human|person|real|mrs?|ms)|i'?m (?:a |the )?(?:human|person|real|mrs?|ms)|speaking personally|ich (?:verstehe|fühle|spüre|kann nachfühlen)|i (?:understand|feel|know how)|mir tut es leid|es tut mir leid)\b/iu;
const UNKIND =
  /\b(?:selbst schuld|selber schuld|ihre schuld|unverschämt|frechheit|beruhigen sie sich|anzeigen|verklagen|anzeige erstatten|polizei rufen|belästig\w*|schämen|dumm|idiot\w*|halten sie|calm down|your (?:own )?fault|shame on|sue you|report you|harass\w*|stupid|how dare)\b/iu;

/**
 * The last look before anything is spoken, whoever worded it: no sentence that can be cut out as a consent, no key
 * that a caller is told to press, no number or name that the household did not release, nothing endless. Wording that
 * is not from our catalogue is looked at more closely: it must not agree, pose as a person, blame or threaten.
 */
export function guard(proposed: Utterance, lang: Language, released: Slots, hears: Hearer = 'caller'): Verdict {
  for (const segment of proposed) {
    const rejected = rejection(segment, released, hears);
    if (rejected) return { utterance: utterance(lang, released, 'hanging_up'), rejected, phraseId: segment.phraseId };
  }
  return { utterance: proposed, rejected: null, phraseId: '' };
}

function rejection(segment: Segment, released: Slots, hears: Hearer): Rejection | null {
  if (segment.phraseId !== WORDED) {
    for (const [slot, value] of Object.entries(segment.slots ?? {})) {
      if (released[slot as keyof Slots] !== value) return 'unreleased';
    }
  }
  let words: string;
  try {
    words = wordsOf(segment);
  } catch {
    return 'unspeakable';
  }
  if (words.trim() === '') return 'unspeakable';
  if (words.length > MAX_SEGMENT_CHARACTERS) return 'too_long';
  if (hears === 'caller' && (KEY_REQUEST.test(words) || segment.phraseId.startsWith('family_'))) return 'key';
  const number = segment.phraseId === WORDED ? undefined : segment.slots?.['number'];
  if (LONG_NUMBER.test(number === undefined ? words : words.replaceAll(number, ''))) return 'unreleased';
  const sentences = sentencesOf(words);
  if (sentences.some(isConsent)) return 'consent';
  return segment.phraseId === WORDED ? rejectionOfWording(sentences) : null;
}

/** The closer look at words that nobody of the household has read. */
function rejectionOfWording(sentences: readonly string[]): Rejection | null {
  if (sentences.length > MAX_WORDED_SENTENCES) return 'too_long';
  for (const sentence of sentences) {
    if (AGREES.de.test(sentence) || AGREES.en.test(sentence)) return 'consent';
    if (/\d/u.test(sentence) || HOUSEHOLD_DATA.test(sentence)) return 'unreleased';
    if (POSES_AS_HUMAN.test(sentence)) return 'poses_as_human';
    if (UNKIND.test(sentence)) return 'unkind';
  }
  return null;
}

function sentencesOf(words: string): string[] {
  return words
    .split(/[.!?:;–—\n"„“”»«]+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** A sentence whose first clause is nothing but words of consent, in any language, can be cut out of a recording and used. */
function isConsent(sentence: string): boolean {
  const words = (sentence.split(',')[0] ?? '').toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length > 0 && words.every((word) => CONSENT.de.has(word) || CONSENT.en.has(word));
}
