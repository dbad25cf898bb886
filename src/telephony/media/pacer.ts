import { FRAME_MS } from '../../call/audio.ts';
import type { Clock, Timer } from '../../call/clock.ts';

/** The 20 ms are cut into slots, so that many calls do not all send in the same moment. */
export const SLOTS = 5;
const SLOT_MS = FRAME_MS / SLOTS;

/** After a standstill longer than this (a laptop's lid) time is not made up for. */
const LONGEST_CATCH_UP_MS = 200;

/**
 * One timer for all: ticks every member once per 20 ms, on absolute deadlines, so that no error adds up. The timer
 * stops when nobody is left.
 */
export class Pacer<Member> {
  readonly #clock: Clock;
  readonly #tick: (member: Member) => void;
  readonly #afterSlot: () => void;
  readonly #slots: Set<Member>[] = Array.from({ length: SLOTS }, () => new Set());
  #timer: Timer | null = null;
  #nextSlotAt = 0;
  #slot = 0;

  /** `afterSlot` runs when the members of a slot have ticked. */
  constructor(clock: Clock, tick: (member: Member) => void, afterSlot: () => void) {
    this.#clock = clock;
    this.#tick = tick;
    this.#afterSlot = afterSlot;
  }

  add(member: Member): void {
    const emptiest = this.#slots.reduce((least, slot) => (slot.size < least.size ? slot : least));
    emptiest.add(member);
    if (this.#timer) return;
    this.#nextSlotAt = this.#clock.now();
    this.#schedule();
  }

  remove(member: Member): void {
    for (const slot of this.#slots) slot.delete(member);
    if (this.#slots.some((slot) => slot.size > 0)) return;
    this.#timer?.cancel();
    this.#timer = null;
  }

  /**
   * Runs what is due. Called between other work as well: node runs timers only when all packets that have come are
   * handled, and after a burst of hundreds that is milliseconds late.
   */
  runDue(): void {
    if (!this.#timer || this.#clock.now() < this.#nextSlotAt) return;
    this.#timer.cancel();
    this.#run();
  }

  #schedule(): void {
    this.#timer = this.#clock.after(this.#nextSlotAt - this.#clock.now(), () => this.#run());
  }

  #run(): void {
    const now = this.#clock.now();
    if (now - this.#nextSlotAt > LONGEST_CATCH_UP_MS) this.#nextSlotAt = now;
    while (this.#nextSlotAt <= now) {
      for (const member of this.#slots[this.#slot] ?? []) this.#tick(member);
      this.#afterSlot();
      this.#slot = (this.#slot + 1) % SLOTS;
      this.#nextSlotAt += SLOT_MS;
    }
    if (this.#timer) this.#schedule();
  }
}
