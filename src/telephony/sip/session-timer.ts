import type { Clock, Timer } from '../../call/clock.ts';
import { parseInteger } from './grammar.ts';
import { header, headerValues, type Header, type SipMessage } from './message.ts';

/** RFC 4028 section 5: no session may be shorter. */
export const MIN_SESSION_SECONDS = 90;
/** Longer ones are counted as this: the server may shorten them (section 9), and a timer of 25 days and more fires at once (setTimeout). */
export const MAX_SESSION_SECONDS = 86_400;
const LARGEST_DELTA_SECONDS = 2 ** 32 - 1;

export const SUPPORTED_TIMER: Header = { name: 'Supported', value: 'timer' };
export const MIN_SE: Header = { name: 'Min-SE', value: String(MIN_SESSION_SECONDS) };

/** How long a session lasts without a sign of life, and who gives it. */
export interface SessionExpiry {
  readonly seconds: number;
  /** Null: it is not said. */
  readonly refresher: 'uac' | 'uas' | null;
}

/** What a message says in Session-Expires, at most MAX_SESSION_SECONDS; null: nothing, or nonsense. */
export function sessionExpires(message: SipMessage): SessionExpiry | null {
  const match = /^(\d+)\s*((?:;.*)?)$/u.exec(header(message, 'Session-Expires') ?? '');
  const seconds = parseInteger(match?.[1], LARGEST_DELTA_SECONDS);
  if (seconds === null) return null;
  const refresher = /;\s*refresher\s*=\s*(uac|uas)\s*(?:;|$)/iu.exec(match?.[2] ?? '')?.[1]?.toLowerCase();
  return { seconds: Math.min(seconds, MAX_SESSION_SECONDS), refresher: refresher === 'uac' || refresher === 'uas' ? refresher : null };
}

export function supportsTimer(message: SipMessage): boolean {
  return ['Supported', 'Require'].some((name) => headerValues(message, name).some((value) => value.toLowerCase() === 'timer'));
}

/** Whether a request asks for sessions so short that they are refused with 422 (section 9). */
export function isTooShort(request: SipMessage): boolean {
  const asked = sessionExpires(request);
  return asked !== null && asked.seconds < MIN_SESSION_SECONDS;
}

/** What we agree to as the server of a request, and how the response says so (section 9); null: no timer is asked for. */
export function agreedWith(
  request: SipMessage,
): { expiry: SessionExpiry & { refresher: 'uac' | 'uas' }; headers: readonly Header[] } | null {
  const asked = sessionExpires(request);
  if (asked === null) return null;
  // Whoever does not know the timer cannot be asked to keep it: a proxy put it in, and we refresh.
  const knows = supportsTimer(request);
  const refresher = knows ? (asked.refresher ?? 'uac') : 'uas';
  const value = `${asked.seconds};refresher=${refresher}`;
  const require = knows && refresher === 'uac' ? [{ name: 'Require', value: 'timer' }] : [];
  return { expiry: { seconds: asked.seconds, refresher }, headers: [...require, { name: 'Session-Expires', value }] };
}

/** Watches over a session (RFC 4028 section 10): refreshes it at half its time, or ends it when nobody did. */
export class SessionTimer {
  readonly #clock: Clock;
  readonly #refresh: () => void;
  readonly #expired: () => void;
  #seconds = 0;
  #refreshTimer: Timer | null = null;
  #endTimer: Timer | null = null;

  constructor(clock: Clock, refresh: () => void, expired: () => void) {
    this.#clock = clock;
    this.#refresh = refresh;
    this.#expired = expired;
  }

  /** How long the session lasts without a sign of life; 0: for good. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Counts from now; a timer that ran is replaced. */
  start(seconds: number, weRefresh: boolean): void {
    this.stop();
    this.#seconds = seconds;
    const ms = seconds * 1000;
    if (weRefresh) this.#refreshTimer = this.#clock.after(ms / 2, this.#refresh);
    // Section 10: a BYE goes out this much before the end, whoever should have refreshed.
    this.#endTimer = this.#clock.after(ms - Math.min(32_000, ms / 3), this.#expired);
  }

  /** Our refresh did not succeed, and is tried again; the end stays where it is. */
  retryIn(ms: number): void {
    this.#refreshTimer?.cancel();
    this.#refreshTimer = this.#clock.after(ms, this.#refresh);
  }

  stop(): void {
    this.#refreshTimer?.cancel();
    this.#endTimer?.cancel();
  }
}
