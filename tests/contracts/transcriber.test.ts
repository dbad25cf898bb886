import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endpointTranscriber } from '../../src/adapters/openai/transcriber.ts';
import { TranscriberError, type Transcriber } from '../../src/hearing/transcriber.ts';
import { FakeTranscriber, hum } from '../support/fakes.ts';

/** What the far side does with the next request. */
type Behaviour = { readonly text: string } | 'fails' | 'hangs';

interface Subject {
  readonly transcriber: Transcriber;
  behave(behaviour: Behaviour): void;
  stop(): Promise<void>;
}

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

class Endpoint implements Subject {
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

describe.each<[string, () => Promise<Subject>]>([
  ['the fake', async () => new FakeTranscriber()],
  ['an OpenAI-compatible endpoint', () => Endpoint.start()],
])('a recogniser: %s', (_, make) => {
  let subject: Subject;
  beforeEach(async () => {
    subject = await make();
    return () => subject.stop();
  });

  test('gives the words of an utterance, or none', async () => {
    subject.behave({ text: ' Guten Tag, hier ist Petra Schmidt. ' });
    expect((await subject.transcriber.transcribe(hum(500), 'de', never)).trim()).toBe('Guten Tag, hier ist Petra Schmidt.');
    subject.behave({ text: '' });
    expect(await subject.transcriber.transcribe(hum(500), null, never)).toBe('');
  });

  test('rejects when it cannot', async () => {
    subject.behave('fails');
    await expect(subject.transcriber.transcribe(hum(500), 'de', never)).rejects.toThrow(TranscriberError);
  });

  test('rejects when nobody waits any longer', async () => {
    subject.behave('hangs');
    const aborting = new AbortController();
    const waiting = subject.transcriber.transcribe(hum(500), 'de', aborting.signal);
    setTimeout(() => aborting.abort(), 20);
    await expect(waiting).rejects.toThrow(TranscriberError);
  });

  test('takes two utterances at once', async () => {
    subject.behave({ text: 'Ja.' });
    const both = [hum(300), hum(600)].map((pcm) => subject.transcriber.transcribe(pcm, 'de', never));
    expect(await Promise.all(both)).toEqual(['Ja.', 'Ja.']);
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
    await endpoint.transcriber.transcribe(hum(500), 'de', never);
    await endpoint.transcriber.transcribe(hum(500), null, never);
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
    expect(await endpoint.transcriber.transcribe(hum(500), 'de', never)).toBe(words);
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
    const error = await endpoint.transcriber.transcribe(hum(500), 'de', never).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(TranscriberError);
    expect(String(error)).not.toMatch(/127\.0\.0\.1|sk-secret/u);
  });
});
