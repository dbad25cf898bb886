import { beforeEach, describe, expect, test } from 'vitest';
import { FRAME_SAMPLES, SILENT_PCM } from '../../src/call/audio.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { StreamSettings } from '../../src/telephony/media/protocol.ts';
import { RtpOutput } from '../../src/telephony/media/rtp-output.ts';
import { parseRtp, type RtpPacket } from '../../src/telephony/media/rtp.ts';

const SETTINGS: StreamSettings = {
  remote: { address: '192.0.2.9', port: 6000 },
  rtcp: { port: 6001, mux: false },
  signallingSource: '192.0.2.9',
  codec: 'PCMA',
  telephoneEventType: 101,
  srtp: null,
  send: true,
  receive: true,
  confirmed: true,
};

describe('packets of the other end of a bridge', () => {
  let clock: VirtualClock;
  let sent: RtpPacket[];
  let output: RtpOutput;
  beforeEach(() => {
    clock = new VirtualClock();
    sent = [];
    output = new RtpOutput(clock, (wire) => {
      const packet = parseRtp(wire);
      if (packet) sent.push({ ...packet, payload: Buffer.from(packet.payload) });
    });
    output.use(SETTINGS);
  });

  const theirs = (sequence: number, ssrc = 7): RtpPacket => ({
    payloadType: 8,
    marker: false,
    sequence: sequence & 0xffff,
    timestamp: (sequence * FRAME_SAMPLES) >>> 0,
    ssrc,
    payload: Buffer.alloc(FRAME_SAMPLES, sequence & 0xff),
  });
  const tick = async (): Promise<void> => {
    output.tick(SILENT_PCM, true);
    await clock.advance(20);
  };
  const steps = (): number[] => sent.slice(1).map((packet, index) => (packet.sequence - (sent[index]?.sequence ?? 0)) & 0xffff);

  test('go on where our own numbers were, as they are, with their losses and their order', async () => {
    for (let i = 0; i < 3; i++) await tick();
    const before = sent.at(-1)!;
    for (const sequence of [65_534, 65_535, 65_537, 65_536, 65_540]) output.pass(theirs(sequence));
    expect(sent.slice(3).map(({ sequence }) => (sequence - before.sequence) & 0xffff)).toEqual([1, 2, 4, 3, 7]);
    expect(sent.slice(3).map(({ timestamp }) => (timestamp - before.timestamp) >>> 0)).toEqual([160, 320, 640, 480, 1_120]);
    expect(sent.slice(3).map(({ payload }) => payload[0])).toEqual([254, 255, 1, 0, 4]);
    expect(sent.slice(3).map(({ marker }) => marker)).toEqual([true, false, false, false, false]);
    expect(new Set(sent.map(({ ssrc }) => ssrc)).size).toBe(1);
  });

  test('take the place of our frames, until they pause', async () => {
    output.pass(theirs(1));
    for (let i = 0; i < 4; i++) await tick();
    expect(sent).toHaveLength(1);
    await clock.advance(40);
    for (let i = 0; i < 5; i++) await tick();
    expect(sent).toHaveLength(6);
    output.pass(theirs(300));
    expect(sent.at(-1)?.marker).toBe(true);
    expect(new Set(steps())).toEqual(new Set([1]));
  });

  test('a key in between moves them, and no number comes twice', async () => {
    output.pass(theirs(1));
    output.press('5');
    for (let sequence = 2; sequence < 12; sequence++) {
      output.pass(theirs(sequence));
      await tick();
    }
    expect(sent.some(({ payloadType }) => payloadType === 101)).toBe(true);
    expect(new Set(sent.map(({ sequence }) => sequence)).size).toBe(sent.length);
    expect(new Set(steps())).toEqual(new Set([1]));
  });

  test('of another source begin anew behind what went out', async () => {
    output.pass(theirs(10));
    output.pass(theirs(40_000, 8));
    expect(steps()).toEqual([1]);
    expect(sent[1]?.marker).toBe(true);
  });

  test('a flood of them stays with whoever sends it', async () => {
    for (let sequence = 0; sequence < 5_000; sequence++) {
      output.pass(theirs(sequence));
      if (sequence % 500 === 0) await clock.advance(100);
    }
    expect(sent.length).toBeLessThan(75 + 150 + 20);
    expect(sent.length).toBeGreaterThan(75);
  });

  test('nothing goes out on hold, and nothing before there is anybody', () => {
    output.use({ ...SETTINGS, send: false });
    output.pass(theirs(1));
    output.tick(SILENT_PCM, false);
    const fresh = new RtpOutput(clock, () => expect.fail('nobody is there'));
    fresh.pass(theirs(1));
    fresh.tick(SILENT_PCM, false);
    expect(sent).toEqual([]);
  });
});
