import { expect, test } from 'vitest';
import { BackOff } from '../../src/call/back-off.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';

/** When something is started that dies `lives` ms after each start, in ms, within `ms`. */
async function starts(lives: number, ms: number): Promise<number[]> {
  const clock = new VirtualClock();
  const at: number[] = [];
  const backOff = new BackOff(clock, () => {
    at.push(clock.now());
    backOff.started();
    clock.after(lives, () => backOff.failed());
  });
  backOff.failed();
  await clock.advance(ms);
  return at;
}

test('what keeps dying is started ever less often, once a minute in the end', async () => {
  expect(await starts(0, 230_000)).toEqual([1_000, 3_000, 8_000, 18_000, 48_000, 108_000, 168_000, 228_000]);
});

test('what has run for a minute is started again at once', async () => {
  expect(await starts(60_000, 200_000)).toEqual([1_000, 62_000, 123_000, 184_000]);
  expect((await starts(59_999, 200_000)).slice(0, 3)).toEqual([1_000, 62_999, 127_998]);
});

test('what is no longer wanted is not started, and one failure told twice is one start', async () => {
  const clock = new VirtualClock();
  let count = 0;
  const backOff = new BackOff(clock, () => count++);
  backOff.failed();
  backOff.cancel();
  await clock.advance(100_000);
  expect(count).toBe(0);
  backOff.failed();
  backOff.failed();
  await clock.advance(100_000);
  expect([count, clock.waiting]).toEqual([1, 0]);
});
