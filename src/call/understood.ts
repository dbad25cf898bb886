import type { Language } from './language.ts';
import type { Act, Need, Purpose } from './names.ts';

/** What was understood of one utterance; everything that a decision may rest on, and none of the words. */
export interface Understood {
  readonly lang: Language;
  /** The likeliest purpose of this utterance by itself. */
  readonly purpose: Purpose;
  /** How often a purpose given with this confidence is right, 0 to 1. */
  readonly confidence: number;
  /** The probability of each purpose, in thousandths; those below one are left out. */
  readonly odds: Readonly<Partial<Record<Purpose, number>>>;
  readonly acts: readonly Act[];
  /** What the call is about, in the words of our catalogue; `other` when it is none of them. */
  readonly topic: Topic;
  /** What an objection or a grievance is about, so that the answer can fit. */
  readonly remarks: readonly Remark[];
  readonly slots: HeardSlots;
  /** How likely it is that these words end the caller's turn, 0 to 1; absent: nobody looked. */
  readonly ended?: number;
  /** What the caller needs before anything else; absent: nothing of the kind was said. */
  readonly need?: Need;
  /** They said only that they hear us ("mhm"). */
  readonly listens?: true;
  /** A sentence that a language model proposed as an answer; said only if the guard lets it pass. */
  readonly proposedSentence?: string;
}

/** What a caller said about themselves. Personal data: kept with the call, never logged. */
export interface HeardSlots {
  readonly name?: string;
  readonly company?: string;
  /** Whom the caller asks for. */
  readonly person?: string;
  readonly product?: string;
  /** A call-back number: digits, with a plus in front if it was said. */
  readonly number?: string;
  readonly time?: string;
  /** What they call about, as a clause that can be read back, such as "es geht um Donnerstag". */
  readonly matter?: string;
}

/** What the attendant can ask; an answer means more when the question is known. */
export type Question = 'purpose' | 'selling_or_not' | 'name' | 'number' | 'more';

/** What can be named in our own words when we say that it is not needed. */
export const TOPICS = [
  'energy',
  'television',
  'telecom',
  'insurance',
  'money',
  'solar',
  'home',
  'press',
  'lottery',
  'donation',
  'business',
  'health_goods',
  'travel',
  'goods',
  'other',
] as const;
export type Topic = (typeof TOPICS)[number];

/** What callers come back with after a no, and what they suffer from. */
export const REMARKS = [
  'no_time_needed',
  'costs_nothing',
  'why_not',
  'another_time',
  'send_something',
  'someone_else',
  'who_supplies_you',
  'others_do_it',
  'only_today',
  'you_have_a_contract',
  'visit',
  'machine',
  'long_day',
  'fed_up',
  'pressure',
  'not_heard',
  'not_in_my_hands',
  'repair',
  'taken_off_the_list',
] as const;
export type Remark = (typeof REMARKS)[number];
