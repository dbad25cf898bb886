import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspeakVoice } from '../src/adapters/espeak/espeak-voice.ts';
import { joinPcm, type Pcm } from '../src/call/audio.ts';
import { systemClock } from '../src/call/clock.ts';
import { uncountedFaults } from '../src/call/faults.ts';
import { seededRandom } from '../src/call/random.ts';
import { encodeG711Into } from '../src/telephony/media/g711.ts';
import { hasProgram } from '../scripts/peers.ts';
import { RtpPeer } from '../tests/support/rtp-peer.ts';
import { runPeer } from '../tests/support/programs.ts';
import { TestServer } from '../tests/support/server.ts';
import { sipp } from '../tests/support/sipp.ts';
import { cpuSeconds, percentile, pssMb, table, treeOf } from './machine.ts';

const STEPS = (process.env['BENCH_STEPS'] ?? '100,200,300,400,500,600,700,800,900,1000').split(',').map(Number);
export const PROBES = 4;
export const SETUP_PER_SECOND = 50;
export const MEASURE_MS = 5_000;
/** Above this share of packets further than 5 ms from their time, a step has failed. */
const LIMIT_MS = 5;

interface Step {
  readonly calls: number;
  readonly p99: number;
  readonly cpu: number;
  readonly mb: number;
  readonly failed: number;
}

/**
 * Two-way PCMA calls, the server on one core, sipp and the probes on the other. Pacing is taken from the kernel's
 * timestamps of the probes' packets (tcpdump), so that a late ear does not count. The baseline reflects packets and
 * does nothing else: sipp with -rtp_echo.
 */
export async function calls(): Promise<void> {
  const rows = [['calls', 'p99 |interval - 20 ms|', 'CPU of one core', 'CPU per call', 'memory per call', 'failed']];
  for (const [name, speechModel, sound] of [
    ['plain (loudness only)', false, SILENCE],
    ['with voice activity (Silero), callers who speak 39 % of the time', true, await talk(TALK_SHARE)],
    ['the same, everybody speaks without a pause', true, await talk(1)],
  ] as const) {
    rows.push([name, '', '', '', '', '']);
    for (const count of STEPS) {
      const step = await attendantStep(count, speechModel, sound);
      rows.push(rowOf(String(step.calls), step));
      if (step.p99 > LIMIT_MS || step.failed > 0) break;
    }
  }
  rows.push(['baseline: sipp -rtp_echo', '', '', '', '', '']);
  for (const count of [100, 500]) rows.push(rowOf(String(count), await echoStep(count)));
  table('Concurrent calls on one core', rows);
}

function rowOf(name: string, { calls: count, p99, cpu, mb, failed }: Step): string[] {
  return [
    name,
    Number.isNaN(p99) ? '-' : `${p99.toFixed(2)} ms`,
    `${(cpu * 100).toFixed(0)} %`,
    `${((cpu * 1000) / count).toFixed(2)} ms/s`,
    `${((mb * 1024) / count).toFixed(0)} kB`,
    String(failed),
  ];
}

/** Talk spurts of one side in a conversation (ITU-T P.59, table 1). */
const TALK_SHARE = 0.385;
/** A line's own noise in pauses. */
const NOISE_PEAK = 30;
const SILENCE = Buffer.alloc(32_000, 0xd5);

/** A caller's voice in sentences with pauses, so that it speaks for this share of the time; A-law. */
async function talk(share: number): Promise<Buffer> {
  const voice = new EspeakVoice(systemClock, 'caller', uncountedFaults);
  const random = seededRandom(59);
  const sentences = [
    'Guten Tag, ich rufe wegen Ihres Vertrags an.',
    'Haben Sie einen Augenblick Zeit für mich?',
    'Das dauert wirklich nicht lange, versprochen.',
  ];
  const pieces: Pcm[] = [];
  for (const sentence of sentences) {
    const speech = await voice.render(sentence, 'de');
    const pause = Int16Array.from(
      { length: Math.round((speech.length * (1 - share)) / share) },
      () => random.below(2 * NOISE_PEAK) - NOISE_PEAK,
    );
    pieces.push(speech, pause);
  }
  voice.rest();
  const pcm = joinPcm(pieces);
  const alaw = Buffer.alloc(pcm.length);
  encodeG711Into('PCMA', pcm, alaw, 0);
  return alaw;
}

async function attendantStep(count: number, speechModel: boolean, sound: Buffer): Promise<Step> {
  const config = { sip: { maxCalls: 5_000, messagesPerSecond: 100_000 }, hearing: { speechModel } };
  const server = await TestServer.start({ config, pinnedTo: 0 });
  await sleep(1_000);
  const idleMb = pssMb(treeOf(server.pid));
  const setUpMs = (count / SETUP_PER_SECOND) * 1_000;
  const load = flood(server.sipPort, count - PROBES, setUpMs + MEASURE_MS + 6_000, { sound });
  await sleep(setUpMs + 1_000);
  const ears = await Promise.all(Array.from({ length: PROBES }, () => RtpPeer.open()));
  const probes = ears.map((ear) => sipp('stay', { port: server.sipPort, rtpPort: ear.port }, 20_000));
  await sleep(1_500);
  const cpuBefore = cpuSeconds(server.pid);
  const from = performance.now();
  const intervals = await intervalsAt(ears.map((ear) => ear.port));
  const cpu = ((cpuSeconds(server.pid) - cpuBefore) * 1_000) / (performance.now() - from);
  const mb = pssMb(treeOf(server.pid)) - idleMb;
  const { failed } = await load;
  await server.stop();
  await Promise.all(probes);
  for (const ear of ears) ear.close();
  return { calls: count, p99: percentile(intervals, 0.99), cpu, mb, failed };
}

/** How far each interval between packets to one of these ports is from 20 ms, by the kernel's clock. */
export async function intervalsAt(ports: readonly number[]): Promise<number[]> {
  if (!hasProgram('tcpdump')) throw new Error('This bench takes its times from tcpdump: apt-get install tcpdump');
  const filter = `udp and (${ports.map((port) => `dst port ${port}`).join(' or ')})`;
  const { output } = await runPeer('timeout', [String(MEASURE_MS / 1_000), 'tcpdump', '-i', 'lo', '-n', '-tt', filter], MEASURE_MS + 5_000);
  const last = new Map<string, number>();
  return [...output.matchAll(/^(\d+\.\d+) IP \S+ > [\d.]+\.(\d+): /gmu)].flatMap(([, time = '', port = '']) => {
    const at = Number(time) * 1_000;
    const before = last.get(port);
    last.set(port, at);
    return before === undefined ? [] : [Math.abs(at - before - 20)];
  });
}

/** The same load on sipp as the called party: it answers, and sends every packet back. */
async function echoStep(count: number): Promise<Step> {
  const port = 15_060;
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-echo-'));
  const echo = spawn(
    'taskset',
    ['-c', '0', 'sipp', '-sn', 'uas', '-i', '127.0.0.1', '-p', String(port), '-mp', '16000', '-rtp_echo', '-nostdin'],
    { stdio: 'ignore', cwd: folder },
  );
  await sleep(500);
  const setUpMs = (count / SETUP_PER_SECOND) * 1_000;
  const idleMb = pssMb(treeOf(echo.pid ?? 0));
  const load = flood(port, count, setUpMs + MEASURE_MS + 3_000);
  await sleep(setUpMs + 1_500);
  const before = cpuOf(echo);
  const from = performance.now();
  await sleep(MEASURE_MS);
  const cpu = ((cpuOf(echo) - before) * 1_000) / (performance.now() - from);
  const mb = pssMb(treeOf(echo.pid ?? 0)) - idleMb;
  const { failed } = await load;
  echo.kill('SIGKILL');
  return { calls: count, p99: Number.NaN, cpu, mb, failed };
}

function cpuOf(child: ChildProcess): number {
  return treeOf(child.pid ?? 0).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

/** Calls with a paced stream of `sound` (A-law, over and over; silence by default) in each, hung up after `holdMs`. */
export function flood(
  port: number,
  count: number,
  holdMs: number,
  { service = 'probe', perSecond = SETUP_PER_SECOND, sound = SILENCE }: { service?: string; perSecond?: number; sound?: Buffer } = {},
): Promise<{ failed: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-flood-'));
  writeFileSync(join(folder, 'sound.alaw'), sound);
  const scenario = join(import.meta.dirname, 'flood.xml');
  const sippArgs = [
    '-sf',
    scenario,
    `127.0.0.1:${port}`,
    '-i',
    '127.0.0.1',
    '-m',
    String(count),
    '-r',
    String(perSecond),
    '-s',
    service,
    '-l',
    '5000',
  ];
  const child = spawn('taskset', ['-c', '1', 'sipp', ...sippArgs, '-d', String(Math.round(holdMs)), '-nostdin', '-timeout', '120'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-20_000)));
  return new Promise((resolve) => {
    child.on('close', () =>
      resolve({ failed: Number([...output.matchAll(/Failed call\s+\|\s+\d+\s+\|\s+(\d+)/gu)].at(-1)?.[1] ?? count) }),
    );
  });
}
