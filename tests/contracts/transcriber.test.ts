import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endpointTranscriber } from '../../src/adapters/openai/transcriber.ts';
import { Pace } from '../../src/adapters/sherpa-onnx/pace.ts';
import { SherpaTranscriber } from '../../src/adapters/sherpa-onnx/transcriber.ts';
import { FRAME_SAMPLES, type Pcm } from '../../src/call/audio.ts';
import { systemClock } from '../../src/call/clock.ts';
import { uncountedFaults } from '../../src/call/faults.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { transcribed, TranscriberError, type Listening, type Transcriber } from '../../src/hearing/transcriber.ts';
import { treeOf } from '../../bench/machine.ts';
import { FakeTranscriber, hum } from '../support/fakes.ts';
import { TINY_FILES, tinyModel, tones } from '../support/tiny-models.ts';

/** What the far side does with the next request. */
type Behaviour = { readonly text: string } | 'fails' | 'hangs';

interface Subject {
  readonly transcriber: Transcriber;
  readonly streams: boolean;
  /** A sound in which these words are heard; '': none. */
  says(words: string): Pcm;
  /** From now on it cannot. */
  breaks(): void;
  stop(): Promise<void>;
}

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

class Endpoint {
  readonly asked: Asked[] = [];
  readonly transcriber: Transcriber;
  raw: { status: number; body: string; location?: string } | null = null;
  readonly #server: Server;
  #behaviour: Behaviour = { text: '' };

  private constructor(server: Server, apiKey?: string) {
    this.#server = server;
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
    this.transcriber = endpointTranscriber({ url, model: 'whisper-x', ...(apiKey !== undefined && { apiKey }) });
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  static async start(apiKey?: string): Promise<Endpoint> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Endpoint(server, apiKey);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    this.asked.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
    if (this.raw) {
      response.writeHead(this.raw.status, this.raw.location === undefined ? {} : { Location: this.raw.location });
      response.end(this.raw.body);
    } else if (this.#behaviour === 'fails') response.writeHead(500).end('{"error":"no"}');
    else if (this.#behaviour !== 'hangs') response.end(JSON.stringify({ text: this.#behaviour.text }));
  }

  behave(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const never = new AbortController().signal;

const SUBJECTS: Readonly<Record<string, () => Promise<Subject>>> = {
  'the fake': async () => fakeSubject(false),
  'the fake that streams': async () => fakeSubject(true),
  'an OpenAI-compatible endpoint': async () => {
    const endpoint = await Endpoint.start();
    return scripted(endpoint.transcriber, endpoint, () => endpoint.stop());
  },
  'sherpa-onnx, utterance by utterance': async () => sherpaSubject('transducer'),
  'sherpa-onnx, as it is said': async () => sherpaSubject('streaming_transducer'),
};

function fakeSubject(streams: boolean): Subject {
  const fake = new FakeTranscriber();
  fake.streams = streams;
  return { ...scripted(fake.transcriber, fake, async () => {}), streams };
}

/** One that answers what it is told to. */
function scripted(transcriber: Transcriber, far: { behave(behaviour: Behaviour): void }, stop: () => Promise<void>): Subject {
  return {
    transcriber,
    streams: false,
    says(words) {
      far.behave({ text: words });
      return hum(words === '' ? 500 : 1_500);
    },
    breaks: () => far.behave('fails'),
    stop,
  };
}

/** A real one, whose words are tones. */
function sherpaSubject(kind: 'transducer' | 'streaming_transducer'): Subject {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-model-'));
  const model = tinyModel(kind, folder);
  const transcriber = new SherpaTranscriber(
    ['de'],
    { model, lang: null, threads: 1, clock: systemClock, faults: uncountedFaults },
    new Pace(),
  );
  return {
    transcriber,
    streams: kind === 'streaming_transducer',
    says: tones,
    breaks() {
      transcriber.end();
      writeFileSync(join(folder, 'encoder.onnx'), 'nonsense');
    },
    async stop() {
      transcriber.end();
      rmSync(folder, { recursive: true });
    },
  };
}

describe.each(Object.entries(SUBJECTS))('a recogniser: %s', (_, make) => {
  let subject: Subject;
  beforeEach(async () => {
    subject = await make();
    return () => subject.stop();
  });

  /** As a call brings it: 20 ms at a time. */
  function listen(pcm: Pcm, onPartial: (words: string) => void = () => {}): Listening {
    const listening = subject.transcriber.listen('de', onPartial);
    for (let at = 0; at < pcm.length; at += FRAME_SAMPLES) listening.push(pcm.subarray(at, at + FRAME_SAMPLES));
    return listening;
  }

  test('gives the words of an utterance, or none', async () => {
    expect((await listen(subject.says('nein ja')).finish()).trim()).toBe('nein ja');
    expect(await listen(subject.says('')).finish()).toBe('');
    expect(await subject.transcriber.listen(null).finish()).toBe('');
  });

  test('one that streams gives the words as they come, the others none before the end', async () => {
    const partials: string[] = [];
    expect(await listen(subject.says('ja nein ja'), (words) => partials.push(words)).finish()).toBe('ja nein ja');
    if (!subject.streams) return expect(partials).toEqual([]);
    expect(partials[0]).toBe('ja');
    expect(partials.at(-1)).toBe('ja nein ja');
  });

  test('flushes what it has when the utterance ends in the middle of a word', async () => {
    const pcm = subject.says('ja');
    expect(await listen(pcm.subarray(0, Math.round(0.6 * pcm.length))).finish()).toBe('ja');
  });

  test('rejects when it cannot', async () => {
    subject.breaks();
    await expect(listen(hum(500)).finish()).rejects.toThrow(TranscriberError);
  });

  test('rejects when nobody waits any longer, and hears the next utterance', async () => {
    const listening = listen(subject.says('ja'));
    const words = listening.finish();
    listening.cancel();
    await expect(words).rejects.toThrow(TranscriberError);
    listen(subject.says('ja')).cancel();
    expect(await listen(subject.says('nein')).finish()).toBe('nein');
  });

  test('takes several utterances at once, and mixes none', async () => {
    const pcm = subject.says('nein');
    const both = [pcm, pcm].map((one) => listen(one).finish());
    expect(await Promise.all(both)).toEqual(['nein', 'nein']);
    const aborting = new AbortController();
    expect(await transcribed(subject.transcriber, subject.says('ja'), 'de', aborting.signal)).toBe('ja');
  });
});

describe('sherpa-onnx', () => {
  test('its process dying costs the utterances in it, and rests before it is started again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'danke-nein-model-'));
    const clock = new VirtualClock();
    const pace = new Pace();
    const ear = new SherpaTranscriber(
      ['de'],
      { model: tinyModel('streaming_transducer', folder), lang: null, threads: 1, clock, faults: uncountedFaults },
      pace,
    );
    const before = new Set(treeOf(process.pid));
    await ear.load();
    const engine = treeOf(process.pid).find((pid) => !before.has(pid)) ?? 0;
    const listening = ear.listen('de');
    listening.push(tones('ja'));
    process.kill(engine, 'SIGKILL');
    await expect(listening.finish()).rejects.toThrow('the model’s engine ended');
    await expect(transcribed(ear, tones('ja'), 'de', never)).rejects.toThrow(TranscriberError);
    expect(treeOf(process.pid).filter((pid) => !before.has(pid))).toEqual([]);
    await clock.advance(31_000);
    expect(await transcribed(ear, tones('ja'), 'de', never)).toBe('ja');
    expect(pace.factor).toBeGreaterThan(0);
    ear.end();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['nonsense', 'encoder.onnx', 'nonsense', /Protobuf parsing failed/u],
    ['a model for something else', 'decoder.onnx', TINY_FILES.vits['model.onnx'], /\w/u],
    ['no list of words', 'tokens.txt', null, /tokens/u],
  ])('a bad model is refused, with what is wrong: %s', async (_, name, content, said) => {
    const folder = mkdtempSync(join(tmpdir(), 'danke-nein-model-'));
    const model = tinyModel('transducer', folder);
    if (content === null) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), content);
    const ear = new SherpaTranscriber(['de'], { model, lang: null, threads: 1, clock: systemClock, faults: uncountedFaults }, new Pace());
    const error = await ear.load().catch((one: unknown) => one);
    expect(error).toBeInstanceOf(TranscriberError);
    expect((error as Error).message).toMatch(said);
    expect((error as Error).message).not.toContain(folder);
    ear.end();
    rmSync(folder, { recursive: true });
  });
});

describe('an OpenAI-compatible endpoint', () => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await Endpoint.start('sk-secret');
  });
  afterAll(() => endpoint.stop());
  beforeEach(() => {
    endpoint.raw = null;
    endpoint.asked.length = 0;
  });

  test('gets a WAV of 8 kHz, the model, the key, and the language if there is one', async () => {
    endpoint.behave({ text: 'Ja.' });
    await transcribed(endpoint.transcriber, hum(500), 'de', never);
    await transcribed(endpoint.transcriber, hum(500), null, never);
    const [first, second] = endpoint.asked;
    expect(first).toMatchObject({ path: '/v1/audio/transcriptions', authorization: 'Bearer sk-secret' });
    const body = first?.body.toString('latin1') ?? '';
    expect(body).toMatch(/name="model"\r\n\r\nwhisper-x\r\n/u);
    expect(body).toMatch(/name="language"\r\n\r\nde\r\n/u);
    expect(second?.body.toString('latin1')).not.toContain('name="language"');
    const wav = first?.body.subarray(first.body.indexOf('RIFF')) ?? Buffer.alloc(0);
    expect(wav.readUInt32LE(24)).toBe(8_000);
    expect(wav.readUInt32LE(40)).toBe(8_000);
  });

  test.each([
    ['Untertitel im Auftrag des ZDF für funk, 2017', ''],
    ['Untertitel der Amara.org-Community', ''],
    ['[Musik]', ''],
    ['Thanks for watching!', ''],
    ['Vielen Dank.', 'Vielen Dank.'],
    ['Ich rufe vom ZDF an, es geht um eine Umfrage.', 'Ich rufe vom ZDF an, es geht um eine Umfrage.'],
  ])('what such models make up in silence is nothing that was said: %s', async (text, words) => {
    endpoint.behave({ text });
    expect(await transcribed(endpoint.transcriber, hum(500), 'de', never)).toBe(words);
  });

  test('one that hangs is left when nobody waits any longer', async () => {
    endpoint.behave('hangs');
    const aborting = new AbortController();
    const waiting = transcribed(endpoint.transcriber, hum(500), 'de', aborting.signal);
    await expect.poll(() => endpoint.asked.length).toBe(1);
    aborting.abort();
    await expect(waiting).rejects.toThrow(TranscriberError);
  });

  test.each([
    { status: 200, body: 'nonsense' },
    { status: 200, body: '{"text":7}' },
    { status: 200, body: '[]' },
    { status: 200, body: JSON.stringify({ text: 'x'.repeat(70_000) }) },
    { status: 401, body: '{}' },
    { status: 307, body: '', location: 'http://127.0.0.1:1/elsewhere' },
  ])('an answer that is none is an error, without the address or the key in it: %j', async (raw) => {
    endpoint.raw = raw;
    const error = await transcribed(endpoint.transcriber, hum(500), 'de', never).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(TranscriberError);
    expect(String(error)).not.toMatch(/127\.0\.0\.1|sk-secret/u);
  });
});
