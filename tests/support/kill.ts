import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a script of ours and kills it `afterMs` after it has said its first line; gives back every line, and how long it ran
 * from the first one. Infinity: it is left alone.
 */
export async function runAndKill(
  script: string,
  args: readonly string[],
  afterMs: number,
): Promise<{ lines: string[]; killed: boolean; ranMs: number }> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const begun = once(reader, 'line');
  reader.on('line', (line) => lines.push(line));
  await Promise.race([begun, ended]);
  const begunAt = performance.now();
  if (afterMs !== Infinity) {
    await Promise.race([sleep(afterMs), ended]);
    child.kill('SIGKILL');
  }
  const [, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  return { lines, killed: signal === 'SIGKILL', ranMs: performance.now() - begunAt };
}
