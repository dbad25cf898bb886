import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { EspeakVoice } from '../../src/adapters/espeak/espeak-voice.ts';
import { Engine, EngineError } from '../../src/adapters/sherpa-onnx/engine.ts';
import { Pace } from '../../src/adapters/sherpa-onnx/pace.ts';
import { readFromEngine } from '../../src/adapters/sherpa-onnx/protocol.ts';
import { SherpaTranscriber } from '../../src/adapters/sherpa-onnx/transcriber.ts';
import { Faults, type Fault } from '../../src/call/faults.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { TranscriberError } from '../../src/hearing/transcriber.ts';
import { VoiceError } from '../../src/speaking/voice.ts';

vi.mock('node:child_process', () => ({ fork: vi.fn<typeof fork>() }));

/** A process that does what a test says. */
class FakeProcess extends EventEmitter {
  readonly stderr = Object.assign(new EventEmitter(), { setEncoding: () => this.stderr });
  readonly sent: unknown[] = [];
  killed = false;
  connected = true;

  send(message: unknown): void {
    this.sent.push(message);
  }

  kill(): void {
    this.killed = true;
  }

  dies(): void {
    this.connected = false;
    this.emit('exit', 1);
    this.emit('close', 1);
  }
}

let processes: FakeProcess[];
let clock: VirtualClock;
let faults: Faults;
let seen: Fault[];
let starts: () => FakeProcess;
beforeEach(() => {
  processes = [];
  clock = new VirtualClock();
  seen = [];
  faults = new Faults((fault) => seen.push(fault));
  starts = () => new FakeProcess();
  vi.mocked(fork).mockImplementation(() => {
    const started = starts();
    processes.push(started);
    return started as unknown as ChildProcess;
  });
});
const cannotStart = (): never => {
  throw Object.assign(new Error('spawn EAGAIN'), { code: 'EAGAIN' });
};

describe('the engine of a speech pack', () => {
  const model = { kind: 'vits', files: {} } as const;
  let engine: Engine;
  beforeEach(() => {
    engine = new Engine({ model, lang: null, threads: 1, clock, faults, idleMs: null });
  });

  /** Whether it was started, when asked now. */
  function isStarted(): boolean {
    const before = processes.length;
    engine.ready().catch(() => {});
    return processes.length > before;
  }

  test('that dies rests for longer each time, until it works again', async () => {
    for (const restMs of [30_000, 60_000, 120_000]) {
      expect(isStarted()).toBe(true);
      processes.at(-1)!.dies();
      await clock.advance(restMs - 1);
      expect(isStarted()).toBe(false);
      await clock.advance(1);
    }
    expect(isStarted()).toBe(true);
    const id = engine.begin();
    const answer = engine.answered(id);
    processes.at(-1)!.emit('message', { type: 'words', id, words: 'ja', tookMs: 1 });
    expect(await answer).toMatchObject({ words: 'ja' });
    processes.at(-1)!.dies();
    await clock.advance(30_000);
    expect(isStarted()).toBe(true);
  });

  test('rests for ten minutes at most', async () => {
    for (let times = 0; times < 10; times++) {
      engine.ready().catch(() => {});
      processes.at(-1)!.dies();
      await clock.advance(600_000);
    }
    expect(processes).toHaveLength(10);
  });

  test('that cannot be started is an error of the words, and not of the call', async () => {
    starts = cannotStart;
    await expect(engine.ready()).rejects.toThrow(EngineError);
    const ear = new SherpaTranscriber(['de'], { model, lang: null, threads: 1, clock, faults }, new Pace());
    const listening = ear.listen('de');
    listening.push(new Int16Array(160));
    await expect(listening.finish()).rejects.toThrow(TranscriberError);
    starts = () => new FakeProcess();
    await clock.advance(30_000);
    expect(isStarted()).toBe(true);
  });

  test('that floods us with messages is ended', () => {
    engine.ready().catch(() => {});
    for (let partial = 0; partial < 3_000; partial++) processes[0]!.emit('message', { type: 'partial', id: 1, words: 'ja' });
    expect(processes[0]!.killed).toBe(true);
    expect(processes[0]!.listenerCount('message')).toBe(0);
    expect(faults.counts).toEqual({ engine_message: 1 });
  });

  test('may say much in the course of a day', async () => {
    engine.ready().catch(() => {});
    processes[0]!.emit('message', { type: 'ready' });
    for (let second = 0; second < 100; second++) {
      for (let partial = 0; partial < 100; partial++) processes[0]!.emit('message', { type: 'partial', id: 1, words: 'ja' });
      await clock.advance(1_000);
    }
    expect(processes[0]!.killed).toBe(false);
  });

  test('says little of what it wrote in its last moments, however much that was', async () => {
    const loaded = engine.ready();
    for (let line = 0; line < 2_000; line++) processes[0]!.stderr.emit('data', `${'x'.repeat(1_000)}\n`);
    processes[0]!.stderr.emit('data', 'y'.repeat(5_000));
    processes[0]!.dies();
    const error = await loaded.catch((one: unknown) => one);
    expect((error as Error).message).toHaveLength(300);
  });

  test.each([
    null,
    'words',
    {},
    { type: 'words' },
    { type: 'words', id: '1', words: 'ja', tookMs: 1 },
    { type: 'words', id: 1, words: 7, tookMs: 1 },
    { type: 'words', id: 1, words: 'x'.repeat(20_001), tookMs: 1 },
    { type: 'partial', id: 1, words: 'x'.repeat(20_001) },
    { type: 'spoken', id: 1, pcm: [1, 2], tookMs: 1 },
    { type: 'failed', id: 1 },
    { type: 'else', id: 1, tookMs: 1 },
  ])('that says what makes no sense is ended: %j', (sent) => {
    expect(readFromEngine(sent)).toBeNull();
    engine.ready().catch(() => {});
    processes[0]!.emit('message', sent);
    expect(processes[0]!.killed).toBe(true);
    expect(faults.counts).toEqual({ engine_message: 1 });
  });

  test('that says what makes no sense costs its utterance, and the next one is heard by a new engine', async () => {
    const ear = new SherpaTranscriber(['de'], { model, lang: null, threads: 1, clock, faults }, new Pace());
    const words = ear.listen('de').finish();
    processes[0]!.emit('message', { type: 'words', id: 1, words: { said: 'Anna Berger' }, tookMs: 1 });
    processes[0]!.dies();
    await expect(words).rejects.toThrow('the model’s engine said what makes no sense');
    expect(JSON.stringify(seen)).toMatch(/"place":"engine_message","error":"EngineError"/u);
    expect(JSON.stringify(seen)).not.toContain('Anna');
    await clock.advance(30_000);
    const next = ear.listen('de').finish();
    processes[1]!.emit('message', { type: 'words', id: 2, words: 'Guten Tag', tookMs: 1 });
    expect(await next).toBe('Guten Tag');
    expect(faults.counts).toEqual({ engine_message: 1 });
  });

  test('is not blamed for whoever listens: what breaks there costs that one utterance', async () => {
    const ear = new SherpaTranscriber(['de'], { model, lang: null, threads: 1, clock, faults }, new Pace());
    const broken = ear.listen('de', () => {
      throw new TypeError('Anna Berger');
    });
    const others = ear.listen('de').finish();
    processes[0]!.emit('message', { type: 'partial', id: 1, words: 'ja' });
    await expect(broken.finish()).rejects.toThrow(TranscriberError);
    processes[0]!.emit('message', { type: 'words', id: 2, words: 'Guten Tag', tookMs: 1 });
    expect(await others).toBe('Guten Tag');
    expect([processes[0]!.killed, faults.counts]).toEqual([false, { engine_message: 1 }]);
  });
});

describe('the process of the embedded voice', () => {
  let voice: EspeakVoice;
  beforeEach(() => {
    voice = new EspeakVoice(clock, 'attendant', faults);
  });
  const render = (): Promise<unknown> => voice.render('Guten Tag.', 'de').catch((error: unknown) => error);

  test('that cannot be started is an error of the sentence', async () => {
    starts = cannotStart;
    expect(await render()).toBeInstanceOf(VoiceError);
  });

  test('that dies at once is not started for every sentence', async () => {
    for (let sentence = 0; sentence < 100; sentence++) {
      const rendered = render();
      await clock.advance(0);
      processes.at(-1)!.dies();
      expect(await rendered).toBeInstanceOf(VoiceError);
      await clock.advance(100);
    }
    // After 250 ms, half a second, a second, two and four of them.
    expect(processes.length).toBeLessThanOrEqual(6);
  });

  test('that died with nothing to do is started again for the next sentence', async () => {
    const answering = (): FakeProcess => {
      const started = new FakeProcess();
      started.send = () => queueMicrotask(() => started.emit('message', { pcm: new Int16Array(8) }));
      queueMicrotask(() => queueMicrotask(() => started.emit('message', { ready: true })));
      return started;
    };
    starts = answering;
    expect(await render()).toBeInstanceOf(Int16Array);
    processes[0]!.connected = false;
    expect(await render()).toBeInstanceOf(Int16Array);
    expect(processes).toHaveLength(2);
    voice.rest();
  });

  test('that says what makes no sense is ended', async () => {
    const rendered = render();
    await clock.advance(0);
    processes[0]!.emit('message', 7);
    expect(await rendered).toBeInstanceOf(VoiceError);
    expect(processes[0]!.killed).toBe(true);
    expect(faults.counts).toEqual({ engine_message: 1 });
  });
});
