import { spawn } from 'node:child_process';
import { hasProgram } from '../../scripts/peers.ts';

/** `describe.skipIf(lacks('sipp'))`. */
export const lacks = (...programs: string[]): boolean => !programs.every(hasProgram);

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a peer to its end; it is killed after `limitMs`. */
export function runPeer(program: string, args: readonly string[], limitMs: number, cwd?: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TERM: 'xterm' },
      ...(cwd !== undefined && { cwd }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code, output });
    });
  });
}
