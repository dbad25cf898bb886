import type { Clock } from '../call/clock.ts';
import type { Line } from '../household/household.ts';
import { normaliseNumber } from '../household/phone-number.ts';

/** So many callers are remembered at most; the oldest are forgotten first. */
const MOST = 500;

/**
 * Who was answered by the attendant a moment ago. Whoever calls again at once wants a person: that second call is left
 * to the family's phones. A third one is answered again, so that nobody rings in vain.
 */
export class RepeatCalls {
  readonly #clock: Clock;
  readonly #answered = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A call on a line has ended after the attendant answered it, and nobody was told no in words that were understood. */
  remember(lineId: string, number: string | null): void {
    const key = keyOf(lineId, number);
    if (key === null) return;
    this.#answered.delete(key);
    this.#answered.set(key, this.#clock.now());
    for (const oldest of this.#answered.keys()) {
      if (this.#answered.size <= MOST) return;
      this.#answered.delete(oldest);
    }
  }

  /** True for the second call within the line's time; asking forgets the first. Suppressed numbers are never second. */
  isSecond({ id, repeatCallMinutes }: Line, number: string | null): boolean {
    const key = keyOf(id, number);
    const endedAt = key === null ? undefined : this.#answered.get(key);
    if (key === null || endedAt === undefined) return false;
    this.#answered.delete(key);
    return this.#clock.now() - endedAt <= repeatCallMinutes * 60_000;
  }
}

function keyOf(lineId: string, number: string | null): string | null {
  const digits = number === null ? null : normaliseNumber(number);
  return digits === null ? null : `${lineId} ${digits}`;
}
