import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EasyRegistrar } from '../tests/support/registrar.ts';
import { RtpPeer } from '../tests/support/rtp-peer.ts';
import { TestServer } from '../tests/support/server.ts';
import { sipp } from '../tests/support/sipp.ts';
import { flood, intervalsAt, MEASURE_MS, PROBES } from './calls.ts';
import { cpuSeconds, percentile, pssMb, table, treeOf } from './machine.ts';

const STEPS = (process.env['BENCH_STEPS'] ?? '25,50,100,150,200,250').split(',').map(Number);
const LIMIT_MS = 5;
const PHONE_PORT = 15_080;
/** Phones are picked up at once; then the person hears for some seconds who calls. */
const WHISPER_MS = 5_000;
const PER_SECOND = 25;

/** Calls of known people, put through to a phone that sends every packet back; the server on one core. */
export async function bridges(): Promise<void> {
  const rows = [['calls put through', 'p99 |interval - 20 ms|', 'CPU of one core', 'CPU per call', 'memory per call', 'failed']];
  for (const count of STEPS) {
    const step = await bridgeStep(count);
    rows.push([
      String(count),
      `${step.p99.toFixed(2)} ms`,
      `${(step.cpu * 100).toFixed(0)} %`,
      `${((step.cpu * 1000) / count).toFixed(2)} ms/s`,
      `${((step.mb * 1024) / count).toFixed(0)} kB`,
      String(step.failed),
    ]);
    if (step.p99 > LIMIT_MS || step.failed > 0) break;
  }
  table('Calls put through at once on one core (two streams each)', rows);
}

async function bridgeStep(count: number): Promise<{ p99: number; cpu: number; mb: number; failed: number }> {
  const registrar = await EasyRegistrar.open();
  const line = { id: 'home', registrar: '127.0.0.1', port: registrar.port, username: 'home', password: 'x' };
  const server = await TestServer.start({
    config: {
      lines: [{ ...line, mode: 'anteroom', whenOff: 'mailbox_answers', phones: [`sip:anna@127.0.0.1:${PHONE_PORT}`] }],
      sip: { maxCalls: 5_000, messagesPerSecond: 100_000 },
      hearing: { speechModel: false },
    },
    pinnedTo: 0,
  });
  const numbers = Array.from({ length: count + 1 }, (_, nth) => `Caller;+4940${nth}`);
  writeFileSync(join(server.dataDir, 'contacts.csv'), [...numbers, 'Probe;+4940123456'].join('\n'));
  const phoneArgs = ['-sn', 'uas', '-i', '127.0.0.1', '-p', String(PHONE_PORT), '-mp', '17000', '-rtp_echo', '-nostdin'];
  const phone = spawn('taskset', ['-c', '1', 'sipp', ...phoneArgs], {
    cwd: mkdtempSync(join(tmpdir(), 'danke-nein-phone-')),
    stdio: 'ignore',
  });
  const service = await registrar.contactUser();
  const idleMb = pssMb(treeOf(server.pid));
  const setUpMs = (count / PER_SECOND) * 1_000 + WHISPER_MS;
  const load = flood(server.sipPort, count - PROBES, setUpMs + MEASURE_MS + WHISPER_MS + 4_000, { service, perSecond: PER_SECOND });
  await sleep(setUpMs);
  const ears = await Promise.all(Array.from({ length: PROBES }, () => RtpPeer.open()));
  const probes = ears.map((ear) => sipp('stay', { port: server.sipPort, rtpPort: ear.port, service }, 40_000));
  await sleep(WHISPER_MS + 1_000);
  const before = cpuSeconds(server.pid);
  const from = performance.now();
  const intervals = await intervalsAt(ears.map((ear) => ear.port));
  const cpu = ((cpuSeconds(server.pid) - before) * 1_000) / (performance.now() - from);
  const mb = pssMb(treeOf(server.pid)) - idleMb;
  const { failed } = await load;
  await server.stop();
  await Promise.all(probes);
  for (const ear of ears) ear.close();
  phone.kill('SIGKILL');
  registrar.close();
  return { p99: percentile(intervals, 0.99), cpu, mb, failed };
}
