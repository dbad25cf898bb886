import { beforeEach, describe, expect, test } from 'vitest';
import { Supervisor } from '../../bin/supervisor.js';
import { VirtualClock } from '../../src/call/virtual-clock.ts';

type End = { code: number | null; signal: NodeJS.Signals | null };

describe('the parent of the server', () => {
  let clock: VirtualClock;
  let starts: { at: number; restarts: number; last: string }[];
  let signals: NodeJS.Signals[];
  let said: string[];
  let end: (end: Partial<End>) => void;
  let supervisor: Supervisor;
  let exit: number | null;
  beforeEach(() => {
    clock = new VirtualClock();
    starts = [];
    signals = [];
    said = [];
    exit = null;
    supervisor = supervising(() => {});
    void supervisor.run().then((code) => (exit = code));
  });

  function supervising(started: () => void): Supervisor {
    return new Supervisor({
      clock,
      lang: 'en',
      say: (line) => said.push(line),
      start(restarts, last) {
        starts.push({ at: clock.now(), restarts, last });
        started();
        return {
          kill: (signal) => signals.push(signal),
          onEnd: (listener) => {
            end = ({ code = null, signal = null }) => listener({ code, signal });
          },
        };
      },
    });
  }

  test('starts it again, and tells it how often, and why', async () => {
    end({ signal: 'SIGKILL' });
    await clock.advance(100);
    end({ code: 70 });
    await clock.advance(1_000);
    expect(starts).toEqual([
      { at: 0, restarts: 0, last: '' },
      { at: 100, restarts: 1, last: 'SIGKILL' },
      { at: 1_100, restarts: 2, last: '70' },
    ]);
    expect(said).toEqual([
      'Danke, nein has failed (signal SIGKILL) and is being started again.',
      'Danke, nein has failed (code 70) and is being started again.',
    ]);
    expect(exit).toBeNull();
  });

  test('waits longer each time, five times in ten minutes; then it stays down, and says why', async () => {
    for (let times = 0; times < 6; times++) {
      end({ code: 70 });
      await clock.advance(60_000);
    }
    const pauses = starts.slice(1).map(({ at }, index) => at - 60_000 * index);
    expect(pauses).toEqual([100, 1_000, 2_000, 4_000, 8_000]);
    expect(exit).toBe(70);
    expect(said.at(-1)).toContain('has failed six times in ten minutes (last: code 70) and stays down');
    expect(clock.waiting).toBe(0);
  });

  test('a failure is forgotten after ten minutes', async () => {
    for (let times = 0; times < 20; times++) {
      end({ code: 70 });
      await clock.advance(121_000);
    }
    expect(exit).toBeNull();
    expect(starts).toHaveLength(21);
    // Every pause is that after four failures in ten minutes, and never longer.
    expect(starts.at(-1)!.at - 19 * 121_000).toBe(8_000);
  });

  test.each([0, 1, 2])('an end that was meant (code %i) is one', async (code) => {
    end({ code });
    await clock.advance(60_000);
    expect({ exit, starts: starts.length, said }).toEqual({ exit: code, starts: 1, said: [] });
  });

  test('signals go to the server; what it was asked to end with is its end', async () => {
    supervisor.signal('SIGTERM');
    supervisor.signal('SIGTERM');
    end({ code: 0 });
    await clock.advance(60_000);
    expect({ exit, signals, starts: starts.length }).toEqual({ exit: 0, signals: ['SIGTERM', 'SIGTERM'], starts: 1 });
  });

  test('a server that was killed while it stopped is not started again', async () => {
    supervisor.signal('SIGINT');
    end({ signal: 'SIGKILL' });
    await clock.advance(60_000);
    expect({ exit, starts: starts.length }).toEqual({ exit: 137, starts: 1 });
  });

  test('whoever ends the server alone wants it ended', async () => {
    end({ signal: 'SIGTERM' });
    await clock.advance(60_000);
    expect({ exit, starts: starts.length }).toEqual({ exit: 143, starts: 1 });
  });

  test('a signal in a pause ends the parent at once', async () => {
    end({ code: 70 });
    supervisor.signal('SIGTERM');
    await clock.advance(60_000);
    expect({ exit, starts: starts.length, waiting: clock.waiting }).toEqual({ exit: 0, starts: 1, waiting: 0 });
  });

  test('a process that cannot be had counts as a failure', async () => {
    let tries = 0;
    supervisor = supervising(() => {
      tries++;
      throw new Error('EAGAIN');
    });
    const ended = supervisor.run();
    await clock.advance(60_000);
    expect(await ended).toBe(70);
    expect(tries).toBe(6);
  });
});
