import type { Act } from '../../call/names.ts';

/** Acts that words alone give away, each as alternatives in the notation of `pattern`. */
export type ActRules = Readonly<Partial<Record<Act, readonly string[]>>>;

/** Subjects that a call can be about. A subject decides nothing; together with what is asked for, it says a lot. */
export const SUBJECTS = [
  'energy',
  'telecom',
  'insurance',
  'finance',
  'home_improvement',
  'press_lottery',
  'consumer_goods',
  'donation',
  'business_services',
  'prize',
  'survey',
  'medical',
  'parcel',
  'trades',
  'authority',
  'law',
  'school',
  'family',
  'club',
  'work',
  'neighbourhood',
  'returned_call',
  'wrong_number',
  'computer_trouble',
  'account_trouble',
  'police',
  'bargain',
  'appointment',
  'ready_to_collect',
  'first_name_basis',
  'noise',
] as const;
export type Subject = (typeof SUBJECTS)[number];

export interface Rules {
  readonly acts: ActRules;
  readonly subjects: Readonly<Record<Subject, readonly string[]>>;
}
