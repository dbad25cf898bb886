import type { Language } from '../../call/language.ts';
import type { PhraseTable } from './phrase.ts';

/** What the household hears when its own phone rings for a caller. Here, and only here, keys are announced. */
export type FamilyPhraseId =
  | 'family_call_from'
  | 'family_call_number'
  | 'family_call'
  | 'family_keys'
  | 'family_connecting'
  | 'family_message'
  | 'family_taken'
  | 'family_gone';

export const FAMILY_PHRASES: Readonly<Record<Language, PhraseTable<FamilyPhraseId>>> = {
  de: {
    family_call_from: ['Ein Anruf für Sie, von {name}.'],
    family_call_number: ['Ein Anruf für Sie, von der Nummer {number}.'],
    family_call: ['Ein Anruf für Sie.'],
    family_keys: ['Drücken Sie die Eins, dann verbinde ich. Drücken Sie die Zwei, dann bitte ich um eine Nachricht.'],
    family_connecting: ['Ich verbinde.'],
    family_message: ['Gut, dann bitte ich um eine Nachricht. Auf Wiederhören.'],
    family_taken: ['Der Anruf ist schon angenommen. Auf Wiederhören.'],
    family_gone: ['Der Anruf ist inzwischen beendet. Auf Wiederhören.'],
  },
  en: {
    family_call_from: ['A call for you, from {name}.'],
    family_call_number: ['A call for you, from the number {number}.'],
    family_call: ['A call for you.'],
    family_keys: ['Press one, and I connect you. Press two, and I ask for a message.'],
    family_connecting: ['Connecting you.'],
    family_message: ['Fine, I will ask for a message. Goodbye.'],
    family_taken: ['Somebody has already taken the call. Goodbye.'],
    family_gone: ['The caller has hung up by now. Goodbye.'],
  },
};
