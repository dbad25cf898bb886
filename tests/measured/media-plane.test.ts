import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { samplesIn } from '../../src/call/audio.ts';
import { systemClock } from '../../src/call/clock.ts';
import { Faults } from '../../src/call/faults.ts';
import { systemRandom } from '../../src/call/random.ts';
import { MediaEngine, type MediaEvent, type MediaSession } from '../../src/telephony/media/media-engine.ts';
import { MediaPlane } from '../../src/telephony/media/media-plane.ts';
import { parseRtcp, writeRtcp, type PeerReport } from '../../src/telephony/media/rtcp.ts';
import type { MediaReport } from '../../src/telephony/media/protocol.ts';
import { levelDbfs } from '../../src/call/audio.ts';
import { speechNoise } from '../support/fakes.ts';
import { RtpPeer } from '../support/rtp-peer.ts';

const peers: RtpPeer[] = [];
const sessions: MediaSession[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  for (const peer of peers.splice(0)) peer.close();
});

function engine(timeoutMs = 60_000): MediaEngine {
  let handler: (report: MediaReport) => void = () => {};
  const options = { family: 'udp6' as const, firstPort: 41_000, lastPort: 41_999, timeoutMs, speechModel: false };
  const faults = new Faults((fault) => expect.fail(JSON.stringify(fault)));
  const plane = new MediaPlane(systemClock, systemRandom, options, (report) => handler(report), faults);
  return new MediaEngine(
    { post: (command) => plane.handle(command), onReport: (next) => (handler = next) },
    { clock: systemClock, faults },
  );
}

async function connected(media: MediaEngine, events: MediaEvent[] = []): Promise<{ session: MediaSession; peer: RtpPeer }> {
  const peer = await RtpPeer.open();
  const session = await media.open((event) => events.push(event));
  session.connect({
    remote: { address: '127.0.0.1', port: peer.port },
    rtcp: { port: peer.port + 1, mux: false },
    signallingSource: '127.0.0.1',
    codec: 'PCMA',
    telephoneEventType: 101,
    srtp: null,
    send: true,
    receive: true,
    confirmed: true,
  });
  peers.push(peer);
  sessions.push(session);
  return { session, peer };
}

describe('RTP sessions on real sockets', () => {
  test('a bridge carries sound both ways, and hearing stops while it lasts', async () => {
    const media = engine();
    const events: MediaEvent[] = [];
    const one = await connected(media, events);
    const other = await connected(media);
    await sleep(100);
    one.session.bridge(other.session);
    await sleep(60);
    events.length = 0;
    const from = other.peer.nowMs;
    await Promise.all([one.peer.speak(speechNoise(600)), other.peer.speak(new Int16Array(samplesIn(600)))]);
    expect(other.peer.levelBetween(from + 200, from + 600)).toBeGreaterThan(-30);
    expect(one.peer.levelBetween(from + 200, from + 600)).toBeLessThan(-60);
    expect(events.filter((event) => event.type === 'frame')).toEqual([]);
    const back = one.peer.nowMs;
    await other.peer.speak(speechNoise(600));
    expect(one.peer.levelBetween(back + 200, back + 600)).toBeGreaterThan(-30);
    one.session.unbridge();
    await sleep(100);
    expect(events.some((event) => event.type === 'frame')).toBe(true);
  });

  test('hearing goes on in a bridge where both know of it, of that side alone, and ends with the bridge', async () => {
    const media = engine();
    const [heardOfOne, heardOfOther]: [MediaEvent[], MediaEvent[]] = [[], []];
    const one = await connected(media, heardOfOne);
    const other = await connected(media, heardOfOther);
    await sleep(60);
    one.session.bridge(other.session);
    one.session.listenAlong();
    await sleep(60);
    heardOfOne.length = 0;
    heardOfOther.length = 0;
    const from = other.peer.nowMs;
    await one.peer.speak(speechNoise(600));
    expect(heardOfOne.filter((event) => event.type === 'frame' && levelDbfs(event.frame.pcm) > -40).length).toBeGreaterThan(15);
    expect(heardOfOther).toEqual([]);
    // What is heard along still passes untouched.
    expect(other.peer.levelBetween(from + 200, from + 600)).toBeGreaterThan(-30);
    one.session.unbridge();
    one.session.bridge(other.session);
    await sleep(60);
    heardOfOne.length = 0;
    await one.peer.speak(speechNoise(200));
    expect(heardOfOne).toEqual([]);
  });

  test('whoever listens hears both sides, is not heard, and hears nothing more once two people speak', async () => {
    const media = engine();
    const call = await connected(media);
    const events: MediaEvent[] = [];
    const listener = await connected(media, events);
    const person = await connected(media);
    await sleep(60);
    listener.session.overhear(call.session);
    await sleep(60);
    events.length = 0;
    const said = listener.peer.nowMs;
    call.session.play(1, speechNoise(600));
    await sleep(700);
    expect(listener.peer.levelBetween(said + 200, said + 600)).toBeGreaterThan(-30);
    const heard = listener.peer.nowMs;
    const quiet = call.peer.nowMs;
    await call.peer.speak(speechNoise(600));
    expect(listener.peer.levelBetween(heard + 200, heard + 600)).toBeGreaterThan(-30);
    await listener.peer.speak(speechNoise(400));
    expect(call.peer.levelBetween(quiet, call.peer.nowMs)).toBeLessThan(-60);
    expect(events.filter((event) => event.type === 'frame')).toEqual([]);
    call.session.bridge(person.session);
    await sleep(60);
    const after = listener.peer.nowMs;
    await call.peer.speak(speechNoise(400));
    expect(listener.peer.levelBetween(after + 100, after + 400)).toBeLessThan(-60);
  });

  test('hears the negotiated peer, and no stranger; keys come through', async () => {
    const events: MediaEvent[] = [];
    const { session, peer } = await connected(engine(), events);
    await sleep(60);
    await peer.speak(speechNoise(400));
    peer.press(7);
    // Silence behind it: whatever was loud has then left the jitter buffer.
    await peer.speak(new Int16Array(samplesIn(400)));
    const loud = (): number => events.filter((event) => event.type === 'frame' && levelDbfs(event.frame.pcm) > -40).length;
    const heard = loud();
    expect(heard).toBeGreaterThan(15);
    expect(events).toContainEqual({ type: 'key', digit: '7' });
    const stranger = createSocket('udp4');
    const packet = Buffer.concat([Buffer.from([0x80, 8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]), Buffer.alloc(160, 0x2a)]);
    for (let i = 0; i < 20; i++) stranger.send(packet, session.port, '127.0.0.1');
    await sleep(200);
    stranger.close();
    expect(loud()).toBe(heard);
  });

  test('one frame every 20 ms, silence if nothing comes; a clip is reported with what was really played', async () => {
    const events: MediaEvent[] = [];
    const { session, peer } = await connected(engine(), events);
    const begin = performance.now();
    session.play(1, speechNoise(200));
    session.play(2, speechNoise(2_000));
    await sleep(600);
    session.stopPlaying();
    const playedFor = performance.now() - begin - 200;
    await sleep(60);
    const elapsed = performance.now() - begin;
    const ended = events.filter((event) => event.type === 'clip_ended');
    expect(ended[0]).toEqual({ type: 'clip_ended', clipId: 1, playedMs: 200, complete: true });
    expect(ended[1]).toMatchObject({ clipId: 2, complete: false });
    expect(Math.abs((ended[1]?.playedMs ?? 0) - playedFor)).toBeLessThan(80);
    const frames = events.filter((event) => event.type === 'frame').length;
    expect(Math.abs(frames - elapsed / 20)).toBeLessThanOrEqual(5);
    expect(peer.levelBetween(100, 500)).toBeGreaterThan(-30);
  });

  test('reports go out and come in on the next port, and the last one says goodbye', async () => {
    const events: MediaEvent[] = [];
    const { session, peer } = await connected(engine(), events);
    const reports: PeerReport[] = [];
    const wires: Buffer[] = [];
    const ear = createSocket('udp4');
    ear.on('message', (datagram) => {
      wires.push(datagram);
      const report = parseRtcp(datagram);
      if (report) reports.push(report);
    });
    ear.bind(peer.port + 1, '127.0.0.1');
    await once(ear, 'listening');
    await sleep(60);
    const speaking = peer.speak(speechNoise(9_000));
    await expect.poll(() => reports.length, { timeout: 9_000, interval: 50 }).toBeGreaterThan(0);
    expect(reports[0]?.ntpMiddle).not.toBeNull();
    expect(reports[0]?.blocks[0]).toMatchObject({ ssrc: 99, lost: 0 });
    // The peer has lost 64 of the packets so far, and says so.
    const ours = wires[0]?.readUInt32BE(4) ?? 0;
    const about = { ssrc: ours, lostShare: 0.25, lost: 64, highest: 200, jitter: 0, lastReport: 0, sinceLastReport: 0 };
    ear.send(writeRtcp({ ssrc: 99, cname: 'peer', sent: null, block: about, goodbye: false }), session.port + 1, '127.0.0.1');
    await speaking;
    await session.close();
    sessions.splice(0);
    await expect.poll(() => wires.at(-1)?.includes(Buffer.from([0x81, 203]))).toBe(true);
    const quality = events.find((event) => event.type === 'quality');
    expect(quality?.quality).toMatchObject({ lostShare: 0 });
    expect(quality?.quality.peerLostShare).toBeGreaterThan(0.1);
    expect(quality?.quality.receivedPackets).toBeGreaterThan(445);
    ear.close();
  });

  test('a peer that sends comfort noise in its pauses is heard to be there', async () => {
    const events: MediaEvent[] = [];
    const { session, peer } = await connected(engine(600), events);
    await sleep(60);
    await peer.speak(speechNoise(200));
    for (let i = 0; i < 10; i++) {
      peer.comfort(50);
      await sleep(100);
    }
    const levels = events.flatMap((event) => (event.type === 'frame' ? [levelDbfs(event.frame.pcm)] : []));
    expect(levels.at(-1)).toBeGreaterThan(-54);
    expect(levels.at(-1)).toBeLessThan(-46);
    expect(events.some((event) => event.type === 'media_timeout')).toBe(false);
    expect(session.port % 2).toBe(0);
  });

  test('tells when no packet has come for too long', async () => {
    const events: MediaEvent[] = [];
    await connected(engine(200), events);
    await sleep(350);
    expect(events.filter((event) => event.type === 'media_timeout')).toHaveLength(1);
  });
});
