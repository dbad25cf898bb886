import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { pssMb, treeOf } from '../../bench/machine.ts';
import type { CallsPage, CallSummary } from '../../src/http/api.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { lacks } from '../support/programs.ts';
import { EasyRegistrar } from '../support/registrar.ts';
import { TestServer } from '../support/server.ts';
import { sipp } from '../support/sipp.ts';
import { freeUdpPort } from '../support/sockets.ts';

const LONG = process.env['DANKE_LONG'] === '1';
/** `npm run long` plays 20,000 calls, `npm test` a taste of it. */
const ROUNDS = LONG ? 10 : 2;
const PER_ROUND = LONG ? { brief: 1_700, cancelled: 280, connected: 20 } : { brief: 150, cancelled: 30, connected: 5 };
const AT_ONCE = 50;
/** Transactions are remembered for 32 s after their end (timers D and J). */
const FORGOTTEN_MS = 35_000;
/** Garbage is collected in good time only when it must be: without a limit the heap grows to hundreds of MB. */
const HEAP_MB = 64;
const MB_AT_MOST = 40;

async function everyCall(server: TestServer): Promise<CallSummary[]> {
  const calls: CallSummary[] = [];
  for (let before: string | null = ''; before !== null;) {
    const page: CallsPage = await server.get(before === '' ? '/calls' : `/calls?before=${before}`);
    calls.push(...page.calls);
    before = page.next;
  }
  return calls;
}

/** Open files and sockets of the server. */
const descriptors = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

test.skipIf(lacks('sipp') || process.platform !== 'linux')(
  'thousands of calls that are hung up within 20 to 300 ms, some cancelled, some put through, leave nothing behind',
  async () => {
    const registrar = await EasyRegistrar.open();
    const phonePort = await freeUdpPort();
    const line = { id: 'home', registrar: '127.0.0.1', port: registrar.port, username: 'home', password: 'x' };
    const server = await TestServer.start({
      config: {
        lines: [{ ...line, mode: 'anteroom', whenOff: 'mailbox_answers', phones: [`sip:anna@127.0.0.1:${phonePort}`] }],
        sip: { maxCalls: 200, messagesPerSecond: 100_000 },
        hearing: { speechModel: false },
      },
      heapMb: HEAP_MB,
    });
    writeFileSync(join(server.dataDir, 'contacts.csv'), 'Probe;040 123456\n');
    const phone = spawn('sipp', ['-sn', 'uas', '-i', '127.0.0.1', '-p', String(phonePort), '-nostdin'], {
      cwd: mkdtempSync(join(tmpdir(), 'danke-nein-phone-')),
      stdio: 'ignore',
    });
    const service = await registrar.contactUser();
    const common = { port: server.sipPort, rate: 200, atOnce: AT_ONCE };
    const round = async (): Promise<void> => {
      const plays = await Promise.all([
        sipp('brief', { ...common, calls: PER_ROUND.brief }, 200_000),
        sipp('cancel', { ...common, service, rate: 20, calls: PER_ROUND.cancelled }, 200_000),
        sipp('brief', { ...common, service, rate: 2, calls: PER_ROUND.connected }, 200_000),
      ]);
      for (const { code, output } of plays) expect(code, output.slice(-2_000)).toBe(0);
    };
    const before = descriptors(server.pid);
    const memory: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      await round();
      memory.push(pssMb(treeOf(server.pid)));
    }
    await sleep(FORGOTTEN_MS);
    const after = descriptors(server.pid);
    const calls = ROUNDS * (PER_ROUND.brief + PER_ROUND.cancelled + PER_ROUND.connected);
    process.stdout.write(
      `${calls} calls; memory after each round: ${memory.map((mb) => mb.toFixed(0)).join(', ')} MB; descriptors ${before} -> ${after}\n`,
    );
    expect(after).toBeLessThanOrEqual(before + 3);
    expect((memory.at(-1) ?? 0) - (memory[Math.min(1, ROUNDS - 1)] ?? 0)).toBeLessThan(MB_AT_MOST);
    const journalled = await everyCall(server);
    expect(journalled.length).toBe(calls);
    expect(journalled.filter(({ endedAt }) => endedAt === null)).toEqual([]);
    // Where the person was quick enough; the others hung up before the phone was answered.
    expect(journalled.filter(({ outcome }) => outcome === 'put_through').length).toBeGreaterThan(0);
    phone.kill('SIGKILL');
    await server.stop();
    registrar.close();
  },
  LONG ? 1_200_000 : 4 * PATIENCE_MS,
);
