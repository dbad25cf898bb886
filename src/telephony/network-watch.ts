import { every, type Clock, type Timer } from '../call/clock.ts';

const LOOK_MS = 5_000;
/** The monotonic clock stands still while a machine sleeps, the wall clock does not (clock_gettime(2)). */
const SLEPT_MS = 15_000;

export type NetworkChange = 'addresses' | 'slept';

/**
 * Tells when this machine has other addresses than before, or was asleep: then registrars know us by an address that is
 * no longer ours, or have forgotten us. `addresses`: all of this machine's, in any order.
 */
export function watchNetwork(clock: Clock, addresses: () => readonly string[], onChange: (what: NetworkChange) => void): Timer {
  const named = (): string => addresses().toSorted().join(' ');
  let known = named();
  let ahead = clock.wallTime() - clock.now();
  return every(clock, LOOK_MS, () => {
    const now = named();
    const aheadNow = clock.wallTime() - clock.now();
    const slept = aheadNow - ahead > SLEPT_MS;
    const moved = now !== known;
    known = now;
    ahead = aheadNow;
    if (moved) onChange('addresses');
    else if (slept) onChange('slept');
  });
}
