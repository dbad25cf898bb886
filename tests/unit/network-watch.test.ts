import { expect, test } from 'vitest';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { watchNetwork } from '../../src/telephony/network-watch.ts';

test('other addresses, and a machine that was asleep, are noticed once each; the order of addresses is none', async () => {
  const clock = new VirtualClock();
  let asleepMs = 0;
  let addresses = ['192.168.1.5', '10.0.0.2'];
  const told: string[] = [];
  const drifting = {
    now: () => clock.now(),
    wallTime: () => clock.wallTime() + asleepMs,
    after: (ms: number, run: () => void) => clock.after(ms, run),
  };
  const watch = watchNetwork(
    drifting,
    () => addresses,
    (what) => told.push(what),
  );
  await clock.advance(20_000);
  addresses = ['10.0.0.2', '192.168.1.5'];
  await clock.advance(20_000);
  expect(told).toEqual([]);
  addresses = ['192.168.1.9'];
  await clock.advance(20_000);
  expect(told).toEqual(['addresses']);
  // A clock that is set by a second, and then an hour of sleep.
  asleepMs += 1_000;
  await clock.advance(20_000);
  expect(told).toHaveLength(1);
  asleepMs += 3_600_000;
  await clock.advance(20_000);
  expect(told).toEqual(['addresses', 'slept']);
  watch.cancel();
  expect(clock.waiting).toBe(0);
});
