import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '../../src/packs/model.ts';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { Pace } from '../../src/adapters/sherpa-onnx/pace.ts';
import { SherpaVoice } from '../../src/adapters/sherpa-onnx/voice.ts';
import { EspeakVoice } from '../../src/adapters/espeak/espeak-voice.ts';
import { durationMs, levelDbfs, type Pcm } from '../../src/call/audio.ts';
import { systemClock, type Clock } from '../../src/call/clock.ts';
import { uncountedFaults, type Faults } from '../../src/call/faults.ts';
import { everySegment, wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { endpointVoice } from '../../src/adapters/openai/voice.ts';
import { toWav } from '../../src/call/wav.ts';
import { PhraseAudio } from '../../src/speaking/phrase-audio.ts';
import { VoiceError, type Voice } from '../../src/speaking/voice.ts';
import { treeOf } from '../../bench/machine.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { TINY_FILES, tinyModel } from '../support/tiny-models.ts';
import { FakeVoice, MS_PER_LETTER, speechNoise } from '../support/fakes.ts';

/** An OpenAI-compatible endpoint that speaks, at 24 kHz as such services do; or does what a test says. */
class SpeechServer {
  readonly asked: { readonly path: string; readonly authorization: string | undefined; readonly body: unknown }[] = [];
  behaviour: 'speaks' | 'fails' | 'hangs' | 'talks nonsense' | 'never ends' = 'speaks';
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async url(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1/`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await json(request)) as { input: string };
    this.asked.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
    if (this.behaviour === 'hangs') return;
    if (this.behaviour === 'fails') return void response.writeHead(500).end('no');
    if (this.behaviour === 'talks nonsense') return void response.end('{"error":"later"}');
    if (this.behaviour === 'never ends') {
      Readable.from(endless()).pipe(response);
      return;
    }
    const speech = speechNoise(MS_PER_LETTER * body.input.length);
    const wav = toWav(Int16Array.from({ length: 3 * speech.length }, (_, at) => speech[Math.floor(at / 3)] ?? 0));
    wav.writeUInt32LE(24_000, 24);
    wav.writeUInt32LE(48_000, 28);
    response.end(wav);
  }
}

function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(65_536);
}

const MODELS = mkdtempSync(join(tmpdir(), 'danke-nein-voices-'));

function sherpaOptions(clock: Clock): { model: Model; lang: null; threads: number; clock: Clock; faults: Faults } {
  return { model: tinyModel('vits', join(MODELS, 'tiny')), lang: null, threads: 1, clock, faults: uncountedFaults };
}

const speechServer = new SpeechServer();
const ENDPOINT = { url: await speechServer.url(), model: 'kokoro', voice: { de: 'anna', en: 'amy' }, apiKey: 'sk-x', deadlineMs: 4_000 };
const VOICES: Readonly<Record<string, Voice>> = {
  fake: new FakeVoice(),
  espeak: new EspeakVoice(systemClock, 'attendant', uncountedFaults),
  endpoint: endpointVoice(ENDPOINT, systemClock),
  'sherpa-onnx': new SherpaVoice('tiny', sherpaOptions(systemClock), new Pace()),
};

afterAll(() => {
  rmSync(MODELS, { recursive: true });
  Object.values(VOICES).forEach((voice) => voice.rest());
  speechServer.stop();
});

/** What every voice must do. */
describe.each(Object.entries(VOICES))('the voice %s', (_, voice) => {
  test('speaks longer words for longer, in both languages', async () => {
    for (const lang of ['de', 'en'] as const) {
      const short = await voice.render('Guten Tag.', lang);
      const long = await voice.render('Guten Tag, hier spricht ein Computer für Familie Berger.', lang);
      expect(long.length).toBeGreaterThan(2 * short.length);
    }
  });

  test('renders what is asked for at the same time, one after the other', async () => {
    const [one, two, again] = await Promise.all([
      voice.render('Eins.', 'de'),
      voice.render('Zwei und drei.', 'de'),
      voice.render('Eins.', 'de'),
    ]);
    // The embedded voice's melody depends a little on what it said before.
    expect(Math.abs(again.length - one.length)).toBeLessThan(0.2 * one.length);
    expect(two.length).toBeGreaterThan(one.length);
  });

  test('speaks again after a rest', async () => {
    voice.rest();
    expect((await voice.render('Guten Tag.', 'de')).length).toBeGreaterThan(0);
  });
});

describe('a voice of sherpa-onnx', () => {
  test('is ready for the telephone, and says how fast it is', async () => {
    const pace = new Pace();
    const voice = new SherpaVoice('tiny', sherpaOptions(systemClock), pace);
    const pcm = await voice.render('Guten Tag, hier spricht ein Computer.', 'de');
    expect(levelDbfs(pcm)).toBeGreaterThan(-22);
    expect(levelDbfs(pcm)).toBeLessThan(-17);
    expect(pace.factor).toBeGreaterThan(0);
    expect(pace.factor).toBeLessThan(100);
    voice.rest();
  });

  test('gives its memory back after ten minutes without a word, and speaks again', async () => {
    const clock = new VirtualClock();
    const voice = new SherpaVoice('tiny', sherpaOptions(clock), new Pace());
    const before = new Set(treeOf(process.pid));
    const engines = (): number => treeOf(process.pid).filter((pid) => !before.has(pid)).length;
    await voice.render('Guten Tag.', 'de');
    await clock.advance(599_000);
    expect(engines()).toBe(1);
    await clock.advance(2_000);
    await expect.poll(engines).toBe(0);
    expect((await voice.render('Guten Tag.', 'de')).length).toBeGreaterThan(0);
    voice.rest();
  });

  test.each([
    ['nonsense', 'nonsense', /Protobuf parsing failed/u],
    ['a model for something else', TINY_FILES.transducer['encoder.onnx'], /\w/u],
  ])('a bad model is refused, with what is wrong, and nothing else is touched: %s', async (_, content, said) => {
    const model = tinyModel('vits', join(MODELS, 'bad'));
    writeFileSync(model.files['model'] ?? '', content);
    const voice = new SherpaVoice('bad', { model, lang: null, threads: 1, clock: systemClock, faults: uncountedFaults }, new Pace());
    const error = await voice.load().catch((one: unknown) => one);
    expect(error).toBeInstanceOf(VoiceError);
    expect((error as Error).message).toMatch(said);
    expect((error as Error).message).not.toContain(MODELS);
    await expect(voice.render('Guten Tag.', 'de')).rejects.toThrow(VoiceError);
  });

  test('one that hangs is ended, and the embedded voice speaks', async () => {
    const clock = new VirtualClock();
    const voice = new SherpaVoice('tiny', sherpaOptions(clock), new Pace());
    const before = new Set(treeOf(process.pid));
    await voice.load();
    for (const pid of treeOf(process.pid)) if (!before.has(pid)) process.kill(pid, 'SIGSTOP');
    const hung = voice.render('Guten Tag.', 'de').catch((error: unknown) => error);
    await clock.advance(31_000);
    expect(await hung).toBeInstanceOf(VoiceError);
    expect((await voice.render('Guten Tag.', 'de')).length).toBeGreaterThan(0);
    voice.rest();
  });
});

describe('a voice behind an endpoint', () => {
  test('is asked as such services are, and its speech is ready for the telephone', async () => {
    const pcm = await VOICES['endpoint']!.render('Hello there, this is a computer.', 'en');
    expect(speechServer.asked.at(-1)).toEqual({
      path: '/v1/audio/speech',
      authorization: 'Bearer sk-x',
      body: { model: 'kokoro', voice: 'amy', input: 'Hello there, this is a computer.', response_format: 'wav' },
    });
    expect(levelDbfs(pcm)).toBeGreaterThan(-22);
    expect(levelDbfs(pcm)).toBeLessThan(-17);
    expect(Math.abs(durationMs(pcm.length) - 32 * 60)).toBeLessThan(100);
  });

  test.each(['fails', 'talks nonsense', 'never ends', 'hangs'] as const)(
    'one that %s is an error without an address, and is left alone for a while',
    async (behaviour) => {
      const clock = new VirtualClock();
      const voice = endpointVoice(ENDPOINT, clock);
      speechServer.behaviour = behaviour;
      const failure = voice.render('Guten Tag.', 'de').catch((error: Error) => error);
      const before = speechServer.asked.length;
      if (behaviour === 'hangs') {
        await expect.poll(() => speechServer.asked.length).toBe(before + 1);
        await clock.advance(5_000);
      }
      expect(await failure).toBeInstanceOf(VoiceError);
      expect(String(await failure)).not.toContain('127.0.0.1');
      speechServer.behaviour = 'speaks';
      const asked = speechServer.asked.length;
      await expect(voice.render('Guten Tag.', 'de')).rejects.toThrow('a moment ago');
      expect(speechServer.asked).toHaveLength(asked);
      await clock.advance(31_000);
      expect((await voice.render('Guten Tag.', 'de')).length).toBeGreaterThan(0);
    },
  );

  test('where it fails the embedded voice speaks, and neither is ever taken for the other', async () => {
    const clock = new VirtualClock();
    const embedded = new FakeVoice();
    const kept = new Map<string, Pcm>();
    const cache = { read: async (key: string) => kept.get(key) ?? null, write: async (key: string, pcm: Pcm) => void kept.set(key, pcm) };
    const phrases = new PhraseAudio(embedded, cache, wordsOf);
    const goodbye = { phraseId: 'goodbye', variant: 0, lang: 'de' } as const;
    phrases.use(endpointVoice(ENDPOINT, clock));
    speechServer.behaviour = 'fails';
    await phrases.get(goodbye);
    expect([embedded.renderings, kept.size]).toEqual([1, 1]);
    speechServer.behaviour = 'speaks';
    await clock.advance(31_000);
    await phrases.get(goodbye);
    await phrases.get(goodbye);
    expect([embedded.renderings, kept.size]).toEqual([1, 2]);
    phrases.use(null);
    await phrases.get(goodbye);
    expect([embedded.renderings, kept.size]).toEqual([1, 2]);
  });
});

test.skipIf(process.platform !== 'linux')(
  'the embedded voice gives its memory back when there is nothing to say, and speaks again',
  async () => {
    const clock = new VirtualClock();
    const voice = new EspeakVoice(clock, 'attendant', uncountedFaults);
    const engines = (): number => treeOf(process.pid).length;
    const before = engines();
    await voice.render('Guten Tag.', 'de');
    expect(engines()).toBe(before + 1);
    await clock.advance(119_000);
    await voice.render('Auf Wiederhören.', 'de');
    await clock.advance(119_000);
    expect(engines()).toBe(before + 1);
    await clock.advance(2_000);
    await expect.poll(engines).toBe(before);
    expect((await voice.render('Guten Tag.', 'de')).length).toBeGreaterThan(0);
    voice.rest();
  },
);

describe('the embedded voice, listened to with figures', () => {
  const peak = (pcm: Pcm): number => 20 * Math.log10(pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 32768);

  test.each(['de', 'en'] as const)('every phrase in %s is at a steady level, does not clip, and begins and ends softly', async (lang) => {
    for (const segment of everySegment(lang, { household: 'Familie Berger' })) {
      const pcm = await VOICES['espeak']!.render(wordsOf(segment), lang);
      expect(levelDbfs(pcm)).toBeGreaterThan(-22);
      expect(levelDbfs(pcm)).toBeLessThan(-17);
      expect(peak(pcm)).toBeLessThanOrEqual(-2.9);
      expect(Math.abs(pcm[0]!)).toBeLessThan(100);
      expect(Math.abs(pcm.at(-1)!)).toBeLessThan(100);
      expect(durationMs(pcm.length) / wordsOf(segment).length).toBeLessThan(90);
    }
  });
});
