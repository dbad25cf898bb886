import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Pcm } from '../../src/call/audio.ts';

const run = promisify(execFile);
const HALF_BAND = Array.from({ length: 31 }, (_, tap) => {
  const x = tap - 15;
  return (x === 0 ? 0.5 : Math.sin((Math.PI * x) / 2) / (Math.PI * x)) * (0.54 + 0.46 * Math.cos((Math.PI * x) / 15));
});

/** What a voice of flite says, as the telephone has it: 8 kHz. */
export function flite(words: string): Pcm {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-flite-'));
  const file = join(folder, 'speech.wav');
  execFileSync('flite', ['-voice', 'kal16', '-t', words, '-o', file]);
  const wide = samplesOf(readFileSync(file));
  rmSync(folder, { recursive: true });
  const filtered = halfBand(wide);
  return Int16Array.from({ length: filtered.length >> 1 }, (_, index) => Math.round((filtered[2 * index] ?? 0) * 0.7));
}

/** pocketsphinx, a real recogniser, behind the API that an OpenAI-compatible endpoint has; it knows the sentences of one grammar. */
export class Pocketsphinx {
  /** What it understood, in order. */
  readonly heard: string[] = [];
  readonly #server: Server;
  readonly #folder = mkdtempSync(join(tmpdir(), 'danke-nein-sphinx-'));
  #requests = 0;

  private constructor(server: Server, sentences: readonly string[]) {
    this.#server = server;
    const grammar = ['#JSGF V1.0;', 'grammar calls;', `public <call> = ${sentences.join(' | ')};`, ''].join('\n');
    writeFileSync(join(this.#folder, 'calls.gram'), grammar);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        this.#transcribe(samplesOf(body.subarray(body.indexOf('RIFF')))).then(
          (text) => response.end(JSON.stringify({ text })),
          () => response.writeHead(500).end(),
        );
      });
    });
  }

  static async start(sentences: readonly string[]): Promise<Pocketsphinx> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Pocketsphinx(server, sentences);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
    rmSync(this.#folder, { recursive: true });
  }

  async #transcribe(pcm: Pcm): Promise<string> {
    const file = join(this.#folder, `${this.#requests++}.raw`);
    // Its model is for 16 kHz; half a second of quiet on both sides is what it expects of a microphone.
    const doubled = new Float64Array(2 * pcm.length);
    pcm.forEach((sample, index) => (doubled[2 * index] = 2 * sample));
    const padded = new Int16Array(doubled.length + 16_000);
    halfBand(doubled).forEach((sample, index) => (padded[8_000 + index] = Math.max(-32_768, Math.min(32_767, Math.round(sample)))));
    writeFileSync(file, Buffer.from(padded.buffer));
    const options = ['-infile', file, '-samprate', '16000', '-jsgf', join(this.#folder, 'calls.gram'), '-logfn', '/dev/null'];
    const { stdout } = await run('pocketsphinx_continuous', options);
    const text = stdout.trim().replaceAll('\n', ' ');
    this.heard.push(text);
    return text;
  }
}

/** The samples of a WAV of 16-bit linear PCM, whatever follows them. */
function samplesOf(wav: Buffer): Pcm {
  const bytes = Math.min(wav.readUInt32LE(40), wav.length - 44);
  return new Int16Array(Uint8Array.from(wav.subarray(44, 44 + bytes - (bytes % 2))).buffer);
}

function halfBand(samples: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: samples.length }, (_, at) =>
    HALF_BAND.reduce((sum, weight, tap) => sum + weight * (samples[at + tap - 15] ?? 0), 0),
  );
}
