import type { Approach, CallKind, SalesApproach } from '../call/names.ts';
import type { Language } from '../call/language.ts';
import { careNumbers, type LocalMoment } from '../conversation/care/crisis-lines.ts';
import { dialogueSetting } from '../conversation/dialogue/setting.ts';
import type { DialogueSetting } from '../conversation/dialogue/state.ts';
import { releasedSlots } from '../conversation/phrases/catalogue.ts';
import { initialState, type State } from '../conversation/state.ts';
import type { Contacts } from '../household/contacts.ts';
import { lineOf, type Household, type Line } from '../household/household.ts';
import { isListed, normaliseNumber } from '../household/phone-number.ts';
import type { ToldNo } from '../journal/told-no.ts';
import type { LeftToFamily } from '../call/events.ts';
import type { LegInfo } from '../telephony/leg.ts';

/** How a call is met, decided before it is answered. */
export interface Admission {
  readonly kind: CallKind;
  readonly lang: Language;
  readonly approach: Approach;
  readonly approachAssigned: 'rule' | 'household' | 'rotation';
  /** How the conversation is led; null: the caller is known, or no words are understood on this leg. */
  readonly dialogue: DialogueSetting | null;
  /** The contact, or the name that the FRITZ!Box knows; null: nobody known. */
  readonly knownAs: string | null;
  /** How long the family's phones ring first, in ms; 0: answered at once. */
  readonly ringMs: number;
  /** How many phones of the household can be rung for this caller. */
  readonly phones: number;
  /** The phones are rung before anything is answered: nobody else rings them, and this caller is not screened. */
  readonly phonesFirst: boolean;
  /** Why the attendant never answers and the phones ring on; null: it does. */
  readonly leftToFamily: LeftToFamily | null;
  /** The line wants quiet, and this call is met accordingly. */
  readonly quiet: boolean;
}

/** What somebody who tries the attendant out would like to meet. */
export interface TrialWish {
  readonly lang?: Language;
  /** To be greeted like a contact of this name. */
  readonly knownAs?: string;
  /** How a sales call shall be met. */
  readonly approach?: SalesApproach;
}

/** What admission needs to know besides the household's own settings. */
export interface Circumstances {
  readonly contacts: Contacts;
  readonly toldNo: ToldNo;
  /** Drawn for this call: which approach it gets where they are in rotation. */
  readonly lot: number;
  /** Whether what is said on the telephone becomes words, in a language. */
  readonly hears: (lang: Language) => boolean;
  /** Words go to a service outside this machine. */
  readonly wordsLeave: boolean;
  /** The attendant answered this caller a moment ago. */
  readonly secondCall: boolean;
  /** The household expects a call and wants to answer every one itself. */
  readonly expecting: boolean;
  /** The line wants quiet at this moment. */
  readonly quiet: boolean;
  /** When the call comes in, where the household is. */
  readonly moment: LocalMoment;
  /** Phones that can be rung for calls on this line. */
  readonly phones: number;
}

/** Decides how a leg is met. A call to no configured line is a trial: somebody on this network wants to hear us. */
export function admit(leg: LegInfo, household: Household, circumstances: Circumstances, wish: TrialWish = {}): Admission {
  const { contacts, toldNo, lot, wordsLeave, secondCall, expecting, phones } = circumstances;
  const line = lineOf(household, leg.lineId);
  const contact = leg.from.number === null ? null : contacts.nameOf(leg.from.number);
  const unwanted = wish.knownAs === undefined && leg.from.number !== null && contacts.isUnwanted(leg.from.number);
  const phonebook = line?.fritzbox && !unwanted ? phonebookName(leg, household.countryCode) : null;
  const knownAs = wish.knownAs ?? contact ?? phonebook;
  const insists = (secondCall || expecting) && !unwanted;
  const quiet = circumstances.quiet && !insists && (knownAs === null || line?.quietForKnown === 'message');
  const lang = wish.lang ?? line?.lang ?? household.lang;
  // Typed words are words already.
  const transcribes = circumstances.hears(lang) && leg.givesWords !== true;
  const profile = wish.approach === undefined ? household.profile : { ...household.profile, approach: wish.approach };
  const dialogue =
    (leg.givesWords === true || transcribes) && knownAs === null
      ? dialogueSetting(phones > 0 && !quiet ? profile : { ...profile, wanted: 'message' }, {
          lang,
          spokenName: household.spokenName,
          rotation: lot,
          seed: lot + 1,
          careNumbers: careNumbers(leg.from.number, household.countryCode, circumstances.moment),
          canRing: phones > 0,
          toldNoBefore: toldNo.companies,
          unwanted,
          transcribes,
          keepsWords: transcribes && household.keepTranscriptsDays > 0,
          wordsLeave,
          messageBy: 'tone',
        })
      : null;
  return {
    kind: line ? 'real' : 'try',
    lang: dialogue?.lang ?? lang,
    approach: dialogue?.approach ?? (knownAs === null ? 'conditional_no' : 'known_caller'),
    approachAssigned: dialogue === null ? 'rule' : profile.approach === 'rotate' ? 'rotation' : 'household',
    dialogue,
    knownAs,
    ringMs: line?.mode === 'after_ringing' && !quiet && !unwanted ? line.answerAfterSeconds * 1000 : 0,
    phones,
    phonesFirst: line?.mode === 'anteroom' && phones > 0 && !quiet && (knownAs !== null || insists),
    leftToFamily: line ? leftToFamily(leg, household, line, { secondCall, expecting, quiet, unwanted, known: knownAs !== null }) : null,
    quiet,
  };
}

/** The state of a conversation before anything has happened in it. */
export function firstState(admission: Admission, household: Household): State {
  const { lang, approach, dialogue, phones } = admission;
  return initialState({ lang, approach, slots: releasedSlots(household), dialogue, phones });
}

/** Phones inside the house and the doorbell (`**1`, `**610` on a FRITZ!Box) are the family's own; so is who insists. */
function leftToFamily(
  { from }: LegInfo,
  { countryCode }: Household,
  { mode, guarded }: Line,
  is: {
    readonly secondCall: boolean;
    readonly expecting: boolean;
    readonly quiet: boolean;
    readonly unwanted: boolean;
    readonly known: boolean;
  },
): LeftToFamily | null {
  if (from.number?.startsWith('**')) return 'inside_caller';
  if (mode === 'anteroom' || is.unwanted) return null;
  if (is.expecting) return 'expecting';
  if (is.secondCall) return 'second_call';
  if (mode !== 'guard' || is.quiet) return null;
  const listed = !is.known && from.number !== null && isListed(from.number, guarded, countryCode);
  return listed ? null : 'not_guarded';
}

/** A FRITZ!Box signals the name of its phonebook as display name; a stranger's display name is empty or the number. */
function phonebookName(leg: LegInfo, countryCode: string): string | null {
  const name = leg.from.displayName?.trim() ?? '';
  if (name === '' || leg.from.number === null || normaliseNumber(name, countryCode) !== null) return null;
  // No phonebook holds an address as a name; whoever sends one tries something.
  if (/[<>@:;"]/u.test(name)) return null;
  return /^(anonym|anonymous|unbekannt|unknown)$/iu.test(name) ? null : name;
}
