import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pcm } from '../../src/call/audio.ts';
import { toWav } from '../../src/http/wav.ts';
import { until } from './server.ts';

/** baresip as a telephone of the household: waits for calls, says `speech` in each, and does what its keys say. */
export class Baresip {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #control: Socket;
  output = '';

  private constructor(child: ChildProcess, port: number, control: Socket) {
    this.#child = child;
    this.port = port;
    this.#control = control;
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    control.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  /** `codecs`: as baresip names them, such as "PCMU/8000/1". `registrar`: where it registers; else it is called directly. */
  static async start(
    user: string,
    speech: Pcm,
    { codecs = 'PCMA/8000/1,PCMU/8000/1', registrar }: { codecs?: string; registrar?: { port: number; password: string } } = {},
  ): Promise<Baresip> {
    const folder = mkdtempSync(join(tmpdir(), 'danke-nein-baresip-'));
    const [port, controlPort] = [await freePort(), await freePort()];
    writeFileSync(join(folder, 'speech.wav'), toWav(speech));
    const register = registrar ? `;auth_user=${user};auth_pass=${registrar.password};regint=60` : ';regint=0';
    const address = `<sip:${user}@127.0.0.1:${registrar?.port ?? port}>`;
    writeFileSync(join(folder, 'accounts'), `${address}${register};audio_codecs=${codecs};answermode=manual\n`);
    writeFileSync(join(folder, 'contacts'), '');
    const modules = ['g711', 'aufile', 'stdio', 'ctrl_tcp'].map((name) => `module ${name}.so`);
    const settings = ['module_path /usr/lib/baresip/modules', 'module_app account.so', 'module_app menu.so', ...modules];
    const network = [`sip_listen 127.0.0.1:${port}`, `ctrl_tcp_listen 127.0.0.1:${controlPort}`];
    writeFileSync(join(folder, 'config'), [...settings, ...network, `audio_source aufile,${join(folder, 'speech.wav')}`, ''].join('\n'));
    const child = spawn('baresip', ['-4', '-f', folder], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TERM: 'xterm' } });
    const control = await until(() => connectTo(controlPort), 10_000);
    return new Baresip(child, port, control);
  }

  /** Runs a command of its menu: accept, hangup, hold, resume, sndcode. */
  command(command: string, params = ''): void {
    const json = JSON.stringify({ command, params });
    this.#control.write(`${Buffer.byteLength(json)}:${json},`);
  }

  says(pattern: RegExp, withinMs = 10_000): Promise<true> {
    return until(async () => (pattern.test(this.output) ? (true as const) : null), withinMs);
  }

  stop(): void {
    this.#control.destroy();
    this.#child.kill('SIGKILL');
  }
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
