import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pcm } from '../../src/call/audio.ts';
import { toWav } from '../../src/call/wav.ts';
import { certificate } from './certificates.ts';
import { until } from './server.ts';

export interface BaresipOptions {
  /** As baresip names them, such as "PCMU/8000/1". */
  readonly codecs?: string;
  /** Of its speech, in Hz. */
  readonly rate?: 8_000 | 16_000;
  /** Where it registers; else it is called directly. `ca`: over TLS, with this certificate, and with protected audio (SRTP). */
  readonly registrar?: { readonly port: number; readonly password: string; readonly ca?: string };
}

/** baresip as a telephone of the household: waits for calls, says `speech` in each, and does what its keys say. */
export class Baresip {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #control: Socket;
  readonly #recording: string;
  output = '';

  private constructor(child: ChildProcess, port: number, control: Socket, recording: string) {
    this.#recording = recording;
    this.#child = child;
    this.port = port;
    this.#control = control;
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    control.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  /** Another test may take a port between its choice and its use; then baresip ends, and others are tried. */
  static async start(user: string, speech: Pcm, options: BaresipOptions = {}): Promise<Baresip> {
    const failures: string[] = [];
    while (failures.length < 3) {
      const started = await this.#startOnce(user, speech, options);
      if (started instanceof Baresip) return started;
      failures.push(started);
    }
    throw new Error(`baresip does not start:\n${failures.join('\n')}`);
  }

  /** What it said, if it cannot be controlled. */
  static async #startOnce(
    user: string,
    speech: Pcm,
    { codecs = 'PCMA/8000/1,PCMU/8000/1', rate = 8_000, registrar }: BaresipOptions,
  ): Promise<Baresip | string> {
    const folder = mkdtempSync(join(tmpdir(), 'danke-nein-baresip-'));
    const [port, controlPort] = [await freePort(), await freePort()];
    writeFileSync(join(folder, 'speech.wav'), atRate(toWav(speech), rate));
    const register = registrar ? `;auth_user=${user};auth_pass=${registrar.password};regint=60` : ';regint=0';
    const secure = registrar?.ca !== undefined;
    const address = `<sip:${user}@127.0.0.1:${registrar?.port ?? port}${secure ? ';transport=tls' : ''}>`;
    const protection = secure ? ';mediaenc=srtp-mand' : '';
    writeFileSync(join(folder, 'accounts'), `${address}${register};audio_codecs=${codecs}${protection};answermode=manual\n`);
    writeFileSync(join(folder, 'contacts'), '');
    const modules = ['g711', 'g722', 'aufile', 'stdio', 'ctrl_tcp', 'sndfile', ...(secure ? ['srtp'] : [])].map(
      (name) => `module ${name}.so`,
    );
    const settings = ['module_path /usr/lib/baresip/modules', 'module_app account.so', 'module_app menu.so', ...modules];
    const recording = join(folder, 'heard');
    mkdirSync(recording);
    const trust = secure ? [`sip_cafile ${registrar.ca}`, `sip_certificate ${identity(folder)}`] : [];
    const network = [`sip_listen 127.0.0.1:${port}`, `ctrl_tcp_listen 127.0.0.1:${controlPort}`, `snd_path ${recording}`, ...trust];
    writeFileSync(join(folder, 'config'), [...settings, ...network, `audio_source aufile,${join(folder, 'speech.wav')}`, ''].join('\n'));
    const child = spawn('baresip', ['-4', '-f', folder], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TERM: 'xterm' } });
    const ended = once(child, 'exit').then(() => null);
    const control = await Promise.race([until(() => connectTo(controlPort), 20_000).catch(() => null), ended]);
    if (control) return new Baresip(child, port, control, recording);
    child.kill('SIGKILL');
    return String(child.stdout.read() ?? '') + String(child.stderr.read() ?? '');
  }

  /** Runs a command of its menu: accept, hangup, hold, resume, sndcode. */
  command(command: string, params = ''): void {
    const json = JSON.stringify({ command, params });
    this.#control.write(`${Buffer.byteLength(json)}:${json},`);
  }

  says(pattern: RegExp): Promise<true> {
    return until(async () => (pattern.test(this.output) ? (true as const) : null));
  }

  /** What was heard in its calls so far, at the rate of the codec. */
  heard(): Pcm {
    const files = readdirSync(this.#recording).filter((name) => name.endsWith('-dec.wav'));
    // 16-bit linear PCM behind a header of 44 bytes.
    const bytes = Buffer.concat(files.map((name) => readFileSync(join(this.#recording, name)).subarray(44)));
    return new Int16Array(Uint8Array.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).buffer);
  }

  stop(): void {
    this.#control.destroy();
    this.#child.kill('SIGKILL');
  }
}

/** What it shows to whoever opens a TLS connection to it: key and certificate in one file. */
function identity(folder: string): string {
  const { key, certificate: own } = certificate('IP:127.0.0.1');
  const file = join(folder, 'identity.pem');
  writeFileSync(file, readFileSync(key, 'utf8') + readFileSync(own, 'utf8'));
  return file;
}

/** The fields of a WAV's header that say how fast its 16-bit samples are. */
function atRate(wav: Buffer, rate: number): Buffer {
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(2 * rate, 28);
  return wav;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

async function connectTo(port: number): Promise<Socket | null> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return null;
  }
}
