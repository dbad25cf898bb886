import type { Clock, Timer } from '../../call/clock.ts';
import { backedOff, T1, TRANSACTION_MS } from './timers.ts';

/**
 * A 2xx to an INVITE waits for its ACK (RFC 3261 section 13.3.1.4): it is repeated from T1 on, doubling up to T2, on
 * every transport, until the ACK comes or 64*T1 have passed.
 */
export class AckWait {
  readonly #clock: Clock;
  readonly #repeat: () => void;
  readonly #onTimeout: () => void;
  readonly #endTimer: Timer;
  #repeatTimer: Timer;
  #interval = T1;

  constructor(clock: Clock, repeat: () => void, onTimeout: () => void) {
    this.#clock = clock;
    this.#repeat = repeat;
    this.#onTimeout = onTimeout;
    this.#repeatTimer = clock.after(T1, () => this.#again());
    this.#endTimer = clock.after(TRANSACTION_MS, () => {
      this.stop();
      this.#onTimeout();
    });
  }

  stop(): void {
    this.#repeatTimer.cancel();
    this.#endTimer.cancel();
  }

  #again(): void {
    this.#repeat();
    this.#interval = backedOff(this.#interval);
    this.#repeatTimer = this.#clock.after(this.#interval, () => this.#again());
  }
}
