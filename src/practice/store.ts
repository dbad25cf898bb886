import type { PracticeSummary } from './feedback.ts';

/** A finished practice as it is remembered: figures and kinds, no words. */
export interface KeptPractice extends PracticeSummary {
  /** A UUID. */
  readonly id: string;
  /** Wall time at which it ended. */
  readonly at: number;
}

/** The newest of a person that are given back. */
export const MOST_PRACTICES = 500;

/** What people have practised. Every call names the household and the person: nobody sees another's. */
export interface PracticeStore {
  /** The same id again changes nothing. */
  keepPractice(householdId: string, userId: string, practice: KeptPractice): Promise<void>;
  /** Newest first, at most MOST_PRACTICES. */
  practices(householdId: string, userId: string): Promise<KeptPractice[]>;
  forgetPractices(householdId: string, userId: string): Promise<void>;
}
