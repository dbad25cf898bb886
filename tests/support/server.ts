import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { CallPage, CallsPage, CallSummary, State } from '../../src/http/api.ts';
import { SHARED_VOICE } from './shared-voice.ts';

export interface ServerOptions {
  readonly config?: Readonly<Record<string, unknown>>;
  /** Goes on with the data of an earlier server. */
  readonly dataDir?: string;
  /** The most memory that JavaScript objects may take, in MB: what leaks then shows. */
  readonly heapMb?: number;
  /** With the parent that starts it again; else the process is the server itself. */
  readonly supervised?: boolean;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The only core that the server may use. */
  readonly pinnedTo?: number;
}

/** The real server in its own process and data folder, on free ports. */
export class TestServer {
  readonly dataDir: string;
  readonly #child: ChildProcess;
  #output = '';
  sipPort = 0;
  httpPort = 0;
  /** When it had opened its ports, on `performance.now()`. */
  listeningAt = 0;

  private constructor(child: ChildProcess, dataDir: string) {
    this.#child = child;
    this.dataDir = dataDir;
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
  }

  /** Resolves when the voice is ready too, so that calls are answered at once. */
  static async start(options: ServerOptions = {}): Promise<TestServer> {
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'danke-nein-test-'));
    const sharedVoice = process.env[SHARED_VOICE];
    if (sharedVoice !== undefined && !existsSync(join(dataDir, 'cache'))) {
      mkdirSync(join(dataDir, 'cache'));
      symlinkSync(sharedVoice, join(dataDir, 'cache', 'voice'));
    }
    const file = join(dataDir, 'test.yaml');
    writeFileSync(file, stringify({ household: 'Familie Berger', ...options.config }));
    const pinning = options.pinnedTo === undefined ? [] : ['taskset', '-c', String(options.pinnedTo)];
    const command = [...pinning, process.execPath, 'bin/danke-nein.js', 'serve'];
    const child = spawn(command[0] ?? '', command.slice(1), {
      env: {
        ...process.env,
        ...(options.heapMb !== undefined && { NODE_OPTIONS: `--max-old-space-size=${options.heapMb}` }),
        DANKE_NO_SUPERVISOR: options.supervised === true ? '' : '1',
        SIP_PORT: '0',
        HTTP_PORT: '0',
        DATA_DIR: dataDir,
        DANKE_CONFIG: file,
        LANG: 'en',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new TestServer(child, dataDir);
    await server.#waitFor(/sip:/u);
    server.listeningAt = performance.now();
    await server.#waitFor(/Die Stimme ist bereit|The voice is ready/u);
    server.sipPort = Number(/sip:[\d.]+:(\d+)/u.exec(server.#output)?.[1]);
    server.httpPort = Number(/http:\/\/localhost:(\d+)/u.exec(server.#output)?.[1]);
    return server;
  }

  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get url(): string {
    return `http://localhost:${this.httpPort}`;
  }

  async get<Reply>(path: string): Promise<Reply> {
    const response = await fetch(`${this.url}/api${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Reply;
  }

  state(): Promise<State> {
    return this.get('/state');
  }

  /** All calls, oldest first. */
  async calls(): Promise<CallSummary[]> {
    return (await this.get<CallsPage>('/calls')).calls.toReversed();
  }

  call(id: string): Promise<CallPage> {
    return this.get(`/calls/${id}`);
  }

  /** Waits until a number of calls are closed in the journal. */
  async closedCalls(count: number, withinMs = 10_000): Promise<CallSummary[]> {
    return until(async () => {
      const closed = (await this.calls()).filter((call) => call.endedAt !== null);
      return closed.length >= count ? closed : null;
    }, withinMs);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The exit code, once it has ended. */
  async ended(withinMs = 10_000): Promise<number | null> {
    return until(
      async () => (this.#child.exitCode !== null || this.#child.signalCode !== null ? { code: this.#child.exitCode } : null),
      withinMs,
    ).then(({ code }) => code);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.kill('SIGINT');
    await this.ended();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async #waitFor(pattern: RegExp): Promise<void> {
    await until(async () => {
      if (this.#child.exitCode !== null) throw new Error(`the server ended: ${this.#output}`);
      return pattern.test(this.#output) ? true : null;
    }, 120_000);
  }
}

/** Asks again and again until there is an answer. */
export async function until<Answer>(ask: () => Promise<Answer | null>, withinMs: number): Promise<Answer> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > end) throw new Error(`nothing within ${withinMs} ms`);
    await sleep(50);
  }
}
