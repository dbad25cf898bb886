import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RtpPeer } from '../tests/support/rtp-peer.ts';
import { TestServer, until } from '../tests/support/server.ts';
import { sipp } from '../tests/support/sipp.ts';
import { percentile, pssMb, table, treeOf } from './machine.ts';

const STARTS = 5;
const CALLS = 10;
/** The quiet that the call flow wants after the answer; the first sentence is due when it is over. */
const SETTLE_MS = 700;

/** How long a start takes, how long a caller waits, what an idle server costs. */
export async function start(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'danke-nein-bench-'));
  const starts: { ready: number; voice: number }[] = [];
  for (let i = 0; i < STARTS; i++) {
    const begin = performance.now();
    const server = await TestServer.start({ dataDir });
    starts.push({ ready: server.listeningAt - begin, voice: performance.now() - begin });
    server.kill('SIGINT');
    await server.ended();
  }

  const server = await TestServer.start({ dataDir });
  const firstPacket: number[] = [];
  const firstWord: number[] = [];
  for (let i = 0; i < CALLS; i++) {
    const ear = await RtpPeer.open();
    const begin = performance.now();
    const call = sipp('call', { port: server.sipPort, rtpPort: ear.port });
    await until(async () => (ear.received.some((packet) => packet.levelDbfs > -60) ? true : null), 5_000);
    await call;
    const [answered] = (await server.closedCalls(i + 1)).slice(-1);
    const { timeline } = await server.call(answered?.id ?? '');
    const answeredMs = timeline.find((item) => item.kind === 'moment' && item.what === 'answered')?.fromMs ?? 0;
    const voiced = ear.received.find((packet) => packet.levelDbfs > -60)?.atMs ?? Number.NaN;
    firstPacket.push(ear.firstPacketAt - begin);
    firstWord.push(voiced - SETTLE_MS - answeredMs);
    ear.close();
  }
  await sleep(3_000);
  const tree = treeOf(server.pid);
  const ready = starts.map((one) => one.ready);
  const row = (what: string, values: readonly number[], aim: string): string[] => [
    what,
    percentile(values, 0.5).toFixed(0),
    Math.max(...values).toFixed(0),
    aim,
  ];
  table('Start and first words', [
    ['', 'median', 'worst', 'aim'],
    row('first start (voice renders every phrase): ports open, ms', ready.slice(0, 1), '2000'),
    row(
      'first start: voice ready, ms',
      starts.slice(0, 1).map((one) => one.voice),
      '-',
    ),
    row('later starts: ports open, ms', ready.slice(1), '2000'),
    row(
      'later starts: voice ready, ms',
      starts.slice(1).map((one) => one.voice),
      '-',
    ),
    row('from the INVITE of a new sipp process to the first RTP packet, ms', firstPacket, '-'),
    row('first word later than the 700 ms of quiet after the ACK, ms', firstWord, '100'),
    row(`idle memory of the process tree (${tree.length} process), MB PSS`, [pssMb(tree)], '250'),
  ]);
  await server.stop();
}
