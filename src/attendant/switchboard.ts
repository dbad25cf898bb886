import type { BulkheadTools } from '../call/bulkhead.ts';
import type { CallLeg } from '../telephony/leg.ts';
import { lineOf, type Household } from '../household/household.ts';
import type { Attendant } from './attendant.ts';
import type { SelfTest } from './self-test.ts';
import { turnAway } from './turn-away.ts';

/** Who answers for a household. */
export interface Desk {
  readonly household: Household;
  readonly attendant: Attendant;
  readonly selfTest: SelfTest;
}

/** Brings every call to the household on whose line it came in; a call on no line is a trial of the first one. */
export class Switchboard<One extends Desk> {
  readonly #desks: readonly [One, ...One[]];

  readonly #tools: BulkheadTools;

  constructor(desks: readonly [One, ...One[]], tools: BulkheadTools) {
    this.#desks = desks;
    this.#tools = tools;
  }

  take(leg: CallLeg): void {
    const { clock, faults } = this.#tools;
    faults.contain(
      'call',
      () => this.#bring(leg),
      () => turnAway(leg, 'gone', clock, true),
    );
  }

  #bring(leg: CallLeg): void {
    const desk = this.deskOf(leg.info.lineId) ?? this.#desks[0];
    if (!desk.selfTest.takes(leg)) desk.attendant.take(leg);
  }

  /** Whose line it is. */
  deskOf(lineId: string | null): One | undefined {
    return this.#desks.find(({ household }) => lineOf(household, lineId) !== undefined);
  }

  /** Calls of all households, and calls from their own phones. */
  get calls(): number {
    return this.#desks.reduce((sum, { attendant }) => sum + attendant.calls, 0);
  }

  /** Takes no more calls, ends those that run with a goodbye, and resolves when the last one is in its journal. */
  async drain(): Promise<void> {
    await Promise.all(this.#desks.map(({ attendant }) => attendant.drain()));
  }

  /** The process cannot go on: every call ends at once. Resolves when the last one is in its journal. */
  async breakOff(): Promise<void> {
    for (const { attendant } of this.#desks) attendant.breakOff();
    await this.drain();
  }

  /** Hangs up every call at once. */
  hangUpAll(): void {
    for (const { attendant } of this.#desks) attendant.hangUpAll();
  }
}
