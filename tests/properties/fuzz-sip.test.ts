import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/call/clock.ts';
import { seededRandom, type Random } from '../../src/call/random.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { CallLeg } from '../../src/telephony/leg.ts';
import { readSdp } from '../../src/telephony/media/sdp.ts';
import type { UserAgent } from '../../src/telephony/sip/user-agent.ts';
import { mutate } from '../support/fuzz.ts';
import { FakeFlow, OFFER, request, testAgent, toTagOf } from '../support/sip.ts';

const LONG = process.env['DANKE_LONG'] === '1';
const FOLDER = join(import.meta.dirname, '../fuzz');
/** More transactions and dialogs than this are never alive: what is fed in a minute, and what we send because of it. */
const MOST_ALIVE = 1_500;

function seeds(kind: 'sip' | 'sdp'): readonly (readonly [name: string, bytes: Buffer])[] {
  const folder = join(FOLDER, kind);
  return readdirSync(folder).map((file) => [`${kind}/${file}`, readFileSync(join(folder, file))]);
}

const SIP = seeds('sip');
const SDP = seeds('sdp');

/** An INVITE, or another request, with a description. */
function offering(sdp: Buffer, parts: Parameters<typeof request>[0] = {}): Buffer {
  return request({ ...parts, body: sdp.toString('latin1') });
}

let probes = 0;

/** A stranger to all that was fed asks whether we are well. */
function isWell(agent: UserAgent): boolean {
  probes++;
  const flow = new FakeFlow('TCP', { address: '192.0.2.200', port: 5060 });
  agent.receive(request({ method: 'OPTIONS', branch: `z9hG4bK-probe-${probes}`, callId: `probe-${probes}` }), flow);
  return flow.statuses.length === 1 && flow.statuses[0] === 200;
}

function fed() {
  const clock = new VirtualClock();
  const random = seededRandom(18);
  const handle = (leg: CallLeg): void => {
    if (random.below(3) > 0) leg.ring();
    if (random.below(3) > 0) leg.answer();
    clock.after(random.below(30_000), () => (random.below(2) === 0 ? leg.decline('busy') : leg.hangUp()));
    // A call that stands ends by itself too: nobody speaks on it.
    clock.after(60_000, () => leg.hangUp());
  };
  const made = testAgent(clock, handle);
  const feed = async (name: string, bytes: Buffer): Promise<void> => {
    const flow = new FakeFlow(random.below(4) === 0 ? 'TCP' : 'UDP', { address: `192.0.2.${1 + random.below(100)}`, port: 5080 });
    made.agent.receive(bytes, flow);
    await clock.advance(random.below(4) === 0 ? 2_000 : 1);
    const ok = flow.responses.findLast(({ status }) => status === 200);
    if (ok && ok.body.length > 0)
      await inDialog(made.agent, flow, random, toTagOf(ok), ok.headers.find((one) => one.name === 'Call-ID')?.value ?? '');
    expect(isWell(made.agent), name).toBe(true);
    expect(made.faults.counts, name).toEqual({});
    expect(made.agent.busy, name).toBeLessThan(MOST_ALIVE);
  };
  const nothingIsLeft = async (): Promise<void> => {
    await clock.advance(400_000);
    expect([made.agent.busy, clock.waiting, made.faults.counts]).toEqual([0, 0, {}]);
  };
  return { ...made, random, feed, nothingIsLeft };
}

/** Confirms a call, and changes it in ways that no telephone would. */
async function inDialog(agent: UserAgent, flow: FakeFlow, random: Random, toTag: string, callId: string): Promise<void> {
  const own = { toTag, callId };
  agent.receive(request({ ...own, method: 'ACK', branch: 'z9hG4bK-ack' }), flow);
  for (const [index, method] of ['INVITE', 'UPDATE', 'INFO', 'NOTIFY', 'BYE'].entries()) {
    const [, sdp = Buffer.from(OFFER)] = SDP[random.below(SDP.length)] ?? [];
    const bytes = offering(sdp, { ...own, method, cseq: 2 + index, branch: `z9hG4bK-${callId}-${index}` });
    agent.receive(random.below(2) === 0 ? bytes : mutate(bytes, random), flow);
  }
  await Promise.resolve();
}

describe('the seeds', () => {
  test('are many', () => {
    expect(SIP.length).toBeGreaterThanOrEqual(60);
    expect(SDP.length).toBeGreaterThanOrEqual(25);
  });

  test('and each is in the table', () => {
    const table = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    for (const [name] of [...SIP, ...SDP]) expect(table).toContain(`\`${name}\``);
  });

  test('as they are: after each we are well, and nothing is left', async () => {
    const { feed, nothingIsLeft } = fed();
    for (const [name, bytes] of SIP) await feed(name, bytes);
    for (const [name, sdp] of SDP) await feed(name, offering(sdp, { branch: `z9hG4bK-${name}`, callId: name }));
    await nothingIsLeft();
  });

  test(
    'changed at random: after each we are well, and nothing is left',
    async () => {
      const { feed, nothingIsLeft, random } = fed();
      for (let round = 0; round < (LONG ? 200_000 : 2_000); round++) {
        const [name, bytes] = random.below(3) === 0 ? SDP[random.below(SDP.length)]! : SIP[random.below(SIP.length)]!;
        const changed = mutate(bytes, random);
        await feed(
          `${name} ${round}`,
          name.startsWith('sdp') ? offering(changed, { branch: `z9hG4bK-${round}`, callId: `${round}` }) : changed,
        );
      }
      await nothingIsLeft();
    },
    LONG ? 3_600_000 : 60_000,
  );

  test('of descriptions give audio that can be sent somewhere, or none', () => {
    const random = seededRandom(19);
    for (const [name, bytes] of SDP)
      for (let round = 0; round < (LONG ? 20_000 : 200); round++) {
        const audio = readSdp(round === 0 ? bytes : mutate(bytes, random));
        if (!audio) continue;
        for (const port of [audio.port, audio.rtcp.port]) expect(port >= 1 && port <= 65_535, name).toBe(true);
        expect(audio.streams.length).toBeLessThanOrEqual(16);
      }
  });
});

const DESCRIPTORS = '/proc/self/fd';

describe.skipIf(!existsSync(DESCRIPTORS))('over real sockets', () => {
  const open = (): number => readdirSync(DESCRIPTORS).length;

  test('every seed, by UDP and TCP: we answer in between, and no descriptor is left open', async () => {
    const before = open();
    const { agent, faults } = testAgent(systemClock, (leg) => leg.decline('busy'));
    await agent.start();
    const peer = createSocket('udp4').bind(0, '127.0.0.1');
    await once(peer, 'listening');
    const answered = new Set<string>();
    peer.on('message', (bytes) => answered.add(/^Call-ID: (.*)\r$/mu.exec(bytes.toString('latin1'))?.[1] ?? ''));
    for (const [name, bytes] of SIP) {
      peer.send(bytes, agent.port, '127.0.0.1');
      const socket = connect(agent.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.end(bytes);
      socket.resume();
      await once(socket, 'close');
      const callId = `probe-${name}`;
      peer.send(request({ method: 'OPTIONS', branch: `z9hG4bK-${callId}`, callId }), agent.port, '127.0.0.1');
      await expect.poll(() => answered.has(callId), { timeout: 10_000, interval: 2, message: name }).toBe(true);
    }
    expect(faults.counts).toEqual({});
    peer.close();
    await agent.stop(0);
    await expect.poll(open, { timeout: 10_000 }).toBeLessThanOrEqual(before);
  }, 60_000);
});
