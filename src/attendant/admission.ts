import type { Approach, CallKind } from '../call/names.ts';
import type { Language } from '../call/language.ts';
import type { Contacts } from '../household/contacts.ts';
import type { Household } from '../household/household.ts';
import { normaliseNumber } from '../household/phone-number.ts';
import type { LegInfo } from '../telephony/leg.ts';

/** How a call is met, decided before it is answered. */
export interface Admission {
  readonly kind: CallKind;
  readonly lang: Language;
  readonly approach: Approach;
  /** The contact, or the name that the FRITZ!Box knows; null: nobody known. */
  readonly knownAs: string | null;
  /** How long the family's phones ring first, in ms; 0: answered at once. */
  readonly ringMs: number;
}

/** What somebody who tries the attendant out would like to meet. */
export interface TrialWish {
  readonly lang?: Language;
  /** To be greeted like a contact of this name. */
  readonly knownAs?: string;
}

/** Decides how a leg is met. A call to no configured line is a trial: somebody on this network wants to hear us. */
export function admit(leg: LegInfo, household: Household, contacts: Contacts, wish: TrialWish = {}): Admission {
  const line = household.lines.find((candidate) => candidate.id === leg.lineId);
  const contact = leg.from.number === null ? null : contacts.nameOf(leg.from.number);
  const knownAs = wish.knownAs ?? contact ?? (line?.fritzbox ? phonebookName(leg) : null);
  return {
    kind: line ? 'real' : 'try',
    lang: wish.lang ?? line?.lang ?? household.lang,
    approach: knownAs === null ? 'conditional_no' : 'known_caller',
    knownAs,
    ringMs: line ? line.answerAfterSeconds * 1000 : 0,
  };
}

/** A FRITZ!Box signals the name of its phonebook as display name; a stranger's display name is empty or the number. */
function phonebookName(leg: LegInfo): string | null {
  const name = leg.from.displayName?.trim() ?? '';
  if (name === '' || leg.from.number === null || normaliseNumber(name) !== null) return null;
  return /^(anonym|anonymous|unbekannt|unknown)$/iu.test(name) ? null : name;
}
