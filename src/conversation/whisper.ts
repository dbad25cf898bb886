import type { Language } from '../call/language.ts';
import type { Purpose } from '../call/names.ts';
import type { Utterance } from '../call/utterance.ts';
import { MATTER } from './dialogue/message.ts';
import { digitByDigit } from './dialogue/saying.ts';
import { finding } from './dialogue/evidence.ts';
import type { DialogueState } from './dialogue/state.ts';
import { utterance, type PhraseId, type Slots } from './phrases/catalogue.ts';

/** What is known of a caller when the household's phones ring. */
export interface Announced {
  /** The contact, or what the caller said. */
  readonly name: string | null;
  /** As signalled; null: suppressed. */
  readonly number: string | null;
  readonly purpose: Purpose | null;
}

/** Who calls, in the household's ear: their contact's name first, then what the caller said, then the number. */
export function announced(dialogue: DialogueState | null, contact: string | null, number: string | null): Announced {
  const found = dialogue === null ? null : finding(dialogue);
  const confidential = dialogue?.acts.includes('claims_confidential') ?? false;
  return {
    name: contact ?? dialogue?.slots.name ?? dialogue?.slots.company ?? null,
    number,
    purpose: found?.is === 'wanted' && !confidential ? found.purpose : null,
  };
}

/** The words at the household's phone. `withKeys`: the call is taken by a key, so that no machine takes it. */
export function whisper(lang: Language, { name, number, purpose }: Announced, withKeys: boolean): { utterance: Utterance; slots: Slots } {
  const slots: Slots = { ...(name !== null && { name }), ...(number !== null && { number: digitByDigit(number) }) };
  const who: PhraseId = name !== null ? 'family_call_from' : number !== null ? 'family_call_number' : 'family_call';
  const matter = purpose === null ? undefined : MATTER[purpose];
  const words: PhraseId[] = [who, ...(matter === undefined ? [] : [matter]), withKeys ? 'family_keys' : 'family_connecting'];
  return { utterance: utterance(lang, slots, ...words), slots };
}
