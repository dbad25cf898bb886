import type { Parting, SalesApproach } from '../call/names.ts';
import type { EvidenceRow } from './evidence.ts';

/** Of a call on one's own telephone: how one answered, how it parted, and how one felt, from 1 to 5; null: not said. */
export interface OwnCall {
  readonly approach: SalesApproach | null;
  readonly parting: Parting | null;
  readonly before: number | null;
  readonly after: number | null;
}

/** A person's own look at a call, in the four steps, for both sides. Everything is optional, and for them alone. */
export interface ReflectionContent {
  /** What was said, as a recorder would have kept it. */
  readonly said: string;
  /** What I heard in it. */
  readonly heard: string;
  readonly feelings: readonly string[];
  readonly needs: readonly string[];
  /** What the other may have felt and needed. */
  readonly theirFeelings: readonly string[];
  readonly theirNeeds: readonly string[];
  /** What I left unsaid. */
  readonly unsaid: string;
  /** What I ask of myself for the next time. */
  readonly request: string;
  readonly gratitude: string;
  readonly own: OwnCall;
}

export interface Reflection {
  /** A UUID. */
  readonly id: string;
  /** Null: a call on one's own telephone, added by hand; or its call is deleted. */
  readonly callId: string | null;
  /** Wall time of the call. */
  readonly happenedAt: number;
  readonly updatedAt: number;
  readonly content: ReflectionContent;
}

/** Reflections. Every call names the household and the person: nobody sees another's. */
export interface ReflectionStore {
  /** Replaces an earlier one with the same id of the same person. False: the id, or the call, is somebody else's. */
  keepReflection(householdId: string, userId: string, reflection: Reflection): Promise<boolean>;
  /** Newest call first. */
  reflections(householdId: string, userId: string): Promise<Reflection[]>;
  reflection(householdId: string, userId: string, id: string): Promise<Reflection | null>;
  /** False: unknown. */
  deleteReflection(householdId: string, userId: string, id: string): Promise<boolean>;
}

/** What calls that were added by hand say to the evidence of the person who wrote them down. */
export function ownEvidence(reflections: readonly Reflection[]): EvidenceRow[] {
  return reflections.flatMap(({ callId, content: { own } }) => {
    if (callId !== null || own.approach === null || own.parting === null) return [];
    const { approach, parting, before, after } = own;
    const unknown = { durationMs: null, calledAgain: null, topic: null };
    return [{ handler: 'person', approach, assigned: 'rule', parting, moodBefore: before, moodAfter: after, ...unknown }];
  });
}
