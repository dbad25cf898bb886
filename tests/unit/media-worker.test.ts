import { afterEach, describe, expect, test } from 'vitest';
import { Faults } from '../../src/call/faults.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { MediaEngine, type MediaEvent } from '../../src/telephony/media/media-engine.ts';
import type { MediaCommand } from '../../src/telephony/media/protocol.ts';
import { startMediaWorker, type MediaWorker } from '../../src/telephony/media/worker-channel.ts';
import { streamSettings } from '../support/media-rig.ts';
import { FakeMedia } from '../support/sip.ts';

const MORTAL = new URL('../support/mortal-media-worker.ts', import.meta.url);
const OPTIONS = { family: 'udp4', firstPort: 42_000, lastPort: 42_099, timeoutMs: 60_000, speechModel: false } as const;

const running: { worker: MediaWorker; clock: VirtualClock }[] = [];
afterEach(async () => {
  for (const { worker } of running.splice(0)) await worker.stop();
});

async function started() {
  const clock = new VirtualClock();
  const deaths: unknown[] = [];
  const worker = await startMediaWorker({ clock, entry: MORTAL, options: OPTIONS, heapMb: 64, onDied: (error) => deaths.push(error) });
  running.push({ worker, clock });
  const engine = new MediaEngine(worker, { clock, faults: new Faults(() => {}) });
  const kill = async (how: string): Promise<void> => {
    const before = deaths.length;
    worker.post({ type: how } as unknown as MediaCommand);
    await expect.poll(() => deaths.length, { timeout: 50_000 }).toBe(before + 1);
  };
  return { clock, worker, engine, deaths, kill };
}

describe('the media worker', () => {
  test.each(['exit', 'throw', 'reject', 'run out of memory'])(
    'that dies (%s) takes its streams with it, each is told, and the next one opens',
    async (how) => {
      const { clock, engine, deaths, kill } = await started();
      const events: MediaEvent[][] = [[], []];
      const streams = await Promise.all(events.map((list) => engine.open((event) => event.type !== 'frame' && list.push(event))));
      streams[0]?.connect(streamSettings({ remote: { address: '127.0.0.1', port: 42_999 } }));
      const closing = streams[1]?.close();
      await kill(how);
      await closing;
      expect(events[0]).toEqual([{ type: 'media_failed', reason: 'media_worker_died' }]);
      await streams[0]?.close();
      // A call that comes meanwhile waits.
      const next = engine.open(() => {});
      await clock.advance(0);
      const stream = await next;
      expect(streams.map((old) => old.id)).not.toContain(stream.id);
      expect(deaths).toHaveLength(1);
      await stream.close();
    },
    60_000,
  );

  test('is started again at once, then after 1, 2, 4 s, ..., and at once again when it has lived for a minute', async () => {
    const { clock, engine, kill } = await started();
    for (const expected of [0, 1_000, 2_000, 4_000]) {
      await kill('exit');
      await clock.advance(Math.max(0, expected - 1));
      if (expected > 0) expect(clock.waiting).toBe(1);
      await clock.advance(1);
      expect(clock.waiting).toBe(0);
      await (await engine.open(() => {})).close();
    }
    await clock.advance(60_000);
    await kill('exit');
    await clock.advance(0);
    expect(clock.waiting).toBe(0);
  }, 60_000);
});

describe('the main thread’s side, while there is no worker', () => {
  const down = () => {
    const clock = new VirtualClock();
    const media = new FakeMedia();
    const faults = new Faults(() => {});
    const engine = new MediaEngine(media, { clock, faults });
    media.report({ type: 'worker_died' });
    return { clock, media, engine, faults };
  };

  test('a call waits five seconds for one, and a hundred calls at the most', async () => {
    const { clock, media, engine } = down();
    await clock.advance(0);
    const results = Array.from({ length: 100 + 5 }, () => engine.open(() => {}));
    const failed: number[] = [];
    results.forEach((result, index) => void result.catch(() => failed.push(index)));
    await clock.advance(4_999);
    expect(failed).toEqual([100, 101, 102, 103, 104]);
    await clock.advance(1);
    expect(failed).toHaveLength(100 + 5);
    expect([media.commands, clock.waiting]).toEqual([[], 0]);
    const late = engine.open(() => {});
    media.report({ type: 'ready' });
    await expect(late).resolves.toMatchObject({ id: 100 + 6 });
    expect(clock.waiting).toBe(0);
  });

  test('a listener that throws keeps no other stream from its frames, nor from its end', async () => {
    const clock = new VirtualClock();
    const media = new FakeMedia();
    const faults = new Faults(() => {});
    const engine = new MediaEngine(media, { clock, faults });
    const heard: MediaEvent['type'][] = [];
    await engine.open(() => {
      throw new TypeError('a bug of ours');
    });
    await engine.open(({ type }) => heard.push(type));
    media.report({ type: 'frames', sessions: Uint32Array.of(1, 2), pcm: new Int16Array(320), speechProbabilities: Float32Array.of(0, 0) });
    media.report({ type: 'fault', fault: { place: 'rtp', error: 'TypeError', at: '' }, times: 9 });
    media.report({ type: 'worker_died' });
    await clock.advance(0);
    expect(heard).toEqual(['frame', 'media_failed']);
    expect(faults.counts).toEqual({ media_report: 2, rtp: 9 });
  });
});
