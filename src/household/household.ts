import type { Language } from '../call/language.ts';
import type { Profile } from './profile.ts';
import type { Quiet } from './quiet.ts';

/** What the attendant knows of the people it answers for. */
export interface Household {
  readonly id: string;
  /** How callers may hear it named, such as "Familie Berger"; null: it stays unnamed. */
  readonly spokenName: string | null;
  readonly lang: Language;
  /** Of numbers without one, in digits such as "49". */
  readonly countryCode: string;
  /** Where times of day are meant: an IANA name. */
  readonly timeZone: string;
  /** How many days messages are kept; null: until someone deletes them. */
  readonly keepMessagesDays: number | null;
  /** How many days the words are kept that callers said, where a recogniser hears them; 0: they are forgotten at once. */
  readonly keepTranscriptsDays: number;
  /** More of its calls at once than these are met with a busy signal; Infinity: as many as the server takes. */
  readonly maxCalls: number;
  readonly lines: readonly Line[];
  /** How conversations are led where words are understood. */
  readonly profile: Profile;
}

/** The line that a call came in on; undefined: none, so it is a trial. */
export function lineOf({ lines }: Household, lineId: string | null): Line | undefined {
  return lines.find(({ id }) => id === lineId);
}

/** A number of the household's that is connected to us. */
export interface Line {
  readonly id: string;
  /** Seconds that the family's phones ring before the attendant answers. */
  readonly answerAfterSeconds: number;
  /** A FRITZ!Box replaces a number that stands in its phonebook by a name, so a display name means a known caller. */
  readonly fritzbox: boolean;
  /** Whoever calls again within so many minutes after the attendant answered is left to the family's phones; 0: never. */
  readonly repeatCallMinutes: number;
  readonly lang: Language;
  readonly mode: LineMode;
  /** For `guard`: numbers and beginnings of numbers, such as `+4940123*`. */
  readonly guarded: readonly string[];
  /** Several phones are rung at once, or one after another, each for so many seconds. */
  readonly ringPhones: 'together' | 'in_turn';
  readonly ringPhonesSeconds: number;
  /** `by_line`: once somebody has taken a call, the telephone system is asked to join both itself (REFER). */
  readonly transfer: 'by_us' | 'by_line';
  /** When no stranger's call lets a phone ring. */
  readonly quiet: Quiet;
  /** What then becomes of people who are known. */
  readonly quietForKnown: 'ring' | 'message';
  readonly inside: InsidePhones;
  /** By which this line is called from where it is registered, and as which such a call is signalled. */
  readonly ownNumber: string;
}

/** Phones of the house from which the attendant itself can be called, to hear messages and to pause it. */
export interface InsidePhones {
  /** As their calls are signalled; empty: no such calls are answered. */
  readonly phones: readonly string[];
  readonly answerAfterSeconds: number;
  /** Digits that are asked for first; null: none. */
  readonly code: string | null;
}

/**
 * `after_ringing`: the family's phones ring first, and the attendant answers what they leave. `anteroom`: only we are
 * rung; the attendant answers strangers at once and rings the phones itself for people who are known. `guard`: the family
 * answers; the attendant only takes calls from numbers that the household has listed.
 */
export type LineMode = 'after_ringing' | 'anteroom' | 'guard';

/** The household of whoever runs the server; there may be others. */
export const HOME = 'home';
