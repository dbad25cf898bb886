import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestServer } from '../tests/support/server.ts';
import { sipp } from '../tests/support/sipp.ts';
import { cpuSeconds, table, treeOf } from './machine.ts';

const RATES = (process.env['BENCH_RATES'] ?? '50,100,200,300,400').split(',').map(Number);
const SECONDS = 8;
const BASELINE_PORT = 15_090;

/** Calls that are answered, confirmed and hung up at once: how many a second. The baseline is sipp as the called party. */
export async function setups(): Promise<void> {
  const rows = [['set-ups a second', 'all went as written', 'CPU of one core', 'CPU per call']];
  for (const rate of RATES) {
    const server = await TestServer.start({
      config: { sip: { maxCalls: 5_000, messagesPerSecond: 100_000 }, hearing: { speechModel: false } },
      pinnedTo: 0,
    });
    const step = await measured(rate, server.sipPort, () => cpuSeconds(server.pid));
    rows.push(rowOf(String(rate), rate, step));
    await server.stop();
    if (step.code !== 0) break;
  }
  const args = ['-c', '0', 'sipp', '-sn', 'uas', '-i', '127.0.0.1', '-p', String(BASELINE_PORT), '-nostdin'];
  const baseline = spawn('taskset', args, { cwd: mkdtempSync(join(tmpdir(), 'danke-nein-uas-')), stdio: 'ignore' });
  await sleep(500);
  const rate = RATES[0] ?? 50;
  rows.push(rowOf(`baseline: sipp, ${rate}`, rate, await measured(rate, BASELINE_PORT, () => cpuOf(baseline))));
  baseline.kill('SIGKILL');
  table('Calls set up and hung up at once, the server on one core', rows);
}

interface Step {
  readonly code: number | null;
  readonly cpu: number;
}

async function measured(rate: number, port: number, cpuNow: () => number): Promise<Step> {
  const before = cpuNow();
  const from = performance.now();
  const { code } = await sipp('early-bye', { port, rate, calls: rate * SECONDS }, 60_000);
  return { code, cpu: ((cpuNow() - before) * 1_000) / (performance.now() - from) };
}

function rowOf(name: string, rate: number, { code, cpu }: Step): string[] {
  return [name, code === 0 ? 'yes' : 'no', `${(cpu * 100).toFixed(0)} %`, `${((cpu * 1000) / rate).toFixed(2)} ms`];
}

function cpuOf(child: ChildProcess): number {
  return treeOf(child.pid ?? 0).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}
