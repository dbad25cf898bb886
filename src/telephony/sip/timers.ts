/** RFC 3261 table 4, in ms. */
export const T1 = 500;
export const T2 = 4_000;
export const T4 = 5_000;
/** How long a transaction may take: timers B, F, H, J, L. */
export const TRANSACTION_MS = 64 * T1;
/** How long retransmitted failures to an INVITE are confirmed again: timer D, at least 32 s. */
export const TIMER_D_MS = 32_000;

/** The next retransmission interval: doubled, up to T2. */
export function backedOff(intervalMs: number): number {
  return Math.min(intervalMs * 2, T2);
}
